/** The extracts: which columns each has, and how it writes a record. */
import { iso } from '../calendar.js';
import { type CsvBytes, field, lastField, reserve } from '../csv-bytes.js';
import type { Activity, Episode, Setting } from './record.js';

export interface Extract {
  readonly file: string;
  readonly setting: Setting;
  readonly columns: readonly string[];
  /** The rows of a record, each as its cells; the writer quotes cells with a comma. */
  rows(record: Activity): readonly (readonly string[])[];
}

const HES_PROCEDURES = Array.from({ length: 24 }, (_, index) => `OPERTN_4_${two(index + 1)}`);
const HES_DIAGNOSES = Array.from({ length: 20 }, (_, index) => `DIAG_4_${two(index + 1)}`);

/** SUS outpatients, exported with the text NULL for nothing. */
const SUS_OPA: Extract = {
  file: 'sus_opa.csv',
  setting: 'outpatient',
  columns: [
    ...['OPA_Ident', 'Der_Financial_Year', 'Der_Activity_Month', 'Appointment_Date', 'Der_Provider_Code'],
    ...['Der_Commissioner_Code', 'Sex', 'Age_at_Start_of_Episode_SUS', 'Der_Age_at_CDS_Activity_Date'],
    ...['Administrative_Category', 'Attendance_Status', 'Treatment_Function_Code', 'Der_Number_Diagnosis'],
    ...['Der_Diagnosis_All', 'Der_Number_Procedure', 'Der_Procedure_All'],
  ],
  rows: (record) => {
    const { episodes, age } = record;
    const [episode] = episodes;
    const procedures = episode?.procedures ?? [];
    const diagnoses = episode?.diagnoses ?? [];
    const years = age === null ? '' : String(age);
    const cells = [
      ...[String(700_000_000 + record.number), financialYear(record), month(record), iso(record.start)],
      ...[record.provider, record.commissioner, record.sex, record.number % 3 === 0 ? '' : years, years],
      ...[record.category, '5', '110', String(diagnoses.length), diagnoses.join(',')],
      ...[String(procedures.length), procedures.join(',')],
    ];
    return [cells.map((cell) => (cell === '' ? 'NULL' : cell))];
  },
};

/** SUS admitted patients: one row per spell, its episodes separated by double bars. */
const SUS_APCS: Extract = {
  file: 'sus_apcs.csv',
  setting: 'inpatient',
  columns: [
    ...['APCS_Ident', 'Der_Financial_Year', 'Der_Activity_Month', 'Admission_Date', 'Der_Provider_Code'],
    ...['Der_Commissioner_Code', 'Sex', 'Age_at_Start_of_Episode_SUS', 'Der_Age_at_CDS_Activity_Date'],
    ...['Administrative_Category', 'Admission_Method', 'Der_Number_Episodes', 'Der_Diagnosis_All'],
    ...['Der_Procedure_All'],
  ],
  rows: (record) => {
    const years = record.age === null ? '' : String(record.age);
    const lists = (of: (episode: Episode) => readonly string[]): string =>
      record.episodes.some((episode) => of(episode).length > 0)
        ? record.episodes.map((episode) => `||${of(episode).join(',')}`).join('')
        : '';
    return [
      [
        ...[String(300_000_000 + record.number), financialYear(record), month(record), iso(record.start)],
        ...[record.provider, record.commissioner, record.sex, years, years],
        ...[record.category, '21', String(record.episodes.length)],
        // Codes are padded to four characters.
        lists(({ diagnoses }) => diagnoses.map((code) => code.padEnd(4))),
        lists(({ procedures }) => procedures),
      ],
    ];
  },
};

/** HES outpatients: a column for each code, and ages under one year as codes. */
const HES_OP: Extract = {
  file: 'hes_op.csv',
  setting: 'outpatient',
  columns: [
    ...['ATTENDKEY', 'FYEAR', 'APPTDATE', 'PROCODE3', 'CCG_RESPONSIBILITY', 'SEX', 'APPTAGE', 'APPTAGE_CALC'],
    ...['ADMINCAT', ...HES_DIAGNOSES.slice(0, 12), ...HES_PROCEDURES],
  ],
  rows: (record) => [
    [
      ...hesCells(record, String(910_000_000_000 + record.number), record.start),
      ...columnsOf(record.episodes[0]?.diagnoses ?? [], 12),
      ...columnsOf(record.episodes[0]?.procedures ?? [], 24),
    ],
  ],
};

/** HES admitted patients: one row per episode. */
const HES_APC: Extract = {
  file: 'hes_apc.csv',
  setting: 'inpatient',
  columns: [
    ...['EPIKEY', 'FYEAR', 'ADMIDATE', 'PROCODE3', 'CCG_RESPONSIBILITY', 'SEX', 'STARTAGE', 'STARTAGE_CALC'],
    ...['ADMINCAT', 'EPISTART', 'EPIORDER', 'DIAG_4_CONCAT', 'OPERTN_4_CONCAT'],
  ],
  rows: (record) =>
    record.episodes.map((episode, index) => [
      ...hesCells(record, String(500_000_000_000 + record.number * 100 + index), record.start),
      ...[iso(episode.start), String(index + 1), episode.diagnoses.join(','), episode.procedures.join(',')],
    ]),
};

export const EXTRACTS: readonly Extract[] = [SUS_OPA, SUS_APCS, HES_OP, HES_APC];

function hesCells({ age, ageInDays, ...record }: Activity, key: string, day: number): string[] {
  // One in five hundred dates is missing, which HES writes as a day in the distant past.
  const date = record.number % 500 === 0 ? '1801-01-01' : iso(day);
  const coded = age === 0 ? String(7001 + Math.min(6, Math.floor(ageInDays / 60))) : String(age ?? '');
  const exact = age === 0 ? (ageInDays / 365).toFixed(3) : String(age ?? '');
  return [
    ...[key, financialYear(record).slice(2).replace('/', ''), date, record.provider, record.commissioner],
    ...[record.sex, coded, exact, record.category],
  ];
}

function columnsOf(codes: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, index) => codes[index] ?? '');
}

/** `2024/25` */
function financialYear({ start }: Pick<Activity, 'start'>): string {
  const year = Number(iso(start).slice(0, 4)) - (iso(start).slice(5, 7) < '04' ? 1 : 0);
  return `${year}/${two((year + 1) % 100)}`;
}

/** `202404` */
function month({ start }: Activity): string {
  return iso(start).slice(0, 7).replace('-', '');
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** Writes a row. */
export function putRow(out: CsvBytes, cells: readonly string[]): void {
  reserve(
    out,
    cells.reduce((sum, cell) => sum + cell.length + 3, 0),
  );
  cells.forEach((cell, index) => {
    const text = cell.includes(',') ? `"${cell}"` : cell;
    if (index === cells.length - 1) lastField(out, text);
    else field(out, text);
  });
}
