import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Engine } from '../../src/extract/duckdb.js';
import { lastOfParts } from '../../src/extract/x12/claim-table.js';
import { X12 } from '../../src/extract/x12/read-x12.js';
import { MEDICAL_CLAIM } from '../../src/inputs/tables/columns.js';
import { newTotals } from '../../src/inputs/x12/totals.js';
import { output, runX12, x12Case } from './x12-case.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-claim-table-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const one = x12Case('subscriber-and-dependant');
const FILES = ['march.837', 'april.837'];

/** A copy of the case in which the dependant's name has a quote and a comma in it. */
function withQuotes(): string {
  const copy = join(folder, 'quotes');
  cpSync(one.folder, copy, { recursive: true });
  const april = join(copy, 'april.837');
  const text = readFileSync(april, 'utf8');
  expect(text).toContain('DOE*TOM~');
  writeFileSync(april, text.replace('DOE*TOM~', 'DOE*TOM "T, JR"~'));
  return copy;
}

/** The claim tables of the two files, each as its lines without the header, and the folder they were made in. */
async function tablesOf(from: string, name: string): Promise<readonly (readonly string[])[]> {
  const made = join(folder, name);
  const engine = await Engine.open({ threads: 1, memory: '500MB', spill: join(folder, 'spill') });
  try {
    const claims = await X12.read(engine, {
      files: FILES.map((file, fileNo) => ({ path: join(from, file), fileNo })),
      ...{ eligibility: null, claimStatus: null, folder: made, threads: 1, rejectRows: 10, strict: false },
      onStage: () => undefined,
    });
    const before = { table: MEDICAL_CLAIM, groups: [], values: {}, dates: {} };
    const { groups } = await claims.among(before);
    for (const { fileNo } of claims.facts.files) {
      expect(existsSync(join(made, `${fileNo}.csv`))).toBe(false);
      expect(existsSync(join(made, `${fileNo}.claims`))).toBe(false);
    }
    return groups.flatMap(({ files }) =>
      files.map(({ path }) => readFileSync(path, 'utf8').trimEnd().split('\n').slice(1)),
    );
  } finally {
    engine.close();
  }
}

it('claims are one table, those with quotes another, and nothing else is left of their rows', async () => {
  const [all = [], ...none] = await tablesOf(one.folder, 'plain');
  expect(all).toHaveLength(3);
  expect(none).toEqual([]);

  const [plain, quoted = [], ...more] = await tablesOf(withQuotes(), 'apart');
  expect(plain).toEqual([]);
  expect(quoted).toHaveLength(3);
  expect(quoted.filter((line) => line.includes('"TOM ""T, JR"""'))).toHaveLength(2);
  expect(more).toEqual([]);
});

it('claims with quotes give the same members', async () => {
  const copy = join(folder, 'quotes');
  const out = join(folder, 'out');
  await runX12({ ...one, folder: copy, config: join(copy, 'lbp.json') }, out);
  expect(output(out, 'members.csv', copy)).toBe(one.expected.get('members.csv'));
});

it('claims are put in order some at a time, by file and by their number in it', () => {
  const file = (fileNumber: number, claimsRead: number) => ({
    fileNumber,
    totals: { ...newTotals(), claimsRead },
  });
  const KEY = 2 ** 32;
  const ends = (...files: ReturnType<typeof file>[]): number[] => lastOfParts(files, 10);
  expect(ends()).toEqual([0]);
  expect(ends(file(3, 4), file(4, 6))).toEqual([5 * KEY]);
  expect(ends(file(3, 4), file(4, 7))).toEqual([4 * KEY + 6, 5 * KEY]);
  expect(ends(file(0, 25), file(2, 0), file(7, 6))).toEqual([10, 20, 7 * KEY + 5, 8 * KEY]);
});
