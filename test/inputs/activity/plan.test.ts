import { describe, expect, it } from 'vitest';
import type { LbpError } from '../../../src/errors.js';
import { columnsFound } from '../../../src/inputs/activity/columns-found.js';
import { activityDateFormat } from '../../../src/inputs/activity/dates.js';
import type { ActivityMapping } from '../../../src/inputs/activity/mapping.js';
import { type ActivityFile, type ActivityGroup, planActivity } from '../../../src/inputs/activity/plan.js';

function file(columns: readonly string[], more: Partial<ActivityFile> = {}): ActivityFile {
  return {
    path: 'a.csv',
    format: 'csv',
    delimiter: ',',
    columns,
    types: columns.map(() => 'text'),
    sample: [],
    engineTypes: [],
    ...more,
  };
}

const SUS = ['Der_Procedure_All', 'Der_Age_at_CDS_Activity_Date'];

function planned(files: readonly ActivityFile[], mapping: ActivityMapping = {}): ActivityGroup[] {
  return planActivity(files, mapping, []);
}

/** The columns of a file that are read for one of ours. */
function read(columns: readonly string[], mapping: ActivityMapping = {}): Record<string, string> {
  const [group] = planned([file(columns)], mapping);
  return Object.fromEntries(
    [...(group?.activity ?? [])].map(([name, source]) => [
      name,
      source.from === 'constant'
        ? `= ${source.value}`
        : source.columns.map((column) => column.name).join('+'),
    ]),
  );
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as LbpError).message;
  }
  return 'none';
}

describe('columns by their names', () => {
  it('are those of SUS', () => {
    const columns = [
      ...['Der_Record_Id', 'Der_Provider_Code', 'Der_Commissioner_Code', 'Appointment_Date'],
      ...['Der_Age_at_CDS_Activity_Date', 'Age_at_Start_of_Episode_SUS', 'Administrative_Category'],
      ...['Der_Diagnosis_All', 'Der_Procedure_All'],
    ];
    const expected = {
      record_id: 'Der_Record_Id',
      provider: 'Der_Provider_Code',
      commissioner: 'Der_Commissioner_Code',
      activity_date: 'Appointment_Date',
      age: 'Age_at_Start_of_Episode_SUS+Der_Age_at_CDS_Activity_Date',
      procedures: 'Der_Procedure_All',
      diagnoses: 'Der_Diagnosis_All',
      administrative_category: 'Administrative_Category',
    };
    expect(read(columns)).toEqual(expected);
    expect(read(columns, { preset: 'sus-opa' })).toEqual(expected);
    expect(read(columns.map((name) => name.toUpperCase()))).toMatchObject({
      procedures: 'DER_PROCEDURE_ALL',
    });
    // Admitted patients have another date.
    expect(read(columns, { preset: 'sus-apcs' })).not.toHaveProperty('activity_date');
  });

  it('are those of HES, lists before columns of single codes, in the order of their numbers', () => {
    const columns = [
      ...['EPIKEY', 'ADMIDATE', 'EPISTART', 'STARTAGE', 'STARTAGE_CALC', 'ADMINCAT', 'PROCODE3'],
      ...['DIAG_4_02', 'DIAG_4_01', 'OPERTN_4_02', 'OPERTN_4_01', 'OPERTN_4_24', 'OPERTN_4_25', 'OPERTN_01'],
    ];
    expect(read(columns)).toEqual({
      record_id: 'EPIKEY',
      provider: 'PROCODE3',
      activity_date: 'ADMIDATE+EPISTART',
      age: 'STARTAGE_CALC+STARTAGE',
      procedures: 'OPERTN_4_01+OPERTN_4_02+OPERTN_4_24',
      diagnoses: 'DIAG_4_01+DIAG_4_02',
      administrative_category: 'ADMINCAT',
    });
    expect(read([...columns, 'OPERTN_4_CONCAT', 'DIAG_4_CONCAT'])).toMatchObject({
      procedures: 'OPERTN_4_CONCAT',
      diagnoses: 'DIAG_4_CONCAT',
    });
    // A list that the first records leave blank is not the one in use; without any record the names decide.
    const both = ['OPERTN_4_CONCAT', 'OPERTN_4_01', 'STARTAGE'];
    const [group] = planned([file(both, { sample: ['NULL,U055,40', ' ,,41'].map((row) => row.split(',')) })]);
    expect(group?.activity.get('procedures')).toMatchObject({ columns: [{ name: 'OPERTN_4_01' }] });
    expect(read(['APPTAGE', 'APPTAGE_CALC', 'OPERTN_01', 'OPERTN_02', 'DIAG_01', 'ATTENDKEY'])).toEqual({
      record_id: 'ATTENDKEY',
      age: 'APPTAGE_CALC+APPTAGE',
      procedures: 'OPERTN_01+OPERTN_02',
      diagnoses: 'DIAG_01',
    });
  });

  it('are those of the mapping before all others', () => {
    expect(
      read([...SUS, 'Ops', 'A', 'B', 'Who'], {
        columns: { procedures: 'ops', age: ['B', 'A'], provider: 'Who' },
        constants: { commissioner: '00Q' },
      }),
    ).toEqual({ procedures: 'Ops', age: 'B+A', provider: 'Who', commissioner: '= 00Q' });
  });
});

