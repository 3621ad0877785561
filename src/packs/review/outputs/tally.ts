import type { Day } from '../../../timeline/day.js';
import { setGiving } from '../../../timeline/meaning.js';
import type { Person } from '../../../timeline/person.js';
import type { Tally } from '../../pack.js';
import type { Outcome, ScenarioResult } from '../decision.js';
import { IN_SCOPE, type ReviewRules } from '../resolve.js';
import { type Group, Groups } from './groups.js';

/** The totals over reviewed lines; plain data, so that one thread can send it to another. */
export interface ReviewTotals {
  /** By suggestion, modality, region and provider, with totals. */
  readonly groups: readonly Group[];
  /** Lines by scenario and result; `not shown` is not counted. */
  readonly scenarios: ReadonlyMap<string, ScenarioCounts>;
  readonly counts: ReviewCounts;
  /** Lines by service date. */
  readonly days: ReadonlyMap<Day, number>;
}

export type ScenarioCounts = Readonly<Record<Exclude<ScenarioResult, 'not shown'>, number>>;

/** Counts of lines, unless the comment says otherwise. */
export interface ReviewCounts {
  readonly lines: number;
  readonly persons: number;
  readonly personsWithoutEligibility: number;
  readonly personsWithoutSex: number;
  /** Out of scope for the product line, and on a day without a version. */
  readonly leftOut: number;
  readonly withoutVersion: number;
  readonly ofProvisionalVersion: number;
  readonly withoutAge: number;
  readonly unreadableAmounts: number;
  readonly roundedAmounts: number;
  /** Supplemental records with a code in scope, which are not claim lines. */
  readonly supplemental: number;
}

const NO_LINES: ReviewCounts = {
  ...{ lines: 0, persons: 0, personsWithoutEligibility: 0, personsWithoutSex: 0, leftOut: 0 },
  ...{ withoutVersion: 0, ofProvisionalVersion: 0, withoutAge: 0, unreadableAmounts: 0, roundedAmounts: 0 },
  supplemental: 0,
};

export class ReviewTally implements Tally<Outcome, ReviewTotals> {
  private readonly groups = new Groups();
  private readonly scenarios = new Map<string, ScenarioCounts>();
  private readonly days = new Map<Day, number>();
  private counts: ReviewCounts = NO_LINES;

  constructor(private readonly rules: ReviewRules) {}

  add(person: Person, outcomes: readonly Outcome[]): void {
    this.groups.add(outcomes);
    this.counts = sumOf(this.counts, this.countsOf(person, outcomes));
    for (const outcome of outcomes) {
      addTo(this.days, outcome.line.serviceDate, 1);
      if (outcome.kind === 'no_version') continue;
      for (const { scenario, result } of outcome.scenarios) {
        if (result !== 'not shown') this.addScenario(scenario.id, { ...NO_RESULTS, [result]: 1 });
      }
    }
  }

  addAll({ groups, scenarios, counts, days }: ReviewTotals): void {
    this.groups.addAll(groups);
    this.counts = sumOf(this.counts, counts);
    for (const [id, more] of scenarios) this.addScenario(id, more);
    for (const [day, lines] of days) addTo(this.days, day, lines);
  }

  get totals(): ReviewTotals {
    const { scenarios, counts, days } = this;
    return { groups: this.groups.all, scenarios, counts, days };
  }

  private addScenario(id: string, more: ScenarioCounts): void {
    const known = this.scenarios.get(id) ?? NO_RESULTS;
    this.scenarios.set(id, {
      met: known.met + more.met,
      open: known.open + more.open,
      'chart only': known['chart only'] + more['chart only'],
    });
  }

  private countsOf(person: Person, outcomes: readonly Outcome[]): ReviewCounts {
    const { versions } = this.rules.question.guideline;
    const provisional = new Set(versions.filter(({ isProvisional }) => isProvisional).map(({ id }) => id));
    const reviewed = outcomes.filter((outcome) => outcome.kind === 'reviewed');
    const isThere = outcomes.length > 0 ? 1 : 0;
    const remarks = outcomes.map(({ line }) => line.allowed.remark);
    return {
      lines: outcomes.length,
      persons: isThere,
      personsWithoutEligibility: person.spans.length === 0 ? isThere : 0,
      personsWithoutSex: person.sex === '' ? isThere : 0,
      leftOut: reviewed.filter(({ inScope }) => inScope !== 'yes').length,
      withoutVersion: outcomes.length - reviewed.length,
      ofProvisionalVersion: reviewed.filter(({ version }) => provisional.has(version)).length,
      withoutAge: reviewed.filter(({ age }) => age === null).length,
      unreadableAmounts: remarks.filter((remark) => remark === 'unreadable').length,
      roundedAmounts: remarks.filter((remark) => remark === 'rounded').length,
      supplemental: supplementalLines(person, this.rules),
    };
  }
}

const NO_RESULTS: ScenarioCounts = { met: 0, open: 0, 'chart only': 0 };

function sumOf(a: ReviewCounts, b: ReviewCounts): ReviewCounts {
  return {
    lines: a.lines + b.lines,
    persons: a.persons + b.persons,
    personsWithoutEligibility: a.personsWithoutEligibility + b.personsWithoutEligibility,
    personsWithoutSex: a.personsWithoutSex + b.personsWithoutSex,
    leftOut: a.leftOut + b.leftOut,
    withoutVersion: a.withoutVersion + b.withoutVersion,
    ofProvisionalVersion: a.ofProvisionalVersion + b.ofProvisionalVersion,
    withoutAge: a.withoutAge + b.withoutAge,
    unreadableAmounts: a.unreadableAmounts + b.unreadableAmounts,
    roundedAmounts: a.roundedAmounts + b.roundedAmounts,
    supplemental: a.supplemental + b.supplemental,
  };
}

function supplementalLines({ claims }: Person, { question, sets }: ReviewRules): number {
  return claims
    .flatMap(({ lines }) => lines)
    .filter(
      ({ status, serviceDate, codes }) =>
        status === 'supplemental' &&
        question.from <= serviceDate &&
        serviceDate <= question.to &&
        codes.some(({ listed }) => setGiving(IN_SCOPE, listed, sets) !== null),
    ).length;
}

function addTo<Key>(counts: Map<Key, number>, key: Key, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}
