import { ageOn, type Day, dayOf } from '../../timeline/day.js';
import { setGiving } from '../../timeline/meaning.js';
import type { Person } from '../../timeline/person.js';
import { readTimeline } from '../../timeline/records.js';
import { isWithin, type Window } from '../../timeline/window.js';
import { ageAtYearEnd, ageOutOfRange } from './age.js';
import { GATES, type Gate } from './decision.js';
import { gapsInEnrollment, productLinesOn } from './enrollment.js';
import { type Asked, evidenceForExclusion } from './exclusions.js';
import { nearlyFrailAndIll } from './frailty.js';
import { imagingOfBackPain } from './imaging.js';
import { findIndexEpisode, intakePeriod, isCandidate, wouldQualify } from './index-episode.js';
import { historyOfLowBackPain } from './negative-history.js';
import type { LbpRecords, MeasureRules, Role } from './resolve.js';
import { prolongedSteroids, steroidFills } from './steroids.js';
import { windowOf } from './window.js';
import type { ExclusionRule, FrailtyRule, SteroidRule, WindowRule } from './years/year-rules.js';

/*
 * How far people come with each rule: who meets it, who misses it by a few days, who misses it by more, and who never
 * comes to it. An analyst sees by it which rules are dead and which feeds are empty. What is a near miss of which rule
 * is in docs/outputs.md, under coverage.csv.
 */

export type Reach = 'met' | 'near' | 'missed' | 'not_reached';

/** A near miss is one by so many days at the most. */
export const NEAR_DAYS = 7;

/** What is covered: a gate, an exclusion, the imaging, or a value set in the use of a rule. */
export interface CoverageItem {
  readonly kind: 'gate' | 'exclusion' | 'numerator' | 'value_set';
  readonly rule: string;
  /** Empty but for a value set. */
  readonly valueSet: string;
  /** What a person's records of it say; null for one who has no row in members.csv and so is not asked. */
  readonly reachOf: (records: LbpRecords, asked: Asked | null) => Reach;
}

/** All that the rules can ask, gates first, then exclusions, imaging, and the sets in use. */
export function coverageItems(rules: MeasureRules): CoverageItem[] {
  const ofAsked =
    (reach: (asked: Asked) => Reach): CoverageItem['reachOf'] =>
    (_, asked) =>
      asked === null ? 'not_reached' : reach(asked);
  return [
    { kind: 'gate', rule: 'index', valueSet: '', reachOf: (records) => reachOfIndex(records, rules) },
    ...GATES.map(
      (gate): CoverageItem => ({
        kind: 'gate',
        rule: gate,
        valueSet: '',
        reachOf: ofAsked((asked) => reachOfGate(gate, asked)),
      }),
    ),
    ...rules.exclusions.map(
      (rule): CoverageItem => ({
        kind: 'exclusion',
        rule: rule.id,
        valueSet: '',
        reachOf: ofAsked((asked) => reachOfExclusion(rule, asked)),
      }),
    ),
    {
      kind: 'numerator',
      rule: 'imaging',
      valueSet: '',
      reachOf: ofAsked(({ records, iesd }) =>
        reachOfDates(
          imagingOfBackPain(records, rules).map(({ date }) => date),
          windowOf(rules.year.imaging, rules.year.year, iesd),
        ),
      ),
    },
    ...[...rules.sets.rolesOfSet].flatMap(([set, roles]) => roles.map((role) => setInUse(set, role, rules))),
  ];
}

/**
 * How far a person comes with each item; null for someone who is no candidate, and would be none a few days off.
 */
export function coverageOf(
  person: Person,
  rules: MeasureRules,
  items: readonly CoverageItem[],
): Reach[] | null {
  const records = readTimeline(person, rules.reading);
  if (reachOfIndex(records, rules) === 'not_reached') return null;
  const asked = askedOf(person, records, rules);
  return items.map(({ reachOf }) => reachOf(records, asked));
}

/** What the rules after the event are asked about; null for someone without a row in members.csv. */
function askedOf(person: Person, records: LbpRecords, rules: MeasureRules): Asked | null {
  const episode = findIndexEpisode(records, rules);
  if (episode === null || person.birth === null) return null;
  const iesd = episode.event.date;
  if (productLinesOn(iesd, person.spans, rules.year).reported.length === 0) return null;
  return { person, records, rules, iesd, age: ageAtYearEnd(person.birth, rules.year) };
}

function reachOfIndex(records: LbpRecords, rules: MeasureRules): Reach {
  if (wouldQualify(records, rules, 0)) return 'met';
  if (wouldQualify(records, rules, NEAR_DAYS)) return 'near';
  return isCandidate(records, rules) ? 'missed' : 'not_reached';
}

/** To meet a gate is to pass it. */
function reachOfGate(gate: Gate, { person, records, rules, iesd }: Asked): Reach {
  const { year } = rules;
  switch (gate) {
    case 'age': {
      const { birth } = person;
      const [failed] = birth === null ? [] : ageOutOfRange(birth, year);
      if (birth === null || failed === undefined) return 'met';
      const passing = { start: failed.windowStart, end: failed.windowEnd ?? birth };
      return isWithin(birth, widened(passing)) ? 'near' : 'missed';
    }
    case 'negative_history': {
      const window = windowOf(year.negativeHistory, year.year, iesd);
      if (historyOfLowBackPain(records, window).length === 0) return 'met';
      return historyOfLowBackPain(records, narrowed(window)).length === 0 ? 'near' : 'missed';
    }
    case 'enrollment': {
      const gaps = gapsInEnrollment(person.spans, iesd, year);
      if (gaps.length === 0) return 'met';
      const bare = gaps.reduce((days, { date, endDate }) => days + ((endDate ?? 0) - (date ?? 0) + 1), 0);
      return bare <= NEAR_DAYS ? 'near' : 'missed';
    }
  }
}

