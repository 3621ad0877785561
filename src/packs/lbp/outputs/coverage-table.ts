import type { TotalTable } from '../../pack.js';
import type { Cell } from '../../table.js';
import { type CoverageItem, coverageItems } from '../coverage.js';
import type { MeasureRules } from '../resolve.js';
import type { Reach } from '../rules/near.js';
import type { CoverageCounts } from './coverage-tally.js';
import { hiddenLines } from './suppression.js';
import type { LbpTotals } from './tally.js';
import { hiddenReasonsOf } from './waterfall.js';

/** coverage.csv: how many people meet, nearly meet or have no record for each rule and value set (docs/outputs.md). */
export const COVERAGE: TotalTable<LbpTotals, MeasureRules> = {
  name: 'coverage.csv',
  about: 'with `--coverage`: how many people meet, nearly meet or have no record for each rule',
  columns: [
    {
      name: 'kind',
      type: 'text',
      about: '`gate`, `exclusion`, `numerator`, or `value_set` in the use of a rule',
    },
    { name: 'rule', type: 'text', about: 'the rule' },
    { name: 'value_set', type: 'text', about: 'the set; blank but for a value set' },
    { name: 'persons_met', type: 'count', about: 'people for whom it holds; of a gate, people who pass' },
    { name: 'persons_near', type: 'count', about: 'people who miss it by up to seven days' },
    { name: 'persons_missed', type: 'count', about: 'people who miss it by more' },
    { name: 'persons_not_reached', type: 'count', about: 'people without a record for it' },
    { name: 'finding', type: 'text', about: 'a reason to look into the rule, or blank' },
  ],
  rows: ({ coverage, people: { strata } }, rules) => {
    if (coverage === null) return null;
    // Every row adds up to all people, and what a rule has is what the waterfalls of the product lines have together.
    const areAllHidden = hiddenLines(strata, rules.suppressBelow).size > 0;
    const hidden = new Set(
      rules.year.productLines.flatMap((productLine) => [
        ...hiddenReasonsOf({ productLine, band: 'total' }, strata, rules),
      ]),
    );
    return coverageRows(coverage, rules).map((row) =>
      areAllHidden || hidden.has(row.rule) ? [row.kind, row.rule, row.valueSet] : coverageCells(row, rules),
    );
  },
};

export interface CoverageRow {
  readonly kind: CoverageItem['kind'];
  readonly rule: string;
  readonly valueSet: string;
  readonly persons: Readonly<Record<Reach, number>>;
  /** Why the rule needs a look, or empty. */
  readonly finding: string;
}

/** The items in order, then the sets that a rule could use but that are not loaded. */
export function coverageRows({ total, reaches }: CoverageCounts, rules: MeasureRules): CoverageRow[] {
  const counted = coverageItems(rules).map(({ kind, rule, valueSet }, at) => {
    const persons = reaches[at] ?? { met: 0, near: 0, missed: 0, not_reached: 0 };
    return { kind, rule, valueSet, persons, finding: findingOf(kind, persons) };
  });
  const absent = rules.sets.absentSets.map(
    ({ rule, set }): CoverageRow => ({
      kind: 'value_set',
      rule,
      valueSet: set,
      persons: { met: 0, near: 0, missed: 0, not_reached: total },
      finding: 'not loaded',
    }),
  );
  return [...counted, ...absent];
}

function coverageCells(
  { kind, rule, valueSet, persons, finding }: CoverageRow,
  { suppressBelow }: MeasureRules,
): Cell[] {
  const { met, near, missed, not_reached: notReached } = persons;
  const isSmall = (count: number): boolean => count > 0 && count < suppressBelow;
  if ([met, near, missed, notReached].some(isSmall)) return [kind, rule, valueSet];
  return [kind, rule, valueSet, met, near, missed, notReached, finding];
}

/** A gate that nobody fails, or an exclusion that nobody meets, has no effect. */
function findingOf(kind: CoverageItem['kind'], { met, near, missed }: CoverageRow['persons']): string {
  if (met + near + missed === 0) return kind === 'gate' ? 'never asked' : 'no record';
  if (kind === 'gate') return near + missed === 0 ? 'nobody fails' : '';
  return met === 0 ? 'never met' : '';
}
