import type { Day } from '../../timeline/day.js';
import type { Evidence } from '../../timeline/evidence.js';
import { setGiving } from '../../timeline/meaning.js';
import type { EnrollmentFact, Fill, Person } from '../../timeline/person.js';
import {
  compareRecords,
  type DatedRecord,
  evidenceOf,
  firstOnDifferentDates,
  placeOf,
  readTimeline,
} from '../../timeline/records.js';
import { isWithin, type Window } from '../../timeline/window.js';
import type { Decided, Reason } from './decision.js';
import { hasLowBackPain } from './imaging.js';
import { type Disqualification, intakePeriod, lowBackPainLines } from './index-episode.js';
import type { LbpRecords, MeasureRules, Role } from './resolve.js';
import { coverage, steroidFills } from './steroids.js';
import { windowOf } from './window.js';
import type { FrailtyRule, RecordRule, SteroidRule, WindowRule } from './years/year-rules.js';

/*
 * What did not decide, but nearly did: for someone who audits one person, and for whom "no record in the window" is
 * half an answer.
 */

/** Why a record that a rule looks for did not count for it. */
export type MissedBy =
  | 'before_window'
  | 'after_window'
  | 'denied'
  | 'no_low_back_pain_on_claim'
  | 'too_few_days'
  | 'too_few_dates'
  | 'not_covering'
  | Disqualification;

export interface NearMiss {
  readonly rule: Reason | 'index' | 'imaging';
  readonly missedBy: MissedBy;
  /** Days between the record and its window, or days of supply that lack; 0 where the date is not what kept it from counting. */
  readonly days: number;
  /** How much there was, of how much was asked for; null where one record would have been enough. */
  readonly had: { readonly count: number; readonly of: number } | null;
  /** The record; its window is the one that it missed. */
  readonly record: Evidence;
}

/**
 * The records that came nearest to each rule that found none: claims before the index date that did not qualify, on
 * each side of a window the nearest record, imaging that was denied or stood on a claim without low back pain, and
 * steroids or frailty that fell short. In the order of the rules, within a rule the nearest first.
 */
export function nearMisses(person: Person, rules: MeasureRules, decision: Decided): NearMiss[] {
  const records = readTimeline(person, rules.reading);
  const { year } = rules;
  const iesd = decision.index.date;
  const at = (window: WindowRule): Window => windowOf(window, year.year, iesd);
  const found = missedIndexEvents(person, rules).filter(
    ({ days, record }) => days === 0 && record.date !== null && record.date < iesd,
  );
  if (!decision.reasons.includes('negative_history')) {
    // What comes after the window is the episode itself.
    const window = at(year.negativeHistory);
    found.push(...outside('negative_history', records.of('low_back_pain'), window, ['before_window']));
  }
  for (const rule of rules.exclusions) {
    if (decision.reasons.includes(rule.id)) continue;
    switch (rule.kind) {
      case 'record':
        found.push(...nearRecord(rule, person, records, at(rule.window)));
        break;
      case 'death':
        found.push(...outside(rule.id, factsAsRecords(person.deaths), at(rule.window)));
        break;
      case 'steroids':
        found.push(...nearSteroids(rule, person, rules, at(rule.window)));
        break;
      case 'frailty':
        found.push(...nearFrailty(rule, records, decision.age, at));
        break;
    }
  }
  if (decision.imaging === null) found.push(...nearImaging(records, rules, at(year.imaging)));
  return found;
}

/** Why no claim with a principal diagnosis of low back pain gives an index event, for someone who has none; the nearest first. */
export function missedIndexEvents(person: Person, rules: MeasureRules): NearMiss[] {
  const intake = intakePeriod(rules.year);
  const byClaimAndDay = new Map<string, NearMiss>();
  for (const { read, line, diagnosis, disqualified } of lowBackPainLines(
    readTimeline(person, rules.reading),
    rules,
  )) {
    const key = JSON.stringify([read.claim.id, line.serviceDate, disqualified]);
    if (disqualified === null || byClaimAndDay.has(key)) continue;
    const set = setGiving('low_back_pain', diagnosis.listed, rules.sets) ?? '';
    const record = { date: line.serviceDate, listed: diagnosis.listed, set, ...placeOf(read, line) };
    byClaimAndDay.set(key, {
      rule: 'index',
      missedBy: disqualified,
      days: daysOutside(line.serviceDate, intake),
      had: null,
      record: evidenceOf('index', record, intake),
    });
  }
  return [...byClaimAndDay.values()].sort(
    (a, b) => a.days - b.days || (a.record.date ?? 0) - (b.record.date ?? 0),
  );
}