function reachOfExclusion(rule: ExclusionRule, asked: Asked): Reach {
  const { person, records, rules, iesd } = asked;
  const at = (window: WindowRule): Window => windowOf(window, rules.year.year, iesd);
  switch (rule.kind) {
    case 'record': {
      const facts = rule.countsHospiceFact ? person.hospice : [];
      return reachOfDates(
        [...records.of(rule.id), ...facts].map(({ date }) => date),
        at(rule.window),
      );
    }
    case 'death':
      return reachOfDates(
        person.deaths.map(({ date }) => date),
        at(rule.window),
      );
    case 'steroids':
      return reachOfSteroids(rule, asked, at(rule.window));
    case 'frailty':
      return reachOfFrailty(rule, asked);
  }
}

/** Nearly long enough, or long enough were one fill dispensed some days earlier or later. */
function reachOfSteroids(rule: SteroidRule, { person, rules }: Asked, window: Window): Reach {
  const fills = person.fills.filter(({ drug }) => setGiving(rule.id, drug, rules.sets) !== null);
  if (fills.length === 0) return 'not_reached';
  const isProlonged = (all: typeof fills, days: number): boolean =>
    prolongedSteroids(steroidFills(all, rule, rules, window), { ...rule, consecutiveDays: days }, window)
      .length > 0;
  if (isProlonged(fills, rule.consecutiveDays)) return 'met';
  if (isProlonged(fills, rule.consecutiveDays - NEAR_DAYS)) return 'near';
  for (const [at, moved] of fills.entries()) {
    for (let by = -NEAR_DAYS; by <= NEAR_DAYS; by += 1) {
      const others = fills.with(at, { ...moved, dispensed: moved.dispensed + by });
      if (isProlonged(others, rule.consecutiveDays)) return 'near';
    }
  }
  return 'missed';
}

function reachOfFrailty(rule: FrailtyRule, asked: Asked): Reach {
  const { person, records, rules, iesd, age } = asked;
  if (evidenceForExclusion(rule, asked).length > 0) return 'met';
  const at = (window: WindowRule): Window => windowOf(window, rules.year.year, iesd);
  const soon = dayOf(rules.year.year, 12, 31) + NEAR_DAYS;
  const later = person.birth === null ? age : ageOn(person.birth, soon);
  const illness = at(rule.illnessWindow);
  const windows = { frailty: at(rule.frailtyWindow), illness, wider: widened(illness) };
  if (nearlyFrailAndIll(records, rule, { now: age, later }, windows)) return 'near';
  const roles: Role[] = ['frailty', 'advanced_illness', 'dementia_drug'];
  return roles.some((role) => countedOf(role, records).length > 0) ? 'missed' : 'not_reached';
}

/** A set in the use that a rule makes of it, with the window of that rule. */
function setInUse(valueSet: string, role: Role, rules: MeasureRules): CoverageItem {
  const { year } = rules;
  const { rule, window } = useOf(role, rules);
  return {
    kind: 'value_set',
    rule,
    valueSet,
    reachOf: (records, asked) => {
      if (window !== null && asked === null) return 'not_reached';
      const dates = countedOf(role, records)
        .filter(({ set }) => set === valueSet)
        .map(({ date }) => date);
      return reachOfDates(
        dates,
        window === null ? intakePeriod(year) : windowOf(window, year.year, asked?.iesd ?? 0),
      );
    },
  };
}

/** The rule that a role serves, and the window in which its records count; null for the intake period. */
function useOf(role: Role, { year, exclusions }: MeasureRules): { rule: string; window: WindowRule | null } {
  const frailty = exclusions.find((rule) => rule.kind === 'frailty');
  switch (role) {
    case 'low_back_pain':
    case 'visit':
    case 'inpatient_stay':
      return { rule: 'index', window: null };
    case 'imaging':
      return { rule: 'imaging', window: year.imaging };
    case 'frailty':
      return { rule: 'frailty_advanced_illness', window: frailty?.frailtyWindow ?? null };
    case 'advanced_illness':
    case 'dementia_drug':
    case 'nonacute_inpatient_stay':
      return { rule: 'frailty_advanced_illness', window: frailty?.illnessWindow ?? null };
    default: {
      const own = exclusions.find(({ id }) => id === role);
      return { rule: role, window: own === undefined || own.kind === 'frailty' ? null : own.window };
    }
  }
}

/** The records of a role that its rule counts: illness is a diagnosis, a dementia drug one that was dispensed. */
function countedOf(role: Role, records: LbpRecords): ReturnType<LbpRecords['of']> {
  const all = records.of(role);
  if (role === 'advanced_illness') return all.filter(({ listed }) => listed.system === 'ICD10CM');
  if (role === 'dementia_drug') return all.filter(({ listed }) => listed.system === 'NDC');
  return all;
}

/** In the window, in the days around it, elsewhere, or nowhere. */
function reachOfDates(dates: readonly Day[], window: Window): Reach {
  if (dates.length === 0) return 'not_reached';
  if (dates.some((date) => isWithin(date, window))) return 'met';
  return dates.some((date) => isWithin(date, widened(window))) ? 'near' : 'missed';
}

function widened({ start, end }: Window): Window {
  return { start: start === null ? null : start - NEAR_DAYS, end: end + NEAR_DAYS };
}

function narrowed({ start, end }: Window): Window {
  return { start: start === null ? null : start + NEAR_DAYS, end: end - NEAR_DAYS };
}
