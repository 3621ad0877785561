import { referencesIn } from '../../inputs/layouts/columns-read.js';
import type { Kind } from '../../inputs/layouts/layout.js';
import type { PlannedLayout } from '../../inputs/layouts/planned.js';
import { REJECTS } from '../../inputs/tables/row-checks.js';
import type { Engine } from '../duckdb.js';
import { recordsAt } from '../records-at.js';
import type { RejectedRow } from '../rejects.js';
import { literal } from '../sql/dialect.js';
import type { RelationOf } from './joins.js';
import { CUT_ID } from './stage.js';
import { scopeOf, sqlOf } from './values.js';

/**
 * The rows of the files with an id in scientific notation, each as the record of its file. No table is made from
 * them, so that none shows them.
 *
 * @param limit at most this many rows are returned
 */
export async function* rowsWithCutIds(
  engine: Engine,
  { kinds }: PlannedLayout,
  relationOf: RelationOf,
  limit: number,
): AsyncGenerator<RejectedRow> {
  let left = limit;
  for (const { kind, groups } of kinds) {
    if (left <= 0) return;
    const claimId = claimIdOf(kind, relationOf);
    const rows = await engine.rows(`SELECT file_no, row_no, ${claimId} AS claim_id
FROM ${relationOf(kind.name)} AS rows WHERE outcome = ${literal(CUT_ID)} ORDER BY file_no, row_no LIMIT ${left}`);
    left -= rows.length;
    for (const group of groups) {
      for (const file of group.files) {
        const own = rows.filter((row) => Number(row['file_no']) === file.fileNo);
        if (own.length === 0) continue;
        const records = await recordsAt(
          engine,
          group,
          file,
          new Set(own.map((row) => Number(row['row_no']))),
        );
        for (const row of own) {
          yield {
            file: file.original ?? file.path,
            line: Number(row['row_no']),
            claimId: String(row['claim_id'] ?? ''),
            code: REJECTS[CUT_ID].code,
            reason: REJECTS[CUT_ID].about,
            raw: records.get(Number(row['row_no'])) ?? '',
          };
        }
      }
    }
  }
}

/** The claim that a row itself names; blank for kinds of which only joined rows name one. */
function claimIdOf({ name, columns, dates, joins = [] }: Kind, relationOf: RelationOf): string {
  const claim = columns?.['claim_id'];
  const isOwn =
    claim !== undefined &&
    referencesIn(claim).every(
      (reference) =>
        relationOf.hasColumn(name, reference) && !joins.some((join) => reference.startsWith(`${join.name}.`)),
    );
  return isOwn ? sqlOf(claim, scopeOf('rows', dates)) : "''";
}
