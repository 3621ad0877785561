/*
 * The columns of hospital activity: what is read of a record, and its names in SUS and HES extracts
 * (docs/ebi.md, "Inputs").
 */

export const ACTIVITY_COLUMNS = [
  ...['record_id', 'provider', 'commissioner', 'activity_date', 'age'],
  ...['procedures', 'diagnoses', 'administrative_category'],
] as const;
export type ActivityColumn = (typeof ACTIVITY_COLUMNS)[number];

/**
 * Several columns of a file can feed one of ours: the first one that is not blank counts, or all together.
 */
export const HOW_COLUMNS_COUNT: Readonly<Record<ActivityColumn, 'first' | 'all'>> = {
  record_id: 'first',
  provider: 'first',
  commissioner: 'first',
  activity_date: 'first',
  age: 'first',
  procedures: 'all',
  diagnoses: 'all',
  administrative_category: 'first',
};

export const ACTIVITY_PRESETS = ['sus-opa', 'sus-apcs', 'hes-op', 'hes-apc'] as const;
export type ActivityPreset = (typeof ACTIVITY_PRESETS)[number];

/**
 * For each of our columns, lists of file columns. The first list with a column that the file has is used; its
 * columns that the file has are read, in order.
 */
export type Layout = Readonly<Record<ActivityColumn, readonly (readonly string[])[]>>;

/** `OPERTN_` -> OPERTN_01 .. OPERTN_24 */
function numbered(stem: string, last: number): string[] {
  return Array.from({ length: last }, (_, index) => `${stem}${String(index + 1).padStart(2, '0')}`);
}

const each = (...names: readonly string[]): string[][] => names.map((name) => [name]);

const SUS = {
  provider: each('Der_Provider_Code', 'Provider_Code'),
  commissioner: each('Der_Commissioner_Code', 'Commissioner_Code'),
  age: [['Age_at_Start_of_Episode_SUS', 'Der_Age_at_CDS_Activity_Date']],
  procedures: each('Der_Procedure_All'),
  diagnoses: each('Der_Diagnosis_All'),
  administrative_category: each('Administrative_Category'),
};

const HES = {
  provider: each('PROCODE3', 'PROCODET', 'PROCODE5', 'PROCODE'),
  commissioner: each('CCG_RESPONSIBILITY', 'PURCODE'),
  procedures: [['OPERTN_4_CONCAT'], numbered('OPERTN_4_', 24), numbered('OPERTN_', 24)],
  diagnoses: [['DIAG_4_CONCAT'], numbered('DIAG_4_', 20), numbered('DIAG_', 20)],
  administrative_category: each('ADMINCAT'),
};

export const LAYOUTS: Readonly<Record<ActivityPreset, Layout>> = {
  'sus-opa': {
    ...SUS,
    record_id: each('Der_Record_Id', 'OPA_Ident'),
    activity_date: [['Appointment_Date']],
  },
  'sus-apcs': {
    ...SUS,
    record_id: each('Der_Record_Id', 'APCS_Ident'),
    activity_date: [['Admission_Date']],
  },
  'hes-op': {
    ...HES,
    record_id: each('ATTENDKEY'),
    activity_date: [['APPTDATE']],
    age: [['APPTAGE_CALC', 'APPTAGE']],
  },
  'hes-apc': {
    ...HES,
    record_id: each('EPIKEY'),
    activity_date: [['ADMIDATE', 'EPISTART']],
    age: [['STARTAGE_CALC', 'STARTAGE']],
  },
};

/** Without a preset, a file may use any of these names. */
export const ANY_LAYOUT: Layout = {
  ...{
    provider: [...SUS.provider, ...HES.provider],
    commissioner: [...SUS.commissioner, ...HES.commissioner],
  },
  record_id: each('Der_Record_Id', 'OPA_Ident', 'APCS_Ident', 'EPIKEY', 'ATTENDKEY'),
  activity_date: [['Appointment_Date', 'Admission_Date', 'APPTDATE', 'ADMIDATE', 'EPISTART']],
  age: [
    [
      ...['Age_at_Start_of_Episode_SUS', 'Der_Age_at_CDS_Activity_Date'],
      ...['STARTAGE_CALC', 'STARTAGE', 'APPTAGE_CALC', 'APPTAGE'],
    ],
  ],
  procedures: [...SUS.procedures, ...HES.procedures],
  diagnoses: [...SUS.diagnoses, ...HES.diagnoses],
  administrative_category: [...SUS.administrative_category, ...HES.administrative_category],
};
