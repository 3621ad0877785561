import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NULL_READINGS } from '../../src/packs/ebi/decision.js';
import { PAIRINGS } from '../../src/packs/ebi/procedures.js';
import { ebiScript } from '../../src/run/ebi/ebi-script.js';
import { Dice } from '../extract/dice.js';
import { ebi } from '../run/ebi/running.js';
import { randomRecord } from '../second-opinion/ebi/random-records.js';
import { installedSpark } from './installed.js';

/*
 * The script of `lbp ebi --sql spark` on a real Spark, in one process: its counts must equal those of a run
 * on the same records, under every reading.
 */

const RECORDS = 5000;
const READINGS = PAIRINGS.flatMap((pairing) => NULL_READINGS.map((nulls) => ({ pairing, nulls })));

const folder = mkdtempSync(join(tmpdir(), 'lbp-spark-'));
const path = join(folder, 'opa.csv');

beforeAll(() => {
  const dice = new Dice(180_318);
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = Array.from({ length: RECORDS }, () => {
    const { procedures, diagnoses, ages, category } = randomRecord(dice);
    return [...ages, category, diagnoses, procedures].map(quoted).join(',');
  });
  const header = [
    ...['Age_at_Start_of_Episode_SUS', 'Der_Age_at_CDS_Activity_Date', 'Administrative_Category'],
    ...['Der_Diagnosis_All', 'Der_Procedure_All'],
  ];
  writeFileSync(path, `${[header.join(','), ...rows].join('\n')}\n`);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('counts as a run does, whatever the reading', async () => {
  const scripts = READINGS.map((reading) => {
    const settings = { dialect: 'spark', preset: 'sus-opa', mapping: {}, reading } as const;
    const script = ebiScript({ ...settings, quiet: true, json: false, logFormat: 'text' });
    return `SELECT 'reading', 0;\n${script}`;
  });
  const view = `CREATE TEMPORARY VIEW opa USING csv OPTIONS (path '${path}', header 'true', quote '"', escape '"');`;
  const sql = join(folder, 'script.sql');
  writeFileSync(sql, `${view}\n${scripts.join('\n')}`);
  const { home, env } = await installedSpark();
  const { stdout } = await promisify(execFile)(
    join(home, 'bin', 'spark-sql'),
    [
      ...['-S', '--master', 'local[1]', '--conf', 'spark.ui.enabled=false'],
      ...['--conf', 'spark.sql.catalogImplementation=in-memory', '--conf', 'spark.sql.shuffle.partitions=1'],
      ...['-f', sql],
    ],
    { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 1 << 24 },
  );
  const counted = stdout
    .split(/^reading\t0$/m)
    .slice(1)
    .map((part) =>
      Object.fromEntries([...part.matchAll(/^(\w+)\t(\d+)$/gm)].map(([, step, n]) => [step, Number(n)])),
    );
  const out = join(folder, 'out');
  const expected: Record<string, number>[] = [];
  for (const reading of READINGS) {
    const { manifest } = await ebi({
      ...{ activity: path, out, force: true, constants: { provider: 'R' }, ...reading },
    });
    const { read, ...steps } = manifest.steps;
    expect(read).toBe(RECORDS);
    expected.push(steps);
  }
  expect(counted).toEqual(expected);
});
