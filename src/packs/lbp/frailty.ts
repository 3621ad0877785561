import type { Evidence } from '../../timeline/evidence.js';
import { type DatedRecord, evidenceOf, firstOnDifferentDates, firstWithin } from '../../timeline/records.js';
import type { Window } from '../../timeline/window.js';
import type { LbpRecords } from './resolve.js';
import type { FrailtyRule } from './years/year-rules.js';

/**
 * Frailty and advanced illness, both, from an age on (docs/measure-logic.md 3.4). The evidence is that of both halves;
 * none when either is missing.
 *
 * @param age in whole years on the last day of the year
 */
export function frailtyAndAdvancedIllness(
  records: LbpRecords,
  rule: FrailtyRule,
  age: number,
  windows: { readonly frailty: Window; readonly illness: Window },
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
 * Whether only one of age, frailty and advanced illness is missing, and that one narrowly (docs/outputs.md, coverage):
 * the age is reached by the other age, one date of those asked for is there, or a dementia drug or an acute stay lies
 * in the wider window.
 *
 * @param age that decides, and the age some days later
 * @param wider the window of advanced illness with some days more at both ends
 */
export function nearlyFrailAndIll(
  records: LbpRecords,
  rule: FrailtyRule,
  age: { readonly now: number; readonly later: number },
  windows: { readonly frailty: Window; readonly illness: Window; readonly wider: Window },
): boolean {
  const datesOf = (role: 'frailty' | 'advanced_illness', window: Window): number =>
    firstOnDifferentDates(
      records.of(role).filter(({ listed }) => role === 'frailty' || listed.system === 'ICD10CM'),
      window,
      rule.differentDates,
    ).length;
  const frailtyDates = datesOf('frailty', windows.frailty);
  const illnessDates = datesOf('advanced_illness', windows.illness);
  // In the wider window two dates of a diagnosis need not be one date short of two: only what one record decides counts.
  const byOneRecord = advancedIllness(
    records,
    { ...rule, differentDates: Number.POSITIVE_INFINITY },
    windows.wider,
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
  const diagnoses = records.of('advanced_illness').filter((record) => record.listed.system === 'ICD10CM');
  const dates = firstOnDifferentDates(diagnoses, window, rule.differentDates);
  if (dates.length === rule.differentDates) return dates;

  const drugs = records.of('dementia_drug').filter((record) => record.listed.system === 'NDC');
  const drug = firstWithin(drugs, window);
  if (drug !== undefined) return [drug];

  if (!rule.acceptsAcuteStay) return [];
  const stay = firstWithin(
    diagnoses.filter((record) => record.isOfAcuteStay),
    window,
  );
  return stay === undefined ? [] : [stay];
}
