import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, lbpHere } from '../../cli/command.js';

/* `lbp review` as a user types it, on worked example 1a: motor signs in acute pain on day 42. */

const home = mkdtempSync(join(tmpdir(), 'lbp-review-command-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const lbp = (...args: readonly string[]): Promise<Ended> => lbpHere(args, home);

type Row = Readonly<Record<string, string>>;

function rows(...path: readonly string[]): Row[] {
  return parse(readFileSync(join(home, ...path)), { columns: true });
}

async function done(...args: readonly string[]): Promise<Ended> {
  const ended = await lbp(...args);
  expect(ended, ended.stderr).toMatchObject({ exit: 0 });
  return ended;
}

beforeAll(async () => {
  cpSync(fileURLToPath(new URL('../../../fixtures/review/1a/', import.meta.url)), home, { recursive: true });
  await done('review', '--config', 'lbp.json', '--out', 'run', '--quiet');
});

describe('a run', () => {
  it('says what claims show of the line, and who ordered it', () => {
    expect(rows('run', 'review.csv')).toEqual([
      expect.objectContaining({
        ...{ person_id: '1a', claim_id: '1a-IMAGE', service_date: '2024-05-15', code: '72148' },
        ...{ region: 'lumbar', modality: 'mri', contrast: 'without', age: '45', product_line: 'commercial' },
        ...{
          guideline: 'kp',
          version: 'kp-3',
          in_scope: 'yes',
          pain_phase: 'acute',
          pain_start: '2024-04-03',
        },
        ...{ suggestion: 'needs clinical review', scenarios_met: '', scenarios_open: 'kp-I.A' },
        ...{ contrast_note: 'as advised', ordering_npi: '1234567893', allowed_amount: '100.00' },
      }),
    ]);
  });

  it('numbers the leaves depth first, and has a record for each that is met', () => {
    // kp-I.A: phase 1, motor deficit 2, chart 3.
    const criteria = rows('run', 'review-criteria.csv');
    expect(criteria[0]).toMatchObject({ scenario: 'kp-I.A', result: 'open', met: '1;2', needs_chart: '3' });
    // kp-3 has 24 scenarios, and all are for lumbar MRI of any age.
    expect(criteria).toHaveLength(24);
    const evidence = rows('run', 'review-evidence.csv').filter(({ rule }) => rule === 'kp-I.A');
    expect(evidence.map(({ leaf, code, date, window_start: start }) => [leaf, code, date, start])).toEqual([
      ['1', 'M5450', '2024-04-03', ''],
      ['2', 'M21371', '2024-05-15', '2024-04-03'],
    ]);
  });

  it('adds lines up by suggestion, modality, region and provider', () => {
    const all = rows('run', 'review-summary.csv').filter(({ provider }) => provider === 'total');
    expect(all).toContainEqual({
      ...{ suggestion: 'needs clinical review', modality: 'mri', region: 'lumbar', provider: 'total' },
      ...{ lines: '1', claims: '1', persons: '1', allowed_amount: '100.00' },
    });
  });

  // Rows identical to another in all that is read are duplicates (docs/inputs.md, "Row accounting").
  it('reviews a line once that stands twice in a file, and in another', async () => {
    const [header, ...lines] = readFileSync(join(home, 'medical_claim.csv'), 'utf8').trim().split('\n');
    writeFileSync(join(home, 'twice.csv'), `${[header, ...lines, ...lines].join('\n')}\n`);
    const claims = ['medical_claim.csv', 'twice.csv'];
    await done('review', '--config', 'lbp.json', '--claims', ...claims, '--out', 'twice', '--quiet');
    for (const file of ['review.csv', 'review-criteria.csv', 'review-evidence.csv', 'review-summary.csv'])
      expect(rows('twice', file), file).toEqual(rows('run', file));
  });

  it('writes the worklist for its owner alone, and names it in the manifest', () => {
    expect(statSync(join(home, 'run', 'review.html')).mode & 0o777).toBe(0o600);
    const { outputs } = JSON.parse(readFileSync(join(home, 'run', 'manifest.json'), 'utf8'));
    expect(outputs.map(({ name }: { name: string }) => name)).toContain('review.html');
  });
});

describe('lbp explain', () => {
  it('shows the scenarios as outlines, with the record below what is met', async () => {
    const { stdout } = await done('explain', '1a', '--run', 'run');
    expect(stdout).toMatch(/72148 on 2024-05-15 \(claim 1a-IMAGE line 1\): needs clinical review/);
    expect(stdout).toMatch(/\[x\] 2 {2}record of motor deficit.*\n.*M21371 on 2024-05-15/);
    expect(stdout).toMatch(/\[\?\] 3 {2}chart: deficit worse/);
    expect(stdout).toMatch(/\[ \] 6 {2}age 51 or more/);
  });

  it('says so of somebody without a line in scope', async () => {
    const { stdout } = await done('explain', 'nobody', '--run', 'run');
    expect(stdout).toMatch(/nobody has no imaging line in the scope of kp from 2020-01-01 to 2025-12-31/);
  });

  it('decides again from the inputs, and says the same', async () => {
    const again = await done('explain', '1a', '--run', 'run', '--with-inputs', '--json');
    const rest = await done('explain', '1a', '--run', 'run', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ lines: JSON.parse(rest.stdout).lines });
  });
});

describe('lbp compare', () => {
  it('says which lines changed, how, and what it can come from', async () => {
    const claims = readFileSync(join(home, 'medical_claim.csv'), 'utf8');
    writeFileSync(join(home, 'changed.csv'), claims.replace('M21371', 'M21331'));
    await done('review', '--config', 'lbp.json', '--claims', 'changed.csv', '--out', 'changed', '--quiet');
    const { stdout } = await done('compare', 'run', 'changed', '--out', 'changes.csv');
    expect(stdout).toMatch(/needs clinical review +not supported by claims +1/);
    expect(rows('changes.csv')).toEqual([
      expect.objectContaining({
        ...{ person_id: '1a', change: 'suggestion', from_scenarios_open: 'kp-I.A', to_scenarios_open: '' },
        causes: 'claims',
        differences: expect.stringContaining('kp-I.A: open > not shown'),
      }),
    ]);
  });

  it('finds nothing in the same again', async () => {
    await done('review', '--config', 'lbp.json', '--out', 'again', '--quiet');
    expect((await done('compare', 'run', 'again', '--fail-on-change')).stdout).toContain('No line changed.');
  });

  it('sets two guidelines side by side', async () => {
    await done('review', '--config', 'lbp.json', '--guideline', 'aim', '--out', 'aim', '--quiet');
    const { stdout } = await done('compare', 'run', 'aim', '--json');
    expect(JSON.parse(stdout).changes).toMatchObject({ total: 1 });
  });
});

describe('guidelines', () => {
  it('are listed with their versions', async () => {
    const { stdout } = await done('review', '--list');
    for (const version of ['kp-1', 'kp-2', 'kp-3', 'aim-2022', 'aim-2023']) expect(stdout).toContain(version);
    expect(stdout).toMatch(/aim-2022 +2022-09-11 +2023-09-09 +provisional/);
  });

  it('are shown as an outline with the numbers of the outputs', async () => {
    const { stdout } = await done('review', '--show', 'kp-3');
    expect(stdout).toMatch(/kp-I\.A {2}progressive motor signs/);
    expect(stdout).toMatch(/^ {6}2 {2}record of motor deficit/m);
  });

  it('that --show prints can be given as a file, and review the same', async () => {
    const { stdout } = await done('review', '--show', 'kp');
    writeFileSync(join(home, 'ours.json'), stdout.replace('"id": "kp"', '"id": "ours"'));
    await done('review', '--config', 'lbp.json', '--guideline', 'ours.json', '--out', 'ours', '--quiet');
    expect(rows('ours', 'review-criteria.csv')).toEqual(rows('run', 'review-criteria.csv'));
    expect(rows('ours', 'review.csv')[0]).toMatchObject({ guideline: 'ours', version: 'kp-3' });
    // The manifest holds the file, so that the run can be explained without it.
    rmSync(join(home, 'ours.json'));
    expect((await done('explain', '1a', '--run', 'ours')).stdout).toContain('record of motor deficit');
  });

  it.each([
    [['--guideline', 'milliman'], 'no name of what ships (kp, aim)'],
    [['--from', '2025-01-01', '--to', '2024-12-31'], '--from 2025-01-01 is after --to 2024-12-31'],
    [['--from', '2024-13-01'], '--from 2024-13-01 is not a date'],
    [['--as-published', '2019-01-01'], 'no version of kp was in force'],
    [['--show', 'kp-9'], 'no guideline or version has this id'],
  ])('%j is refused', async (flags, message) => {
    const ended = await lbp('review', '--config', 'lbp.json', '--out', 'refused', ...flags);
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain(message);
  });

  it('with a set of the name of one that ships is refused', async () => {
    const header =
      'Value Set Name,Value Set OID,Value Set Version,Code,Definition,Code System,Code System OID,Code System Version';
    writeFileSync(
      join(home, 'sets.csv'),
      `${header}\nfever,1.2,1,R509,,ICD10CM,,\nInpatient Stay,1.3,1,0120,,UBREV,,\n`,
    );
    const ended = await lbp('review', '--config', 'lbp.json', '--value-sets', 'sets.csv', '--out', 'refused');
    expect(ended.exit).toBe(3);
    expect(ended.stderr).toContain('LBP-E203 sets.csv: the value set fever has the name of one that ships');
  });
});
