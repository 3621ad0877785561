import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Account } from '../../src/extract/accounts.js';
import { sampled } from '../sampled.js';
import { Dice } from './dice.js';
import { type Extracted, extracted, type Options } from './extraction.js';
import { randomPlan } from './random-plan.js';
import { flawOfClaim, isVoided } from './reading.js';
import {
  csv,
  ELIGIBILITY_COLUMNS,
  MEDICAL_COLUMNS,
  type Paths,
  PHARMACY_COLUMNS,
  type Row,
  type Tables,
  writeTables,
} from './tables.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-accounts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (paths: Paths, rest: Partial<Options> = {}): Promise<Extracted> =>
  extracted(paths, { folder, year: 2024, ...rest });

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function of(counts: Readonly<Record<string, number>>, reason: string): number {
  return new Map(Object.entries(counts)).get(reason) ?? 0;
}

function expectBalance(account: Account, rows: number): void {
  expect(account.read).toBe(rows);
  expect(account.used + sum(account.ignored) + sum(account.rejected)).toBe(rows);
  expect(
    Math.min(account.used, ...Object.values(account.ignored), ...Object.values(account.rejected)),
  ).toBeGreaterThanOrEqual(0);
}

describe('accounts of random tables', () => {
  it.each(sampled([1, 2, 3, 4, 5, 6, 7, 8], 8))('balance (plan %i)', async (seed) => {
    const files = 3;
    const plan = randomPlan(new Dice(9000 + seed), 2024, 60);
    // The same row in two files, and twice in one.
    const medical = plan.medical.flatMap((row, index) => (index % 9 === 0 ? [row, row, row, row] : [row]));
    const tables: Tables = { ...plan, medical };
    const paths = writeTables(join(folder, `plan-${seed}`), tables, files);
    for (const narrowing of [true, false]) {
      const result = await run(paths, { narrowing });
      paths.claims.forEach((path, file) => {
        const rows = medical.filter((_, index) => index % files === file);
        const account = result.accountOf(path);
        expectBalance(account, rows.length);
        expect(sum(account.rejected)).toBe(rows.filter((row) => flawOfClaim(row) !== null).length);
        expect(of(account.ignored, 'voided')).toBe(
          rows.filter((row) => flawOfClaim(row) === null && isVoided(row)).length,
        );
      });
      expectBalance(result.accountOf(paths.pharmacy[0] ?? ''), tables.pharmacy.length);
      expectBalance(result.accountOf(paths.eligibility[0] ?? ''), tables.eligibility.length);
      const expected = medical.map(flawOfClaim).filter((code) => code !== null);
      const found = result.rejects.filter(({ file }) => paths.claims.includes(file)).map(({ code }) => code);
      expect(counted(found)).toEqual(counted(expected));
    }
  });
});

function counted(items: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of [...items].sort((a, b) => (a < b ? -1 : 1))) counts[item] = (counts[item] ?? 0) + 1;
  return counts;
}

const VISIT: Row = {
  claim_id: 'A',
  claim_line_number: '1',
  person_id: 'P',
  claim_start_date: '2024-06-01',
  claim_end_date: '2024-06-01',
  hcpcs_code: '99213',
  diagnosis_code_1: 'M5450',
};
const SPAN: Row = {
  person_id: 'P',
  birth_date: '1984-06-15',
  enrollment_start_date: '2020-01-01',
  enrollment_end_date: '2029-12-31',
  payer_type: 'commercial',
};
const FILL: Row = {
  claim_id: 'RX',
  claim_line_number: '1',
  person_id: 'P',
  dispensing_date: '2024-03-01',
  ndc_code: '00054001825',
  days_supply: '30',
};

function write(name: string, columns: readonly string[], rows: readonly Row[]): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, csv(columns, rows));
  return path;
}

