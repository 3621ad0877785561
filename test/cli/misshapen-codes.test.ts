import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Dice } from '../extract/dice.js';
import { type Row, smallPlan, type TableName, written } from '../inputs/tables/small-plan.js';
import { sampled } from '../sampled.js';
import { lbpHere } from './command.js';
import { readManifest } from './outputs.js';

/*
 * A good plan, broken in one way at random places: the run reports how often, and where one example is.
 */

const home = mkdtempSync(join(tmpdir(), 'lbp-misshapen-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const QUALITY = z.object({
  data_quality: z.array(
    z.object({
      code: z.string(),
      severity: z.string(),
      text: z.string(),
      size: z.object({ count: z.int(), of: z.int() }),
    }),
  ),
});

type Tables = Record<TableName, Row[]>;

/** The small plan repeated many times, each time with different people, and only their claims of 2025. */
function manyPeople(times: number): Tables {
  const plan = smallPlan();
  const repeated = (rows: readonly Row[]): Row[] =>
    Array.from({ length: times }, (_, time) =>
      rows.map((row) => ({
        ...row,
        person_id: `${time}${row['person_id'] ?? ''}`,
        ...(row['claim_id'] === undefined ? {} : { claim_id: `${time}${row['claim_id']}` }),
      })),
    ).flat();
  return {
    medical_claim: repeated(plan.medical_claim),
    pharmacy_claim: repeated(plan.pharmacy_claim),
    eligibility: repeated(plan.eligibility),
  };
}

let runs = 0;

async function run(tables: Tables, ...more: readonly string[]) {
  runs += 1;
  const folder = join(home, String(runs));
  mkdirSync(folder);
  for (const table of ['medical_claim', 'pharmacy_claim', 'eligibility'] as const)
    writeFileSync(join(folder, `${table}.csv`), written(tables[table], table, {}));
  const files = [
    '--claims',
    'medical_claim.csv',
    '--pharmacy',
    'pharmacy_claim.csv',
    '--eligibility',
    'eligibility.csv',
  ];
  const ended = await lbpHere(['run', '--year', '2025', ...files, '--out', 'out', ...more], folder);
  const out = join(folder, 'out');
  return {
    ended,
    manifest: () => readManifest(out),
    findings: () => QUALITY.parse(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))).data_quality,
  };
}

/** Overwrites a filled column in some rows; returns their lines in the file, whose header is line 1. */
function spoiled(rows: Row[], column: string, count: number, text: string, dice: Dice): number[] {
  const stated = rows.flatMap((row, place) => (row[column] === '' ? [] : [place]));
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(dice.pick(stated));
  for (const place of chosen) rows[place] = { ...rows[place], [column]: text };
  return [...chosen].map((place) => place + 2).sort((a, b) => a - b);
}

describe('what cannot be a code', () => {
  it.each(
    sampled<[string, string, string, number]>(
      [
        ['diagnosis_code_1', 'low back pain', 'LBP-D203', 1],
        ['diagnosis_code_1', '724.2', 'LBP-D203', 40],
        ['diagnosis_code_1', 'C00-C14', 'LBP-D203', 7],
        ['diagnosis_code_2', 'M54.50 and C61', 'LBP-D203', 3],
        ['hcpcs_code', '7210026', 'LBP-D204', 5],
        ['hcpcs_code', 'MRI', 'LBP-D204', 90],
        ['revenue_center_code', 'ER', 'LBP-D214', 2],
        ['procedure_code_1', '50360', 'LBP-D214', 4],
      ],
      3,
    ),
  )('%s: %s', async (column, text, code, count) => {
    const tables = manyPeople(30);
    const stated = tables.medical_claim.filter((row) => row[column] !== '').length;
    const lines = spoiled(tables.medical_claim, column, count, text, new Dice(count));
    // Voided rows are not counted.
    const counted = lines.filter(
      (line) => tables.medical_claim[line - 2]?.['claim_status'] !== 'voided',
    ).length;
    const { ended, findings } = await run(tables, '--json');
    expect(ended.exit).toBe(0);
    const found = findings().filter((finding) => finding.text.includes(` ${column} `));
    expect(found.map((finding) => [finding.code, finding.size.count])).toEqual([[code, counted]]);
    const [only] = found;
    // Of rows that are not voided; and of candidates' rows, who are all but one in eleven.
    const of = only?.size.of ?? 0;
    expect(of).toBeLessThanOrEqual(stated);
    expect(of).toBeGreaterThan(0.8 * stated);
    expect(only?.severity).toBe(counted / of >= 0.1 ? 'error' : 'warning');
    expect(lines.map((line) => `medical_claim.csv:${line}`)).toContain(
      /medical_claim\.csv:\d+/.exec(only?.text ?? '')?.[0],
    );
    expect(ended.stdout).toContain(code);
  });

  it('stops the run where it is most of the principal diagnoses', async () => {
    const tables = manyPeople(1);
    spoiled(tables.medical_claim, 'diagnosis_code_1', 10, 'back pain', new Dice(3));
    const { ended } = await run(tables);
    expect(ended.exit).toBe(3);
    expect(ended.stderr).toContain('LBP-E106 medical_claim.csv: 10 of 17 principal diagnoses');
  });
});

