import { describe, expect, it } from 'vitest';
import { LbpError } from '../../../src/errors.js';
import {
  ELIGIBILITY,
  MEDICAL_CLAIM,
  PHARMACY_CLAIM,
  type Table,
} from '../../../src/inputs/tables/columns.js';
import type { Mapping } from '../../../src/inputs/tables/mapping.js';
import {
  blankColumns,
  type ColumnSource,
  type FileFacts,
  planTable,
} from '../../../src/inputs/tables/plan.js';

const CLAIM_COLUMNS = ['claim_id', 'person_id', 'claim_start_date', 'diagnosis_code_1'];
const CLAIM_ROW = ['c1', 'p1', '2025-01-02', 'M5450'];

function file(
  path: string,
  columns: readonly string[],
  row: readonly string[],
  more: Partial<FileFacts> = {},
): FileFacts {
  return {
    path,
    format: 'csv',
    delimiter: ',',
    columns,
    types: columns.map(() => 'text'),
    sample: [row],
    ...more,
  };
}

const CLAIMS = file('claims.csv', CLAIM_COLUMNS, CLAIM_ROW);

function sources(
  facts: FileFacts,
  mapping: Mapping = {},
  table: Table = MEDICAL_CLAIM,
): ReadonlyMap<string, ColumnSource> {
  return planTable(table, [facts], mapping, 0).groups[0]?.sources ?? new Map<string, ColumnSource>();
}

function names(
  facts: FileFacts,
  mapping: Mapping = {},
  table: Table = MEDICAL_CLAIM,
): Record<string, string> {
  return Object.fromEntries(
    [...sources(facts, mapping, table)].map(([ours, source]) => [
      ours,
      source.from === 'constant' ? `=${source.value}` : source.name,
    ]),
  );
}

function errorOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof LbpError ? error.message : String(error);
  }
  return 'nothing was thrown';
}

