import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../../src/extract/duckdb.js';
import { type Ended, lbp } from '../../cli/command.js';
import { sampled } from '../../sampled.js';
import { smallPlan, type TableName, written } from './small-plan.js';

/*
 * Parquet files with typed columns. A date is the same day however a writer stores it, on every host and in
 * every time zone.
 */

const TABLES: readonly TableName[] = ['medical_claim', 'pharmacy_claim', 'eligibility'];
const FLAGS = { medical_claim: '--claims', pharmacy_claim: '--pharmacy', eligibility: '--eligibility' };
const home = mkdtempSync(join(tmpdir(), 'lbp-typed-'));
let engine: Engine;
let members: string;

beforeAll(async () => {
  engine = await Engine.open({ threads: 1, memory: '256MB', spill: join(home, 'spill') });
  for (const table of TABLES) {
    writeFileSync(join(home, `${table}.csv`), written(smallPlan()[table], table, {}));
  }
  const ended = await run('csv', 'csv');
  expect(ended.exit).toBe(0);
  members = membersOf('csv');
});
afterAll(() => {
  engine.close();
  rmSync(home, { recursive: true, force: true });
});

/** Runs on the tables in a format, in a time zone. */
function run(format: string, out: string, zone = 'UTC'): Promise<Ended> {
  const files = TABLES.flatMap((table) => [FLAGS[table], `${table}.${format}`]);
  return lbp(['run', '--year', '2025', ...files, '--out', out, '--quiet'], { cwd: home, env: { TZ: zone } });
}

function membersOf(out: string): string {
  return readFileSync(join(home, out, 'members.csv'), 'utf8');
}

/** Stores the tables as Parquet, each date column as an expression of its day has it. */
function store(stored: (day: string) => string): Promise<void> {
  return storeAs((name) => (name.includes('date') ? stored(`CAST(NULLIF(${name}, '') AS DATE)`) : name));
}

/** Stores the tables as Parquet, each column as an expression of its text has it. */
async function storeAs(stored: (name: string) => string): Promise<void> {
  for (const table of TABLES) {
    const [first = {}] = smallPlan()[table];
    const columns = Object.keys(first).map((name) => `${stored(name)} AS ${name}`);
    await engine.run(
      `COPY (SELECT ${columns.join(', ')} FROM read_csv('${join(home, `${table}.csv`)}', all_varchar = true))
       TO '${join(home, `${table}.parquet`)}' (FORMAT parquet)`,
    );
  }
}

const digits = (day: string): string => `strftime(${day}, '%Y%m%d')`;

describe('a day stored as', () => {
  it.each(
    sampled<readonly [string, (day: string) => string]>(
      [
        ['DATE', (day) => day],
        ['INTEGER YYYYMMDD', (day) => `CAST(${digits(day)} AS INTEGER)`],
        ['BIGINT YYYYMMDD', (day) => `CAST(${digits(day)} AS BIGINT)`],
        ['DOUBLE YYYYMMDD, as a table with blanks becomes', (day) => `CAST(${digits(day)} AS DOUBLE)`],
        ['DECIMAL YYYYMMDD', (day) => `CAST(${digits(day)} AS DECIMAL(10, 2))`],
        ['TIMESTAMP', (day) => `CAST(${day} AS TIMESTAMP)`],
      ],
      3,
    ),
  )('%s', async (name, stored) => {
    await store(stored);
    expect((await run('parquet', name)).exit).toBe(0);
    expect(membersOf(name)).toBe(members);
  });
});

