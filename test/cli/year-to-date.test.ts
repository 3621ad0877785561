import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampled } from '../sampled.js';
import { type Ended, lbpHere } from './command.js';
import { readManifest, rowsOf } from './outputs.js';

let home: string;
const INPUTS = [
  ...['--claims', 'plan/medical_claim.csv'],
  ...['--pharmacy', 'plan/pharmacy_claim.csv'],
  ...['--eligibility', 'plan/eligibility.csv'],
];
const run = (out: string, ...more: readonly string[]): Promise<Ended> =>
  lbpHere(['run', '--year', '2024', ...INPUTS, '--out', out, '--quiet', ...more], home);
const rows = (out: string, file: string): Record<string, string>[] => rowsOf(join(home, out), file);
const bytes = (out: string, file: string): Buffer => readFileSync(join(home, out, file));

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'lbp-date-'));
  await lbpHere(['synth', '--members', '3000', '--year', '2024', '--out', 'plan'], home);
  expect((await run('plain')).exit).toBe(0);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('a run as of a day', () => {
  it('on the last day of the year is a plain run, byte for byte', async () => {
    expect((await run('last', '--as-of', '2024-12-31')).exit).toBe(0);
    const files = readdirSync(join(home, 'plain'));
    expect(readdirSync(join(home, 'last'))).toEqual(files);
    expect(files).not.toContain('open-episodes.csv');
    for (const file of files.filter((name) => name !== 'manifest.json')) {
      expect([file, bytes('last', file).equals(bytes('plain', file))]).toEqual([file, true]);
    }
    expect(readManifest(join(home, 'last')).measure).toEqual(readManifest(join(home, 'plain')).measure);
  });

  it('lists the open people and has them in no rate', async () => {
    expect((await run('june', '--as-of', '2024-06-15')).exit).toBe(0);
    const open = rows('june', 'open-episodes.csv');
    expect(open.length).toBeGreaterThan(0);
    for (const { days_left: left, last_day: last = '', index_date: index = '' } of open) {
      const day = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 86_400_000;
      expect(day(last) - day(index)).toBe(28);
      expect(Number(left)).toBe(day(last) - day('2024-06-15'));
      expect(Number(left)).toBeGreaterThan(0);
    }
    const members = rows('june', 'members.csv');
    expect(new Set(members.filter(({ status }) => status === 'open').map((one) => one['person_id']))).toEqual(
      new Set(open.map((one) => one['person_id'])),
    );
    for (const row of rows('june', 'summary.csv')) {
      const [candidates, ...parts] = ['candidates', 'ineligible', 'excluded', 'denominator', 'open'].map(
        (name) => Number(row[name]),
      );
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(candidates);
    }
    expect(readManifest(join(home, 'june')).warnings.map(({ code }) => code)).toContain('LBP-W302');
    const [one] = open;
    const explained = await lbpHere(['explain', String(one?.['person_id']), '--run', 'june', '--json'], home);
    expect(JSON.parse(explained.stdout).outcomes[0].status).toBe('open');
  });

  it.each(['2023-12-31', 'june'])('refuses %s', async (day) => {
    const { exit, stderr } = await run('none', '--as-of', day);
    expect([exit, stderr]).toEqual([2, expect.stringContaining('LBP-E304 --as-of')]);
  });
});

describe('a run by columns, with names of providers', () => {
  it('adds the columns of eligibility, and counts by them', async () => {
    const [person] = rows('plain', 'members.csv');
    writeFileSync(join(home, 'names.csv'), `npi,name,group\n${person?.['index_npi']},Ann,North\n`);
    const asked = ['--by', 'gender,payer', '--providers', 'names.csv'];
    expect((await run('by', ...asked)).exit).toBe(0);
    const plain = rows('plain', 'members.csv');
    const members = rows('by', 'members.csv');
    expect(members.map(({ gender: _, payer: __, ...rest }) => rest)).toEqual(plain);
    const gender = new Map(
      rowsOf(join(home, 'plan'), 'eligibility.csv').map((row) => [row['person_id'], row['gender']]),
    );
    for (const row of members) expect(row['gender']).toBe(gender.get(row['person_id']));
    const counted = rows('by', 'summary-by.csv').filter(({ column }) => column === 'gender');
    for (const { value, product_line: line, candidates } of counted) {
      const same = members.filter((row) => row['gender'] === value && row['product_line'] === line);
      expect(same.length).toBe(Number(candidates));
    }
    const named = rows('by', 'providers.csv').filter(({ name }) => name === 'Ann');
    expect(named.every(({ npi, group }) => npi === person?.['index_npi'] && group === 'North')).toBe(true);
  });

  it.each(
    sampled(
      [
        [['--by', 'region'], 3, 'LBP-E103 plan/eligibility.csv: no column region (found: '],
        [['--providers', 'plan/eligibility.csv'], 3, 'LBP-E123 plan/eligibility.csv'],
        [['--providers', 'nowhere.csv'], 3, 'LBP-E101 nowhere.csv'],
      ],
      3,
    ),
  )('refuses %j', async (flags, exit, message) => {
    const ended = await run('none', ...flags);
    expect([ended.exit, ended.stderr]).toEqual([exit, expect.stringContaining(message)]);
  });
});

describe('a scheduler', () => {
  it('finds the day and the measured year in the name of the folder', async () => {
    const now = new Date();
    expect((await run('night-{year}-{date}')).exit).toBe(0);
    const [name = ''] = readdirSync(home).filter((one) => one.startsWith('night-2024-'));
    const [year, month, day] = name.slice('night-2024-'.length).split('-').map(Number);
    const named = new Date(year ?? 0, (month ?? 0) - 1, day);
    expect(Math.abs(named.getTime() - now.getTime())).toBeLessThan(2 * 86_400_000);
  });

  it('reads the run id and the end in a JSON log', async () => {
    const ended = await lbpHere(
      ['run', '--year', '2024', ...INPUTS, '--out', 'logged', '--log-format', 'json'],
      home,
    );
    const lines = ended.stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const id = JSON.parse(bytes('logged', 'manifest.json').toString('utf8')).run_id;
    for (const line of lines) {
      expect(line.run_id).toBe(id);
      expect(new Date(line.time).toISOString()).toBe(line.time);
    }
    expect(lines.at(-1)).toMatchObject({ level: 'info', message: 'end', exit: 'done', exit_code: 0 });
    expect(lines.filter(({ message }) => message === 'end')).toHaveLength(1);
  });

  it.each(
    sampled(
      [
        [
          ['--claims', 'gone.csv', '--eligibility', 'plan/eligibility.csv', '--year', '2024'],
          3,
          'LBP-E101',
          'gone.csv',
        ],
        [['--claims', 'plan/medical_claim.csv', '--year', '2024'], 2, 'LBP-E304', null],
        [['--year', '1999', ...INPUTS], 2, 'LBP-E301', '--year 1999'],
        [['--no-such-flag'], 2, 'LBP-E304', null],
      ],
      3,
    ),
  )('reads a failure as one object with %j', async (flags, exit, code, place) => {
    const ended = await lbpHere(['run', ...flags, '--out', 'none', '--json', '--quiet'], home);
    expect(ended.exit).toBe(exit);
    expect(ended.stderr).toContain(code);
    const answer: Record<string, unknown> = JSON.parse(ended.stdout);
    expect(answer).toEqual({
      exit: exit === 3 ? 'input' : 'usage',
      code,
      message: expect.any(String),
      place,
    });
  });
});
