import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { Engine } from '../../src/extract/duckdb.js';
import { PACKS } from '../../src/packs/index.js';
import { runPack } from '../../src/run/run-pack.js';
import { fileSettings } from '../../src/run/settings/run-settings.js';
import { QUIET } from '../run/measure.js';
import { randomCclf } from './random-cclf.js';

/*
 * How the engine joins. A cross product gives the same rows as a join, and small files do not show it; with
 * millions of claims it does not end.
 */

const HEADERS = fileURLToPath(new URL('../../fixtures/layouts/cclf/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lbp-plans-'));
afterEach(() => void vi.restoreAllMocks());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = randomCclf(HEADERS, join(folder, 'raw'), 5, 2023);
const given = {
  preset: 'cclf',
  claims: [files.headers, files.lines, files.diagnoses, files.procedures, files.physicians].flat(),
  pharmacy: files.drugs,
  eligibility: [files.enrollment, files.demographics, files.xref].flat(),
};
/** What each command asks; the measure needs a plan of its own product lines. */
const asked: Readonly<Record<string, object>> = {
  run: { year: 2023, constants: { payer_type: 'commercial' } },
  policy: { policy: 'bcbsnc-2023', from: '2023-01-01', to: '2023-12-31' },
  review: { guideline: 'kp', from: '2023-01-01', to: '2023-12-31' },
};

/** Statements with a join that were run, each with its plan. */
function plansOfJoins(): Map<string, string> {
  const plans = new Map<string, string>();
  const run = Engine.prototype.run;
  vi.spyOn(Engine.prototype, 'run').mockImplementation(async function (this: Engine, sql: string) {
    if (/^\s*(COPY|CREATE TABLE)\b/.test(sql) && sql.includes('JOIN')) {
      const [plan] = await this.rows(`EXPLAIN ${sql}`);
      plans.set(sql, String(plan?.['explain_value']));
    }
    await run.call(this, sql);
  });
  return plans;
}

it.each(PACKS)('no statement of $command.name on files of a layout is a cross product', async (pack) => {
  const plans = plansOfJoins();
  const { name } = pack.command;
  const flags = { ...given, ...asked[name], out: join(folder, name), report: false };
  await runPack(pack, fileSettings(pack, flags), QUIET);
  expect([...plans.keys()].filter((sql) => sql.includes('JOIN candidate')).length).toBeGreaterThan(0);
  for (const [sql, plan] of plans) {
    expect(plan, sql).toContain('HASH_JOIN');
    expect(plan, sql).not.toMatch(/CROSS_PRODUCT|NESTED_LOOP_JOIN|BLOCKWISE_NL_JOIN/);
  }
});
