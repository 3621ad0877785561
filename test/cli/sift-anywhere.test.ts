import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BUILT } from './command.js';

/* Where WebAssembly cannot be had, files are not sifted, and all comes out the same. */
const GOOD = fileURLToPath(new URL('../../fixtures/bad-input/_good', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'lbp-anywhere-'));
let expected: Record<string, string>;
beforeAll(() => {
  cpSync(GOOD, home, { recursive: true });
  expected = outputsOf('anywhere', process.execPath, [BUILT]);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const RUN = ['run', '--year', '2025', '--claims', 'medical_claim.csv', '--eligibility', 'eligibility.csv'];

function outputsOf(out: string, command: string, args: readonly string[]): Record<string, string> {
  const { status, stderr } = spawnSync(command, [...args, ...RUN, '--quiet', '--out', out], {
    cwd: home,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const names = ['members.csv', 'evidence.csv', 'summary.csv', 'rejects.csv'];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(home, out, name), 'utf8')]));
}

it.skipIf(process.platform !== 'linux')('a limit to the addresses of a process is no hindrance', () => {
  const limited = ['-c', 'ulimit -v 8000000 && exec "$0" "$@"', process.execPath, BUILT];
  expect(outputsOf('limited', 'sh', limited)).toEqual(expected);
});

it.skipIf(process.arch !== 'x64')('a processor without the instructions is none either', () => {
  expect(outputsOf('older', process.execPath, ['--no-enable-sse4-1', BUILT])).toEqual(expected);
});
