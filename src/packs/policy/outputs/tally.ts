import type { Day } from '../../../timeline/day.js';
import type { Person } from '../../../timeline/person.js';
import type { Tally } from '../../pack.js';
import { decisionOf, type JudgedLine } from '../decision.js';
import { linesOfBusinessIn } from '../line-of-business.js';
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
  /** The names of the policy's lines of business that someone with a judged line is enrolled in at some time. */
  readonly linesOfBusiness: ReadonlySet<string>;
  /** Lines by the day on which their episode starts. */
  readonly starts: ReadonlyMap<Day, number>;
}

export class PolicyTally implements Tally<JudgedLine, PolicyTotals> {
  private readonly groups = new Groups();
  private readonly savings = new Groups();
  private readonly unknownCodes = new Map<string, number>();
  private readonly linesOfBusiness = new Set<string>();
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
    if (lines.length > 0) {
      for (const line of linesOfBusinessIn(person.spans, this.rules.policy)) this.linesOfBusiness.add(line);
    }
    this.counts = sumOf(this.counts, countsOf(person, lines, this.rules));
  }

  addAll({ groups, savings, counts, unknownCodes, linesOfBusiness, starts }: PolicyTotals): void {
    this.groups.addAll(groups);
    this.savings.addAll(savings);
    for (const [code, lines] of unknownCodes) addTo(this.unknownCodes, code, lines);
    for (const line of linesOfBusiness) this.linesOfBusiness.add(line);
    for (const [day, lines] of starts) addTo(this.starts, day, lines);
    this.counts = sumOf(this.counts, counts);
  }

  get totals(): PolicyTotals {
    const { counts, unknownCodes, linesOfBusiness, starts } = this;
    const groups = { groups: this.groups.all, savings: this.savings.all };
    return { ...groups, counts, unknownCodes, linesOfBusiness, starts };
  }
}

function addTo<Key>(counts: Map<Key, number>, key: Key, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}
