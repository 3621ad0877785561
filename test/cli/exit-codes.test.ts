import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampled } from '../sampled.js';
import { argumentsOf, badInputCases, leftBehind, workspaceOf } from './bad-input-case.js';
import { lbp, lbpHere } from './command.js';

/** A case of fixtures/bad-input for each exit code of a run; the other cases run without a process. */
const CASES: [number, string][] = [
  [0, 'good-run'],
  [1, 'bad-date-in-one-row'],
  [2, 'unknown-flag'],
  [3, 'missing-file-of-claims'],
  [1, 'too-few-fields'],
  [3, 'gzip-that-is-cut-off'],
  [4, 'output-below-a-file'],
];
const cases = badInputCases();

describe('the built command', () => {
  it.each(sampled(CASES, 3))(
    'ends with %i for %s, and says what the command line within says',
    async (exit, name) => {
      const bad = cases.find((one) => one.name === name);
      if (bad === undefined) throw new Error(`no case ${name}`);
      const [built, within] = [workspaceOf(bad), workspaceOf(bad)];
      try {
        const ended = await lbp(argumentsOf(bad), { cwd: built });
        expect(ended.exit).toBe(exit);
        expect(ended).toEqual(await lbpHere(argumentsOf(bad), within));
        expect(leftBehind(built)).toEqual(exit > 1 ? [] : ['out']);
      } finally {
        for (const folder of [built, within]) rmSync(folder, { recursive: true, force: true });
      }
    },
  );

  it.each([
    [['--help'], 0, /Usage: lbp/],
    [['run', '--help'], 0, /Examples:\n {2}lbp run --year/],
    [['synth', '--help'], 0, /Examples:\n {2}lbp synth/],
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
  ])('%j ends with %i and answers on stdout', async (args, exit, said) => {
    const ended = await lbpHere(args, '.');
    expect(ended).toMatchObject({ exit, stderr: '' });
    expect(ended.stdout).toMatch(said);
  });

  it.each([
    [['rnu'], /^LBP-E304 .*'rnu'[\s\S]*run/],
    [['synth', '--members', 'many', '--year', '2025', '--out', 'x'], /^LBP-E304 .*--members.*whole number/],
    [['synth', '--members', '0', '--year', '2025', '--out', 'x'], /^LBP-E304 members/],
    [['synth', '--members', '5', '--year', '1999', '--out', 'x'], /^LBP-E304 year/],
    [['synth', '--year', '2025', '--out', 'x'], /^LBP-E304 .*--members/],
  ])('%j is a matter of usage', async (args, said) => {
    const ended = await lbpHere(args, '.');
    expect(ended).toMatchObject({ exit: 2, stdout: '' });
    expect(ended.stderr).toMatch(said);
  });

  it.each([
    '{"json": true, "log-format": "json", "claims": "x.csv", "eligibility": "y.csv"}',
    '{"json": true, "log-format": "json", "bogus": 1}',
  ])('a config file that asks for JSON gets it for its own faults too: %s', async (config) => {
    const folder = mkdtempSync(join(tmpdir(), 'lbp-exit-codes-'));
    writeFileSync(join(folder, 'lbp.json'), config);
    const { exit, stdout, stderr } = await lbpHere(['run', '--config', 'lbp.json'], folder);
    rmSync(folder, { recursive: true });
    expect(exit).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ exit: 'usage', code: expect.stringMatching(/^LBP-E30[24]$/) });
    for (const line of stderr.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('run_id');
  });

  it.each(['--bogus', '--engine=flink'])('%s is a line of a JSON log, if that is asked for', async (flag) => {
    const { exit, stderr } = await lbpHere(['run', '--log-format', 'json', flag], '.');
    expect(exit).toBe(2);
    const lines = stderr.trimEnd().split('\n');
    const entries = lines.map((line): unknown => JSON.parse(line));
    expect(entries).toMatchObject([
      { level: 'error', code: 'LBP-E304' },
      { message: 'end', exit_code: 2 },
    ]);
  });
});