describe('where a column comes from', () => {
  it('its own name, whatever its case and place; others of the file are left alone', () => {
    const facts = file(
      'c.csv',
      ['Diagnosis_Code_1', 'CLAIM_ID', 'extra', 'Person_Id', 'claim_START_date'],
      ['M5450', 'c', 'x', 'p', '2025-01-02'],
    );
    expect(names(facts)).toEqual({
      claim_id: 'CLAIM_ID',
      person_id: 'Person_Id',
      claim_start_date: 'claim_START_date',
      diagnosis_code_1: 'Diagnosis_Code_1',
    });
    expect(sources(facts).get('claim_id')).toMatchObject({ index: 1 });
  });

  it('not one of two names that differ by case alone, unless the config names it as it is written', () => {
    const facts = file('c.csv', ['CLAIM_ID', ...CLAIM_COLUMNS], ['x', ...CLAIM_ROW]);
    expect(errorOf(() => sources(facts))).toBe(
      'LBP-E103 c.csv: two columns differ by case or blanks alone: CLAIM_ID, claim_id. Rename one, or map the right one in the config.',
    );
    for (const [named, index] of [
      ['CLAIM_ID', 0],
      ['claim_id', 1],
    ] as const) {
      expect(sources(facts, { columns: { claim_id: named } }).get('claim_id')).toMatchObject({ index });
    }
    expect(errorOf(() => sources(facts, { columns: { claim_id: 'Claim_Id' } }))).toMatch(
      /^LBP-E103 .*by case/,
    );
  });

  it('nowhere for an optional column that the config names and the file lacks; which is reported', () => {
    const mapping: Mapping = { columns: { ordering_npi: 'ORD', medical_claim: { hcpcs_code: 'PROC' } } };
    const plan = planTable(
      MEDICAL_CLAIM,
      [
        file('a.csv', [...CLAIM_COLUMNS, 'ORD', 'PROC'], [...CLAIM_ROW, '1', '72100']),
        file('b.csv', [...CLAIM_COLUMNS, 'ord'], [...CLAIM_ROW, '1']),
        file('c.csv', [...CLAIM_COLUMNS, 'hcpcs_code'], [...CLAIM_ROW, '72100']),
      ],
      mapping,
      0,
    );
    expect(plan.groups.map(({ sources: of }) => of.has('ordering_npi'))).toEqual([true, true, false]);
    // The file's own column of our name is read in the third file, and it is not the one that the config names.
    expect(plan.groups.map(({ sources: of }) => of.has('hcpcs_code'))).toEqual([true, false, true]);
    expect(blankColumns([plan], mapping)).toEqual([
      { column: 'ordering_npi', named: 'ORD', paths: ['c.csv'] },
      { column: 'hcpcs_code', named: 'PROC', paths: ['b.csv', 'c.csv'] },
    ]);
  });

  it('nowhere for a column that only other files of the table have; which is reported', () => {
    const plan = planTable(
      MEDICAL_CLAIM,
      [
        file('a.csv', [...CLAIM_COLUMNS, 'hcpcs_code', 'ordering_npi'], [...CLAIM_ROW, '72100', '1']),
        file('b.csv', [...CLAIM_COLUMNS, 'cpt'], [...CLAIM_ROW, '72148']),
      ],
      {},
      0,
    );
    expect(blankColumns([plan], {})).toEqual([{ column: 'hcpcs_code', named: null, paths: ['b.csv'] }]);
    expect(blankColumns([plan], { constants: { hcpcs_code: '72100' } })).toEqual([]);
    expect(blankColumns([planTable(MEDICAL_CLAIM, [CLAIMS], {}, 0)], {})).toEqual([]);
  });

  it('nor for the benefit of enrollment, without which a file of dental cover is medical', () => {
    const columns = 'person_id,birth_date,enrollment_start_date,enrollment_end_date,payer_type'.split(',');
    const row = 'P1,1980-01-01,2024-01-01,2025-12-31,commercial'.split(',');
    const plan = planTable(
      ELIGIBILITY,
      [file('a.csv', [...columns, 'medical_benefit'], [...row, 'Y']), file('b.csv', columns, row)],
      {},
      0,
    );
    expect(blankColumns([plan], {})).toEqual([{ column: 'medical_benefit', named: null, paths: ['b.csv'] }]);
  });

  it('not in a table made from 837 files or a layout, which is no file to look into', () => {
    const mapping: Mapping = { columns: { ordering_npi: 'ORD' } };
    const given = file('a.csv', [...CLAIM_COLUMNS, 'hcpcs_code', 'ORD'], [...CLAIM_ROW, '72100', '1']);
    const plan = planTable(MEDICAL_CLAIM, [given], mapping, 0);
    const [made] = planTable(MEDICAL_CLAIM, [CLAIMS], {}, 1).groups;
    const groups = [...plan.groups, ...(made === undefined ? [] : [{ ...made, fileNoColumn: 'file_no' }])];
    expect(groups).toHaveLength(2);
    expect(blankColumns([{ ...plan, groups }], mapping)).toEqual([]);
  });

  it('in one table is enough for what the config names for several', () => {
    const claims = planTable(MEDICAL_CLAIM, [CLAIMS], {}, 0);
    const fills = (columns: string[]) =>
      planTable(
        PHARMACY_CLAIM,
        [
          file(
            'rx.csv',
            ['claim_id', 'person_id', 'dispensing_date', 'ndc_code', ...columns],
            ['r', 'p', '2025-01-20', '1', ...columns],
          ),
        ],
        {},
        1,
      );
    const mapping: Mapping = { columns: { claim_line_number: 'LN' } };
    expect(blankColumns([claims, fills(['LN'])], mapping)).toEqual([]);
    expect(blankColumns([claims, fills([])], mapping)).toEqual([
      { column: 'claim_line_number', named: 'LN', paths: ['claims.csv', 'rx.csv'] },
    ]);
  });

  it('under its name with blanks around it, or with characters in it that nobody sees', () => {
    const odd = ['claim_id ', ' PERSON_ID', '\u200bclaim_start_date', 'diagnosis_\u00adcode_1\u00a0'];
    const facts = file('c.parquet', odd, CLAIM_ROW, { format: 'parquet' });
    expect(names(facts)).toEqual(Object.fromEntries(CLAIM_COLUMNS.map((name, at) => [name, odd[at]])));
    expect(
      blankColumns([planTable(MEDICAL_CLAIM, [facts], {}, 0)], { columns: { claim_id: 'CLAIM_ID' } }),
    ).toEqual([]);
    const twice = file('c.parquet', [...CLAIM_COLUMNS, 'person_id '], [...CLAIM_ROW, 'p2']);
    expect(errorOf(() => sources(twice))).toMatch(/^LBP-E103 .*two columns differ by case or blanks alone/);
  });

  it('the mapped column before its own name', () => {
    const facts = file('c.csv', [...CLAIM_COLUMNS, 'ICN'], [...CLAIM_ROW, 'icn-1']);
    expect(names(facts, { columns: { claim_id: 'ICN' } })).toMatchObject({ claim_id: 'ICN' });
    expect(names(facts, { columns: { claim_id: 'icn' } })).toMatchObject({ claim_id: 'ICN' });
  });

  it('what is set for the table before what is set for all', () => {
    const facts = file(
      'c.csv',
      ['A', 'B', 'claim_start_date', 'diagnosis_code_1', 'person_id'],
      ['a', 'b', '2025-01-02', 'M5450', 'p'],
    );
    expect(names(facts, { columns: { claim_id: 'A', medical_claim: { claim_id: 'B' } } })).toMatchObject({
      claim_id: 'B',
    });
    expect(names(facts, { columns: { claim_id: 'A', pharmacy_claim: { claim_id: 'B' } } })).toMatchObject({
      claim_id: 'A',
    });
  });

  it('a constant before any column', () => {
    const facts = file('c.csv', [...CLAIM_COLUMNS, 'claim_status'], [...CLAIM_ROW, 'denied']);
    expect(names(facts, { constants: { claim_status: 'paid' } })).toMatchObject({ claim_status: '=paid' });
    expect(names(facts, { constants: { pharmacy_claim: { claim_status: 'paid' } } })).toMatchObject({
      claim_status: 'claim_status',
    });
  });

  it('the member stands in for the person where the file knows no persons', () => {
    const facts = file('c.csv', ['claim_id', 'member_id', 'claim_start_date', 'diagnosis_code_1'], CLAIM_ROW);
    expect(names(facts)).toMatchObject({ person_id: 'member_id' });
    expect(names(file('c.csv', [...CLAIM_COLUMNS, 'member_id'], [...CLAIM_ROW, 'm1']))).toMatchObject({
      person_id: 'person_id',
    });
  });

  it('tuva-2022 calls the person a patient; the own mapping comes on top', () => {
    const facts = file(
      'c.csv',
      ['claim_id', 'patient_id', 'mbr', 'claim_start_date', 'diagnosis_code_1'],
      ['c', 'p', 'm', '2025-01-02', 'M5450'],
    );
    expect(names(facts, { preset: 'tuva-2022' })).toMatchObject({ person_id: 'patient_id' });
    expect(names(facts, { preset: 'tuva-2022', columns: { person_id: 'mbr' } })).toMatchObject({
      person_id: 'mbr',
    });
    expect(errorOf(() => names(facts, { preset: 'tuva' }))).toMatch(
      /^LBP-E103 c\.csv: no column for person_id/,
    );
  });
});

