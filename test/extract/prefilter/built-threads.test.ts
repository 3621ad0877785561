import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEDICAL_CLAIM } from '../../../src/inputs/tables/columns.js';
import { planTable, type TablePlan } from '../../../src/inputs/tables/plan.js';

/* Worker threads start only from built modules, so this tests the build. */
const BUILT = new URL('../../../dist/parts/filter-tables.js', import.meta.url).href;
const { filterTables }: typeof import('../../../src/extract/prefilter/filter-tables.js') = await import(
  BUILT
);

const folder = mkdtempSync(join(tmpdir(), 'lbp-built-threads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const COLUMNS = ['claim_id', 'person_id', 'claim_start_date', 'diagnosis_code_1'];
const CLAIMS = join(folder, 'claims.csv');
const LINES = 2_000_000;
let plan: TablePlan;
beforeAll(() => {
  // Above 64 MB, so that there are several pieces.
  const some = Array.from({ length: 1000 }, (_, index) => `C${index},P${index % 7},2024-03-01,R51.${index}`);
  writeFileSync(CLAIMS, `${COLUMNS.join(',')}\n${`${some.join('\n')}\n`.repeat(LINES / 1000)}`);
  const facts = {
    path: CLAIMS,
    format: 'csv',
    delimiter: ',',
    columns: COLUMNS,
    types: COLUMNS.map(() => 'text' as const),
    sample: [['C1', 'P1', '2024-03-01', 'R51']],
  } as const;
  plan = planTable(MEDICAL_CLAIM, [facts], {}, 0);
});

it('an error of another thread keeps its code', async () => {
  const taken = join(folder, 'taken');
  mkdirSync(taken);
  writeFileSync(join(taken, '0-0-1.csv'), '');
  const filtering = filterTables([{ plan, wanted: { lines: 'of candidates', candidates: [] } }], {
    folder: taken,
    threads: 2,
    onPercent: () => undefined,
  });
  await expect(filtering).rejects.toMatchObject({
    code: 'E402',
    text: `${join(taken, '0-0-1.csv')}: cannot be written (EEXIST). Check the directory and its permissions.`,
  });
});

describe.each([1, 2, 3])('a file of several pieces on %i threads', (threads) => {
  it('is filtered, while this thread is free for signals and all else', async () => {
    let isDone = false;
    let turns = 0;
    const percents: number[] = [];
    const filtered = filterTables(
      [
        {
          plan,
          wanted: {
            lines: 'of candidates',
            candidates: [{ column: 'diagnosis_code_1', cell: 'diagnosis', stems: ['M54'] }],
          },
        },
      ],
      {
        folder: join(folder, `filtered-${threads}`),
        threads,
        onPercent: (percent) => percents.push(percent),
      },
    ).finally(() => {
      isDone = true;
    });
    for (; !isDone; turns += 1) await turn();
    expect(turns).toBeGreaterThan(10);

    const kept = (await filtered).plans[0]?.groups[0]?.files.map(({ path }) => path) ?? [];
    expect(kept.length).toBeGreaterThan(1);
    const weights = kept.flatMap((path) =>
      readFileSync(path, 'utf8')
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => Number(line.split(',').at(-1))),
    );
    expect(weights).toHaveLength(kept.length);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(LINES);
    expect(percents.every((percent) => percent > 0 && percent <= 100)).toBe(true);
    expect(percents.length).toBeGreaterThan(10);
  });
});
