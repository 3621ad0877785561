import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MEASURE } from '../../src/packs/index.js';
import { convertLayout } from '../../src/run/convert-layout.js';
import { convertSettings } from '../../src/run/settings/convert-settings.js';
import { QUIET, runMeasure } from '../run/measure.js';
import { converted } from './both-ways.js';
import { type PlainTables, type Row, rowsOf } from './plain-table.js';

/*
 * Each rule of the layouts page at its edges, on small files written here.
 */

const folder = mkdtempSync(join(tmpdir(), 'lbp-edges-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let number = 0;

function fresh(): string {
  number += 1;
  return join(folder, `out-${number}`);
}

type Files = Readonly<Record<string, readonly Row[]>>;

/** Files of an own folder, by their names, each with the columns that any row of it has. */
function written(files: Files, delimiter: string): (name: string) => string {
  number += 1;
  const own = join(folder, String(number));
  mkdirSync(own);
  for (const [name, rows] of Object.entries(files)) {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
    writeFileSync(join(own, `${name}.csv`), `${lines.map((cells) => cells.join(delimiter)).join('\n')}\n`);
  }
  return (name) => join(own, `${name}.csv`);
}

function outcome(
  flags: Readonly<Record<string, unknown>>,
): Promise<{ manifest: { inputs: readonly Input[] } }> {
  return convertLayout(convertSettings(MEASURE, { out: fresh(), ...flags }), QUIET);
}

interface Input {
  readonly path: string;
  readonly rows_read: number;
  readonly rows_used: number;
  readonly rows_ignored: Readonly<Record<string, number>>;
}

/** The account of each file, by the name of the file. */
async function accounts(flags: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const { manifest } = await outcome(flags);
  return Object.fromEntries(
    manifest.inputs.map(({ path, rows_read, rows_used, rows_ignored }) => [
      path.split('/').at(-1)?.replace('.csv', ''),
      [rows_read, rows_used, rows_ignored],
    ]),
  );
}

const make = (flags: Readonly<Record<string, unknown>>): Promise<PlainTables> =>
  converted({ pharmacy: [], ...flags }, fresh());

const HEADER: Row = {
  CUR_CLM_UNIQ_ID: '1',
  PRVDR_OSCAR_NUM: '360001',
  BENE_MBI_ID: 'A',
  CLM_TYPE_CD: '40',
  CLM_FROM_DT: '2023-03-01',
  CLM_THRU_DT: '2023-03-02',
  PRNCPL_DGNS_CD: 'M545',
  CLM_PMT_AMT: '100',
  CLM_ADJSMT_TYPE_CD: '0',
  CLM_EFCTV_DT: '2023-03-10',
  DGNS_PRCDR_ICD_IND: '0',
};
const DRUG: Row = {
  CUR_CLM_UNIQ_ID: '9',
  BENE_MBI_ID: 'A',
  CLM_LINE_NDC_CD: '00054001720',
  CLM_LINE_FROM_DT: '2023-03-01',
};
const ENROLLMENT: Row = {
  CURRENT_BENE_MBI_ID: 'A',
  ENROLLMENT_START_DATE: '2023-01-01',
  ENROLLMENT_END_DATE: '9999-12-31',
  BENE_MEMBER_MONTH: '',
};
const WHO: Row = {
  BENE_MBI_ID: 'A',
  BENE_DOB: '1950-01-01',
  BENE_DEATH_DT: '~',
  BENE_DUAL_STUS_CD: '02',
  BENE_ENTLMT_BUYIN_IND: 'C',
  FILE_DATE: '2023-01-01',
};

/** Everything that a conversion of CCLF needs, with some files replaced. */
function cclf(files: Files): Readonly<Record<string, unknown>> {
  const all: Files = {
    header: [HEADER],
    drugs: [DRUG],
    enrollment: [ENROLLMENT],
    demographics: [WHO],
    ...files,
  };
  const path = written(all, ',');
  const names = Object.keys(all);
  const isOf = (flag: string, name: string): boolean =>
    (flag === 'pharmacy' && name === 'drugs') ||
    (flag === 'eligibility' && /^(enrollment|demographics|xref)/.test(name)) ||
    (flag === 'claims' && !/^(drugs|enrollment|demographics|xref)/.test(name));
  const of = (flag: string): string[] => names.filter((name) => isOf(flag, name)).map(path);
  return { preset: 'cclf', claims: of('claims'), pharmacy: of('pharmacy'), eligibility: of('eligibility') };
}

const ids = (rows: readonly Row[]): string[] => rows.map((row) => row['claim_id'] ?? '').sort();

describe('final action in Part A', () => {
  const cancellation = {
    ...HEADER,
    CUR_CLM_UNIQ_ID: '2',
    CLM_ADJSMT_TYPE_CD: '1',
    CLM_EFCTV_DT: '2023-05-01',
  };

  it('headers without a claim id are not one claim, and each is rejected', async () => {
    const unnamed = ['', '~', ''].map((CUR_CLM_UNIQ_ID) => ({ ...HEADER, CUR_CLM_UNIQ_ID }));
    const flags = cclf({ header: [HEADER, ...unnamed] });
    const { manifest } = await runMeasure({ ...flags, year: 2023, out: fresh(), 'allow-empty': true });
    expect(manifest.inputs.find(({ path }) => path.endsWith('header.csv'))).toMatchObject({
      rows_ignored: {},
      rows_rejected: { missing_claim_id: 3 },
    });
  });

  it('a cancellation takes away the claim of the same payment, whatever the sign of it', async () => {
    const flags = cclf({ header: [HEADER, { ...cancellation, CLM_PMT_AMT: '-100.00' }] });
    expect((await make(flags)).medical_claim).toEqual([]);
    expect(await accounts(flags)).toMatchObject({ header: [2, 0, { cancellation: 1, cancelled: 1 }] });
  });

  it('of two claims one cancellation takes the oldest', async () => {
    const later = { ...HEADER, CUR_CLM_UNIQ_ID: '3', CLM_EFCTV_DT: '2023-06-01' };
    const { medical_claim } = await make(cclf({ header: [later, HEADER, cancellation] }));
    expect(ids(medical_claim)).toEqual(['3']);
  });

  it.each([
    ['payment', { CLM_PMT_AMT: '99' }],
    ['provider', { PRVDR_OSCAR_NUM: '360002' }],
    ['from', { CLM_FROM_DT: '2023-02-28' }],
    ['through', { CLM_THRU_DT: '2023-03-03' }],
    ['person', { BENE_MBI_ID: 'B' }],
  ])('not that of another %s', async (_, other) => {
    const { medical_claim } = await make(cclf({ header: [HEADER, { ...cancellation, ...other }] }));
    expect(ids(medical_claim)).toEqual(['1']);
  });
});

describe('deliveries of CCLF', () => {
  const day = { FILE_DATE: '2023-05-01' };
  const line: Row = {
    ...{ CUR_CLM_UNIQ_ID: '1', BENE_MBI_ID: 'A', PRVDR_OSCAR_NUM: '360001', CLM_LINE_HCPCS_CD: '99213' },
    ...{ CLM_FROM_DT: '2023-03-01', CLM_THRU_DT: '2023-03-02', CLM_LINE_NUM: '1' },
    ...{ CLM_LINE_PROD_REV_CTR_CD: '0450' },
  };
  const image = { ...line, CLM_LINE_NUM: '2', CLM_LINE_HCPCS_CD: '72148' };
  const codesOf = async (files: Files): Promise<Set<string>> =>
    new Set((await make(cclf(files))).medical_claim.map((row) => row['hcpcs_code'] ?? ''));

  it('files of one day are parts of one delivery, over which the lines of a claim may be spread', async () => {
    const files = { lines_1: [{ ...image, ...day }], lines_2: [{ ...line, ...day }] };
    expect(await codesOf(files)).toEqual(new Set(['72148', '99213']));
  });

  it('a file of fixed width without a header is refused with what to do, and without its first record', async () => {
    const path = written({}, ',')('CCLF5');
    writeFileSync(path, `0000000000001${'1EG4TE5MK73'.padEnd(22)}712024-03-01\n`.repeat(3));
    const run = make({ preset: 'cclf', claims: [path], eligibility: cclf({})['eligibility'] });
    await expect(run).rejects.toThrow(/LBP-E109 .*CCLF5\.csv: .*written as CSV with a header first/);
    await expect(run).rejects.not.toThrow('1EG4TE5MK73');
  });

  it('of files of two days the later one counts, and without days the one given last', async () => {
    const later = { FILE_DATE: '2023-06-01' };
    expect(await codesOf({ lines_1: [{ ...image, ...later }], lines_2: [{ ...line, ...day }] })).toEqual(
      new Set(['72148']),
    );
    expect(await codesOf({ lines_1: [image], lines_2: [line] })).toEqual(new Set(['99213']));
  });

  it('claims whose cut ids have become alike are rejected, not taken for one delivered again', async () => {
    const cut = ['1.2E+12', '1.2E+12', '-1.2E+12'].map((id) => ({ ...HEADER, CUR_CLM_UNIQ_ID: id }));
    const { manifest } = await outcome(cclf({ header: [HEADER, ...cut] }));
    expect(manifest.inputs.find(({ path }) => path.endsWith('header.csv'))).toMatchObject({
      ...{ rows_used: 1, rows_ignored: {}, rows_rejected: { scientific_id: 3 } },
    });
  });

  it('a cancellation takes away a claim that is there twice', async () => {
    const cancellation = { ...HEADER, CUR_CLM_UNIQ_ID: '2', CLM_ADJSMT_TYPE_CD: '1' };
    const flags = cclf({ header: [HEADER, HEADER, cancellation] });
    expect((await make(flags)).medical_claim).toEqual([]);
    expect(await accounts(flags)).toMatchObject({
      header: [3, 0, { repeated: 1, cancellation: 1, cancelled: 1 }],
    });
  });
});

describe('ICD-9 in CCLF', () => {
  const later = { FILE_DATE: '2023-06-01', DGNS_PRCDR_ICD_IND: '9' };

  it('a header delivered again as ICD-9 is left out, and its older delivery does not count', async () => {
    const flags = cclf({
      header: [
        { ...HEADER, FILE_DATE: '2023-05-01' },
        { ...HEADER, ...later },
      ],
    });
    expect((await make(flags)).medical_claim).toEqual([]);
    expect(await accounts(flags)).toMatchObject({ header: [2, 0, { superseded_delivery: 1, icd_9: 1 }] });
  });

  it('a cancellation with the indicator of ICD-9 still takes its claim away', async () => {
    const cancellation = {
      ...HEADER,
      CUR_CLM_UNIQ_ID: '2',
      CLM_ADJSMT_TYPE_CD: '1',
      DGNS_PRCDR_ICD_IND: '9',
    };
    expect((await make(cclf({ header: [HEADER, cancellation] }))).medical_claim).toEqual([]);
  });

  it('a line of Part B whose last version is ICD-9 does not count in an older one', async () => {
    const line: Row = {
      ...{ CUR_CLM_UNIQ_ID: '11', CLM_LINE_NUM: '1', BENE_MBI_ID: 'A', CLM_LINE_HCPCS_CD: '72148' },
      ...{ CLM_FROM_DT: '2023-03-01', CLM_THRU_DT: '2023-03-01', CLM_DGNS_1_CD: 'M545', CLM_CNTL_NUM: 'C1' },
      ...{ CLM_ADJSMT_TYPE_CD: '0', CLM_EFCTV_DT: '2023-03-10', DGNS_PRCDR_ICD_IND: '0' },
    };
    const replaced = { ...line, CUR_CLM_UNIQ_ID: '12', CLM_ADJSMT_TYPE_CD: '2', CLM_EFCTV_DT: '2023-04-10' };
    const { medical_claim } = await make(
      cclf({ physicians: [line, { ...replaced, DGNS_PRCDR_ICD_IND: '9' }] }),
    );
    expect(ids(medical_claim)).toEqual(['1']);
  });
});

describe('final action in Part B', () => {
  const line: Row = {
    ...{ CUR_CLM_UNIQ_ID: '1', CLM_LINE_NUM: '1', BENE_MBI_ID: 'A', CLM_LINE_HCPCS_CD: '72148' },
    ...{ CLM_FROM_DT: '2023-03-01', CLM_THRU_DT: '2023-03-01', CLM_DGNS_1_CD: 'M545', CLM_CNTL_NUM: 'C1' },
    ...{
      CLM_ADJSMT_TYPE_CD: '0',
      CLM_EFCTV_DT: '2023-03-10',
      CLM_CARR_PMT_DNL_CD: '1',
      CLM_PRCSG_IND_CD: 'A',
    },
  };
  const version = (id: string, type: string, day: string): Row => ({
    ...line,
    CUR_CLM_UNIQ_ID: id,
    CLM_LINE_NUM: '01',
    CLM_ADJSMT_TYPE_CD: type,
    CLM_EFCTV_DT: day,
  });
  const withB = (rows: readonly Row[]): Promise<string[]> =>
    make(cclf({ physicians: rows })).then(({ medical_claim }) =>
      ids(medical_claim).filter((id) => id !== '1'),
    );

  it('a cancelled image does not count, and its replacement does', async () => {
    const gone = version('11', '0', '2023-03-10');
    expect(await withB([gone, version('12', '1', '2023-04-10')])).toEqual([]);
    expect(await withB([gone, version('12', '1', '2023-04-10'), version('13', '2', '2023-04-11')])).toEqual([
      '13',
    ]);
  });

  it('one day earlier or later decides which version is the last', async () => {
    expect(await withB([version('11', '0', '2023-04-11'), version('12', '1', '2023-04-10')])).toEqual(['11']);
    expect(await withB([version('11', '0', '2023-04-09'), version('12', '1', '2023-04-10')])).toEqual([]);
  });

  it('denied lines are kept as denied', async () => {
    const { medical_claim } = await make(
      cclf({
        physicians: [
          { ...line, CUR_CLM_UNIQ_ID: '21', CLM_CNTL_NUM: 'X', CLM_CARR_PMT_DNL_CD: '0' },
          { ...line, CUR_CLM_UNIQ_ID: '22', CLM_CNTL_NUM: 'Y', CLM_PRCSG_IND_CD: 'B' },
          { ...line, CUR_CLM_UNIQ_ID: '23', CLM_CNTL_NUM: 'Z', CLM_PRCSG_IND_CD: 'S' },
        ],
      }),
    );
    const status = Object.fromEntries(medical_claim.map((row) => [row['claim_id'], row['claim_status']]));
    expect(status).toEqual({ '1': 'paid', '21': 'denied', '22': 'denied', '23': 'paid' });
  });
});

describe('joins of Part A', () => {
  const detail = {
    CUR_CLM_UNIQ_ID: '1',
    BENE_MBI_ID: 'A',
    PRVDR_OSCAR_NUM: '360001',
    CLM_FROM_DT: '2023-03-01',
    CLM_THRU_DT: '2023-03-02',
  };
  const line: Row = {
    ...detail,
    CLM_LINE_NUM: '1',
    CLM_LINE_PROD_REV_CTR_CD: '0450',
    CLM_LINE_HCPCS_CD: '72148',
  };
  const code = (place: string, diagnosis: string): Row => ({
    ...detail,
    CLM_VAL_SQNC_NUM: place,
    CLM_DGNS_CD: diagnosis,
    DGNS_PRCDR_ICD_IND: '0',
  });

  it('lines are not multiplied by diagnoses, procedures, or a header that stands there twice', async () => {
    const flags = cclf({
      header: [HEADER, HEADER],
      lines: [line, { ...line, CLM_LINE_NUM: '2' }],
      diagnoses: [code('10', 'C61'), code('02', 'I10'), code('1', 'M545'), code('2', 'E119')],
      procedures: [
        { ...detail, CLM_VAL_SQNC_NUM: '1', CLM_PRCDR_CD: '0SB20ZZ', CLM_PRCDR_PRFRM_DT: '2023-03-01' },
        { ...detail, CLM_VAL_SQNC_NUM: '2', CLM_PRCDR_CD: 'BR20ZZZ', CLM_PRCDR_PRFRM_DT: '2023-03-02' },
      ],
    });
    const { medical_claim } = await make(flags);
    expect(medical_claim).toHaveLength(2);
    for (const row of medical_claim) {
      expect(row).toMatchObject({
        diagnosis_code_1: 'M545',
        diagnosis_code_2: 'I10',
        diagnosis_code_3: 'E119',
        diagnosis_code_4: 'C61',
        procedure_code_2: 'BR20ZZZ',
        procedure_date_2: '2023-03-02',
      });
    }
    expect(await accounts(flags)).toMatchObject({
      header: [2, 1, { repeated: 1 }],
      lines: [2, 2, {}],
      diagnoses: [4, 4, {}],
    });
  });

  it('ids are one however they are written, and sentinels are blank in any format', async () => {
    const flags = cclf({
      header: [{ ...HEADER, BENE_MBI_ID: 'A\u00a0' }],
      lines: [
        {
          ...line,
          ...{ CUR_CLM_UNIQ_ID: '1.0', PRVDR_OSCAR_NUM: '="360001"' },
          ...{ CLM_LINE_INSTNL_REV_CTR_DT: '10000101', CLM_LINE_FROM_DT: '1000-01-01 00:00:00' },
        },
      ],
      demographics: [{ ...WHO, BENE_DEATH_DT: '31-Dec-9999' }],
    });
    const { medical_claim, eligibility } = await make(flags);
    expect(medical_claim).toHaveLength(1);
    expect(medical_claim[0]).toMatchObject({
      ...{ claim_id: '1', person_id: 'A', hcpcs_code: '72148', claim_line_start_date: '2023-03-01' },
    });
    expect(eligibility[0]).toMatchObject({ death_date: '' });
  });

  it('days are one with blanks of any kind around them', async () => {
    const flags = cclf({
      header: [{ ...HEADER, CLM_FROM_DT: '2023-03-01\t', CLM_THRU_DT: '\u00a02023-03-02' }],
      lines: [line],
      demographics: [{ ...WHO, BENE_DOB: '\t19500101\u00a0', BENE_DEATH_DT: '~\t' }],
    });
    const { medical_claim, eligibility } = await make(flags);
    expect(medical_claim).toHaveLength(1);
    expect(medical_claim[0]).toMatchObject({
      ...{ hcpcs_code: '72148', claim_start_date: '2023-03-01', claim_end_date: '2023-03-02' },
    });
    expect(eligibility[0]).toMatchObject({ birth_date: '1950-01-01', death_date: '' });
  });

  it('headers without any file of lines are warned of, and lines without any of headers', async () => {
    const warned = async (flags: Readonly<Record<string, unknown>>): Promise<unknown> => {
      const { manifest } = await runMeasure({ ...flags, year: 2023, out: fresh(), 'allow-empty': true });
      return manifest.warnings
        .filter(({ code }) => ['LBP-W704', 'LBP-W705'].includes(code))
        .map(({ code, count }) => `${code} ${count}`);
    };
    // No lines, no diagnoses and no procedures.
    expect(await warned(cclf({ header: [HEADER] }))).toEqual(['LBP-W704 1', 'LBP-W704 1', 'LBP-W704 1']);
    const physician = { ...line, CLM_DGNS_1_CD: 'M545', CLM_DGNS_2_CD: 'I10' };
    const { CLM_LINE_PROD_REV_CTR_CD: _, ...partB }: Row = physician;
    const alone = cclf({ header: [partB], lines: [line, { ...line, CLM_LINE_NUM: '2' }] });
    expect(await warned(alone)).toEqual(['LBP-W705 2']);
  });

  it('equipment without diagnoses beside physicians with several is as the layout has it', async () => {
    const physician: Row = { ...line, CLM_DGNS_1_CD: 'M545', CLM_DGNS_2_CD: 'I10' };
    const equipment: Row = { ...line, CUR_CLM_UNIQ_ID: '5', PAYTO_PRVDR_NPI_NUM: '1234567893' };
    const { CLM_LINE_PROD_REV_CTR_CD: _, ...partB } = physician;
    const { CLM_LINE_PROD_REV_CTR_CD: __, ...dme } = equipment;
    const flags = cclf({ header: [partB], equipment: [dme] });
    const { manifest } = await runMeasure({ ...flags, year: 2023, out: fresh(), 'allow-empty': true });
    expect(manifest.warnings.filter(({ text }) => text.includes('no column'))).toEqual([]);
  });

  it('a column that is there twice is refused, whatever the case of its name', async () => {
    const flags = cclf({ lines: [{ ...line, clm_line_hcpcs_cd: '' }] });
    await expect(make(flags)).rejects.toThrow(
      /LBP-E103 .*lines\.csv: two columns are named "?clm_line_hcpcs_cd"?, upper and lower case being the same/,
    );
  });

  it('a header without lines gives one line, and lines without a header none', async () => {
    const flags = cclf({
      lines: [{ ...line, CUR_CLM_UNIQ_ID: '77' }],
      diagnoses: [{ ...code('1', 'I10'), CUR_CLM_UNIQ_ID: '77' }],
    });
    const { medical_claim } = await make(flags);
    expect(medical_claim).toHaveLength(1);
    expect(medical_claim[0]).toMatchObject({ claim_id: '1', claim_line_start_date: '2023-03-01' });
    expect(await accounts(flags)).toMatchObject({
      header: [1, 1, {}],
      lines: [1, 0, { no_header: 1 }],
      diagnoses: [1, 0, { no_header: 1 }],
    });
  });

  it('lines of a header that does not count have its reason', async () => {
    const flags = cclf({
      header: [
        { ...HEADER, DGNS_PRCDR_ICD_IND: '9' },
        { ...HEADER, CUR_CLM_UNIQ_ID: '5' },
      ],
      lines: [line],
    });
    expect(await accounts(flags)).toMatchObject({
      header: [2, 1, { icd_9: 1 }],
      lines: [1, 0, { icd_9: 1 }],
    });
  });
});

describe('people and enrollment in CCLF', () => {
  const xref = (before: string, now: string): Row => ({
    HICN_MBI_XREF_IND: 'M',
    CRNT_NUM: now,
    PRVS_NUM: before,
  });

  it('an id of before is followed to its end', async () => {
    const flags = cclf({
      header: [{ ...HEADER, BENE_MBI_ID: 'Z' }],
      xref: [xref('Y', 'X'), xref('Z', 'Y'), xref('X', 'A')],
    });
    expect((await make(flags)).medical_claim[0]?.['person_id']).toBe('A');
  });

  it('a circle is an error that names the row', async () => {
    await expect(make(cclf({ xref: [xref('Q', 'R'), xref('B', 'C'), xref('C', 'B')] }))).rejects.toThrow(
      /LBP-E107 .*xref\.csv:3: an id that leads back to itself/,
    );
  });

  it('months stand where spans do not, and an open end stays open', async () => {
    const month = {
      ...ENROLLMENT,
      ENROLLMENT_START_DATE: '~',
      ENROLLMENT_END_DATE: '~',
      BENE_MEMBER_MONTH: '2024-02-01',
    };
    const { eligibility } = await make(cclf({ enrollment: [ENROLLMENT, month] }));
    expect(eligibility.map((row) => [row['enrollment_start_date'], row['enrollment_end_date']])).toEqual([
      ['2023-01-01', ''],
      ['2024-02-01', '2024-02-29'],
    ]);
  });

  it('people without demographics are refused with the file that is missing', async () => {
    const visit: Row = {
      ...{ CUR_CLM_UNIQ_ID: '4', CLM_LINE_NUM: '1', BENE_MBI_ID: 'A', CLM_LINE_HCPCS_CD: '99213' },
      ...{ CLM_FROM_DT: '2023-03-01', CLM_THRU_DT: '2023-03-01', CLM_DGNS_1_CD: 'M545' },
    };
    const flags = cclf({ physicians: [visit] });
    const [enrollment] = Array.isArray(flags['eligibility']) ? flags['eligibility'].map(String) : [];
    const asked = { ...flags, eligibility: [enrollment], year: 2023, out: fresh() };
    await expect(runMeasure(asked)).rejects.toThrow(
      /LBP-E108 .*missing_birth_date 1\)\. See whether all files are given, and how they write BENE_DOB of demographics\./,
    );
  });

  it('of a span that is delivered again with an end, the earlier delivery does not count', async () => {
    const open = { ...ENROLLMENT, FILE_DATE: '2023-02-01' };
    const ended = { ...ENROLLMENT, ENROLLMENT_END_DATE: '2023-05-31', FILE_DATE: '2023-06-01' };
    const other = { ...ended, ENROLLMENT_START_DATE: '2022-01-01', ENROLLMENT_END_DATE: '2022-03-31' };
    for (const enrollment of [
      [open, ended, other],
      [other, ended, open],
    ]) {
      const flags = cclf({ enrollment });
      const { eligibility } = await make(flags);
      expect(new Set(eligibility.map((row) => row['enrollment_end_date']))).toEqual(
        new Set(['2022-03-31', '2023-05-31']),
      );
      expect(await accounts(flags)).toMatchObject({ enrollment: [3, 2, { superseded_delivery: 1 }] });
    }
  });

  it('demographics are those of the latest file, and duals have a row of Medicaid on request', async () => {
    const flags = cclf({
      demographics: [
        { ...WHO, BENE_DOB: '1951-01-01', FILE_DATE: '2023-06-01', BENE_ENTLMT_BUYIN_IND: '1' },
        WHO,
      ],
    });
    const { eligibility } = await make(flags);
    expect(eligibility).toHaveLength(1);
    expect(eligibility[0]).toMatchObject({
      birth_date: '1951-01-01',
      medical_benefit: 'false',
      payer_type: 'medicare',
    });
    const both = (await make({ ...flags, duals: true })).eligibility;
    expect(both.map((row) => [row['payer_type'], row['medical_benefit']])).toEqual([
      ['medicaid', 'true'],
      ['medicare', 'false'],
    ]);
    expect(await accounts({ ...flags, duals: true })).toMatchObject({
      demographics: [2, 1, { superseded_delivery: 1 }],
      enrollment: [1, 1, {}],
    });
  });
});

describe('enrollment in RIF', () => {
  const year = (months: Record<number, string>, further: Row = {}): Row => ({
    ...{ DML_IND: 'INSERT', BENE_ID: '-1', BENE_BIRTH_DT: '01-Mar-1950', RFRNC_YR: '2023', DEATH_DT: '' },
    ...Object.fromEntries(
      Array.from({ length: 12 }, (_, place) => [
        `MDCR_ENTLMT_BUYIN_${place + 1}_IND`,
        months[place + 1] ?? '',
      ]),
    ),
    ...further,
  });
  const line: Row = {
    ...{ DML_IND: 'INSERT', FINAL_ACTION: 'F', BENE_ID: '-1', CLM_ID: '-7', LINE_NUM: '1' },
    ...{
      CLM_FROM_DT: '01-Mar-2023',
      CLM_THRU_DT: '01-Mar-2023',
      CARR_CLM_PMT_DNL_CD: '1',
      PRNCPAL_DGNS_CD: 'M545',
      PRNCPAL_DGNS_VRSN_CD: '0',
    },
  };
  const drug: Row = {
    DML_IND: 'INSERT',
    FINAL_ACTION: 'F',
    BENE_ID: '-1',
    PDE_ID: '-8',
    SRVC_DT: '02-Mar-2023',
    PROD_SRVC_ID: '00054001720',
  };
  const rif = (files: Files): Readonly<Record<string, unknown>> => {
    const all = { carrier: [line], pde: [drug], years: [year({ 1: '3' })], ...files };
    const path = written(all, '|');
    const others = Object.keys(files).filter((name) => !['carrier', 'pde', 'years'].includes(name));
    return {
      preset: 'rif',
      claims: ['carrier', ...others].map(path),
      pharmacy: [path('pde')],
      eligibility: [path('years')],
    };
  };
  const spans = async (row: Row): Promise<unknown> =>
    (await make(rif({ years: [row] }))).eligibility.map((one) => [
      one['enrollment_start_date'],
      one['enrollment_end_date'],
      one['medical_benefit'],
      one['plan'],
    ]);

  it('3 and C are months with medical benefit, 1, 2, A and B without, others none', async () => {
    expect(await spans(year({ 1: '3', 2: 'C', 3: '1', 4: '0', 5: '2', 6: 'A', 7: 'B', 8: 'C' }))).toEqual([
      ['2023-01-01', '2023-02-28', 'true', ''],
      ['2023-03-01', '2023-03-31', 'false', ''],
      ['2023-05-01', '2023-07-31', 'false', ''],
      ['2023-08-01', '2023-08-31', 'true', ''],
    ]);
  });

  it('enrollment ends on the day of death, and months of Part C are marked', async () => {
    const months = { 1: 'C', 2: 'C', 3: 'C', 4: 'C' };
    expect(await spans(year(months, { DEATH_DT: '15-Mar-2023', HMO_2_IND: '1' }))).toEqual([
      ['2023-01-01', '2023-01-31', 'true', ''],
      ['2023-02-01', '2023-02-28', 'true', 'medicare part c'],
      ['2023-03-01', '2023-03-15', 'true', ''],
    ]);
    expect(await accounts(rif({ years: [year({}, { BENE_ID: '-2' }), year(months)] }))).toMatchObject({
      years: [2, 1, { no_months: 1 }],
    });
  });

  it('of two rows of a person and year the one given last counts, as a whole', async () => {
    const corrected = year({ 2: '3' }, { BENE_BIRTH_DT: '02-Mar-1950' });
    const flags = rif({ years: [year({ 1: '3' }), corrected, year({ 1: '3' }, { RFRNC_YR: '2022' })] });
    expect(
      (await make(flags)).eligibility.map((row) => [row['birth_date'], row['enrollment_start_date']]),
    ).toEqual([
      ['1950-03-02', '2023-02-01'],
      ['1950-03-01', '2022-01-01'],
    ]);
    expect(await accounts(flags)).toMatchObject({ years: [3, 2, { superseded_delivery: 1 }] });
  });

  it('rows of a year without a person are not one person, and each is rejected', async () => {
    const nobody = [year({ 1: '3' }, { BENE_ID: '' }), year({ 1: '3' }, { BENE_ID: 'NULL' })];
    const flags = rif({ years: [year({ 1: '3' }), ...nobody] });
    const { manifest } = await runMeasure({ ...flags, year: 2023, out: fresh(), 'allow-empty': true });
    expect(manifest.inputs.find(({ path }) => path.endsWith('years.csv'))).toMatchObject({
      rows_rejected: { missing_person: 2 },
    });
  });

  it('a row with an id in scientific notation is rejected, by a conversion as by a run', async () => {
    const flags = rif({
      carrier: [line, { ...line, CLM_ID: '1.2E+05' }, { ...line, BENE_ID: '1.2E+05', CLM_ID: '-9' }],
    });
    const out = fresh();
    const { manifest } = await convertLayout(convertSettings(MEASURE, { out, ...flags }), QUIET);
    expect(manifest.tables['medical_claim']).toMatchObject({ rows: 1 });
    expect(manifest.inputs[0]).toMatchObject({ rows_used: 1, rows_rejected: { scientific_id: 2 } });
    const rejects = rowsOf(join(out, 'rejects.csv'), ',').map((row) => [
      row['line'],
      row['claim_id'],
      row['code'],
    ]);
    expect(rejects).toEqual([
      ['3', '1.2E+05', 'LBP-R17'],
      ['4', '-9', 'LBP-R17'],
    ]);
    const run = await runMeasure({ ...flags, year: 2023, out: fresh(), 'allow-empty': true });
    expect(run.manifest.inputs[0]).toMatchObject({ rows_rejected: { scientific_id: 2 } });
  });

  it.each(['DELETE', 'UPDATE'])(
    'a claim that a later file states with %s does not count as delivered before',
    async (action) => {
      const second = { ...line, LINE_NUM: '2', HCPCS_CD: '72148' };
      const flags = rif({
        carrier: [line, second, { ...line, CLM_ID: '-9' }],
        carrier_2: [{ ...line, DML_IND: action, HCPCS_CD: '99213' }],
      });
      const { medical_claim } = await make(flags);
      const kept = medical_claim.map((row) => `${row['claim_id']} ${row['hcpcs_code']}`);
      expect(new Set(kept)).toEqual(new Set(action === 'DELETE' ? ['-9 '] : ['-7 99213', '-9 ']));
      expect(await accounts(flags)).toMatchObject({
        carrier: [3, 1, { superseded_delivery: 2 }],
        carrier_2: action === 'DELETE' ? [1, 0, { deleted: 1 }] : [1, 1, {}],
      });
    },
  );

  it('deliveries in one file are as in several: what follows a deletion counts, what precedes it does not', async () => {
    const gone = { ...line, DML_IND: 'DELETE' };
    const again = { ...line, HCPCS_CD: '99213' };
    const codes = async (files: Files): Promise<unknown> =>
      (await make(rif(files))).medical_claim.map((row) => row['hcpcs_code']);
    expect(await codes({ carrier: [line, gone] })).toEqual([]);
    expect(await codes({ carrier: [line, gone, again] })).toEqual(['99213']);
    expect(await codes({ carrier: [line], carrier_2: [gone], carrier_3: [again] })).toEqual(['99213']);
  });

  it('a claim that is no longer final takes its final version with it', async () => {
    const { medical_claim } = await make(
      rif({ carrier: [line], carrier_2: [{ ...line, DML_IND: 'UPDATE', FINAL_ACTION: 'N' }] }),
    );
    expect(medical_claim).toEqual([]);
  });

  it('lines, fills and years are deleted as claims are', async () => {
    const { LINE_NUM: _, ...header } = line;
    const lines: Row = {
      ...{ DML_IND: 'INSERT', FINAL_ACTION: 'F', BENE_ID: '-1', CLM_ID: '-7', LINE_NUM: '1' },
      ...{ LINE_1ST_EXPNS_DT: '02-Mar-2023', HCPCS_CD: '72148' },
    };
    const flags = rif({
      ...{ carrier: [header], lines: [lines, { ...lines, LINE_NUM: '2' }, { ...lines, DML_IND: 'DELETE' }] },
      ...{ pde: [drug, { ...drug, DML_IND: 'DELETE' }] },
      years: [year({ 1: '3' }), year({ 1: '3' }, { DML_IND: 'DELETE' })],
    });
    const { medical_claim, pharmacy_claim, eligibility } = await make(flags);
    expect(medical_claim.map((row) => row['claim_line_number'])).toEqual(['2']);
    expect([pharmacy_claim, eligibility]).toEqual([[], []]);
  });

  it('lines in one file with their headers are lines without their numbers too', async () => {
    const { LINE_NUM: _, CARR_CLM_PMT_DNL_CD: decision = '', ...common } = line;
    const visit: Row = { ...common, CARR_CLM_PMT_DNL_CD: decision, HCPCS_CD: '99213' };
    const emergency: Row = {
      ...{ ...common, CLM_ID: '-20', CLM_FAC_TYPE_CD: '1', REV_CNTR: '0450', HCPCS_CD: '99283' },
    };
    const flags = rif({
      carrier: [visit, { ...visit, HCPCS_CD: '72148' }],
      outpatient: [emergency, { ...emergency, REV_CNTR: '0320', HCPCS_CD: '72100' }],
    });
    const { medical_claim } = await make(flags);
    expect(new Set(medical_claim.map((row) => row['hcpcs_code']))).toEqual(
      new Set(['99213', '72148', '99283', '72100']),
    );
  });

  it('a bill type is made of digits, also where its parts were taken for numbers', async () => {
    const { LINE_NUM: _, ...common } = line;
    const inpatient = {
      ...{ ...common, CLM_LINE_NUM: '1', REV_CNTR: '0120', CLM_ADMSN_DT: '01-Mar-2023' },
      ...{ CLM_FAC_TYPE_CD: '1.0', CLM_SRVC_CLSFCTN_TYPE_CD: '1', CLM_FREQ_CD: '7.0' },
    };
    const { medical_claim } = await make(rif({ inpatient: [{ ...inpatient, CARR_CLM_PMT_DNL_CD: '' }] }));
    expect(medical_claim.map((row) => row['bill_type_code']).filter((type) => type !== '')).toEqual(['117']);
  });

  it('a text that is no year is the bad date of its row', async () => {
    expect(await spans(year({ 1: '3' }, { RFRNC_YR: '2023.0' }))).toEqual([
      ['2023-01-01', '2023-01-31', 'true', ''],
    ]);
    expect(await spans(year({ 1: '3' }, { RFRNC_YR: '20230101' }))).toEqual([['20230101', '', '', '']]);
  });

  it('negative ids are ids, and headers and lines may come apart', async () => {
    const { LINE_NUM: _, ...header } = line;
    const flags = rif({
      carrier: [header],
      lines: [
        {
          BENE_ID: '-1',
          CLM_ID: '-7',
          LINE_NUM: '2',
          LINE_1ST_EXPNS_DT: '02-Mar-2023',
          HCPCS_CD: '72148',
          LINE_ICD_DGNS_CD: 'C61',
          LINE_ICD_DGNS_VRSN_CD: '0',
          LINE_PRCSG_IND_CD: 'C',
        },
        { BENE_ID: '-1', CLM_ID: '-99', LINE_NUM: '1', LINE_1ST_EXPNS_DT: '02-Mar-2023', HCPCS_CD: '72148' },
      ],
    });
    const { medical_claim } = await make(flags);
    expect(medical_claim).toHaveLength(1);
    expect(medical_claim[0]).toMatchObject({
      ...{ claim_id: '-7', person_id: '-1', claim_line_start_date: '2023-03-02', claim_status: 'denied' },
      ...{ diagnosis_code_1: 'M545', diagnosis_code_2: 'C61', locator: '2' },
    });
    expect(await accounts(flags)).toMatchObject({ carrier: [1, 1, {}], lines: [2, 1, { no_header: 1 }] });
  });

  it('a file of no kind is refused, with the kinds and what the nearest lacks', async () => {
    const flags = rif({ odd: [{ BENE_ID: '1', PDE_ID: '2', SRVC_DT: '01-Mar-2023' }] });
    await expect(make(flags)).rejects.toThrow(
      /LBP-E109 .*odd\.csv: its header fits no kind of file in the layout rif \(professional claims, .*\)\. Nearest is prescription events, for which PROD_SRVC_ID is missing/,
    );
  });

  it('a record that is broken is rejected with its line, and the others are read', async () => {
    const flags = rif({ carrier: [line, { BENE_ID: '-1' }, { ...line, CLM_ID: '-9' }] });
    const [path = ''] = Array.isArray(flags['claims']) ? flags['claims'].map(String) : [];
    writeFileSync(path, readFileSync(path, 'utf8').replace(/\|\|+\n/, '\n'));
    const out = join(folder, 'broken');
    const { manifest } = await runMeasure({ ...flags, year: 2023, out, 'allow-empty': true });
    expect(manifest.inputs[0]).toMatchObject({ rows_read: 3, rows_rejected: { wrong_field_count: 1 } });
    expect(readFileSync(join(out, 'rejects.csv'), 'utf8')).toMatch(/carrier\.csv,3,,LBP-R1/);
  });

  it('a column of enrollment that is asked for stands beside the member', async () => {
    const flags = rif({
      carrier: [{ ...line, HCPCS_CD: '99213' }],
      years: [year({ 3: '3' }, { STATE_CODE: '36' })],
    });
    const out = fresh();
    await runMeasure({ ...flags, year: 2023, out, by: ['STATE_CODE'] });
    const members = rowsOf(join(out, 'members.csv'), ',');
    expect(members.map(({ STATE_CODE }) => STATE_CODE)).toEqual(['36']);
    const other = { ...flags, year: 2023, out: fresh(), by: ['STATE'] };
    await expect(runMeasure(other)).rejects.toThrow(
      /LBP-E103 .*years\.csv: no column STATE \(found: STATE_CODE, /,
    );
  });

  it('rejected rows are named by their file and line', async () => {
    const flags = rif({ carrier: [line, { ...line, CLM_ID: '-9', CLM_FROM_DT: '31-Feb-2023' }] });
    const out = join(folder, 'rejected');
    const { manifest } = await runMeasure({ ...flags, year: 2023, out, 'allow-empty': true });
    expect(manifest.inputs[0]).toMatchObject({ rows_read: 2, rows_rejected: { bad_date: 1 } });
    expect(readFileSync(join(out, 'rejects.csv'), 'utf8')).toMatch(/carrier\.csv,3,-9,LBP-R04/);
  });

  it('a conversion writes impossible dates as they are, and counts their rows', async () => {
    const flags = rif({
      carrier: [
        line,
        { ...line, CLM_ID: '-9', CLM_FROM_DT: '31-Feb-2023' },
        { ...line, CLM_ID: '-8', CLM_FROM_DT: '28-Feb-2023' },
        { ...line, CLM_ID: '-7', CLM_FROM_DT: '20230301.0' },
        { ...line, CLM_ID: '-6', CLM_FROM_DT: '1-3-23' },
      ],
    });
    const { manifest } = await convertLayout(convertSettings(MEASURE, { out: fresh(), ...flags }), QUIET);
    expect(manifest.tables['medical_claim']).toMatchObject({ rows: 5, bad_dates: 3 });
    expect(manifest.warnings).toContainEqual({
      code: 'LBP-W706',
      text: 'rows of medical_claim with a date that is no date; they are written as they are',
      count: 3,
    });
  });
});
