import type { Cell } from '../../../report/output-folder.js';
import type { Person } from '../../../timeline/person.js';
import { type CoverageItem, coverageItems, coverageOf, type Reach } from '../coverage.js';
import type { MeasureRules } from '../resolve.js';

/** coverage.csv: how many people came how far with each rule and value set (docs/outputs.md). */
export const COVERAGE_COLUMNS = [
  'kind',
  'rule',
  'value_set',
  'persons_met',
  'persons_near',
  'persons_missed',
  'persons_not_reached',
  'finding',
] as const;

export interface CoverageRow {
  readonly kind: CoverageItem['kind'];
  readonly rule: string;
  readonly valueSet: string;
  readonly persons: Readonly<Record<Reach, number>>;
  /** What should make somebody look, or empty. */
  readonly finding: string;
}

/** People by how far they came, item by item in the order of the rules; plain, so that one thread can send it to another. */
export interface CoverageCounts {
  readonly total: number;
  readonly reaches: readonly Readonly<Record<Reach, number>>[];
}

/** Counts people by how far they came with each rule. */
export class CoverageTally {
  private readonly items: readonly CoverageItem[];
  private readonly counts: Record<Reach, number>[];
  private total = 0;

  constructor(private readonly rules: MeasureRules) {
    this.items = coverageItems(rules);
    this.counts = this.items.map(() => ({ met: 0, near: 0, missed: 0, not_reached: 0 }));
  }

  add(person: Person): void {
    const reaches = coverageOf(person, this.rules, this.items);
    if (reaches === null) return;
    this.total += 1;
    this.counts.forEach((counts, at) => {
      counts[reaches[at] ?? 'not_reached'] += 1;
    });
  }

  /** Adds other people, counted by the same rules. */
  addAll({ total, reaches }: CoverageCounts): void {
    this.total += total;
    this.counts.forEach((counts, at) => {
      const added = reaches[at];
      if (added === undefined) return;
      for (const reach of ['met', 'near', 'missed', 'not_reached'] as const) counts[reach] += added[reach];
    });
  }

  get reached(): CoverageCounts {
    return { total: this.total, reaches: this.counts };
  }

  /** In the order of the items, then the sets that a rule could use and that are not loaded. */
  rows(): CoverageRow[] {
    const counted = this.items.map(({ kind, rule, valueSet }, at) => {
      const persons = this.counts[at] ?? { met: 0, near: 0, missed: 0, not_reached: 0 };
      return { kind, rule, valueSet, persons, finding: findingOf(kind, persons) };
    });
    const absent = this.rules.absentSets.map(
      ({ rule, set }): CoverageRow => ({
        kind: 'value_set',
        rule,
        valueSet: set,
        persons: { met: 0, near: 0, missed: 0, not_reached: this.total },
        finding: 'not loaded',
      }),
    );
    return [...counted, ...absent];
  }
}

export function coverageCells({ kind, rule, valueSet, persons, finding }: CoverageRow): Cell[] {
  const { met, near, missed, not_reached: notReached } = persons;
  return [kind, rule, valueSet, met, near, missed, notReached, finding];
}

/** A gate that nobody fails, and anything else that nobody meets, decides nothing. */
function findingOf(kind: CoverageItem['kind'], { met, near, missed }: CoverageRow['persons']): string {
  if (met + near + missed === 0) return kind === 'gate' ? 'never asked' : 'no record';
  if (kind === 'gate') return near + missed === 0 ? 'nobody fails' : '';
  return met === 0 ? 'never met' : '';
}
