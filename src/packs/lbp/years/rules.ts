import type { Exclusion } from '../decision.js';
import { described } from '../reference.js';
import type {
  DeathRule,
  FrailtyRule,
  RecordRule,
  SteroidRule,
  Terms,
  WindowRule,
  YearRules,
} from './year-rules.js';

/*
 * The building blocks from which the years are put together. A block that changes from one year to the next
 * is here twice under two names; the year's file says which one applies.
 */

/** The words of the years until 2025. */
export const MEASUREMENT_YEAR: Terms = {
  population: 'eligible population',
  exclusion: 'required exclusion',
  period: 'measurement year',
};

export const JANUARY_1_TO_DECEMBER_3: YearRules['intake'] = {
  first: { month: 1, day: 1 },
  last: { month: 12, day: 3 },
};

const ANY_TIME_TO_DAY_28: WindowRule = { from: 'any_time', to: { days: 28 } };
const DAY_365_BEFORE_TO_DAY_28: WindowRule = { from: { days: -365 }, to: { days: 28 } };
const DAY_90_BEFORE_TO_DAY_28: WindowRule = { from: { days: -90 }, to: { days: 28 } };
const IN_THE_YEAR: WindowRule = { from: 'first_day_of_year', to: 'last_day_of_year' };

const DIAGNOSIS_SET = 'Diagnosis History That May Warrant Imaging';
const PROCEDURE_SET = 'Procedure History That May Warrant Imaging';
const RECENT_DIAGNOSES_SET = 'Recent Diagnoses That May Warrant Imaging';
const RECENT_INJURIES_SET = 'Recent Injuries That May Warrant Imaging';

function record(
  id: Exclusion,
  label: string,
  window: WindowRule,
  rest: Partial<Omit<RecordRule, 'kind' | 'id' | 'label' | 'window'>>,
): RecordRule {
  return {
    kind: 'record',
    id,
    label,
    window,
    reference: described('3'),
    valueSets: [],
    valueSetsIfListed: [],
    mergedInto: [],
    medicationLists: [],
    codes: [],
    countsHospiceFact: false,
    onlyIfPresent: false,
    ...rest,
  };
}

function merged(id: Exclusion, label: string, window: WindowRule, set: string): RecordRule {
  return record(id, label, window, { valueSets: [set], onlyIfPresent: true });
}

export const CANCER = record('cancer', 'cancer', ANY_TIME_TO_DAY_28, {
  valueSets: [
    'Malignant Neoplasms',
    'Other Neoplasms',
    'History of Malignant Neoplasm',
    'Other Malignant Neoplasm of Skin',
  ],
  mergedInto: [DIAGNOSIS_SET],
});

export const HIV = record('hiv', 'HIV', ANY_TIME_TO_DAY_28, {
  valueSets: ['HIV'],
  mergedInto: [DIAGNOSIS_SET],
});

export const TRANSPLANT = record('transplant', 'organ transplant', ANY_TIME_TO_DAY_28, {
  valueSets: ['Organ Transplant Other Than Kidney', 'Kidney Transplant', 'History of Kidney Transplant'],
  mergedInto: [DIAGNOSIS_SET, PROCEDURE_SET],
});

/** Until 2021 osteoporosis does not exclude, unless a directory lists its diagnosis (3.3). */
export const OSTEOPOROSIS_IF_LISTED = record('osteoporosis', 'osteoporosis', ANY_TIME_TO_DAY_28, {
  reference: described('3.3'),
  valueSetsIfListed: ['Osteoporosis'],
});

/** Until 2024 a diagnosis of osteoporosis alone does not exclude, unless a directory lists it (3.3). */
export const OSTEOPOROSIS_THERAPY = record('osteoporosis', 'osteoporosis', ANY_TIME_TO_DAY_28, {
  reference: described('3.3'),
  valueSetsIfListed: ['Osteoporosis'],
  valueSets: ['Osteoporosis Medication Therapy', 'Long-Acting Osteoporosis Medications'],
  mergedInto: [PROCEDURE_SET],
  medicationLists: ['Osteoporosis Medications'],
});

export const OSTEOPOROSIS_DIAGNOSIS_OR_THERAPY = record('osteoporosis', 'osteoporosis', ANY_TIME_TO_DAY_28, {
  reference: described('3.3'),
  valueSets: ['Osteoporosis', 'Osteoporosis Medication Therapy', 'Long-Acting Osteoporosis Medications'],
  mergedInto: [DIAGNOSIS_SET, PROCEDURE_SET],
  medicationLists: ['Osteoporosis Medications'],
});

export const SPONDYLOPATHY = record('spondylopathy', 'spondylopathy', ANY_TIME_TO_DAY_28, {
  valueSets: ['Spondylopathy'],
  mergedInto: [DIAGNOSIS_SET],
});