describe('columns that must be there', () => {
  const REQUIRED: [Table, string[], string[]][] = [
    [MEDICAL_CLAIM, CLAIM_COLUMNS, CLAIM_ROW],
    [
      PHARMACY_CLAIM,
      ['claim_id', 'person_id', 'dispensing_date', 'ndc_code'],
      ['r', 'p', '2025-01-02', '00000000000'],
    ],
    [
      ELIGIBILITY,
      ['person_id', 'birth_date', 'enrollment_start_date', 'enrollment_end_date', 'payer_type'],
      ['p', '1980-01-02', '2024-01-01', '2025-12-31', 'commercial'],
    ],
  ];
  const each = REQUIRED.flatMap(([table, columns, row]) =>
    columns.map((column) => [table.name, column, table, columns, row] as const),
  );
  it.each(each)(
    '%s without %s is refused, with what was found and the key that fixes it',
    (_, missing, table, columns, row) => {
      const left = columns.filter((column) => column !== missing);
      const cells = row.filter((__, index) => columns[index] !== missing);
      const said = errorOf(() => planTable(table, [file('t.csv', left, cells)], {}, 0));
      expect(said).toContain(`LBP-E103 t.csv: no column for ${missing}`);
      // The likeliest come first, so the order is not that of the file.
      const [, found = '', advice = ''] = /\(found: ([^)]*)\)\. (.*)$/.exec(said) ?? [];
      expect(found.split(', ').sort()).toEqual([...left].sort());
      expect(advice).toContain(`Set columns.${missing} in the config.`);
      expect(errorOf(() => planTable(table, [file('t.csv', columns, row)], {}, 0))).toBe(
        'nothing was thrown',
      );
    },
  );

  it("a line's own date will do for the claim's", () => {
    const facts = file(
      'c.csv',
      ['claim_id', 'person_id', 'claim_line_start_date', 'diagnosis_code_1'],
      CLAIM_ROW,
    );
    expect(names(facts)).toMatchObject({ claim_line_start_date: 'claim_line_start_date' });
  });

  it('a constant will do', () => {
    const facts = file(
      'e.csv',
      ['person_id', 'birth_date', 'enrollment_start_date', 'enrollment_end_date'],
      ['p', '1980-01-20', '2024-01-01', '2025-12-31'],
    );
    expect(names(facts, { constants: { payer_type: 'commercial' } }, ELIGIBILITY)).toMatchObject({
      payer_type: '=commercial',
    });
  });
});

