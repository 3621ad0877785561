import { ageOn, type Day, dayOf } from '../../../timeline/day.js';
import type { Evidence } from '../../../timeline/evidence.js';
import {
  type DatedRecord,
  evidenceOf,
  firstOnDifferentDates,
  firstWithin,
} from '../../../timeline/records.js';
import type { Window } from '../../../timeline/window.js';
import { need } from '../../sets.js';
import { recordPhrase } from '../phrases.js';
import { windowOf } from '../window.js';
import type { FrailtyRule, YearRules } from '../years/year-rules.js';
import {
  type DenominatorExclusion,
  type Episode,
  type LbpRecords,
  NO_SETS,
  type Role,
  useOf,
} from './kind.js';
import { NEAR_DAYS, type NearMiss, type Reach, widened } from './near.js';
import { namesDetail, numberDetail, type Statement, switchDetail, windowDetail } from './statement.js';
import { fromRecords, type RuleWords, withoutIt } from './words.js';

/** The exclusion of older people who are both frail and seriously ill (docs/measure-logic.md 3.4). */
export function frailtyExclusion(rule: FrailtyRule, { year }: YearRules): DenominatorExclusion {
  const { id } = rule;
  const at = (iesd: Day): Windows => ({
    frailty: windowOf(rule.frailtyWindow, year, iesd),
    illness: windowOf(rule.illnessWindow, year, iesd),
  });
  const ofIllness = (iesd: Day): Window => at(iesd).illness;
  const exclusion: DenominatorExclusion = {
    ...NO_SETS,
    id,
    minimumAge: rule.minimumAge,
    statement: statementOf(rule),
    words: WORDS,
    needs: [
      need<Role>(id, 'frailty', rule.frailtySets),
      need<Role>(id, 'advanced_illness', rule.illnessSets),
      need<Role>(id, 'dementia_drug', [], { medicationLists: rule.dementiaLists, required: false }),
      ...(rule.acceptsAcuteStay ? [need<Role>(id, 'nonacute_inpatient_stay', rule.nonacuteSets)] : []),
    ],
    uses: [
      useOf('frailty', (iesd) => at(iesd).frailty),
      { role: 'advanced_illness', window: ofIllness, counts: isDiagnosis },
      { role: 'dementia_drug', window: ofIllness, counts: isDispensed },
      useOf('nonacute_inpatient_stay', ofIllness),
    ],
    settledBy: () => exclusion,
    windows: (iesd) => [at(iesd).frailty, at(iesd).illness],
    evidence: ({ records, age, iesd }) => frailtyAndAdvancedIllness(records, rule, age, at(iesd)),
    nearMisses: (episode) => halvesInPart(rule, episode, at(episode.iesd)),
    reach: (episode) => reachOf(rule, episode, year, at(episode.iesd)),
  };
  return exclusion;
}

interface Windows {
  readonly frailty: Window;
  readonly illness: Window;
}

const WORDS: RuleWords = {
  requirement: withoutIt('frailty_advanced_illness'),
  reason: fromRecords(recordPhrase),
  edge: (rows) => ({ days: null, text: `rests on ${rows.map(recordPhrase).join(', ')}` }),
};

/**
 * Advanced illness counts only as a diagnosis, and a dementia drug only if dispensed, regardless of what else
 * a set holds.
 */
function isDiagnosis({ listed }: DatedRecord): boolean {
  return listed.system === 'ICD10CM';
}

function isDispensed({ listed }: DatedRecord): boolean {
  return listed.system === 'NDC';
}

/**
 * Both frailty and advanced illness, from a minimum age on (docs/measure-logic.md 3.4). The evidence covers
 * both halves; there is none if either is missing.
 *
 * @param age in whole years on the last day of the year
 */
function frailtyAndAdvancedIllness(
  records: LbpRecords,
  rule: FrailtyRule,
  age: number,
  windows: Windows,
): Evidence[] {
  if (age < rule.minimumAge) return [];
  const frailty = firstOnDifferentDates(records.of('frailty'), windows.frailty, rule.differentDates);
  if (frailty.length < rule.differentDates) return [];
  const illness = advancedIllness(records, rule, windows.illness);
  if (illness.length === 0) return [];
  return [
    ...frailty.map((record) => evidenceOf(rule.id, record, windows.frailty)),
    ...illness.map((record) => evidenceOf(rule.id, record, windows.illness)),
  ];
}

/**
 * Whether only one of age, frailty and advanced illness is missing, and only narrowly (docs/outputs.md,
 * coverage): the later age is old enough, one date is missing, or a dementia drug or an acute stay lies in
 * the wider window.
 *
 * @param age the age that decides, and the age some days later
 */