describe('rows stated more than once', () => {
  const span = [write('span.csv', ELIGIBILITY_COLUMNS, [SPAN])];
  const claims = (name: string, rows: readonly Row[]): string => write(name, MEDICAL_COLUMNS, rows);

  it('one of those that are alike is used, in one file', async () => {
    const path = claims('d1.csv', [VISIT, VISIT, VISIT]);
    const { accountOf, conflictingLines } = await run({ claims: [path], pharmacy: [], eligibility: span });
    expect(accountOf(path)).toEqual({ read: 3, used: 1, ignored: { duplicate: 2 }, rejected: {} });
    expect(conflictingLines).toBe(0);
  });

  it('one of those that are alike is used, over all files', async () => {
    const [one, two] = [claims('d2.csv', [VISIT, VISIT]), claims('d3.csv', [VISIT])];
    const { accountOf } = await run({ claims: [one, two], pharmacy: [], eligibility: span });
    expect(accountOf(one)).toEqual({ read: 2, used: 1, ignored: { duplicate: 1 }, rejected: {} });
    expect(accountOf(two)).toEqual({ read: 1, used: 0, ignored: { duplicate: 1 }, rejected: {} });
  });

  it('lines that are not alike all count, and are counted as conflicting', async () => {
    const other = { ...VISIT, diagnosis_code_2: 'C50911' };
    const path = claims('d4.csv', [VISIT, other, VISIT]);
    const { accountOf, conflictingLines, decisions } = await run({
      claims: [path],
      pharmacy: [],
      eligibility: span,
    });
    expect(accountOf(path)).toEqual({ read: 3, used: 2, ignored: { duplicate: 1 }, rejected: {} });
    expect(conflictingLines).toBe(1);
    expect(decisions.get('P')).toMatchObject({ status: 'excluded', reasons: ['cancer'] });
  });

  it.each([
    ['alike but for the diagnosis are one line stated twice', { diagnosis_code_1: 'C50911' }, 1],
    ['with other services are two lines', { hcpcs_code: '99214', diagnosis_code_1: 'C50911' }, 0],
    ['of other days are two lines', { claim_line_start_date: '2024-03-02', diagnosis_code_1: 'C50911' }, 0],
    ['with the same diagnosis are one row twice', {}, 0],
  ])('rows without line numbers that are %s', async (what, changes, conflicts) => {
    const unnumbered = { ...VISIT, claim_line_number: '' };
    const path = claims('d6.csv', [unnumbered, { ...unnumbered, ...changes }]);
    const { conflictingLines } = await run({ claims: [path], pharmacy: [], eligibility: span });
    expect(conflictingLines, what).toBe(conflicts);
  });

  it('a code written in two ways is the same code', async () => {
    const path = claims('d5.csv', [VISIT, { ...VISIT, diagnosis_code_1: 'm54.50' }]);
    const { accountOf } = await run({ claims: [path], pharmacy: [], eligibility: span });
    expect(accountOf(path)).toEqual({ read: 2, used: 1, ignored: { duplicate: 1 }, rejected: {} });
  });

  it('a fill that is stated twice is one fill', async () => {
    const path = write('d6.csv', PHARMACY_COLUMNS, [FILL, FILL]);
    const visits = [claims('d7.csv', [VISIT])];
    const { accountOf, persons } = await run({ claims: visits, pharmacy: [path], eligibility: span });
    expect(accountOf(path)).toEqual({ read: 2, used: 1, ignored: { duplicate: 1 }, rejected: {} });
    expect(persons[0]?.fills).toHaveLength(1);
  });

  it('a fill that is stated in two files is one fill', async () => {
    const [one, two] = [write('d8.csv', PHARMACY_COLUMNS, [FILL]), write('d9.csv', PHARMACY_COLUMNS, [FILL])];
    const visits = [claims('d7.csv', [VISIT])];
    const { accountOf, persons } = await run({ claims: visits, pharmacy: [one, two], eligibility: span });
    expect(persons[0]?.fills).toHaveLength(1);
    expect(accountOf(one)).toEqual({ read: 1, used: 1, ignored: {}, rejected: {} });
    expect(accountOf(two)).toEqual({ read: 1, used: 0, ignored: { duplicate: 1 }, rejected: {} });
  });
});