export const LUMBAR_SURGERY = record('lumbar_surgery', 'lumbar surgery', ANY_TIME_TO_DAY_28, {
  valueSets: ['Lumbar Surgery'],
  mergedInto: [PROCEDURE_SET],
});

export const IV_DRUG_USE = record('iv_drug_use', 'intravenous drug use', DAY_365_BEFORE_TO_DAY_28, {
  valueSets: ['IV Drug Abuse'],
  mergedInto: [RECENT_DIAGNOSES_SET],
});

export const NEUROLOGIC_IMPAIRMENT = record(
  'neurologic_impairment',
  'neurologic impairment',
  DAY_365_BEFORE_TO_DAY_28,
  {
    valueSets: ['Neurologic Impairment'],
    mergedInto: [RECENT_DIAGNOSES_SET],
  },
);

export const SPINAL_INFECTION = record('spinal_infection', 'spinal infection', DAY_365_BEFORE_TO_DAY_28, {
  valueSets: ['Spinal Infection'],
  mergedInto: [RECENT_DIAGNOSES_SET],
});

export const TRAUMA = record('trauma', 'trauma', DAY_90_BEFORE_TO_DAY_28, {
  valueSets: ['Trauma'],
  mergedInto: [RECENT_INJURIES_SET],
});

export const FRAGILITY_FRACTURE = record(
  'fragility_fracture',
  'fragility fracture',
  DAY_90_BEFORE_TO_DAY_28,
  {
    valueSets: ['Fragility Fractures'],
    mergedInto: [RECENT_INJURIES_SET],
  },
);

/** The rules for the merged sets that directories have from 2025 on. */
export const DIAGNOSIS_HISTORY = merged(
  'diagnosis_history',
  'red flag among diagnoses at any time (merged set)',
  ANY_TIME_TO_DAY_28,
  DIAGNOSIS_SET,
);
export const PROCEDURE_HISTORY = merged(
  'procedure_history',
  'red flag among procedures at any time (merged set)',
  ANY_TIME_TO_DAY_28,
  PROCEDURE_SET,
);
export const RECENT_DIAGNOSIS = merged(
  'recent_diagnosis',
  'red flag among recent diagnoses (merged set)',
  DAY_365_BEFORE_TO_DAY_28,
  RECENT_DIAGNOSES_SET,
);
export const RECENT_INJURY = merged(
  'recent_injury',
  'recent injury (merged set)',
  DAY_90_BEFORE_TO_DAY_28,
  RECENT_INJURIES_SET,
);

export const CORTICOSTEROIDS: SteroidRule = {
  kind: 'steroids',
  id: 'corticosteroids',
  label: 'prolonged corticosteroids',
  reference: described('3.2'),
  window: { from: { days: -365 }, to: { days: 0 } },
  medicationLists: ['Corticosteroid Medications'],
  consecutiveDays: 90,
};

export const HOSPICE = record('hospice', 'hospice care', IN_THE_YEAR, {
  valueSets: ['Hospice Encounter', 'Hospice Intervention'],
  countsHospiceFact: true,
});

export const PALLIATIVE_CARE = record('palliative_care', 'palliative care', IN_THE_YEAR, {
  valueSets: ['Palliative Care Assessment', 'Palliative Care Encounter', 'Palliative Care Intervention'],
  codes: [{ system: 'ICD10CM', code: 'Z515' }],
});

export const DEATH: DeathRule = {
  kind: 'death',
  id: 'death',
  label: 'death',
  reference: described('3'),
  window: IN_THE_YEAR,
};

/** 2022 and 2023: an acute inpatient stay with the diagnosis is enough. */
export const FRAILTY_INPATIENT_AWARE: FrailtyRule = {
  kind: 'frailty',
  id: 'frailty_advanced_illness',
  label: 'frailty with advanced illness',
  reference: described('3.4'),
  minimumAge: 66,
  frailtySets: ['Frailty Device', 'Frailty Diagnosis', 'Frailty Encounter', 'Frailty Symptom'],
  frailtyWindow: IN_THE_YEAR,
  illnessSets: ['Advanced Illness'],
  dementiaLists: ['Dementia Medications'],
  illnessWindow: { from: 'first_day_of_prior_year', to: 'last_day_of_year' },
  differentDates: 2,
  acceptsAcuteStay: true,
  nonacuteSets: ['Nonacute Inpatient Stay'],
};

export const FRAILTY_TWO_DATES: FrailtyRule = { ...FRAILTY_INPATIENT_AWARE, acceptsAcuteStay: false };

/** The visit sets of the years that ask for a visit (until 2024). */
export const VISIT_SETS = [
  'Outpatient',
  'Observation',
  'ED',
  'Telephone Visits',
  'Online Assessments',
  'Osteopathic and Chiropractic Manipulative Treatment',
  'Physical Therapy',
] as const;
