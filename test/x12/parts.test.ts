import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Engine } from '../../src/extract/duckdb.js';
import { matchPersons } from '../../src/extract/x12/match-persons.js';
import { ELIGIBILITY } from '../../src/inputs/tables/columns.js';
import { planTable } from '../../src/inputs/tables/plan.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-parts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Member id, subscriber id, birth date. */
type Enrolled = readonly [member: string, subscriber: string, born: string];
/** Subscriber id, relation, birth date, and who it must be: the place in the list, or the reason why nobody. */
type Patient = readonly [id: string, relation: 'self' | 'other', born: string, found: number | string];

const COLUMNS = [
  ...['person_id', 'member_id', 'subscriber_id', 'first_name', 'gender', 'birth_date'],
  ...['enrollment_start_date', 'enrollment_end_date', 'payer_type'],
];

/** What everybody is found to be when so many are matched at a time. */
async function matched(
  people: readonly Enrolled[],
  patients: readonly Patient[],
  atOnce: number,
): Promise<unknown[]> {
  const path = join(folder, 'eligibility.csv');
  const rows = people.map(([member, subscriber, born], number) =>
    [`P${number}`, member, subscriber, '', '', born, '2024-01-01', '2025-12-31', 'commercial'].join(','),
  );
  writeFileSync(path, `${[COLUMNS.join(','), ...rows].join('\n')}\n`);
  const sample = [rows[0]?.split(',') ?? []];
  const types = COLUMNS.map(() => 'text' as const);
  const facts = { path, format: 'csv' as const, delimiter: ',', columns: COLUMNS, types, sample };
  const plan = planTable(ELIGIBILITY, [facts], {}, 0);
  const engine = await Engine.open({ threads: 1, memory: '500MB', spill: join(folder, 'spill') });
  try {
    const claims = patients.map(
      ([id, relation, born], number) => `(${number}, '${id}', '${relation}', '${born}', '', '')`,
    );
    await engine.run(`CREATE TABLE x12_claim (identity_key INTEGER, subscriber_id VARCHAR, patient_relation VARCHAR,
      patient_birth_date VARCHAR, patient_gender VARCHAR, patient_first_name VARCHAR)`);
    await engine.run(`INSERT INTO x12_claim VALUES ${claims.join(', ')}`);
    await engine.withPushdown(() => matchPersons(engine, plan, atOnce));
    const found = await engine.rows('SELECT * FROM x12_matched ORDER BY identity_key');
    return found.map((row) => row['person_id'] || row['reason']);
  } finally {
    engine.close();
  }
}

describe('patients that are matched some at a time', () => {
  it('are found by every number they share with somebody enrolled, whatever part they are in', async () => {
    const people: Enrolled[] = [];
    const patients: Patient[] = [];
    for (let family = 0; family < 60; family += 1) {
      const id = `W${String(family * 7919).padStart(7, '0')}`;
      const born = `19${50 + (family % 40)}-02-03`;
      const other = `20${10 + (family % 10)}-04-05`;
      const no = people.length;
      people.push([`${id}01`, id, born], [`${id}02`, id, other], [`Z${family}Q`, `S${family}-K`, born]);
      // By member id; by the subscriber's; a dependant by the subscriber's, by another's member id, and by the stem.
      patients.push(
        [`${id}01`, 'self', born, no],
        [id.toLowerCase(), 'self', other, no + 1],
        [`w ${id.slice(1)}`, 'other', other, no + 1],
        [`${id}01`, 'other', other, no + 1],
        [`${id}77`, 'other', born, no],
        [`Z${family}-q`, 'self', '', no + 2],
        [`s${family}k`, 'other', born, no + 2],
        [`N${id}`, 'self', born, 'unmatched_person'],
      );
    }
    const expected = patients.map(([, , , found]) => (typeof found === 'number' ? `P${found}` : found));
    for (const atOnce of [1_000_000, 20, 1])
      expect(await matched(people, patients, atOnce)).toEqual(expected);
  });

  it('are found by the stem of somebody who has another number as subscriber', async () => {
    const people: Enrolled[] = Array.from({ length: 40 }, (_, n) => [
      `F${1000 + n}0001`,
      `X${n}`,
      '1970-01-01',
    ]);
    const patients = people.map(([member], n): Patient => [member.slice(0, -2), 'other', '1970-01-01', n]);
    const expected = people.map((_, n) => `P${n}`);
    for (const atOnce of [1_000_000, 2]) expect(await matched(people, patients, atOnce)).toEqual(expected);
  });
});
