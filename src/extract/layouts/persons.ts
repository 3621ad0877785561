import { LbpError } from '../../errors.js';
import type { Kind } from '../../inputs/layouts/layout.js';
import type { Engine } from '../duckdb.js';
import { scopeOf, sqlOf, stored } from './values.js';

/** After this many doublings, a chain of a billion ids has been followed to its end. */
const MOST_DOUBLINGS = 30;

/**
 * Makes `layout_person`: for each former id of a person their current one, however many ids were in between.
 *
 * @param run runs a statement that creates something
 * @param relation the rows of the cross reference
 * @param paths of files, by number
 * @throws LbpError E107 for ids that lead back to themselves
 */
export async function followPersons(
  engine: Engine,
  run: (sql: string) => Promise<void>,
  kind: Kind,
  relation: string,
  paths: ReadonlyMap<number, string>,
): Promise<void> {
  const { persons } = kind;
  if (persons === undefined) return;
  const [before, now] = [stored(persons.before), stored(persons.now)];
  const scope = scopeOf('known', kind.dates);
  const by = persons.latest.map((value) => `${sqlOf(value, scope)} DESC NULLS LAST`);
  await run(`CREATE TABLE layout_person AS
SELECT ${before} AS before, ${now} AS now, ${now} AS next, file_no, row_no
FROM ${relation} AS known
WHERE outcome = '' AND ${before} IS NOT NULL AND ${now} IS NOT NULL AND ${before} <> ${now}
QUALIFY row_number() OVER (PARTITION BY ${before} ORDER BY ${[...by, 'file_no DESC', 'row_no DESC'].join(', ')}) = 1`);
  for (let doubling = 0; doubling < MOST_DOUBLINGS; doubling += 1) {
    const [left] = await engine.rows(`SELECT count(*) AS row_count FROM layout_person AS person
WHERE EXISTS (SELECT 1 FROM layout_person AS further WHERE further.before = person.now)`);
    const isDone = Number(left?.['row_count'] ?? 0) === 0;
    if (isDone) return;
    await run(`CREATE OR REPLACE TABLE layout_person AS
SELECT person.before, coalesce(further.now, person.now) AS now, person.next, person.file_no, person.row_no
FROM layout_person AS person LEFT JOIN layout_person AS further ON further.before = person.now`);
    const [size] = await engine.rows('SELECT count(*) AS row_count FROM layout_person');
    if (2 ** doubling > Number(size?.['row_count'] ?? 0)) break;
  }
  // A chain without an end by now leads into a circle; the first id on it is named.
  const [row] = await engine.rows(`WITH RECURSIVE walk AS (
  SELECT before AS start, next FROM layout_person
  WHERE EXISTS (SELECT 1 FROM layout_person AS further WHERE further.before = layout_person.now)
  UNION
  SELECT walk.start, person.next FROM walk JOIN layout_person AS person ON person.before = walk.next
)
SELECT file_no, row_no FROM layout_person
WHERE before IN (SELECT start FROM walk WHERE next = start) ORDER BY file_no, row_no LIMIT 1`);
  const path = paths.get(Number(row?.['file_no'] ?? -1)) ?? 'the cross reference';
  throw new LbpError(
    'E107',
    `${path}:${Number(row?.['row_no'] ?? 0)}: an id that leads back to itself through the ids that replace it, so the current id of the person cannot be known. Remove the circle from the cross reference.`,
  );
}
