import { INTEGER, VARCHAR } from '@duckdb/node-api';
import type { TablePlan } from '../../inputs/tables/plan.js';
import { readDay } from '../../inputs/x12/dates.js';
import { type EligibilityRow, findPerson, indexPersons } from '../../inputs/x12/identity.js';
import { fateOf, type RowFate } from '../accounts.js';
import { Cursor } from '../cursor.js';
import type { Engine } from '../duckdb.js';
import { DUCKDB } from '../sql/duckdb-dialect.js';
import * as statements from './sql/persons.js';

/**
 * How many patients are matched at a time: they and the people who share a number with them are in memory.
 */
const AT_ONCE = 50_000;

/**
 * Identifies the patients of the claims, into the table x12_matched.
 *
 * @param eligibility without it, the patient is whoever the claim names
 * @param atOnce roughly how many patients are matched at a time
 */
export async function matchPersons(
  engine: Engine,
  eligibility: TablePlan | null,
  atOnce: number = AT_ONCE,
): Promise<void> {
  if (eligibility === null) {
    await engine.run(statements.NO_PERSON_MATCHED);
    return;
  }
  await engine.run(statements.IDENTITIES);
  await engine.run(statements.enrolled(eligibility, DUCKDB));
  await engine.run(statements.FOUND_TABLE);
  const [counted] = await engine.rows(statements.COUNT_IDENTITIES);
  const parts = Math.max(1, Math.ceil(Number(counted?.['row_count'] ?? 0) / atOnce));
  for (let part = 0; part < parts; part += 1) {
    const index = indexPersons(await enrolledPeople(engine, statements.enrolledOfPart(part, parts)));
    const found: (number | string)[][] = [];
    const patients = await Cursor.open(await engine.stream(statements.identitiesOfPart(part, parts)));
    for await (const patient of rows(patients)) {
      const person = findPerson(
        {
          subscriberId: patient.text(1),
          isSubscriber: patient.text(2) === 'self',
          birthDate: readDay(patient.text(3).replaceAll('-', '')),
          gender: patient.text(4),
          firstName: patient.text(5),
        },
        index,
      );
      const isFound = person.personId !== undefined;
      found.push([patient.number(0) ?? 0, isFound ? person.personId : '', isFound ? '' : person.reason]);
    }
    await engine.append('x12_found', [INTEGER, VARCHAR, VARCHAR], found);
  }
  await engine.run(statements.MATCHED);
  for (const table of ['x12_identity', 'x12_enrolled', 'x12_found']) await engine.run(`DROP TABLE ${table}`);
}

/** How many rows of the enrollment files name someone. */
export async function countEnrolled(engine: Engine, eligibility: TablePlan): Promise<RowFate[]> {
  return (await engine.rows(statements.countEnrolled(eligibility, DUCKDB))).map(fateOf);
}

async function enrolledPeople(engine: Engine, sql: string): Promise<EligibilityRow[]> {
  const people: EligibilityRow[] = [];
  for await (const row of rows(await Cursor.open(await engine.stream(sql)))) {
    people.push({
      person_id: row.text(0),
      member_id: row.text(1),
      subscriber_id: row.text(2),
      birth_date: row.text(3),
      gender: row.text(4),
      first_name: row.text(5),
    });
  }
  return people;
}

/** Yields the cursor at each of its rows. */
export async function* rows(cursor: Cursor): AsyncGenerator<Cursor> {
  while (!cursor.isAtEnd) {
    yield cursor;
    if (!cursor.advance()) await cursor.refill();
  }
}
