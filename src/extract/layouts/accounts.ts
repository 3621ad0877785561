import type { Kind } from '../../inputs/layouts/layout.js';
import { literal } from '../sql/dialect.js';
import { readParquet } from '../sql/duckdb-files.js';
import { alike, type Joined, keyNames, keysOf, NO_HEADER, NOT_JOINED } from './joins.js';
import { scopeOf, sqlOf } from './values.js';

/*
 * The outcome of every row of the files, as queries of file_no, outcome and row_count.
 */

/** For a relation of a kind. */
export function countRows(relation: string): string {
  return `SELECT file_no, outcome, count(*) AS row_count FROM ${relation} AS counted GROUP BY file_no, outcome`;
}

/** For a made table, where a row of a file can become several rows, or none. */
export function countMade(path: string): string {
  return `SELECT file_no, outcome, sum(weight) AS row_count FROM ${readParquet([path])} GROUP BY file_no, outcome`;
}

/** For rows that are joined to others: they count only if a row that counts is joined to them. */
export function countJoined(kind: Kind, { join, relation }: Joined, headers: string): string {
  const there = scopeOf('joined', kind.dates);
  const pairs = join.on.map(([, theirs], place): [string, string] => [
    `header.k${place}`,
    sqlOf(theirs, there),
  ]);
  const alone = literal(join.as === 'one' ? NOT_JOINED : NO_HEADER);
  return `SELECT file_no, outcome, count(*) AS row_count FROM (
  SELECT joined.file_no, CASE
      WHEN joined.outcome <> '' THEN joined.outcome
      WHEN header.counts THEN ''
      ELSE coalesce(header.reason, ${alone}) END AS outcome
  FROM ${relation} AS joined LEFT JOIN (
    SELECT ${keysOf(join, 'here', 'known', kind).join(', ')}, bool_or(outcome = '') AS counts, min(outcome) FILTER (WHERE outcome <> '') AS reason
    FROM ${headers} AS known GROUP BY ${keyNames(join).join(', ')}
  ) AS header ON ${alike(pairs)}
) AS counted GROUP BY file_no, outcome`;
}
