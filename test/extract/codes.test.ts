import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Person } from '../../src/timeline/person.js';
import { type Extracted, extracted } from './extraction.js';
import { type Row, type Tables, writeTables } from './tables.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-codes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const VISIT: Row = {
  claim_id: 'V',
  claim_line_number: '1',
  claim_start_date: '2024-06-01',
  claim_end_date: '2024-06-01',
  hcpcs_code: '99213',
  diagnosis_code_1: 'M5450',
};

/** One person for each row, who has a visit for low back pain and that row besides. */
function people(rows: readonly Row[], column: 'medical' | 'pharmacy'): Tables {
  const ids = rows.map((_, index) => `P${String(index).padStart(3, '0')}`);
  const own = rows.map((row, index): Row => ({ person_id: ids[index] ?? '', ...row }));
  const visits = ids.map((id): Row => ({ ...VISIT, person_id: id }));
  return {
    medical: column === 'medical' ? [...visits, ...own] : visits,
    pharmacy: column === 'pharmacy' ? own : [],
    eligibility: ids.map((id) => ({
      person_id: id,
      birth_date: '1984-06-15',
      enrollment_start_date: '2020-01-01',
      enrollment_end_date: '2029-12-31',
      payer_type: 'commercial',
    })),
  };
}

async function read(rows: readonly Row[], column: 'medical' | 'pharmacy'): Promise<Extracted> {
  return extracted(writeTables(folder, people(rows, column)), { folder, year: 2024 });
}

/** The listed codes of a person's other claim, as the timeline has them. */
function codesOf(person: Person | undefined): string[] {
  const lines = (person?.claims ?? []).filter(({ id }) => id === 'C').flatMap(({ lines: own }) => own);
  return lines.flatMap(({ codes }) => codes.map(({ listed }) => `${listed.system} ${listed.code}`));
}

describe('codes on claims', () => {
  const CASES: [string, string, string[]][] = [
    ['diagnosis_code_1', 'C50911', ['ICD10CM C50911']],
    ['diagnosis_code_1', 'C50.911', ['ICD10CM C50911']],
    ['diagnosis_code_2', 'c50.911', ['ICD10CM C50911']],
    ['diagnosis_code_3', ' C50911 ', ['ICD10CM C50911']],
    ['diagnosis_code_12', 'c50911', ['ICD10CM C50911']],
    ['diagnosis_code_13', 'c50911', ['ICD10CM C50911']],
    ['diagnosis_code_25', 'C 50.911', ['ICD10CM C50911']],
    ['diagnosis_code_2', 'C5091', []],
    ['diagnosis_code_2', 'C509111', []],
    ['diagnosis_code_2', '99213', []],
    ['diagnosis_code_2', 'Z51.5', ['ICD10CM Z515']],
    ['procedure_code_1', '0ty00z0', ['ICD10PCS 0TY00Z0']],
    ['procedure_code_2', '0TY00Z0', ['ICD10PCS 0TY00Z0']],
    ['procedure_code_1', '50360', []],
    ['procedure_code_1', 'C50911', []],
    ['hcpcs_code', 'g9054', ['HCPCS G9054']],
    ['hcpcs_code', '50360', ['CPT 50360']],
    ['hcpcs_code', '0651', []],
    ['hcpcs_code', 'B20', []],
    ['revenue_center_code', '0651', ['UBREV 0651']],
    ['revenue_center_code', '651', ['UBREV 0651']],
    ['revenue_center_code', '0120', ['UBREV 0120']],
    ['revenue_center_code', '120', ['UBREV 0120']],
    ['revenue_center_code', '20', []],
    ['bill_type_code', '131', ['UBTOB 0131']],
    ['bill_type_code', '0131', ['UBTOB 0131']],
    ['bill_type_code', '13', []],
  ];

  it('are found however they are written, in their own column alone', async () => {
    const rows = CASES.map(
      ([column, code]): Row => ({
        claim_id: 'C',
        claim_line_number: '1',
        claim_start_date: '2024-01-05',
        [column]: code,
      }),
    );
    const { persons } = await read(rows, 'medical');
    expect(CASES.map(([column, code], index) => [column, code, codesOf(persons[index])])).toEqual(CASES);
  });

  it('a place of service keeps its zero', async () => {
    const places = ['11', '2', '02', '81', ''];
    const rows = places.map(
      (place): Row => ({
        claim_id: 'C',
        claim_line_number: '1',
        claim_start_date: '2024-01-05',
        diagnosis_code_1: 'C50911',
        place_of_service_code: place,
      }),
    );
    const { persons } = await read(rows, 'medical');
    const found = persons.map(({ claims }) => claims.find(({ id }) => id === 'C')?.lines[0]?.placeOfService);
    expect(found).toEqual(['11', '02', '02', '81', '']);
  });
});

describe('drug codes', () => {
  const CASES: [string, string][] = [
    ['00054001825', 'used'],
    ['00054-0018-25', 'used'],
    ['0054-0018-25', 'used'],
    ['59762000101', 'used'],
    ['59762-0001-01', 'used'],
    ['59762-001-01', 'used'],
    ['59762-0001-1', 'used'],
    ['00006-0031-44', 'used'],
    ['0006-0031-44', 'used'],
    ['0054001825', 'LBP-R08'],
    ['5976200011', 'LBP-R08'],
    ['54001825', 'LBP-R09'],
    ['000540018250', 'LBP-R09'],
    ['00054-0018-2', 'no listed code'],
    ['0054-018-25', 'LBP-R09'],
    ['0054-0018-2', 'LBP-R09'],
    ['00054-00018-25', 'LBP-R09'],
    ['00054-001825', 'LBP-R09'],
    ['0005400182X', 'LBP-R09'],
    ['prednisone', 'LBP-R09'],
    ['11111111111', 'no listed code'],
  ];

  it('are read in each of their shapes, and refused in any other', async () => {
    const rows = CASES.map(
      ([ndc], index): Row => ({
        claim_id: `RX${index}`,
        claim_line_number: '1',
        dispensing_date: '2024-01-05',
        ndc_code: ndc,
        days_supply: '30',
      }),
    );
    const { persons, rejects } = await read(rows, 'pharmacy');
    const found = CASES.map(([ndc], index) => {
      const reject = rejects.find(({ claimId }) => claimId === `RX${index}`);
      const drug = persons[index]?.fills[0]?.drug.code;
      return [ndc, reject?.code ?? (drug === undefined ? 'no listed code' : 'used')];
    });
    expect(found).toEqual(CASES);
  });
});

describe('ids', () => {
  it('with blanks around them are the same person, wherever in the file they stand', async () => {
    // More rows without blanks than a look at the head of the file sees.
    const padding = Array.from(
      { length: 2500 },
      (_, index): Row => ({ ...VISIT, person_id: 'Z', claim_id: `Z${index}`, diagnosis_code_1: 'R519' }),
    );
    const tables = people(
      [{ claim_id: 'C', claim_line_number: '1', claim_start_date: '2024-01-05', diagnosis_code_1: 'C50911' }],
      'medical',
    );
    const [visit = {}, cancer = {}] = tables.medical;
    const medical = [visit, ...padding, { ...cancer, person_id: ' P000 ' }];
    const { decisions } = await extracted(writeTables(folder, { ...tables, medical }), {
      folder,
      year: 2024,
    });
    expect(decisions.get('P000')).toMatchObject({ reasons: ['cancer'] });
  });
});
