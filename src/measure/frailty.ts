import type { Window } from './day.js';
import type { Evidence } from './decision.js';
import { type DatedRecord, evidenceOf, firstOnDifferentDates, firstWithin, type Records } from './records.js';
import type { FrailtyRule } from './years/year-rules.js';

/**
 * Frailty and advanced illness, both, from an age on (docs/measure-logic.md 3.4). The evidence is that of both halves;
 * none when either is missing.
 *
 * @param age in whole years on the last day of the year
 */
export function frailtyAndAdvancedIllness(
  records: Records,
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

/** Two dates with a diagnosis, else a dementia drug, else (in the years that accept it) one acute inpatient stay. */
function advancedIllness(records: Records, rule: FrailtyRule, window: Window): readonly DatedRecord[] {
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
