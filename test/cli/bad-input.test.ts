import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampled } from '../sampled.js';
import { argumentsOf, type BadInputCase, badInputCases, leftBehind, workspaceOf } from './bad-input-case.js';
import { type Ended, lbpHere } from './command.js';
import { readManifest } from './outputs.js';

const FEWEST_CASES = 70;
const cases = badInputCases();

/** Part of every person_id of the inputs, so that a leaked id is found. */
const PERSONAL = /PERSONAL|1979-07-13|07\/13\/1979|19790713/;

it(`there are at least ${FEWEST_CASES} cases`, () => {
  expect(cases.length).toBeGreaterThanOrEqual(FEWEST_CASES);
});

describe.each(sampled(cases, 6).map((bad) => [bad.name, bad] as const))('%s', (_, bad) => {
  let folder: string;
  let ended: Ended;
  beforeAll(async () => {
    folder = workspaceOf(bad);
    ended = await lbpHere(argumentsOf(bad), folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(bad.proves, () => {
    expect({ exit: ended.exit, stderr: ended.stderr }).toEqual({ exit: bad.exit, stderr: ended.stderr });
    let from = 0;
    for (const text of bad.says) {
      const at = ended.stderr.indexOf(text, from);
      expect(at, `"${text}" in: ${ended.stderr}`).toBeGreaterThanOrEqual(from);
      from = at + text.length;
    }
    if (bad.exit > 1) isOneCodedSentence(bad, ended, folder);
    else isFinished(bad, folder);
  });

  it('gives away nobody', () => {
    expect(ended.stdout).not.toMatch(PERSONAL);
    expect(ended.stderr).not.toMatch(PERSONAL);
    if (bad.exit <= 1)
      expect(readFileSync(join(folder, 'out', 'manifest.json'), 'utf8')).not.toMatch(PERSONAL);
  });
});

function isOneCodedSentence(bad: BadInputCase, { stdout, stderr }: Ended, folder: string): void {
  expect(stderr).toMatch(/^LBP-E\d{3} .+\n/);
  expect(stderr.trimEnd().split('\n')).toHaveLength(bad.lines);
  expect(stderr).not.toMatch(/^ {2,}at /m);
  expect(stdout).toBe('');
  expect(leftBehind(folder)).toEqual([]);
}

function isFinished(bad: BadInputCase, folder: string): void {
  expect(leftBehind(folder)).toEqual(['out']);
  const manifest = readManifest(join(folder, 'out'));
  const warnings = new Map(manifest.warnings.map(({ code, count }) => [code, count]));
  for (const [code, count] of Object.entries(bad.warnings))
    expect([code, warnings.get(code)]).toEqual([code, count]);
  for (const code of bad.noWarnings) expect([...warnings.keys()]).not.toContain(code);
  for (const [path, expected] of Object.entries(bad.inputs)) {
    const input = manifest.inputs.find((one) => one.path === path);
    expect({
      read: input?.rows_read,
      used: input?.rows_used,
      ignored: input?.rows_ignored,
      rejected: input?.rows_rejected,
    }).toEqual(expected);
  }
  const rows = (file: string): Record<string, string>[] =>
    parse(readFileSync(join(folder, 'out', file)), { columns: true });
  if (bad.rejects !== undefined) {
    const found = rows('rejects.csv').map((row) => [
      row['file'],
      Number(row['line']),
      row['claim_id'],
      row['code'],
    ]);
    expect(found).toEqual(bad.rejects);
  }
  if (bad.members !== undefined) {
    const found = rows('members.csv').map(
      (row) => `${row['person_id']} ${row['product_line']} ${row['status']} ${row['imaging']}`,
    );
    expect(found).toEqual(bad.members);
  }
  if (bad.unreported !== undefined) {
    const found = rows('unreported.csv').map((row) => `${row['person_id']} ${row['reason']}`);
    expect(found).toEqual(bad.unreported);
  }
}
