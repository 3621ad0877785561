import { isoDay } from '../../../timeline/day.js';
import type { ProductLine } from '../../../timeline/person.js';
import type { Decided } from '../decision.js';

/** How the people of a product line are divided: the month of the index, its setting, a column of `--by`. */
export type Division = 'month' | 'setting' | `by ${string}`;

/** The people of one group, counted once in each product line. */
export interface GroupCounts {
  candidates: number;
  ineligible: number;
  excluded: number;
  open: number;
  denominator: number;
  /** Of the denominator, those with an imaging study. */
  imaging: number;
}

export interface Group {
  readonly division: Division;
  readonly productLine: ProductLine;
  /** `2025-03`, `office`, a plan; empty where nothing is stated. */
  readonly value: string;
  readonly counts: GroupCounts;
}

/** Counts people by group; groups without people are left out. */
export class GroupTally {
  private readonly byKey = new Map<string, Group>();

  get groups(): readonly Group[] {
    return [...this.byKey.values()];
  }

  add(decision: Decided): void {
    const month = isoDay(decision.index.date).slice(0, 7);
    for (const cover of decision.covers) {
      this.count('month', cover.productLine, month, decision);
      this.count('setting', cover.productLine, decision.index.setting ?? '', decision);
      for (const [column, value] of cover.by) this.count(`by ${column}`, cover.productLine, value, decision);
    }
  }

  addAll(groups: readonly Group[]): void {
    for (const { division, productLine, value, counts } of groups) {
      const own = this.at(division, productLine, value);
      for (const name of [
        ...(['candidates', 'ineligible', 'excluded', 'open', 'denominator', 'imaging'] as const),
      ]) {
        own[name] += counts[name];
      }
    }
  }

  private count(
    division: Division,
    productLine: ProductLine,
    value: string,
    { status, imaging }: Decided,
  ): void {
    const counts = this.at(division, productLine, value);
    counts.candidates += 1;
    counts[status] += 1;
    if (status === 'denominator' && imaging !== null) counts.imaging += 1;
  }

  private at(division: Division, productLine: ProductLine, value: string): GroupCounts {
    const key = JSON.stringify([division, productLine, value]);
    const known = this.byKey.get(key);
    if (known !== undefined) return known.counts;
    const counts = { candidates: 0, ineligible: 0, excluded: 0, open: 0, denominator: 0, imaging: 0 };
    this.byKey.set(key, { division, productLine, value, counts });
    return counts;
  }
}
