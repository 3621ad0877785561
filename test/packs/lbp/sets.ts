import { type ListedForMeasure, type LoadedSets, NOTHING_LISTED } from '../../../src/packs/sets.js';

/** The names of the sets as on the rules page, typed out instead of taken from the product. */

export const CORE_SETS = [
  'Uncomplicated Low Back Pain',
  'Outpatient',
  'Observation',
  'ED',
  'Telephone Visits',
  'Online Assessments',
  'Osteopathic and Chiropractic Manipulative Treatment',
  'Physical Therapy',
  'Inpatient Stay',
  'Nonacute Inpatient Stay',
  'Imaging Study',
];

/** The sets that both kinds of directory have under the same name. */
export const COMMON_SETS = [
  'Osteoporosis Medications',
  'Corticosteroid Medications',
  'Hospice Encounter',
  'Hospice Intervention',
  'Palliative Care Assessment',
  'Palliative Care Encounter',
  'Palliative Care Intervention',
  'Frailty Device',
  'Frailty Diagnosis',
  'Frailty Encounter',
  'Frailty Symptom',
  'Advanced Illness',
  'Dementia Medications',
];

/** The sets that directories from 2025 on merge, by the rule that uses them. */
export const SEPARATE_BY_RULE = {
  cancer: [
    'Malignant Neoplasms',
    'Other Neoplasms',
    'History of Malignant Neoplasm',
    'Other Malignant Neoplasm of Skin',
  ],
  hiv: ['HIV'],
  transplant: ['Organ Transplant Other Than Kidney', 'Kidney Transplant', 'History of Kidney Transplant'],
  osteoporosis: [
    'Osteoporosis',
    'Osteoporosis Medication Therapy',
    'Long-Acting Osteoporosis Medications',
    'Osteoporosis Medications',
  ],
  spondylopathy: ['Spondylopathy'],
  lumbar_surgery: ['Lumbar Surgery'],
  iv_drug_use: ['IV Drug Abuse'],
  neurologic_impairment: ['Neurologic Impairment'],
  spinal_infection: ['Spinal Infection'],
  trauma: ['Trauma'],
  fragility_fracture: ['Fragility Fractures'],
} as const;

export const MERGED_BY_RULE = {
  diagnosis_history: 'Diagnosis History That May Warrant Imaging',
  procedure_history: 'Procedure History That May Warrant Imaging',
  recent_diagnosis: 'Recent Diagnoses That May Warrant Imaging',
  recent_injury: 'Recent Injuries That May Warrant Imaging',
} as const;

const separate: readonly string[] = Object.values(SEPARATE_BY_RULE).flat();

/** A directory with the separate sets. */
export const SEPARATE: ReadonlySet<string> = new Set([...CORE_SETS, ...COMMON_SETS, ...separate]);

/** A directory of 2025 or later, which merges them. */
export const MERGED: ReadonlySet<string> = new Set([
  ...CORE_SETS,
  ...COMMON_SETS,
  ...Object.values(MERGED_BY_RULE),
]);

/** What a directory with these sets is to the rules; without `listed` it has no sheet of measures. */
export function loaded(names: ReadonlySet<string>, listed: ListedForMeasure = NOTHING_LISTED): LoadedSets {
  return { names, listed };
}

export function without(names: ReadonlySet<string>, ...dropped: readonly string[]): Set<string> {
  return new Set([...names].filter((name) => !dropped.includes(name)));
}