/** The enrolment span that came nearest to covering the index date, for someone whom none covers. */
export function missedCover({ spans }: Person, iesd: Day): NearMiss[] {
  const nearest = spans
    .map((span) => ({ span, days: daysOutside(iesd, span) }))
    .sort((a, b) => a.days - b.days || a.span.start - b.span.start)[0];
  if (nearest === undefined) return [];
  const { span, days } = nearest;
  return [
    {
      rule: 'enrollment',
      missedBy: 'not_covering',
      days,
      had: null,
      record: {
        ...{
          rule: 'enrollment',
          date: span.start,
          endDate: span.end,
          codeSystem: '',
          code: '',
          valueSet: '',
        },
        ...{ claimId: '', lineNumber: '', windowStart: iesd, windowEnd: iesd },
        ...{ source: span.source, locator: span.locator },
      },
    },
  ];
}

/**
 * How many claims meet a rule of one record beside the one that its evidence names, by rule; rules without any are left
 * out. All of them would have to go for the rule to find nothing.
 */
export function furtherClaims(person: Person, rules: MeasureRules, decision: Decided): Map<string, number> {
  const records = readTimeline(person, rules.reading);
  const roles = new Map<string, Role>([['negative_history', 'low_back_pain']]);
  for (const rule of rules.exclusions) if (rule.kind === 'record') roles.set(rule.id, rule.id);
  const further = new Map<string, number>();
  for (const { rule, windowStart, windowEnd, claimId } of decision.evidence) {
    if (rule === 'index' || rule === 'imaging' || windowEnd === null) continue;
    const role = roles.get(rule);
    if (role === undefined) continue;
    const others = records
      .of(role)
      .filter((record) => record.claimId !== claimId)
      .filter(({ date }) => isWithin(date, { start: windowStart, end: windowEnd }));
    const claims = new Set(others.map((record) => record.claimId)).size;
    if (claims > 0) further.set(rule, claims);
  }
  return further;
}

/** A record and all that it means to the rules. */
export interface KnownRecord {
  readonly record: DatedRecord;
  readonly roles: readonly Role[];
}

/** Every record of a person that means something to some rule, in the order of `compareRecords`. */
export function knownRecords(person: Person, rules: MeasureRules): KnownRecord[] {
  const records = readTimeline(person, rules.reading);
  const roles = new Set([...rules.sets.rolesOfSet.values()].flat());
  for (const { id } of rules.exclusions) roles.add(id);
  const known = new Map<string, { record: DatedRecord; roles: Role[] }>();
  for (const role of roles) {
    for (const record of records.of(role)) {
      const { date, listed, claimId, lineNumber, source, locator } = record;
      const key = JSON.stringify([date, listed.system, listed.code, claimId, lineNumber, source, locator]);
      const entry = known.get(key);
      if (entry === undefined) known.set(key, { record, roles: [role] });
      else entry.roles.push(role);
    }
  }
  return [...known.values()].sort((a, b) => compareRecords(a.record, b.record));
}

/** Days from the day to the window; 0 within it. */
export function daysOutside(day: Day, window: Window): number {
  if (window.start !== null && day < window.start) return window.start - day;
  return Math.max(0, day - window.end);
}

type Undated = Omit<DatedRecord, 'listed'> & { readonly listed: DatedRecord['listed'] | null };

/** The nearest record before the window, and the nearest one after it; records are in date order. */
function outside(
  rule: Reason | 'imaging',
  records: readonly Undated[],
  window: Window,
  sides: readonly ('before_window' | 'after_window')[] = ['before_window', 'after_window'],
): NearMiss[] {
  const { start, end } = window;
  const before = start === null ? undefined : records.findLast(({ date }) => date < start);
  const after = records.find(({ date }) => date > end);
  const misses = sides.flatMap((missedBy): NearMiss[] => {
    const record = missedBy === 'before_window' ? before : after;
    if (record === undefined) return [];
    return [
      {
        rule,
        missedBy,
        days: daysOutside(record.date, window),
        had: null,
        record: asEvidence(rule, record, window),
      },
    ];
  });
  return misses.sort((a, b) => a.days - b.days);
}

function asEvidence(rule: Evidence['rule'], record: Undated, window: Window): Evidence {
  const { listed } = record;
  if (listed !== null) return evidenceOf(rule, { ...record, listed }, window);
  return {
    ...{ rule, date: record.date, endDate: null, codeSystem: '', code: '', valueSet: '' },
    ...{ claimId: '', lineNumber: '', windowStart: window.start, windowEnd: window.end },
    ...{ source: record.source, locator: record.locator },
  };
}