describe('a principal diagnosis that is no code of any year', () => {
  it.each([
    ['M5450Y', 'M54.50Y'],
    ['M54.501', 'M54.501'],
    ['m54.5o', 'M54.5O'],
  ])('%s', async (text, named) => {
    const tables = manyPeople(3);
    const lines = spoiled(tables.medical_claim, 'diagnosis_code_1', 2, text, new Dice(4));
    const counted = lines.filter(
      (line) => tables.medical_claim[line - 2]?.['claim_status'] !== 'voided',
    ).length;
    const { manifest, findings } = await run(tables);
    const [warning] = manifest().warnings.filter(({ code }) => code === 'LBP-W115');
    expect(warning).toMatchObject({ count: counted });
    expect(warning?.text).toMatch(
      new RegExp(`: ${named} ${counted}; the first in medical_claim\\.csv, claim \\w+`),
    );
    expect(findings().map(({ code }) => code)).toContain('LBP-D505');
  });

  it('is nothing where the category is not one of an event, or all are codes', async () => {
    const tables = manyPeople(1);
    spoiled(tables.medical_claim, 'diagnosis_code_1', 1, 'R51Y', new Dice(4));
    const { manifest } = await run(tables);
    expect(manifest().warnings.map(({ code }) => code)).not.toContain('LBP-W115');
  });
});

describe('what was taken apart', () => {
  it('is counted: modifiers', async () => {
    const tables = manyPeople(3);
    spoiled(tables.medical_claim, 'hcpcs_code', 6, '72100-26', new Dice(5));
    const { manifest } = await run(tables);
    const ofCandidates = tables.medical_claim.filter(
      (row) => row['hcpcs_code'] === '72100-26' && row['claim_status'] !== 'voided',
    );
    expect(manifest().warnings.find(({ code }) => code === 'LBP-W113')?.count).toBe(ofCandidates.length);
  });

  it.each(['M54-50', 'M54,50', 'M54-50 - Low back pain'])('is counted: the dot of %s', async (text) => {
    const tables = manyPeople(1);
    const plain = await run(tables);
    const [first] = tables.medical_claim;
    tables.medical_claim[0] = { ...first, diagnosis_code_1: text };
    const { manifest } = await run(tables);
    expect(manifest().warnings.find(({ code }) => code === 'LBP-W116')?.count).toBe(1);
    expect(manifest().persons).toEqual(plain.manifest().persons);
    expect(plain.manifest().warnings.map(({ code }) => code)).not.toContain('LBP-W116');
  });

  it('is counted, and all of it is read: several codes in a cell', async () => {
    const tables = manyPeople(1);
    const [first] = tables.medical_claim;
    // Cancer, behind the low back pain of p-01, who would be in the denominator without it.
    tables.medical_claim[0] = { ...first, diagnosis_code_1: 'M54.50; C61' };
    const { manifest } = await run(tables);
    expect(manifest().warnings.find(({ code }) => code === 'LBP-W114')?.count).toBe(1);
    const members = readFileSync(join(home, String(runs), 'out', 'members.csv'), 'utf8');
    expect(members).toMatch(/^0p-01,commercial,2025,.*,2025-03-13,0A1,M5450,99213,excluded,cancer,/m);
  });
});