describe('refusals', () => {
  it('name a missing column, the columns found, and the key of the mapping', () => {
    expect(refusal(() => planned([file(['Age', 'Ops'])]))).toBe(
      'LBP-E103 a.csv: no column for age (looked for Age_at_Start_of_Episode_SUS ...; found: Age, Ops). Set columns.age in the config.',
    );
    expect(refusal(() => planned([file(['STARTAGE', 'Ops'])], { preset: 'hes-apc' }))).toBe(
      'LBP-E103 a.csv: no column for procedures (looked for OPERTN_4_CONCAT, OPERTN_4_01 ..., OPERTN_01 ...; found: STARTAGE, Ops). Set columns.procedures in the config.',
    );
    expect(refusal(() => planActivity([file(SUS)], {}, ['provider']))).toMatch(
      /^LBP-E103 .* no column for provider /,
    );
    expect(refusal(() => planned([file(['sep=', ''])]))).toMatch(
      /^LBP-E103 .* Its first line is a hint for Excel \(sep=\) and not the header: remove that line\.$/,
    );
    expect(refusal(() => planActivity([file(SUS)], { constants: { provider: 'R' } }, ['provider']))).toBe(
      'none',
    );
  });

  it('name a mapped column that is not there', () => {
    expect(refusal(() => planned([file(SUS)], { columns: { diagnoses: 'Dx' } }))).toBe(
      'LBP-E103 a.csv: no column Dx, which columns.diagnoses in the config names (found: Der_Procedure_All, Der_Age_at_CDS_Activity_Date). Correct the name there.',
    );
  });

  it('speak of the separator where there is one column', () => {
    expect(refusal(() => planned([file(['a^b^c'])]))).toMatch(/or delimiter if its columns are separated/);
  });

  it('name no column for blanks and hidden characters around it', () => {
    const [procedures = '', age = ''] = SUS;
    const spaced = file(
      [`${procedures} `, `\u00a0${age}`, ' Der_Diagnosis_All', '\u200bAdministrative_Category'],
      {
        format: 'parquet',
      },
    );
    const [group] = planned([spaced]);
    expect([...(group?.activity.keys() ?? [])]).toEqual([
      ...['age', 'procedures', 'diagnoses', 'administrative_category'],
    ]);
    expect(refusal(() => planned([file([...SUS, `${procedures} `])]))).toMatch(
      /^LBP-E103 a\.csv: two columns are named/,
    );
  });

  it('name two columns of one name, whatever their case', () => {
    expect(refusal(() => planned([file([...SUS, 'der_procedure_ALL'])]))).toBe(
      'LBP-E103 a.csv: two columns are named der_procedure_ALL, upper and lower case being the same. Rename one.',
    );
  });

  it('name columns of a Parquet file that hold lists, and moments in a time zone', () => {
    const typed = (engineTypes: readonly string[]): ActivityFile =>
      file([...SUS, 'Appointment_Date'], { format: 'parquet', engineTypes });
    expect(refusal(() => planned([typed(['VARCHAR[]', 'INTEGER', 'DATE'])]))).toMatch(
      /Der_Procedure_All holds lists/,
    );
    expect(refusal(() => planned([typed(['VARCHAR', 'INTEGER', 'TIMESTAMP WITH TIME ZONE'])]))).toMatch(
      /Appointment_Date holds moments in a time zone/,
    );
    expect(refusal(() => planned([typed(['VARCHAR', 'DOUBLE', 'TIMESTAMP'])]))).toBe('none');
  });

  it('ask for the format of dates that could be either way round', () => {
    const dates = (...values: string[]): ActivityFile =>
      file([...SUS, 'Appointment_Date'], { sample: values.map((value) => ['', '', value]) });
    expect(refusal(() => planned([dates('01/02/2024', '03/04/2024')]))).toMatch(
      /^LBP-E104 a\.csv: column activity_date fits .* Set dates\.activity_date in the config/,
    );
    expect(refusal(() => planned([dates('01/02/2024')], { dates: { activity_date: 'DD/MM/YYYY' } }))).toBe(
      'none',
    );
    expect(refusal(() => planned([dates('01/02/2024', '25/12/2024')]))).toBe('none');
    // Days that stand for none are of no format.
    expect(refusal(() => planned([dates('01/01/1800', 'NULL', '01/01/1900')]))).toBe('none');
    expect(refusal(() => planned([dates('soon')]))).toMatch(/^LBP-E105/);
  });

  it('ask for one format only where a day is in doubt', () => {
    expect(activityDateFormat(['2023-06-15', '20230616'], 'a.csv')).toBe('YYYY-MM-DD');
    // A column of DD/MM/YYYY reads dates of the year first too.
    expect(activityDateFormat(['2023-06-15', '16/06/2023'], 'a.csv')).toBe('DD/MM/YYYY');
    const mixed = (...values: string[]) => refusal(() => activityDateFormat(values, 'a.csv'));
    expect(mixed('15/06/2023', '06/16/2023')).toBe(
      'LBP-E104 a.csv: column activity_date fits MM/DD/YYYY and DD/MM/YYYY equally often, each in other rows. Write the column in one format.',
    );
    expect(mixed('2023-06-15', '06/05/2023')).toMatch(/^LBP-E104 .* equally often/);
  });
});