describe('the outcome of a row', () => {
  const span = [write('span.csv', ELIGIBILITY_COLUMNS, [SPAN])];

  it.each(
    sampled<[string, Row, Partial<Account>]>(
      [
        ['no person', { person_id: '' }, { rejected: { missing_person: 1 } }],
        ['no person but blanks', { person_id: '   ' }, { rejected: { missing_person: 1 } }],
        ['no claim', { claim_id: '' }, { rejected: { missing_claim_id: 1 } }],
        ['no date', { claim_start_date: '' }, { rejected: { missing_date: 1 } }],
        ['a bad date', { claim_line_start_date: '2024-06-31' }, { rejected: { bad_date: 1 } }],
        ['an end before its start', { claim_end_date: '2024-05-31' }, { rejected: { end_before_start: 1 } }],
        [
          'a discharge before the admission',
          { admission_date: '2024-06-01', discharge_date: '2024-05-31' },
          { rejected: { end_before_start: 1 } },
        ],
        ['the first day that can be', { claim_start_date: '1900-01-02', claim_id: 'B' }, { used: 2 }],
        // 1900-01-01 and the days before it on which calendars of programs begin stand for no date.
        ['a day that stands for none', { claim_start_date: '1900-01-01' }, { rejected: { missing_date: 1 } }],
        ['a day before the first', { claim_start_date: '1899-12-29' }, { rejected: { impossible_date: 1 } }],
        [
          'the last day that can be',
          { claim_start_date: '2099-12-30', claim_end_date: '', claim_id: 'B' },
          { used: 2 },
        ],
        [
          'the last day of the century, which stands for none',
          { claim_start_date: '2099-12-31', claim_end_date: '' },
          { rejected: { missing_date: 1 } },
        ],
        [
          'a line after the last day',
          { claim_line_start_date: '2100-01-02' },
          { rejected: { impossible_date: 1 } },
        ],
        [
          'an admission of another century',
          { admission_date: '1824-06-01' },
          { rejected: { impossible_date: 1 } },
        ],
        ['an end that never comes', { claim_end_date: '9999-12-31' }, { used: 2 }],
        ['voided', { claim_status: ' Voided ' }, { ignored: { voided: 1 } }],
        ['another person', { person_id: 'Q', diagnosis_code_1: 'R51' }, { ignored: { not_a_candidate: 1 } }],
        [
          'a claim without a code of any set',
          { claim_id: 'B', hcpcs_code: '00000', diagnosis_code_1: 'R51' },
          { ignored: { no_listed_code: 1 } },
        ],
        [
          'a line that gives its date to the diagnosis of another',
          { claim_line_number: '2', hcpcs_code: '', diagnosis_code_1: '' },
          { used: 2 },
        ],
      ],
      4,
    ),
  )('%s', async (name, change, expected) => {
    // Beside good rows with dates in every column, so that each column has a format.
    const good: Row = {
      ...VISIT,
      claim_line_start_date: '2024-06-01',
      admission_date: '2024-06-01',
      discharge_date: '2024-06-01',
    };
    const row: Row = { ...VISIT, ...change };
    const path = write(`w-${name}.csv`, MEDICAL_COLUMNS, [good, row]);
    const { accountOf } = await run({ claims: [path], pharmacy: [], eligibility: span });
    expect(accountOf(path)).toEqual({ read: 2, used: 1, ignored: {}, rejected: {}, ...expected });
  });

  it.each(
    sampled<[string, Row, Partial<Account>]>(
      [
        ['no person', { person_id: '' }, { rejected: { missing_person: 1 } }],
        ['no claim', { claim_id: '' }, { rejected: { missing_claim_id: 1 } }],
        ['no date', { dispensing_date: '' }, { rejected: { missing_date: 1 } }],
        ['a bad date', { dispensing_date: '2024-06-31' }, { rejected: { bad_date: 1 } }],
        ['the last day that can be', { dispensing_date: '2099-12-30' }, { used: 2 }],
        [
          'a last day that stands for none',
          { dispensing_date: '2099-12-31' },
          { rejected: { missing_date: 1 } },
        ],
        ['a day after the last', { dispensing_date: '2100-01-02' }, { rejected: { impossible_date: 1 } }],
        ['the first day that can be', { dispensing_date: '1900-01-02' }, { used: 2 }],
        [
          'a first day that stands for none',
          { dispensing_date: '1900-01-01' },
          { rejected: { missing_date: 1 } },
        ],
        ['a day before the first', { dispensing_date: '1899-12-29' }, { rejected: { impossible_date: 1 } }],
        ['voided', { claim_status: 'voided', claim_id: 'RX2' }, { ignored: { voided: 1 } }],
        // The void of a fill takes back the fill that it stands beside (docs/inputs.md, "Reversals").
        [
          'voided beside its like',
          { claim_status: 'voided' },
          { used: 0, ignored: { voided: 1, reversed: 1 } },
        ],
        ['no drug', { ndc_code: '' }, { ignored: { no_code: 1 } }],
        ['ten digits', { ndc_code: '0054001825' }, { rejected: { ambiguous_ndc: 1 } }],
        ['nine digits', { ndc_code: '054001825' }, { rejected: { bad_ndc: 1 } }],
        ['a drug of no list', { ndc_code: '11111111111' }, { ignored: { no_listed_code: 1 } }],
        ['another person', { person_id: 'Q' }, { ignored: { not_a_candidate: 1 } }],
        ['another date', { dispensing_date: '2024-03-02' }, { used: 2 }],
      ],
      4,
    ),
  )('pharmacy: %s', async (name, change, expected) => {
    const path = write(`p-${name}.csv`, PHARMACY_COLUMNS, [FILL, { ...FILL, ...change }]);
    const visits = [write('visit.csv', MEDICAL_COLUMNS, [VISIT])];
    const { accountOf } = await run({ claims: visits, pharmacy: [path], eligibility: span });
    expect(accountOf(path)).toEqual({ read: 2, used: 1, ignored: {}, rejected: {}, ...expected });
  });

  it.each(
    sampled<[string, Row, Partial<Account>]>(
      [
        ['no person', { person_id: '' }, { rejected: { missing_person: 1 } }],
        ['no birth date', { birth_date: '' }, { rejected: { missing_birth_date: 1 } }],
        ['a bad birth date', { birth_date: '1984-02-30' }, { rejected: { bad_date: 1 } }],
        ['no end, which is an open one', { enrollment_end_date: '' }, { used: 2 }],
        [
          'an end before its start',
          { enrollment_end_date: '2019-12-31' },
          { rejected: { end_before_start: 1 } },
        ],
        ['a birth in another century', { birth_date: '1884-06-15' }, { rejected: { impossible_date: 1 } }],
        ['a birth on the last day of the span', { birth_date: '2029-12-31' }, { used: 2 }],
        [
          'a birth after the end of the span',
          { birth_date: '2030-01-01' },
          { rejected: { impossible_date: 1 } },
        ],
        ['a death on the day of birth', { death_date: '1984-06-15' }, { used: 2 }],
        ['a death before the birth', { death_date: '1984-06-14' }, { rejected: { impossible_date: 1 } }],
        ['a span that never ends', { enrollment_end_date: '9999-12-31' }, { used: 2 }],
        ['an unknown payer', { payer_type: 'HMO' }, { rejected: { unknown_product_line: 1 } }],
        ['no payer', { payer_type: '' }, { rejected: { unknown_product_line: 1 } }],
        ['another person', { person_id: 'Q' }, { ignored: { not_a_candidate: 1 } }],
        ['the same again', {}, { ignored: { duplicate: 1 } }],
        ['another line', { payer_type: ' MEDICAID ' }, { used: 2 }],
      ],
      4,
    ),
  )('eligibility: %s', async (name, change, expected) => {
    const path = write(`e-${name}.csv`, ELIGIBILITY_COLUMNS, [SPAN, { ...SPAN, ...change }]);
    const visits = [write('visit.csv', MEDICAL_COLUMNS, [VISIT])];
    const { accountOf } = await run({ claims: visits, pharmacy: [], eligibility: [path] });
    expect(accountOf(path)).toEqual({ read: 2, used: 1, ignored: {}, rejected: {}, ...expected });
  });

  it.each(sampled(['99999999999', '3000000000', '1e300', 'nan', 'inf', '30 days', '-30'], 4))(
    'days of supply of %s do not stop the run',
    async (text) => {
      const path = write('supply.csv', PHARMACY_COLUMNS, [
        FILL,
        { ...FILL, claim_id: 'RX2', days_supply: text },
      ]);
      const visits = [write('visit.csv', MEDICAL_COLUMNS, [VISIT])];
      const { accountOf } = await run({ claims: visits, pharmacy: [path], eligibility: span });
      expectBalance(accountOf(path), 2);
    },
  );
});
