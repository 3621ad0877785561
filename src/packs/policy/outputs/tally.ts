import type { Day } from '../../../timeline/day.js';
import type { Person } from '../../../timeline/person.js';
import type { Tally } from '../../pack.js';
import { decisionOf, type JudgedLine } from '../decision.js';
import type { PolicyRules } from '../rules.js';
import { countsOf, NO_LINES, type PolicyCounts, sumOf } from './counts.js';
import { type Group, Groups } from './groups.js';

/** The totals over judged lines; plain data, so that one thread can send it to another. */
export interface PolicyTotals {
  /** By claim type, modality, decision and reason, with totals. */
  readonly groups: readonly Group[];
  /** The same for lines with status paid that the policy would not pay. */
  readonly savings: readonly Group[];
  readonly counts: PolicyCounts;
  /** Lines of each imaging code that is in no table of modalities. */
  readonly unknownCodes: ReadonlyMap<string, number>;
  /** Lines by the day on which their episode starts. */
  readonly starts: ReadonlyMap<Day, number>;
}

export class PolicyTally implements Tally<JudgedLine, PolicyTotals> {
  private readonly groups = new Groups();
  private readonly savings = new Groups();
  private readonly unknownCodes = new Map<string, number>();
  private readonly starts = new Map<Day, number>();
  private counts: PolicyCounts = NO_LINES;

  constructor(private readonly rules: PolicyRules) {}

  add(person: Person, lines: readonly JudgedLine[]): void {
    this.groups.add(lines);
    this.savings.add(
      lines.filter(({ reason, status }) => decisionOf(reason) === 'deny' && status === 'paid'),
    );
    for (const { isKnownCode, code, episodeStart } of lines) {
      if (!isKnownCode) addTo(this.unknownCodes, code, 1);
      if (episodeStart !== null) addTo(this.starts, episodeStart, 1);
    }
    this.counts = sumOf(this.counts, countsOf(person, lines, this.rules));
  }

  addAll({ groups, savings, counts, unknownCodes, starts }: PolicyTotals): void {
    this.groups.addAll(groups);
    this.savings.addAll(savings);
    for (const [code, lines] of unknownCodes) addTo(this.unknownCodes, code, lines);
    for (const [day, lines] of starts) addTo(this.starts, day, lines);
    this.counts = sumOf(this.counts, counts);
  }

  get totals(): PolicyTotals {
    const { counts, unknownCodes, starts } = this;
    return { groups: this.groups.all, savings: this.savings.all, counts, unknownCodes, starts };
  }
}

function addTo<Key>(counts: Map<Key, number>, key: Key, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}