describe('columns in an error', () => {
  it('are few, short, and harmless to a terminal', () => {
    const names = Array.from({ length: 23 }, (_, index) => `column ${index + 1}`);
    expect(columnsFound(names)).toMatch(/column 20 and 3 more$/);
    expect(columnsFound(['x'.repeat(65)])).toBe(`${'x'.repeat(64)}...`);
    expect(columnsFound(['a\u001b[31m', 'b\u202e'])).toBe('a\\u001b[31m, b\\u202e');
  });

  it.each([['123', 'x'], ['x', 'U055'], ['x', 'M54.5'], ['||U212', 'x'], ['2024-01-01']])(
    'are not shown where they look like data: %s',
    (...names) => {
      expect(columnsFound(names)).toBe('a first line that looks like data and not like a header');
    },
  );
});

describe('groups', () => {
  it('are of files that follow each other and are alike, in the order of the inputs', () => {
    const like = (path: string, columns = SUS): ActivityFile => file(columns, { path });
    const groups = planned([like('1'), like('2'), like('3', [...SUS, 'x']), like('4')]);
    expect(groups.map(({ files }) => files.map(({ path, fileNo }) => `${path} ${fileNo}`))).toEqual([
      ['1 0', '2 1'],
      ['3 2'],
      ['4 3'],
    ]);
  });

  it('are of one file where it has a column of a name that the engine gives its own', () => {
    const groups = planned([file([...SUS, 'File_Index']), file([...SUS, 'File_Index'])]);
    expect(groups).toHaveLength(2);
  });
});
