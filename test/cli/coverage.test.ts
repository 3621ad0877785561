import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, lbpHere } from './command.js';
import { cell, readManifest, rowsOf } from './outputs.js';

let home: string;
let ended: Ended;
const INPUTS = [
  ...['--claims', 'plan/medical_claim.csv'],
  ...['--pharmacy', 'plan/pharmacy_claim.csv'],
  ...['--eligibility', 'plan/eligibility.csv'],
];
const run = (out: string, ...more: readonly string[]): Promise<Ended> =>
  lbpHere(['run', '--year', '2024', ...INPUTS, '--out', out, '--quiet', ...more], home);

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'lbp-coverage-'));
  await lbpHere(['synth', '--members', '3000', '--year', '2024', '--out', 'plan'], home);
  expect((await run('without')).exit).toBe(0);
  ended = await run('with', '--coverage');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const rows = (): Record<string, string>[] => rowsOf(join(home, 'with'), 'coverage.csv');
const row = (rule: string, valueSet = ''): Record<string, string> =>
  rows().find((one) => one['rule'] === rule && one['value_set'] === valueSet) ?? {};
const number = (of: Readonly<Record<string, string>>, column: string): number => Number(cell(of, column));

describe('a run with --coverage', () => {
  it('writes coverage.csv beside outputs that are the same byte for byte', () => {
    const before = readdirSync(join(home, 'without'));
    expect(before).not.toContain('coverage.csv');
    expect(readdirSync(join(home, 'with')).sort()).toEqual([...before, 'coverage.csv'].sort());
    for (const file of before.filter((name) => name !== 'manifest.json')) {
      expect([
        file,
        readFileSync(join(home, 'with', file)).equals(readFileSync(join(home, 'without', file))),
      ]).toEqual([file, true]);
    }
    expect(statSync(join(home, 'with', 'coverage.csv')).mode & 0o777).toBe(0o600);
  });

  it('is listed in the manifest', () => {
    const names = (out: string): string[] => readManifest(join(home, out)).outputs.map(({ name }) => name);
    expect(names('with')).toContain('coverage.csv');
    expect(names('without')).not.toContain('coverage.csv');
  });

  it('has the columns of the contract, and counts the same people in every row', () => {
    const text = readFileSync(join(home, 'with', 'coverage.csv'), 'utf8');
    expect(text.split('\n', 1)[0]).toBe(
      'kind,rule,value_set,persons_met,persons_near,persons_missed,persons_not_reached,finding',
    );
    const totals = rows().map((one) =>
      ['persons_met', 'persons_near', 'persons_missed', 'persons_not_reached'].reduce(
        (sum, column) => sum + number(one, column),
        0,
      ),
    );
    expect(new Set(totals).size).toBe(1);
    expect(totals[0]).toBeGreaterThan(50);
  });

  it('counts as met the people of the other outputs', () => {
    const { persons } = readManifest(join(home, 'with'));
    expect(number(row('index'), 'persons_met')).toBe(persons.with_index_event);
    const people = new Map(
      rowsOf(join(home, 'with'), 'members.csv').map((one) => [cell(one, 'person_id'), one]),
    );
    const holding = (reason: string): number =>
      [...people.values()].filter((one) => cell(one, 'reasons').split(';').includes(reason)).length;
    for (const one of rows().filter(({ kind }) => kind === 'exclusion')) {
      expect([cell(one, 'rule'), number(one, 'persons_met')]).toEqual([
        cell(one, 'rule'),
        holding(cell(one, 'rule')),
      ]);
    }
    for (const gate of ['age', 'negative_history', 'enrollment']) {
      expect([gate, number(row(gate), 'persons_met')]).toEqual([gate, people.size - holding(gate)]);
    }
    const imaged = [...people.values()].filter((one) => one['imaging'] === '1').length;
    expect(number(row('imaging'), 'persons_met')).toBe(imaged);
  });

  it('shows an empty feed, a set that is not loaded, and a rule that nobody meets', async () => {
    const [, , , , ...others] = INPUTS;
    const noDrugs = await lbpHere(
      [
        'run',
        '--year',
        '2024',
        '--claims',
        'plan/medical_claim.csv',
        ...others,
        '--coverage',
        '--out',
        'no-drugs',
        '--quiet',
      ],
      home,
    );
    expect(noDrugs.exit).toBe(0);
    const finding = (rule: string, set = ''): string | undefined =>
      rowsOf(join(home, 'no-drugs'), 'coverage.csv').find(
        (one) => one['rule'] === rule && one['value_set'] === set,
      )?.['finding'];
    expect(finding('corticosteroids')).toBe('no record');
    expect(finding('corticosteroids', 'Corticosteroid Medications')).toBe('no record');
    expect(finding('osteoporosis', 'Long-Acting Osteoporosis Medications')).toBe('not loaded');
    expect(finding('cancer')).toBe('');
    expect(noDrugs.stdout).toMatch(/^corticosteroids +0 +0 +0 +\d+ +no record/m);
    expect(noDrugs.stdout).toMatch(
      /^Value sets without a record: .*Corticosteroid Medications \(corticosteroids\)/m,
    );
    expect(noDrugs.stdout).toMatch(
      /^Value sets not loaded: .*Palliative Care Assessment \(palliative_care\)/m,
    );
  });

  it('prints a row for each rule', () => {
    const rules = rows().filter((one) => cell(one, 'value_set') === '');
    expect(rules.length).toBeGreaterThan(20);
    for (const one of rules) expect(ended.stdout).toMatch(new RegExp(`^${cell(one, 'rule')} `, 'm'));
  });

  it('gives all rows with --json, and none without --coverage', async () => {
    const json = JSON.parse((await run('json', '--coverage', '--json')).stdout);
    expect(json.coverage).toHaveLength(rows().length);
    expect(json.coverage[0]).toEqual({
      kind: 'gate',
      rule: 'index',
      value_set: '',
      persons_met: number(row('index'), 'persons_met'),
      persons_near: number(row('index'), 'persons_near'),
      persons_missed: number(row('index'), 'persons_missed'),
      persons_not_reached: number(row('index'), 'persons_not_reached'),
      finding: '',
    });
    expect(JSON.parse((await run('plain', '--json')).stdout)).not.toHaveProperty('coverage');
  });
});