function factsAsRecords(facts: readonly EnrollmentFact[]): Undated[] {
  return facts
    .map(({ date, source, locator }) => ({
      ...{ date, source, locator, listed: null, set: '' },
      ...{ isOfAcuteStay: false, claimId: '', lineNumber: '' },
    }))
    .sort((a, b) => a.date - b.date);
}

function nearRecord(rule: RecordRule, person: Person, records: LbpRecords, window: Window): NearMiss[] {
  const facts = rule.countsHospiceFact ? factsAsRecords(person.hospice) : [];
  const all = [...records.of(rule.id), ...facts].sort((a, b) => a.date - b.date);
  return outside(rule.id, all, window);
}

/** The longest stretch of covered days, which is too short. */
function nearSteroids(rule: SteroidRule, person: Person, rules: MeasureRules, window: Window): NearMiss[] {
  const stretches: { fill: Fill; start: Day; end: Day }[] = [];
  for (const { fill, start, end } of coverage(steroidFills(person.fills, rule, rules, window), window.end)) {
    const last = stretches.at(-1);
    if (last !== undefined && start === last.end + 1) last.end = end;
    else stretches.push({ fill, start, end });
  }
  const longest = stretches.reduce<(typeof stretches)[number] | null>(
    (best, next) => (best === null || next.end - next.start > best.end - best.start ? next : best),
    null,
  );
  if (longest === null) return [];
  const { fill } = longest;
  const count = longest.end - longest.start + 1;
  return [
    {
      rule: rule.id,
      missedBy: 'too_few_days',
      days: rule.consecutiveDays - count,
      had: { count, of: rule.consecutiveDays },
      record: {
        ...{ rule: rule.id, date: longest.start, endDate: longest.end },
        ...{ codeSystem: fill.drug.system, code: fill.drug.code },
        valueSet: setGiving(rule.id, fill.drug, rules.sets) ?? '',
        ...{ claimId: fill.claimId, lineNumber: fill.lineNumber },
        ...{ windowStart: window.start, windowEnd: window.end, source: fill.source, locator: fill.locator },
      },
    },
  ];
}

/** One half of the rule that has some of its dates, for someone of the age that the rule is about. */
function nearFrailty(
  rule: FrailtyRule,
  records: LbpRecords,
  age: number,
  at: (window: WindowRule) => Window,
): NearMiss[] {
  if (age < rule.minimumAge) return [];
  const halves: readonly [Role, Window][] = [
    ['frailty', at(rule.frailtyWindow)],
    ['advanced_illness', at(rule.illnessWindow)],
  ];
  return halves.flatMap(([role, window]): NearMiss[] => {
    const dates = firstOnDifferentDates(records.of(role), window, rule.differentDates);
    const [first] = dates;
    if (first === undefined || dates.length === rule.differentDates) return [];
    return [
      {
        rule: rule.id,
        missedBy: 'too_few_dates',
        days: 0,
        had: { count: dates.length, of: rule.differentDates },
        record: evidenceOf(rule.id, first, window),
      },
    ];
  });
}

/** Imaging on another day, on a denied line, or on a claim without low back pain. */
function nearImaging(records: LbpRecords, rules: MeasureRules, window: Window): NearMiss[] {
  const counting: DatedRecord[] = [];
  const denied: DatedRecord[] = [];
  const ofOtherClaims: DatedRecord[] = [];
  for (const read of records.claims) {
    const isOfLowBackPain = hasLowBackPain(read.claim, rules);
    for (const line of read.claim.lines) {
      for (const { listed } of line.codes) {
        const set = setGiving('imaging', listed, rules.sets);
        if (set === null) continue;
        const record = { date: line.serviceDate, listed, set, ...placeOf(read, line) };
        if (!isOfLowBackPain) ofOtherClaims.push(record);
        else if (line.status === 'denied') denied.push(record);
        else counting.push(record);
      }
    }
  }
  const within = (missedBy: MissedBy, all: readonly DatedRecord[]): NearMiss[] =>
    all
      .filter(({ date }) => isWithin(date, window))
      .sort(compareRecords)
      .map((record) => ({
        rule: 'imaging',
        missedBy,
        days: 0,
        had: null,
        record: evidenceOf('imaging', record, window),
      }));
  return [
    ...within('denied', denied),
    ...within('no_low_back_pain_on_claim', ofOtherClaims),
    ...outside('imaging', counting.sort(compareRecords), window),
  ];
}
