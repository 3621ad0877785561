import { type Block, lines, table } from '../../blocks.js';
import type { Summary } from '../../pack.js';
import { GATES, type Reason } from '../decision.js';
import type { MeasureRules } from '../resolve.js';
import { type CoverageRow, coverageRows } from './coverage-table.js';
import { rateOf, wilson } from './rate.js';
import type { Counts, Stratum } from './strata.js';
import type { LbpTotals } from './tally.js';

/** What a finished run says on the terminal and as JSON: the rates, and how the candidates became denominators. */
export function summaryOf({ people: { strata }, coverage }: LbpTotals, rules: MeasureRules): Summary {
  const { terms } = rules.year;
  const rows = coverage === null ? null : coverageRows(coverage, rules);
  return {
    facts: {
      summary: strata.map(summaryFacts),
      ...(rows === null ? {} : { coverage: rows.map(coverageFacts) }),
    },
    blocks: [
      lines('Rate: the share without imaging within 28 days; higher is better.'),
      ratesTable(strata),
      lines(
        '',
        `From candidates to ${terms.population} (all ages; each person at the first gate or ${terms.exclusion} that takes them out):`,
      ),
      waterfallTable(strata, [...GATES, ...rules.exclusions.map(({ id }) => id)]),
      ...(rows === null ? [] : coverageBlocks(rows)),
    ],
  };
}

function summaryFacts({ productLine, band, counts }: Stratum): Readonly<Record<string, unknown>> {
  const { candidates, ineligible, excluded, denominator, imaging } = counts;
  return {
    product_line: productLine,
    age_band: band,
    ...{ candidates, ineligible, excluded, denominator, imaging },
    rate: rateOf(counts),
  };
}

function coverageFacts({ kind, rule, valueSet, persons, finding }: CoverageRow): Record<string, unknown> {
  return {
    kind,
    rule,
    value_set: valueSet,
    persons_met: persons.met,
    persons_near: persons.near,
    persons_missed: persons.missed,
    persons_not_reached: persons.not_reached,
    finding,
  };
}

function ratesTable(strata: readonly Stratum[]): Block {
  const rows = strata
    .filter(({ band, counts }) => band !== 'other' || counts.candidates > 0)
    .map(({ productLine, band, counts }) => {
      const { candidates, ineligible, excluded, denominator, imaging } = counts;
      return [
        ...[productLine, band, candidates, ineligible, excluded, denominator, imaging],
        ...rateCells(counts),
      ];
    });
  const columns = [
    ...['product line', 'age', 'candidates', 'ineligible', 'excluded', 'denominator', 'imaging'],
    ...['rate', '95 %'],
  ];
  return table(columns, rows, 'right');
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

function waterfallTable(strata: readonly Stratum[], reasons: readonly Reason[]): Block {
  const totals = strata.filter(({ band }) => band === 'total');
  const row = (name: string, value: (counts: Counts) => number): (string | number)[] => [
    name,
    ...totals.map(({ counts }) => value(counts)),
  ];
  const rows = [
    row('candidates', (counts) => counts.candidates),
    ...reasons.map((reason) => row(`- ${reason}`, (counts) => counts.first.get(reason) ?? 0)),
    row('= denominator', (counts) => counts.denominator),
  ];
  return table(['rule', ...totals.map(({ productLine }) => productLine)], rows, 'right');
}

/** The rules one by one, and of the value sets those that somebody should look at. */
function coverageBlocks(coverage: readonly CoverageRow[]): Block[] {
  const rows = coverage
    .filter(({ kind }) => kind !== 'value_set')
    .map(({ rule, persons, finding }) => [
      ...[rule, persons.met, persons.near, persons.missed, persons.not_reached, finding],
    ]);
  const sets = (finding: string): string =>
    coverage
      .filter((row) => row.kind === 'value_set' && row.finding === finding)
      .map(({ valueSet, rule }) => `${valueSet} (${rule})`)
      .join(', ') || 'none';
  return [
    lines('', 'Coverage, in people (near: missed by up to seven days):'),
    table(['coverage', 'met', 'near', 'missed', 'not reached', 'finding'], rows, 'right'),
    lines(
      '',
      `Value sets without a record: ${sets('no record')}`,
      `Value sets not loaded: ${sets('not loaded')}`,
    ),
  ];
}