function nearlyFrailAndIll(
  records: LbpRecords,
  rule: FrailtyRule,
  age: { readonly now: number; readonly later: number },
  windows: Windows,
): boolean {
  const datesIn = (window: Window, of: readonly DatedRecord[]): number =>
    firstOnDifferentDates(of, window, rule.differentDates).length;
  const frailtyDates = datesIn(windows.frailty, records.of('frailty'));
  const illnessDates = datesIn(windows.illness, records.of('advanced_illness').filter(isDiagnosis));
  // Two dates in the wider window are not necessarily one date short, so only what a single record decides
  // counts here.
  const byOneRecord = advancedIllness(
    records,
    { ...rule, differentDates: Number.POSITIVE_INFINITY },
    widened(windows.illness),
  );
  const parts = [
    { holds: age.now >= rule.minimumAge, isNear: age.later >= rule.minimumAge },
    { holds: frailtyDates === rule.differentDates, isNear: frailtyDates === rule.differentDates - 1 },
    {
      holds: advancedIllness(records, rule, windows.illness).length > 0,
      isNear: illnessDates === rule.differentDates - 1 || byOneRecord.length > 0,
    },
  ];
  const missing = parts.filter(({ holds }) => !holds);
  return missing.length === 1 && missing.every(({ isNear }) => isNear);
}

/** Two dates with a diagnosis, else a dementia drug, else (in the years that accept it) one acute inpatient stay. */
function advancedIllness(records: LbpRecords, rule: FrailtyRule, window: Window): readonly DatedRecord[] {
  const diagnoses = records.of('advanced_illness').filter(isDiagnosis);
  const dates = firstOnDifferentDates(diagnoses, window, rule.differentDates);
  if (dates.length === rule.differentDates) return dates;

  const drugs = records.of('dementia_drug').filter(isDispensed);
  const drug = firstWithin(drugs, window);
  if (drug !== undefined) return [drug];

  if (!rule.acceptsAcuteStay) return [];
  const stay = firstWithin(
    diagnoses.filter((record) => record.isOfAcuteStay),
    window,
  );
  return stay === undefined ? [] : [stay];
}

/** Each half of the rule that has some of its dates, for someone old enough. */
function halvesInPart(rule: FrailtyRule, { records, age }: Episode, windows: Windows): NearMiss[] {
  if (age < rule.minimumAge) return [];
  const halves: readonly [Role, Window][] = [
    ['frailty', windows.frailty],
    ['advanced_illness', windows.illness],
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

function reachOf(rule: FrailtyRule, episode: Episode, year: number, windows: Windows): Reach {
  const { records, age, birth } = episode;
  if (frailtyAndAdvancedIllness(records, rule, age, windows).length > 0) return 'met';
  const later = ageOn(birth, dayOf(year, 12, 31) + NEAR_DAYS);
  if (nearlyFrailAndIll(records, rule, { now: age, later }, windows)) return 'near';
  const hasAny =
    records.of('frailty').length > 0 ||
    records.of('advanced_illness').some(isDiagnosis) ||
    records.of('dementia_drug').some(isDispensed);
  return hasAny ? 'missed' : 'not_reached';
}

function statementOf(rule: FrailtyRule): Statement {
  const { id, label, reference } = rule;
  return {
    ...{ id, kind: 'exclusion', label, reference },
    details: [
      numberDetail(
        'minimum_age',
        'from the age of',
        rule.minimumAge,
        reference,
        `${rule.minimumAge} on 31 December`,
      ),
      windowDetail('frailty', rule.frailtyWindow, reference, 'frailty_window'),
      ...namesDetail('frailty_sets', 'frailty: value sets', rule.frailtySets, reference),
      windowDetail('advanced illness', rule.illnessWindow, reference, 'illness_window'),
      ...namesDetail('illness_sets', 'advanced illness: value sets', rule.illnessSets, reference),
      ...namesDetail(
        'dementia_lists',
        'advanced illness: medication lists, one fill is enough',
        rule.dementiaLists,
        reference,
      ),
      numberDetail('different_dates', 'different dates of each', rule.differentDates, reference),
      switchDetail(
        'acute_stay',
        'one acute inpatient stay with advanced illness is enough',
        rule.acceptsAcuteStay,
        reference,
      ),
      ...(rule.acceptsAcuteStay
        ? namesDetail('nonacute_sets', 'stays that are not acute: value sets', rule.nonacuteSets, reference)
        : []),
    ],
  };
}
