import { GATES, type Reason } from '../packs/lbp/decision.js';
import type { CoverageRow } from '../packs/lbp/outputs/coverage-table.js';
import { rateOf, wilson } from '../packs/lbp/outputs/rate.js';
import type { Counts, Stratum } from '../packs/lbp/outputs/tally.js';
import { OPEN_NOTICE } from '../report/manifest.js';
import type { RunOutcome } from '../run/run-measure.js';
import { tally } from './check-text.js';
import { plainTable } from './plain-table.js';

/** What a finished run prints: the rates, and how the candidates came down to the denominators. */
export function summaryText({ rules, tally, coverage, manifest }: RunOutcome, out: string): string {
  const { year, status, terms } = rules.year;
  const isOpen = manifest.value_sets.kind !== 'licensed';
  return [
    `LBP ${terms.period} ${year}${status === 'provisional' ? ' (provisional rules)' : ''}`,
    ...(isOpen ? [`Value sets: ${OPEN_NOTICE}`] : []),
    '',
    'Rate: the share without imaging within 28 days; higher is better.',
    ratesTable(tally.strata),
    '',
    `From candidates to ${terms.population} (all ages; each person at the first gate or ${terms.exclusion} that takes them out):`,
    waterfallTable(tally.strata, [...GATES, ...rules.exclusions.map(({ id }) => id)]),
    ...(coverage === null ? [] : ['', ...coverageLines(coverage)]),
    '',
    ...qualityLines(manifest.data_quality),
    `Outputs: ${out}`,
  ].join('\n');
}

/** How many findings there are, and the graver ones about the data; on value sets the heading has said it. */
function qualityLines(findings: RunOutcome['manifest']['data_quality']): string[] {
  const told = findings.filter(({ severity, code }) => severity !== 'info' && !code.startsWith('LBP-D5'));
  return [
    `Data quality: ${tally(findings)} (lbp check reads all rows and says more)`,
    ...told.map(({ severity, code, text }) => `- ${severity}: ${code} ${text}`),
    '',
  ];
}

function ratesTable(strata: readonly Stratum[]): string {
  const table = plainTable([
    'product line',
    'age',
    'candidates',
    'ineligible',
    'excluded',
    'denominator',
    'imaging',
    'rate',
    '95 %',
  ]);
  for (const { productLine, band, counts } of strata) {
    if (band === 'other') continue;
    const { candidates, ineligible, excluded, denominator, imaging } = counts;
    table.push([
      productLine,
      band,
      candidates,
      ineligible,
      excluded,
      denominator,
      imaging,
      ...rateCells(counts),
    ]);
  }
  return table.toString();
}

function rateCells(counts: Counts): string[] {
  const rate = rateOf(counts);
  const interval = wilson(counts.denominator - counts.imaging, counts.denominator);
  if (rate === null || interval === null) return ['', ''];
  return [percent(rate), `${percent(interval.low)} - ${percent(interval.high)}`];
}

function percent(share: number): string {
  return (share * 100).toFixed(2);
}

function waterfallTable(strata: readonly Stratum[], reasons: readonly Reason[]): string {
  const totals = strata.filter(({ band }) => band === 'total');
  const table = plainTable(['rule', ...totals.map(({ productLine }) => productLine)]);
  const row = (name: string, value: (counts: Counts) => number): void => {
    table.push([name, ...totals.map(({ counts }) => value(counts))]);
  };
  row('candidates', (counts) => counts.candidates);
  for (const reason of reasons) row(`- ${reason}`, (counts) => counts.first.get(reason) ?? 0);
  row('= denominator', (counts) => counts.denominator);
  return table.toString();
}

/** The rules one by one, and of the value sets those that somebody should look at. */
function coverageLines(coverage: readonly CoverageRow[]): string[] {
  const table = plainTable(['coverage', 'met', 'near', 'missed', 'not reached', 'finding']);
  for (const { rule, persons, finding } of coverage.filter(({ kind }) => kind !== 'value_set')) {
    table.push([rule, persons.met, persons.near, persons.missed, persons.not_reached, finding]);
  }
  const sets = (finding: string): string =>
    coverage
      .filter((row) => row.kind === 'value_set' && row.finding === finding)
      .map(({ valueSet, rule }) => `${valueSet} (${rule})`)
      .join(', ') || 'none';
  return [
    'Coverage, in people (near: missed by up to seven days):',
    table.toString(),
    '',
    `Value sets without a record: ${sets('no record')}`,
    `Value sets not loaded: ${sets('not loaded')}`,
  ];
}
