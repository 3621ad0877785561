import type { Person } from '../../../timeline/person.js';
import { type CoverageItem, coverageItems, coverageOf } from '../coverage.js';
import type { MeasureRules } from '../resolve.js';
import type { Reach } from '../rules/near.js';

/** People by standing, item by item in the order of the rules; plain data, so that one thread can send it to another. */
export interface CoverageCounts {
  readonly total: number;
  readonly reaches: readonly Readonly<Record<Reach, number>>[];
}

/** Counts people by their standing with each rule. */
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

  /** Adds people counted elsewhere, by the same rules. */
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
}
