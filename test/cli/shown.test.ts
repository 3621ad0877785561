/* User names and values can contain terminal control sequences; no message or output passes them on. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, lbpHere } from './command.js';

const FIXTURES = fileURLToPath(new URL('../../fixtures', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'lbp-shown-'));
const ORDER = '\u001b[2J\u0007\u009b1m';
const SHOWN = '\\u001b[2J\\u0007\\u009b1m';

const good = { claims: '', eligibility: '' };
beforeAll(() => {
  cpSync(join(FIXTURES, 'bad-input', '_good'), home, { recursive: true });
  good.claims = readFileSync(join(home, 'medical_claim.csv'), 'utf8');
  good.eligibility = readFileSync(join(home, 'eligibility.csv'), 'utf8');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function file(name: string, text: string): string {
  writeFileSync(join(home, name), text);
  return name;
}

async function ended(...args: readonly string[]): Promise<Ended> {
  const found = await lbpHere(args, home);
  // Line ends and tabs are ours.
  expect(`${found.stdout}${found.stderr}`.replaceAll(/[\n\t]/g, '')).not.toMatch(/\p{Cc}/u);
  return found;
}

const run = (...args: readonly string[]): Promise<Ended> => ended('run', '--year', '2025', ...args);

describe('orders for a terminal are shown as text', () => {
  it.each([[[]], [['--log-format', 'json']]])('in a header, with %j', async (format) => {
    const claims = file('header.csv', good.claims.replace('person_id', `person${ORDER}`));
    const { exit, stderr } = await run('--claims', claims, '--eligibility', 'eligibility.csv', ...format);
    expect(exit).toBe(3);
    const messages = stderr
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (format.length === 0 ? line : String(JSON.parse(line).message)));
    expect(messages.join('\n')).toContain(`person${SHOWN}`);
  });

  it('in the name of a file, of an option and of a command', async () => {
    expect((await run('--claims', `no${ORDER}.csv`, '--eligibility', 'eligibility.csv')).stderr).toContain(
      `no${SHOWN}.csv`,
    );
    expect((await run(`--${ORDER}`)).stderr).toContain(SHOWN);
    expect((await ended(ORDER)).stderr).toContain(SHOWN);
    expect((await ended('help', ORDER)).stderr).toContain(SHOWN);
  });

  it('in a key of the config', async () => {
    const config = file('lbp.json', JSON.stringify({ [`key${ORDER}`]: 1 }));
    expect((await run('--config', config)).stderr).toContain(`key${SHOWN}`);
  });

  it('in an id, in the explanation of a person, with the inputs and without, as text and as JSON', async () => {
    const mark = (text: string): string =>
      text.replaceAll('PERSONAL-ANN', `ANN${ORDER}`).replaceAll('CLM-1', `CLM${ORDER}`);
    const claims = file(`claims.csv`, mark(good.claims));
    const eligibility = file('people.csv', mark(good.eligibility));
    const made = await run('--claims', claims, '--eligibility', eligibility, '--out', 'run');
    expect(made.exit).toBe(0);
    for (const more of [[], ['--with-inputs']]) {
      const explained = await ended('explain', `ANN${ORDER}`, '--run', 'run', ...more);
      expect(explained.exit).toBe(0);
      // What shows nothing is no part of an id; what is left of the order is text.
      expect(explained.stdout).toContain('ANN[2J1m');
      expect(explained.stdout).toContain('CLM[2J1m');
      const object: unknown = JSON.parse(
        (await ended('explain', `ANN${ORDER}`, '--run', 'run', '--json', ...more)).stdout,
      );
      expect(object).toMatchObject({ person_id: 'ANN[2J1m' });
    }
    const absent = await ended('explain', `EVE${ORDER}`, '--run', 'run');
    expect(`${absent.stdout}${absent.stderr}`).toContain('EVE[2J1m');
  });

  it('in elements of an 837 file', async () => {
    const x12 = readFileSync(join(FIXTURES, 'x12-run', 'unmatched-person', 'a.837'), 'utf8');
    const edi = file(
      `edi${ORDER}.837`,
      x12.replaceAll(/CLM\*[^*]+/g, (found) => `${found}${ORDER}`).replace(/SE\*\d+/, `SE*9${ORDER}`),
    );
    const made = await ended('convert', '--x12', edi, '--out', 'converted');
    expect(made.stderr).toContain(`edi${SHOWN}.837`);
    expect((await ended('convert', '--strict', '--x12', edi, '--out', 'strict')).exit).toBe(3);
  });
});

describe('member data in a first line that is no header', () => {
  it('is not quoted', async () => {
    const withoutHeader = (text: string): string => text.slice(text.indexOf('\n') + 1);
    const claims = file('headless.csv', withoutHeader(good.claims).replaceAll('2025', 'Y'));
    const ids = file('ids.csv', 'PERSONAL-ANN,female,Dallas\nPERSONAL-BOB,male,Austin\n');
    for (const path of [claims, ids]) {
      const { exit, stderr } = await run('--claims', path, '--eligibility', 'eligibility.csv');
      expect(exit).toBe(3);
      expect(stderr).toMatch(
        /^LBP-E103 \S+: no column for claim_id \(found: a first line that looks like data/,
      );
      expect(stderr).not.toMatch(/PERSONAL|CLM|Dallas/);
    }
    const asSets = await run(
      '--claims',
      'medical_claim.csv',
      '--eligibility',
      'eligibility.csv',
      '--value-sets',
      ids,
    );
    expect(asSets).toMatchObject({ exit: 3 });
    expect(asSets.stderr).not.toMatch(/PERSONAL|Dallas/);
  });
});
