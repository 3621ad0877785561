import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEASURE, PACKS } from '../../src/packs/index.js';
import { checkInputs } from '../../src/run/check-inputs.js';
import { explainPerson } from '../../src/run/explain.js';
import { runPack } from '../../src/run/run-pack.js';
import { scriptOf } from '../../src/run/script-of-run.js';
import { fileSettings, scriptSettings } from '../../src/run/settings/run-settings.js';
import { QUIET, runMeasure } from '../run/measure.js';
import { runOfScript } from '../run/script.js';
import { sampled } from '../sampled.js';
import { rowsOf } from './plain-table.js';
import { randomCclf } from './random-cclf.js';

/*
 * Every command that reads tables also reads files of a layout.
 */

const HEADERS = fileURLToPath(new URL('../../fixtures/layouts/cclf/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lbp-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = randomCclf(HEADERS, join(folder, 'raw'), 3, 2023);
const given = {
  preset: 'cclf',
  claims: [
    files.headers,
    files.lines,
    files.diagnoses,
    files.procedures,
    files.physicians,
    files.equipment,
  ].flat(),
  pharmacy: files.drugs,
  eligibility: [files.enrollment, files.demographics, files.xref].flat(),
};
const asked = { ...given, year: 2023, constants: { payer_type: 'commercial' } };
const run = join(folder, 'run');

beforeAll(async () => {
  await runMeasure({ ...asked, out: run });
});

describe('files of a layout in other commands', () => {
  it('check counts their rows', async () => {
    const { statistics, findings } = await checkInputs(MEASURE, fileSettings(MEASURE, asked), QUIET);
    expect(statistics.claims.usable).toBeGreaterThan(100);
    expect(findings.some(({ text }) => text.startsWith('CCLF may hold no claims about substance use'))).toBe(
      true,
    );
  });

  it('explain decides a person again from them, and from what the manifest says of them', async () => {
    const [first] = rowsOf(join(run, 'members.csv'), ',');
    const person = first?.['person_id'] ?? '';
    const again = await explainPerson(person, run, { inputs: {}, config: undefined, isWithInputs: true });
    expect(again.differs).toBe(false);
  });

  it('a script makes the same decisions, with an account of every row', async () => {
    const out = join(folder, 'from-events');
    const manifest = await runOfScript(asked, join(folder, 'events'), out);
    for (const name of ['members.csv', 'unreported.csv', 'summary.csv']) {
      expect(readFileSync(join(out, name), 'utf8')).toBe(readFileSync(join(run, name), 'utf8'));
    }
    const accounts = (text: string): unknown[] =>
      (JSON.parse(text) as { inputs: Record<string, unknown>[] }).inputs.map(
        ({ path, rows_read, rows_used, rows_ignored }) => [path, rows_read, rows_used, rows_ignored],
      );
    expect(accounts(JSON.stringify(manifest))).toEqual(
      accounts(readFileSync(join(run, 'manifest.json'), 'utf8')),
    );
  });

  it('Spark refuses them, and says what to do', async () => {
    const settings = scriptSettings(MEASURE, { ...asked, dialect: 'spark', events: join(folder, 'spark') });
    await expect(scriptOf(MEASURE, settings, QUIET)).rejects.toThrow(/LBP-E304 .*lbp convert first/);
  });

  it.each(
    sampled(
      [
        ['policy', { policy: 'bcbsnc-2023' }],
        ['review', { guideline: 'kp' }],
      ],
      3,
    ),
  )('%s judges their lines', async (name, which) => {
    const pack = PACKS.find(({ command }) => command.name === name);
    if (pack === undefined) throw new Error(`no pack ${name}`);
    const out = join(folder, name);
    const question = { ...which, from: '2023-01-01', to: '2023-12-31' };
    const outcome = await runPack(
      pack,
      fileSettings(pack, { ...given, ...question, out, report: false }),
      QUIET,
    );
    expect(outcome.manifest.inputs.some(({ rows_used }) => rows_used > 0)).toBe(true);
  });
});
