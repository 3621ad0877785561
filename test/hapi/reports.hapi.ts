import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeMeasureReports } from '../../src/report/fhir/write-measure-reports.js';
import { RunFolder } from '../../src/report/run-folder.js';
import { synthesize } from '../../src/synth/synthesize.js';
import { runMeasure } from '../run/measure.js';

/* HAPI FHIR, the library that most FHIR servers on Java stand on, reads the reports and validates them against base R4. */

const HERE = fileURLToPath(new URL('.', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'lbp-hapi-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const REPORTS = join(home, 'reports.ndjson');
let libraries: string;

beforeAll(async () => {
  const list = join(home, 'libraries.txt');
  execFileSync('mvn', [
    ...['-q', '-B', '-f', join(HERE, 'pom.xml')],
    ...['dependency:build-classpath', `-Dmdep.outputFile=${list}`],
  ]);
  libraries = readFileSync(list, 'utf8');
  const plan = join(home, 'plan');
  await synthesize({ members: 1500, seed: 5, year: 2025, out: plan });
  const out = join(home, 'run');
  await runMeasure({
    ...{ year: 2025, out, claims: [join(plan, 'medical_claim.csv')] },
    ...{ pharmacy: [join(plan, 'pharmacy_claim.csv')], eligibility: [join(plan, 'eligibility.csv')] },
  });
  const asked = { force: false, inputs: [], isIndividual: true, reporter: undefined };
  await writeMeasureReports(RunFolder.open(out), REPORTS, asked);
});

function readByHapi(path: string): { readonly status: number | null; readonly said: string } {
  const options = ['-cp', libraries, join(HERE, 'ReadReports.java'), path];
  const { status, stdout, stderr } = spawnSync('java', options, { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

it('HAPI reads every report and finds no error', () => {
  const { status, said } = readByHapi(REPORTS);
  const count = readFileSync(REPORTS, 'utf8').trimEnd().split('\n').length;
  expect(said).toContain(`${count} reports read, 0 errors`);
  expect(status).toBe(0);
});

it('it would find one', () => {
  const [first = ''] = readFileSync(REPORTS, 'utf8').split('\n');
  const broken = join(home, 'broken.ndjson');
  writeFileSync(broken, `${first.replace('"start":"2025-01-01"', '"start":"2026-01-01"')}\n`);
  const { status, said } = readByHapi(broken);
  expect(said).toContain('1 reports read, 1 errors');
  expect(status).toBe(1);
});
