import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampled, whole } from '../sampled.js';
import { Dice } from './dice.js';
import { type Extracted, extracted } from './extraction.js';
import { randomPlan } from './random-plan.js';
import { type Paths, writeTables } from './tables.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-engine-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All that a run would write of the decisions and accounts, to the letter. */
function everything({ persons, decisions, rejects, accounts, ...rest }: Extracted): string {
  const lines = [...decisions].map(([id, decision]) => `${id} ${JSON.stringify(decision)}`);
  const { accountOf: _, ...counts } = rest;
  return [...lines, JSON.stringify({ accounts, rejects, counts, persons: persons.length })].join('\n');
}

describe('a plan of 4,000 people in four files', () => {
  let paths: Paths;
  let reference: string;
  beforeAll(async () => {
    const plan = randomPlan(new Dice(77), 2024, 4000);
    // Files without line numbers are common, and lines of one claim then differ in nothing but their codes.
    const medical = plan.medical.map((row, index) =>
      index % 3 === 0 ? { ...row, claim_line_number: '' } : row,
    );
    paths = writeTables(folder, { ...plan, medical }, 4);
    reference = everything(await extracted(paths, { folder, year: 2024, threads: 1 }));
  });

  it.each(
    sampled(
      [
        { threads: 2, memory: '256MB' },
        { threads: 4, memory: '1GB' },
        { threads: 2, memory: '1GB' },
        { threads: 1, memory: '256MB' },
      ],
      3,
    ),
  )('comes out the same to the letter with $threads threads and $memory', async (engine) => {
    const found = everything(await extracted(paths, { folder, year: 2024, ...engine }));
    expect(found.split('\n').length).toBeGreaterThan(1500);
    expect(firstDifference(found, reference)).toBeNull();
  });

  whole('comes out the same with the files in another order, but for where things stand', async () => {
    const reversed = { ...paths, claims: paths.claims.toReversed() };
    const found = await extracted(reversed, { folder, year: 2024, threads: 2 });
    const statuses = (text: string): string[] =>
      text.split('\n').map((line) => /"(status|reason)":"\w+".*"reasons":\[[^\]]*\]/.exec(line)?.[0] ?? '');
    expect(statuses(everything(found))).toEqual(statuses(reference));
  });
});

function firstDifference(a: string, b: string): readonly [string, string] | null {
  const [left, right] = [a.split('\n'), b.split('\n')];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [one = '', other = ''] = [left[index], right[index]];
    if (one !== other) return [one, other];
  }
  return null;
}
