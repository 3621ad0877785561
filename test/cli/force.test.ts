/* --force removes only what an lbp command wrote, and never an input of the command. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { code, sheet, VALUE_SETS, workbook } from '../valuesets/workbooks.js';
import { type Ended, lbpHere } from './command.js';

const FIXTURES = fileURLToPath(new URL('../../fixtures', import.meta.url));
const OPEN = fileURLToPath(new URL('../../valuesets/open', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'lbp-force-'));

const command = (...args: readonly string[]): Promise<Ended> => lbpHere(args, home);
const runOn = (claims: string, ...more: readonly string[]): Promise<Ended> =>
  command('run', '--year', '2025', '--claims', claims, '--eligibility', 'good/eligibility.csv', ...more);

/** Every file below a folder with its content. */
function listing(folder: string): Record<string, string> {
  const paths = readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' }).sort();
  const files = paths.filter((path) => statSync(join(home, folder, path)).isFile());
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(home, folder, path), 'latin1')]));
}

async function refused(ended: Promise<Ended>, folder: string, says: RegExp): Promise<void> {
  const before = listing(folder);
  const { exit, stdout, stderr } = await ended;
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toMatch(says);
  expect(listing(folder)).toEqual(before);
  expect(readdirSync(home).filter((name) => name.startsWith(`${folder}.`))).toEqual([]);
}

beforeAll(async () => {
  cpSync(join(FIXTURES, 'bad-input', '_good'), join(home, 'good'), { recursive: true });
  cpSync(join(FIXTURES, 'x12-run', 'subscriber-and-dependant'), join(home, 'edi'), { recursive: true });
  cpSync(OPEN, join(home, 'open'), { recursive: true });
  await workbook(join(home, 'in.xlsx'), [
    sheet('Value Sets to Codes', [VALUE_SETS, code('A Set', 'CPT', '99213')]),
  ]);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('a folder of the user', () => {
  it.each(['run', 'convert'])('is kept by %s, though its files are called as ours are', async (name) => {
    mkdirSync(join(home, name));
    cpSync(join(home, 'good', 'medical_claim.csv'), join(home, name, 'medical_claim.csv'));
    const ended =
      name === 'run'
        ? runOn('run/medical_claim.csv', '--out', 'run', '--force')
        : command('convert', '--x12', 'edi/*.837', '--out', 'convert', '--force');
    await refused(ended, name, /^LBP-E303 (?:run|convert): not replaced, because /);
  });

  it('is kept by synth, though it holds tables', async () => {
    await refused(
      command('synth', '--members', '5', '--year', '2025', '--out', 'good', '--force'),
      'good',
      /^LBP-E303 good: not replaced, because it holds something that no command of lbp wrote there/,
    );
  });

  it('is kept by an import, though it holds value sets', async () => {
    mkdirSync(join(home, 'sets'));
    cpSync(join(home, 'in.xlsx'), join(home, 'sets', 'value-sets.csv'));
    await refused(
      command('valuesets', 'import', 'in.xlsx', '--out', 'sets', '--force'),
      'sets',
      /^LBP-E303 sets: not replaced/,
    );
  });
});

describe('an earlier output that is an input', () => {
  it('of claims is kept', async () => {
    const made = await command('convert', '--x12', 'edi/*.837', '--out', 'converted');
    expect(made.exit).toBe(0);
    const says = /^LBP-E303 converted: not replaced, because converted\/medical_claim\.csv is an input/;
    await refused(runOn('converted/medical_claim.csv', '--out', 'converted', '--force'), 'converted', says);
    await refused(runOn('converted/*_claim.csv', '--out', 'converted', '--force'), 'converted', says);
  });

  it('of value sets is kept, also within a folder that is given', async () => {
    mkdirSync(join(home, 'licensed'));
    const made = await command('valuesets', 'import', 'in.xlsx', '--out', 'licensed/2025');
    expect(made).toMatchObject({ exit: 0, stderr: '' });
    for (const given of ['licensed', 'licensed/2025', 'licensed/2025/value-sets.csv']) {
      const args = ['--value-sets', given, '--out', 'licensed/2025', '--force'];
      await refused(
        runOn('good/medical_claim.csv', ...args),
        'licensed',
        /^LBP-E303 licensed\/2025: not replaced, because licensed\/2025\/value-sets\.csv is an input/,
      );
    }
  });

  it('of 837 files in a folder is kept', async () => {
    const made = await command('synth', '--members', '20', '--year', '2025', '--x12', '--out', 'plan');
    expect(made.exit).toBe(0);
    await refused(
      command('convert', '--x12', 'plan/edi', '--out', 'plan', '--force'),
      'plan',
      /^LBP-E303 plan: not replaced, because plan\/edi\/\S+\.837 is an input/,
    );
  });
});

describe('an earlier output', () => {
  it.each<[string, () => Promise<Ended>]>([
    ['of run', () => runOn('good/medical_claim.csv', '--coverage', '--out', 'again', '--force')],
    [
      'of convert',
      () => command('convert', '--x12', 'edi/*.837', '--format', 'parquet', '--out', 'again', '--force'),
    ],
    ['of synth', () => command('synth', '--members', '5', '--year', '2025', '--out', 'again', '--force')],
    [
      'of synth, with 837 files',
      () => command('synth', '--members', '5', '--year', '2025', '--x12', '--out', 'again', '--force'),
    ],
    ['of an import', () => command('valuesets', 'import', 'in.xlsx', '--out', 'again', '--force')],
    [
      'of deck',
      () => command('deck', join(FIXTURES, 'deck', '2025'), '--year', '2025', '--out', 'again', '--force'),
    ],
  ])('%s is replaced, whatever made it', async (_, make) => {
    for (const turn of [1, 2]) {
      const { exit, stderr } = await make();
      expect(exit, `turn ${turn}: ${stderr}`).toBe(0);
      expect(listing('again')['manifest.json']).toContain('"lbp"');
      expect(readdirSync(home).filter((name) => name.startsWith('again'))).toEqual(['again']);
    }
  });
});
