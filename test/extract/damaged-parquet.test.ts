import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LbpError } from '../../src/errors.js';
import { Engine } from '../../src/extract/duckdb.js';
import { fileFacts } from '../../src/extract/file-facts.js';
import { isSound } from '../../src/extract/sound-files.js';
import { DUCKDB } from '../../src/extract/sql/duckdb-dialect.js';
import { MEDICAL_CLAIM } from '../../src/inputs/tables/columns.js';
import { planTable } from '../../src/inputs/tables/plan.js';
import { Dice } from './dice.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-parquet-'));
const whole = join(folder, 'whole.parquet');
const open = (): Promise<Engine> =>
  Engine.open({ threads: 1, memory: '512MB', spill: join(folder, 'spill') });

beforeAll(async () => {
  const engine = await open();
  await engine.run(
    `COPY (SELECT 'C' || n AS claim_id, 'P' || n % 50 AS person_id, DATE '2025-01-01' + CAST(n % 300 AS INTEGER) AS claim_start_date,
      'M54' || n % 10 AS diagnosis_code_1, CASE WHEN n % 3 = 0 THEN '72100' END AS hcpcs_code FROM range(5000) AS numbers(n)) TO '${whole}' (FORMAT parquet)`,
  );
  engine.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Damage = (bytes: Buffer, dice: Dice) => Buffer;

const footerOf = (bytes: Buffer): number => bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
const spoil = (bytes: Buffer, dice: Dice, [from, to]: readonly [number, number], times: number): Buffer => {
  for (let time = 0; time < times; time += 1) bytes[dice.int(from, to - 1)] = dice.int(0, 255);
  return bytes;
};

const DAMAGES: Readonly<Record<string, Damage>> = {
  'cut off': (bytes, dice) => bytes.subarray(0, dice.int(4, bytes.length - 1)),
  'in its footer': (bytes, dice) => spoil(bytes, dice, [footerOf(bytes), bytes.length - 8], 4),
  'in its pages': (bytes, dice) => spoil(bytes, dice, [4, footerOf(bytes)], 40),
  'in its last bytes': (bytes, dice) => spoil(bytes, dice, [bytes.length - 8, bytes.length], 3),
  'from some place on': (bytes, dice) => bytes.fill(dice.int(0, 255), dice.int(4, bytes.length - 1)),
};

describe.each(Object.keys(DAMAGES))('a Parquet file that is damaged %s', (kind) => {
  it('is named as that, or reads as it did', async () => {
    const dice = new Dice(3);
    const seen = { damaged: 0, read: 0 };
    for (let round = 0; round < 12; round += 1) {
      const path = join(folder, `${round}.parquet`);
      writeFileSync(path, DAMAGES[kind]?.(Buffer.from(readFileSync(whole)), dice) ?? '');
      const engine = await open();
      try {
        const facts = await fileFacts(engine, path, undefined);
        const { groups } = planTable(MEDICAL_CLAIM, [facts], {}, 0);
        const [group] = groups;
        const [file] = group?.files ?? [];
        // What a run makes of a no is E107 (run/second-reading.ts); anything else would be thrown here.
        const isRead =
          group !== undefined && file !== undefined && (await isSound(engine, group, file, DUCKDB.files));
        if (isRead) seen.read += 1;
        else seen.damaged += 1;
      } catch (error) {
        if (!(error instanceof LbpError)) throw error;
        // A column can be lost with its name.
        expect(['E107', 'E103', 'E105']).toContain(error.code);
        seen.damaged += 1;
      } finally {
        engine.close();
      }
    }
    expect(seen.damaged).toBeGreaterThan(kind === 'in its pages' ? 0 : 6);
  });
});