describe('ids and line numbers of digits', () => {
  /** The digits of an id, as a number too large for 32 bits. */
  const number = (name: string): string =>
    `CAST('70' || regexp_replace(hash(${name})::VARCHAR, '^.*(.{9})$', '\\1') AS BIGINT)`;
  const storedAs = (type: string): Promise<void> =>
    storeAs((name) => {
      if (['person_id', 'claim_id', 'member_id'].includes(name)) return `CAST(${number(name)} AS ${type})`;
      return name === 'claim_line_number' ? `CAST(${name} AS ${type})` : name;
    });

  it('are the same ids, whatever type of number a file gives them', async () => {
    const found: string[] = [];
    for (const type of sampled(['VARCHAR', 'BIGINT', 'DOUBLE', 'DECIMAL(20, 2)', 'HUGEINT'], 2)) {
      await storedAs(type);
      const out = `ids as ${type}`;
      expect((await run('parquet', out)).exit).toBe(0);
      found.push(membersOf(out), readFileSync(join(home, out, 'evidence.csv'), 'utf8'));
    }
    expect(new Set(found).size).toBe(2);
    // The same people in all else.
    const withoutIds = (text: string): Set<string> =>
      new Set(
        text.split('\n').map((line) => line.replace(/^[^,]*/, '').replace(/,([A-Z]\d|70\d{9})(?=,)/g, ',id')),
      );
    expect(withoutIds(found[0] ?? '')).toEqual(withoutIds(members));
  });
});

describe('numbers of single precision', () => {
  /** The numbers in such a column, in place of the texts of one. */
  const single = (column: string, number: string): Promise<void> =>
    storeAs((name) => (name === column ? `CAST(${number} AS FLOAT)` : name));

  it.each([
    ['person_id', '100000000 + ascii(person_id)'],
    ['claim_start_date', `strftime(CAST(claim_start_date AS DATE), '%Y%m%d')`],
    ['ndc_code', 'ndc_code'],
  ])('that have lost digits of %s are refused', async (column, number) => {
    await single(column, number);
    const { exit, stderr } = await run('parquet', `single ${column}`);
    expect(exit).toBe(3);
    expect(stderr).toMatch(new RegExp(`^LBP-E107 \\w+\\.parquet: column ${column} holds numbers of single`));
  });

  it('that hold every digit are read', async () => {
    await single('place_of_service_code', `NULLIF(place_of_service_code, '')`);
    expect((await run('parquet', 'single place')).exit).toBe(0);
    expect(membersOf('single place')).toBe(members);
  });
});

it.each([
  // The first is the least whole number that a double takes for another one, and DuckDB writes it without an exponent.
  ['9007199254740993', 'DOUBLE', 3],
  ['9500000000000001', 'DOUBLE', 3],
  ['95000000000000001', 'DOUBLE', 3],
  ['9007199254740991', 'DOUBLE', 0],
  ['95000000000000001', 'BIGINT', 0],
  ['95000000000000001', 'DECIMAL(20, 0)', 0],
])('a person_id of %s stored as %s is read exactly or not at all', async (id, type, exit) => {
  await storeAs((name) => (name === 'person_id' ? `CAST(${id} AS ${type})` : name));
  const ended = await run('parquet', `${id} as ${type}`);
  expect(ended.exit).toBe(exit);
  if (exit === 3) expect(ended.stderr).toMatch(/^LBP-E108 .*scientific/);
  else expect(membersOf(`${id} as ${type}`)).toContain(`\n${id},`);
});

it('a number that is no day is refused, and the message names the column', async () => {
  await store((day) => `CAST(epoch(${day}) / 86400 AS INTEGER)`);
  const { exit, stderr } = await run('parquet', 'epoch');
  expect(exit).toBe(3);
  expect(stderr).toMatch(
    /^LBP-E105 medical_claim\.parquet: column claim_start_date fits no known date format/,
  );
});

/** Midnight in UTC is the day before in New York, and the last hour of a day the next one in Kolkata. */
describe.each([
  ['midnight in UTC', '00:00:00'],
  ['late in the day in UTC', '23:30:00'],
])('zoned timestamps at %s', (_, time) => {
  it.each(sampled(['UTC', 'America/New_York', 'Asia/Kolkata'], 3))(
    'are the same days on a host in %s',
    async (zone) => {
      await store((day) => `CAST(strftime(${day}, '%Y-%m-%d ${time}+00') AS TIMESTAMPTZ)`);
      const out = `${time} ${zone.replace('/', ' ')}`;
      expect((await run('parquet', out, zone)).exit).toBe(0);
      expect(membersOf(out)).toBe(members);
    },
  );
});
