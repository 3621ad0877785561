import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EbiOutcome, runEbi } from '../../../src/run/ebi/run-ebi.js';
import { ebiSettings } from '../../../src/run/ebi/settings.js';

/*
 * Every folder of fixtures/ebi is a case: what it proves (case.md), the config (ebi.json), extracts, and the
 * expected outputs, written by hand.
 */

const CASES = fileURLToPath(new URL('../../../fixtures/ebi/', import.meta.url));
const before = process.cwd();
let outputs: string;

beforeAll(() => {
  outputs = mkdtempSync(join(tmpdir(), 'lbp-ebi-'));
});

afterAll(() => {
  process.chdir(before);
  rmSync(outputs, { recursive: true });
});

async function run(name: string): Promise<EbiOutcome> {
  process.chdir(join(CASES, name));
  const flags: unknown = JSON.parse(readFileSync('ebi.json', 'utf8'));
  const request = ebiSettings({ ...Object(flags), report: false, out: join(outputs, name) });
  if (request.kind === 'script') throw new Error('a case is a run');
  return runEbi(request.settings, { onStage: () => undefined });
}

describe('cases', () => {
  it.each(readdirSync(CASES))('%s', async (name) => {
    const { exit, manifest } = await run(name);
    expect(exit).toBe('done');
    const expected = readdirSync('expected');
    expect(expected.length).toBeGreaterThan(0);
    for (const file of expected) {
      expect(readFileSync(join(outputs, name, file), 'utf8')).toBe(
        readFileSync(join('expected', file), 'utf8'),
      );
    }
    for (const { rows_read, rows_used, rows_ignored, rows_rejected } of manifest.inputs) {
      const others = [...Object.values(rows_ignored), ...Object.values(rows_rejected)];
      expect(rows_read).toBe(others.reduce((sum, rows) => sum + rows, rows_used));
    }
    const { read, ...steps } = manifest.steps;
    expect(read).toBe(Object.values(steps).reduce((sum, records) => sum + records, 0));
    expect(read).toBe(manifest.inputs.reduce((sum, { rows_used }) => sum + rows_used, 0));
  });
});
