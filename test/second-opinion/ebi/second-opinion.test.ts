/**
 * The rule on hospital activity against a second opinion, over random records near every edge: first the rule alone, then
 * a whole run that reads the same records from a file, narrowed by the engine.
 *
 * For longer runs: LBP_EBI_RECORDS sets the number of records (20000 by default), LBP_EBI_SEED the seed.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factsOf, NULL_READINGS, stepOf } from '../../../src/packs/ebi/decision.js';
import { GUIDANCE } from '../../../src/packs/ebi/guidance.js';
import { PAIRINGS } from '../../../src/packs/ebi/procedures.js';
import { runEbi } from '../../../src/run/ebi/run-ebi.js';
import { ebiSettings } from '../../../src/run/ebi/settings.js';
import { Dice } from '../../extract/dice.js';
import { type StatedRecord, secondOpinion } from './evaluator.js';
import { randomRecord } from './random-records.js';

const RECORDS = Number(process.env['LBP_EBI_RECORDS'] ?? 20_000);
const SEED = Number(process.env['LBP_EBI_SEED'] ?? 20_231_201);

const READINGS = PAIRINGS.flatMap((pairing) => NULL_READINGS.map((nulls) => ({ pairing, nulls })));

function randomRecords(count: number): StatedRecord[] {
  const dice = new Dice(SEED);
  return Array.from({ length: count }, () => randomRecord(dice));
}

describe('the second opinion', () => {
  it('agrees with the rule on every record, whatever the reading', () => {
    const seen = new Map<string, number>();
    for (const stated of randomRecords(RECORDS)) {
      const record = {
        ...{ recordId: '', provider: '', commissioner: '', date: null },
        ...{ procedures: stated.procedures, diagnoses: stated.diagnoses, ages: stated.ages },
        administrativeCategory: stated.category,
      };
      const facts = factsOf(record, GUIDANCE);
      for (const reading of READINGS) {
        const step = stepOf(facts, reading, GUIDANCE);
        seen.set(step, (seen.get(step) ?? 0) + 1);
        if (step === 'flagged') seen.set(reading.pairing, (seen.get(reading.pairing) ?? 0) + 1);
        const opinion = secondOpinion(stated, reading.pairing, reading.nulls);
        if (step !== opinion) expect({ stated, reading, step }).toEqual({ stated, reading, step: opinion });
      }
    }
    // Random records are of no use where they are all alike.
    for (const step of ['procedure', 'age_unknown', 'age', 'diagnosis', 'private', 'flagged']) {
      expect(seen.get(step) ?? 0).toBeGreaterThan(RECORDS / 100);
    }
    const [inRecord = 0, inEpisode = 0, adjacent = 0] = PAIRINGS.map((pairing) => seen.get(pairing));
    expect(inRecord - inEpisode).toBeGreaterThan(RECORDS / 100);
    expect(inEpisode - adjacent).toBeGreaterThan(RECORDS / 100);
  });
});

describe('a run on a file of the same records', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lbp-ebi-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

  it.each([',', '|'])('separated by %s counts and flags as the second opinion does', async (delimiter) => {
    const records = randomRecords(Math.ceil(RECORDS / 4));
    const header = [
      ...['EPIKEY', 'PROCODE3', 'ADMIDATE', 'STARTAGE_CALC', 'STARTAGE', 'ADMINCAT'],
      ...['Der_Diagnosis_All', 'Der_Procedure_All'],
    ];
    const rows = records.map(({ procedures, diagnoses, ages, category, date }, index) =>
      [String(index), 'RAA', date, ages[0] ?? '', ages[1] ?? '', category, diagnoses, procedures]
        .map(quoted)
        .join(delimiter),
    );
    const path = join(folder, `records-${delimiter === ',' ? 'comma' : 'bar'}.csv`);
    writeFileSync(path, `${[header.join(delimiter), ...rows].join('\n')}\n`);
    for (const reading of READINGS) {
      const out = join(folder, 'out');
      const request = ebiSettings({ activity: path, out, report: false, ...reading });
      if (request.kind === 'script') throw new Error('no script was asked for');
      const { manifest } = await runEbi(request.settings, { onStage: () => undefined });
      const steps: Record<string, number> = {};
      const flagged: string[] = [];
      records.forEach((record, index) => {
        const step = secondOpinion(record, reading.pairing, reading.nulls);
        steps[step] = (steps[step] ?? 0) + 1;
        if (step === 'flagged') flagged.push(`${index + 1} ${index}`);
      });
      expect(manifest.steps).toEqual({ read: records.length, ...steps });
      const written = readFileSync(join(out, 'ebi-activity.csv'), 'utf8').trimEnd().split('\n').slice(1);
      expect(written.map((row) => row.split(',').slice(1, 3).join(' '))).toEqual(flagged);
      const ours = manifest.readings.find(
        ({ pairing, nulls }) => pairing === reading.pairing && nulls === reading.nulls,
      );
      expect(ours).toMatchObject({ flagged: flagged.length, difference: 0 });
      rmSync(out, { recursive: true });
    }
  });
});
