import { isoDay } from '../../../timeline/day.js';
import { type Block, lines, table } from '../../blocks.js';
import type { Summary } from '../../pack.js';
import { rounded } from '../../rounding.js';
import { wilson } from '../../wilson.js';
import { GATES, type Reason } from '../decision.js';
import type { MeasureRules } from '../resolve.js';
import { type CoverageRow, coverageRows } from './coverage-table.js';
import { rateOf } from './rate.js';
import type { Counts, Stratum } from './strata.js';
import { hiddenStrata } from './suppression.js';
import type { LbpTotals, PeopleCounts } from './tally.js';
import { hiddenReasonsOf } from './waterfall.js';

/**
 * What a finished run prints on the terminal and as JSON: the rates, and how the candidates became
 * denominators.
 */
export function summaryOf({ people, coverage }: LbpTotals, rules: MeasureRules): Summary {
  const { strata } = people;
  const { terms } = rules.year;
  const hidden = hiddenStrata(strata, rules.suppressBelow);
  const rows = coverage === null || rules.suppressBelow > 0 ? null : coverageRows(coverage, rules);
  return {
    facts: {
      summary: strata.map((stratum) => summaryFacts(stratum, rules, hidden.has(stratum))),
      ...(rows === null ? {} : { coverage: rows.map(coverageFacts) }),
    },
    blocks: [
      lines(
        'Rate: the share without imaging within 28 days; higher is better.',
        ...(rules.asOf === null
          ? []
          : [
              `Year to ${isoDay(rules.asOf)}: open episodes, whose 28 days have not run out, are in no rate.`,
            ]),
      ),
      ratesTable(strata, rules),
      lines(
        '',
        `From candidates to ${terms.population} (all ages; each person at the first gate or ${terms.exclusion} that takes them out):`,
      ),
      waterfallTable(strata, [...GATES, ...rules.exclusions.map(({ id }) => id)], rules),
      ...(rules.suppressBelow > 0 ? [] : providerLines(people)),
      ...(rows === null ? [] : coverageBlocks(rows)),
    ],
  };
}

function summaryFacts(
  { productLine, band, counts }: Stratum,
  { asOf }: MeasureRules,
  isHidden: boolean,
): Readonly<Record<string, unknown>> {
  const { candidates, ineligible, excluded, denominator, imaging, open } = counts;
  const numbers = {
    ...{ candidates, ineligible, excluded, denominator, imaging },
    ...(asOf === null ? {} : { open }),
    rate: rateOf(counts),
  };
  return {
    product_line: productLine,
    age_band: band,
    ...(isHidden ? Object.fromEntries(Object.keys(numbers).map((name) => [name, null])) : numbers),
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

/** What the providers in the results do not cover; nothing if every line states a provider. */
function providerLines({ decided, imaged, withoutIndexNpi, withoutOrderingNpi }: PeopleCounts): Block[] {
  if (withoutIndexNpi === 0 && withoutOrderingNpi === 0) return [];
  return [
    lines(
      '',
      `No provider is stated on ${withoutIndexNpi} of ${decided} index lines; who ordered it is not stated on ${withoutOrderingNpi} of ${imaged} imaging lines.`,
    ),
  ];
}

function ratesTable(strata: readonly Stratum[], { asOf, suppressBelow }: MeasureRules): Block {
  const hidden = hiddenStrata(strata, suppressBelow);
  const rows = strata
    .filter(({ band, counts }) => band !== 'other' || counts.candidates > 0)
    .map((stratum) => {
      const { productLine, band, counts } = stratum;
      const { candidates, ineligible, excluded, open, denominator, imaging } = counts;
      if (hidden.has(stratum)) return [productLine, band, 'suppressed'];
      return [
        ...[productLine, band, candidates, ineligible, excluded],
        ...(asOf === null ? [] : [open]),
        ...[denominator, imaging, ...rateCells(counts)],
      ];
    });
  const columns = [
    ...['product line', 'age', 'candidates', 'ineligible', 'excluded'],
    ...(asOf === null ? [] : ['open']),
    ...['denominator', 'imaging', 'rate', '95 %'],
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
  return rounded(share * 100, 2);
}

function waterfallTable(strata: readonly Stratum[], reasons: readonly Reason[], rules: MeasureRules): Block {
  const totals = strata.filter(({ band }) => band === 'total');
  const hidden = hiddenStrata(strata, rules.suppressBelow);
  const row = (text: string, rule: string, value: (counts: Counts) => number): (string | number)[] => [
    text,
    ...totals.map((stratum) =>
      hidden.has(stratum) || hiddenReasonsOf(stratum, strata, rules).has(rule)
        ? 'suppressed'
        : value(stratum.counts),
    ),
  ];
  const rows = [
    row('candidates', '', (counts) => counts.candidates),
    ...reasons.map((reason) => row(`- ${reason}`, reason, (counts) => counts.first.get(reason) ?? 0)),
    ...(rules.asOf === null ? [] : [row('- open', '', (counts) => counts.open)]),
    row('= denominator', '', (counts) => counts.denominator),
  ];
  return table(['rule', ...totals.map(({ productLine }) => productLine)], rows, 'right');
}

/** The rules one by one, and the value sets that need a look. */
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
