import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Ended, lbpHere } from './command.js';
import { readManifest } from './outputs.js';

const OPEN = fileURLToPath(new URL('../../valuesets/open', import.meta.url));
const GOOD = fileURLToPath(new URL('../../fixtures/bad-input/_good', import.meta.url));

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lbp-sets-'));
  cpSync(GOOD, home, { recursive: true });
  cpSync(OPEN, join(home, 'sets'), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function run(out: string, ...flags: readonly string[]): Promise<Ended> {
  const inputs = [
    '--claims',
    'medical_claim.csv',
    '--eligibility',
    'eligibility.csv',
    '--pharmacy',
    'pharmacy_claim.csv',
  ];
  return lbpHere(['run', '--year', '2025', ...inputs, '--out', out, '--quiet', ...flags], home);
}

it('a folder with all sets decides as the built-in ones do, and says whose they are', async () => {
  expect(await run('given', '--value-sets', 'sets')).toMatchObject({ exit: 0, stderr: '' });
  expect(await run('built-in')).toMatchObject({ exit: 0, stderr: '' });
  expect(readFileSync(join(home, 'given', 'members.csv'), 'utf8')).toBe(
    readFileSync(join(home, 'built-in', 'members.csv'), 'utf8'),
  );
  expect(readManifest(join(home, 'given')).value_sets).toMatchObject({ kind: 'open' });
});

it.each([
  ['imaging-study.csv', 'imaging (Imaging Study)'],
  ['uncomplicated-low-back-pain.csv', 'index (Uncomplicated Low Back Pain)'],
  ['inpatient-stay.csv', 'index (Inpatient Stay)'],
  ['trauma.csv', 'trauma (Trauma'],
  ['advanced-illness.csv', 'frailty_advanced_illness (Advanced Illness)'],
])('a folder without %s is refused, with rule and set', async (file, said) => {
  rmSync(join(home, 'sets', file));
  const ended = await run('out', '--value-sets', 'sets');
  expect(ended).toMatchObject({ exit: 3, stdout: '' });
  expect(ended.stderr).toMatch(/^LBP-E202 .*2025.*\n$/);
  expect(ended.stderr).toContain(said);
});

it('a set in another case is refused or warned of with the spelling that is there', async () => {
  const respell = (file: string, name: string): void => {
    const path = join(home, 'sets', file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(name, name.toUpperCase()));
  };
  respell('history-of-kidney-transplant.csv', 'History of Kidney Transplant');
  expect(await run('warned', '--value-sets', 'sets')).toMatchObject({ exit: 0 });
  expect(readManifest(join(home, 'warned')).warnings).toContainEqual({
    code: 'LBP-W203',
    text: 'rule transplant has no History of Kidney Transplant (spelled HISTORY OF KIDNEY TRANSPLANT) in the loaded directory',
    count: 1,
  });
  respell('imaging-study.csv', 'Imaging Study');
  const ended = await run('refused', '--value-sets', 'sets');
  expect(ended).toMatchObject({ exit: 3, stdout: '' });
  expect(ended.stderr).toMatch(/^LBP-E202 .* imaging \(Imaging Study \(spelled IMAGING STUDY\)\)/);
});

it('a category in a set is warned of, because claims have the codes below it', async () => {
  const path = join(home, 'sets', 'malignant-neoplasms.csv');
  const [heading = '', first = ''] = readFileSync(path, 'utf8').split('\n');
  const row = (code: string): string => first.split(',').with(3, code).join(',');
  // C61 is a category and a code: it is not divided.
  writeFileSync(path, [heading, ...['C50', 'C61', 'C34', 'C50.911'].map(row)].join('\n'));
  expect(await run('categories', '--value-sets', 'sets')).toMatchObject({ exit: 0 });
  const about = readManifest(join(home, 'categories')).warnings.filter(({ code }) => code === 'LBP-W204');
  expect(about).toEqual([
    {
      code: 'LBP-W204',
      text: 'ICD-10-CM categories in value sets, which are not billable: the codes below them are needed; the first is C34 of Malignant Neoplasms',
      count: 2,
    },
  ]);
});

it('value sets without medication lists are refused: the built-in demonstration lists do not step in', async () => {
  rmSync(join(home, 'sets', 'medications'), { recursive: true });
  const ended = await run('out', '--value-sets', 'sets');
  expect(ended).toMatchObject({ exit: 3, stdout: '' });
  expect(ended.stderr).toMatch(/^LBP-E202 .*corticosteroids \(Corticosteroid Medications\).*--medications/);
});

it('value sets and medication lists may come apart', async () => {
  mkdirSync(join(home, 'lists'));
  cpSync(join(home, 'sets', 'medications'), join(home, 'lists'), { recursive: true });
  rmSync(join(home, 'sets', 'medications'), { recursive: true });
  expect(await run('out', '--value-sets', 'sets', '--medications', 'lists')).toMatchObject({
    exit: 0,
    stderr: '',
  });
});

it('what a missing set of a rule with others means is a warning', async () => {
  rmSync(join(home, 'sets', 'history-of-kidney-transplant.csv'));
  expect(await run('out', '--value-sets', 'sets')).toMatchObject({ exit: 0 });
  const texts = readManifest(join(home, 'out'))
    .warnings.filter(({ code }) => code === 'LBP-W203')
    .map(({ text }) => text);
  expect(texts).toContainEqual(
    expect.stringContaining('rule transplant has no History of Kidney Transplant'),
  );
});
