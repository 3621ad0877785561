import type { CodeSystem, ListedCode } from '../../src/timeline/person.js';

/** A small directory for these tests: a few codes a set, each as claims carry it, and two codes in two sets. */
const CODES: readonly (readonly [CodeSystem, string, ...string[]])[] = [
  ['ICD10CM', 'M5450', 'Uncomplicated Low Back Pain'],
  ['ICD10CM', 'M545', 'Uncomplicated Low Back Pain'],
  ['ICD10CM', 'S39012A', 'Uncomplicated Low Back Pain'],
  ['ICD10CM', 'C50911', 'Malignant Neoplasms'],
  ['ICD10CM', 'Z853', 'History of Malignant Neoplasm'],
  ['ICD10CM', 'D0511', 'Other Neoplasms'],
  ['ICD10CM', 'B20', 'HIV'],
  ['ICD10CM', 'Z940', 'History of Kidney Transplant'],
  ['ICD10PCS', '0TY00Z0', 'Kidney Transplant'],
  ['ICD10PCS', '02YA0Z0', 'Organ Transplant Other Than Kidney'],
  ['CPT', '50360', 'Kidney Transplant'],
  ['HCPCS', 'J0897', 'Osteoporosis Medication Therapy'],
  ['ICD10CM', 'M810', 'Osteoporosis'],
  ['ICD10CM', 'M8008XA', 'Osteoporosis', 'Fragility Fractures'],
  ['ICD10CM', 'M459', 'Spondylopathy'],
  ['CPT', '63030', 'Lumbar Surgery'],
  ['ICD10CM', 'F1120', 'IV Drug Abuse'],
  ['ICD10CM', 'G834', 'Neurologic Impairment'],
  ['ICD10CM', 'M4626', 'Spinal Infection'],
  ['ICD10CM', 'S32010A', 'Trauma', 'Frailty Diagnosis'],
  ['CPT', '99377', 'Hospice Intervention'],
  ['HCPCS', 'Q5003', 'Hospice Encounter'],
  ['UBREV', '0651', 'Hospice Encounter'],
  ['HCPCS', 'G9054', 'Palliative Care Encounter'],
  ['HCPCS', 'E0100', 'Frailty Device'],
  ['ICD10CM', 'R54', 'Frailty Symptom'],
  ['CPT', '99504', 'Frailty Encounter'],
  ['ICD10CM', 'I5022', 'Advanced Illness'],
  ['CPT', '99213', 'Outpatient'],
  ['UBTOB', '0131', 'Outpatient'],
  ['UBREV', '0510', 'Outpatient'],
  ['UBREV', '0450', 'ED'],
  ['CPT', '99218', 'Observation'],
  ['CPT', '99441', 'Telephone Visits'],
  ['HCPCS', 'G2010', 'Online Assessments'],
  ['CPT', '98941', 'Osteopathic and Chiropractic Manipulative Treatment'],
  ['CPT', '97110', 'Physical Therapy'],
  ['UBREV', '0120', 'Inpatient Stay'],
  ['UBREV', '0190', 'Inpatient Stay', 'Nonacute Inpatient Stay'],
  ['UBTOB', '0211', 'Nonacute Inpatient Stay'],
  ['CPT', '72100', 'Imaging Study'],
  ['CPT', '72148', 'Imaging Study'],
  ['NDC', '00054001825', 'Corticosteroid Medications'],
  ['NDC', '59762000101', 'Corticosteroid Medications'],
  ['NDC', '00006003144', 'Osteoporosis Medications'],
  ['NDC', '62856024630', 'Dementia Medications'],
];

export const DIRECTORY: readonly ListedCode[] = CODES.map(([system, code, ...sets]) => ({
  system,
  code,
  sets,
}));

export const SET_NAMES: ReadonlySet<string> = new Set(DIRECTORY.flatMap(({ sets }) => sets));

/** Every code of some systems, as claims carry them. */
export function codesOf(...systems: readonly CodeSystem[]): string[] {
  return DIRECTORY.filter(({ system }) => systems.includes(system)).map(({ code }) => code);
}