describe('an amount that is no number', () => {
  it('is counted where it could take back a line or a fill', async () => {
    const tables = manyPeople(1);
    const [first] = tables.medical_claim;
    tables.medical_claim = tables.medical_claim.map((row) => ({ ...row, paid_amount: '1.00' }));
    tables.medical_claim[0] = { ...first, paid_amount: '00500}' };
    const ofLines = await run(tables);
    const count = ({ manifest }: typeof ofLines): number =>
      manifest().warnings.find(({ code }) => code === 'LBP-W151')?.count ?? 0;
    expect(count(ofLines)).toBe(1);
    tables.pharmacy_claim = tables.pharmacy_claim.map((row) => ({ ...row, quantity: '30}' }));
    expect(count(await run(tables))).toBeGreaterThan(1);
  });
});

describe('ids', () => {
  it('of several people are an error, with a row of one of them', async () => {
    const tables = manyPeople(1);
    tables.eligibility[1] = { ...tables.eligibility[1], person_id: '0p-01' };
    const { ended, findings } = await run(tables);
    const found = findings().filter(({ code }) => code === 'LBP-D215');
    expect(found).toMatchObject([{ severity: 'error', size: { count: 1 } }]);
    expect(found[0]?.text).toMatch(/one of them in eligibility\.csv:[23]$/);
    expect(ended.stdout).toContain('error: LBP-D215');
    expect(ended.stdout + ended.stderr).not.toContain('0p-01');
  });

  it.each(
    sampled(
      [
        ['1.00235E+11', 'scientific_id'],
        ['1e+5', 'scientific_id'],
        ['NULL', 'missing_person'],
        ['\\N', 'missing_person'],
        ['NA', 'missing_person'],
        ['none', 'missing_person'],
        ['#N/A', 'missing_person'],
      ],
      3,
    ),
  )('%s rejects its rows (%s)', async (id, reason) => {
    const tables = manyPeople(2);
    const lines = spoiled(tables.medical_claim, 'person_id', 5, id, new Dice(11));
    const { ended, manifest } = await run(tables);
    expect(ended.exit).toBe(1);
    const [claims] = manifest().inputs;
    expect(claims?.rows_rejected).toEqual({ [reason]: lines.length });
  });
});

describe('a claim id', () => {
  // As Excel writes -10000930037831 and, in Germany, 1000093003783.
  it.each([['-1.00009E+13'], ['1,00009E+12']])('cut by a spreadsheet rejects its rows (%s)', async (id) => {
    const tables = manyPeople(2);
    const lines = spoiled(tables.medical_claim, 'claim_id', 5, id, new Dice(11));
    const { ended, manifest } = await run(tables);
    expect(ended.exit).toBe(1);
    expect(manifest().inputs[0]?.rows_rejected).toEqual({ scientific_id: lines.length });
  });

  /** A line of one claim with the diagnosis, and one with the image, of another source; the person has both. */
  async function imagingOf(sources: readonly [string, string]): Promise<string> {
    const tables = manyPeople(1);
    const rows = tables.medical_claim.filter((row) => row['person_id'] === '0p-01');
    const [visit, image] = rows;
    tables.medical_claim = [
      { ...visit, claim_id: 'X', claim_line_number: '1', data_source: sources[0] },
      // The diagnosis of the image stands on no line of its own claim.
      { ...image, claim_id: 'X', claim_line_number: '2', diagnosis_code_1: 'R51', data_source: sources[1] },
    ];
    await run(tables);
    const members = readFileSync(join(home, String(runs), 'out', 'members.csv'), 'utf8');
    return members.split('\n')[1]?.split(',')[11] ?? '';
  }

  it('of one source is one claim, whose diagnoses hold for all lines', async () => {
    expect(await imagingOf(['north', 'north'])).toBe('1');
    expect(await imagingOf(['', ''])).toBe('1');
  });

  it('of two sources is two claims', async () => {
    expect(await imagingOf(['north', 'south'])).toBe('0');
  });
});

describe('pharmacy claims with ids of their own', () => {
  it('are warned of', async () => {
    const tables = manyPeople(1);
    const strangers: unknown = expect.stringMatching(
      /^LBP-W131 100 % of people with pharmacy claims have no enrollment/,
    );
    const warnings = async (): Promise<string[]> =>
      (await run(tables)).manifest().warnings.map(({ code, text }) => `${code} ${text}`);
    expect(await warnings()).not.toContainEqual(strangers);
    tables.pharmacy_claim = tables.pharmacy_claim.map((row) => ({
      ...row,
      person_id: `rx${row['person_id']}`,
    }));
    expect(await warnings()).toContainEqual(strangers);
  });
});