describe('dates of a column', () => {
  const withDate = (value: string, more: Partial<FileFacts> = {}): FileFacts =>
    file('c.csv', CLAIM_COLUMNS, ['c1', 'p1', value, 'M5450'], more);
  const formatOf = (facts: FileFacts, mapping: Mapping = {}): string | null | undefined => {
    const source = sources(facts, mapping).get('claim_start_date');
    return source?.from === 'column' ? source.dateFormat : undefined;
  };

  it('is found, or declared for the column, or declared for all', () => {
    expect(formatOf(withDate('20250102'))).toBe('YYYYMMDD');
    expect(formatOf(withDate('01/02/2025'), { dates: { claim_start_date: 'DD/MM/YYYY' } })).toBe(
      'DD/MM/YYYY',
    );
    expect(formatOf(withDate('01/02/2025'), { dates: { '*': 'MM/DD/YYYY' } })).toBe('MM/DD/YYYY');
    expect(
      formatOf(withDate('01/02/2025'), { dates: { '*': 'MM/DD/YYYY', claim_start_date: 'DD/MM/YYYY' } }),
    ).toBe('DD/MM/YYYY');
    expect(errorOf(() => formatOf(withDate('01/02/2025'), { dates: { birth_date: 'DD/MM/YYYY' } }))).toMatch(
      /^LBP-E104 /,
    );
  });

  it('a column of dates or timestamps needs none', () => {
    for (const type of ['date', 'timestamp'] as const) {
      expect(formatOf(withDate('whatever', { types: ['text', 'text', type, 'text'] }))).toBeNull();
    }
  });

  it('a column of numbers has one, as text has', () => {
    expect(formatOf(withDate('20250102', { types: ['text', 'text', 'other', 'text'] }))).toBe('YYYYMMDD');
  });

  it('only date columns are looked at', () => {
    const facts = file('c.csv', CLAIM_COLUMNS, ['01/02/2025', '01/02/2025', '2025-01-02', '01/02/2025']);
    expect(formatOf(facts)).toBe('YYYY-MM-DD');
  });
});

describe('files that are read as one', () => {
  const other = (path: string, more: Partial<FileFacts>): FileFacts => ({ ...CLAIMS, path, ...more });
  const groups = (files: readonly FileFacts[], mapping: Mapping = {}, first = 0): string[][] =>
    planTable(MEDICAL_CLAIM, files, mapping, first).groups.map((group) =>
      group.files.map(({ path, fileNo }) => `${fileNo} ${path}`),
    );

  it('files of one layout are one group, numbered on from the first', () => {
    expect(groups([CLAIMS, other('b.csv', {}), other('c.csv', {})], {}, 7)).toEqual([
      ['7 claims.csv', '8 b.csv', '9 c.csv'],
    ]);
  });

  it('another order of columns, separator, format, type or date format is another group', () => {
    const reversed = file('r.csv', CLAIM_COLUMNS.toReversed(), CLAIM_ROW.toReversed());
    const files = [
      CLAIMS,
      reversed,
      other('pipe.csv', { delimiter: '|' }),
      other('p.parquet', { format: 'parquet', delimiter: '' }),
      other('typed.parquet', { format: 'parquet', delimiter: '', types: ['text', 'text', 'date', 'text'] }),
      file('us.csv', CLAIM_COLUMNS, ['c1', 'p1', '01/30/2025', 'M5450']),
      other('same.csv', {}),
    ];
    expect(groups(files)).toEqual([
      ['0 claims.csv', '6 same.csv'],
      ['1 r.csv'],
      ['2 pipe.csv'],
      ['3 p.parquet'],
      ['4 typed.parquet'],
      ['5 us.csv'],
    ]);
  });

  it('every file is in one group, and each lacks a column on its own', () => {
    expect(errorOf(() => groups([CLAIMS, file('b.csv', ['claim_id'], ['c1'])]))).toMatch(
      /^LBP-E103 b\.csv: /,
    );
  });

  it('no files are no groups', () => {
    expect(groups([])).toEqual([]);
  });
});
