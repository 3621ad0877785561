import { numbered, numbersOf } from '../../inputs/layouts/columns-read.js';
import type { KnownCodes } from '../../inputs/layouts/layout.js';
import type { KindFiles, PlannedLayout } from '../../inputs/layouts/planned.js';
import type { SourceFinding } from '../claim-source.js';
import type { Engine } from '../duckdb.js';
import type { RelationOf } from './joins.js';
import { isThere } from './stage.js';
import { conditionOf, scopeOf } from './values.js';

/*
 * Codes that decide what is read, and that the layout does not know: without a word, a version written as
 * `ICD10` would leave out every diagnosis.
 */

/**
 * The findings about the files of a layout whose columns hold other codes than the known ones.
 *
 * @param read the columns of each kind that are read, in lower case
 */
export async function unknownCodes(
  engine: Engine,
  { layout, kinds }: PlannedLayout,
  relationOf: RelationOf,
  read: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<SourceFinding[]> {
  const found: SourceFinding[] = [];
  for (const files of kinds) {
    const { name } = files.kind;
    for (const known of layout.known) {
      const finding = await unknownOf(
        engine,
        files,
        known,
        relationOf(name) ?? '',
        read.get(name) ?? new Set(),
      );
      if (finding !== null) found.push(finding);
    }
  }
  return found;
}

async function unknownOf(
  engine: Engine,
  files: KindFiles,
  { column, codes, beside, effect }: KnownCodes,
  relation: string,
  read: ReadonlySet<string>,
): Promise<SourceFinding | null> {
  const scope = scopeOf('rows', files.kind.dates);
  const numbers = numbersOf(column);
  const odd = (numbers.length === 0 ? [0] : numbers)
    .filter((place) => read.has(numbered(column, place).toLowerCase()))
    .filter((place) => isThere(numbered(beside ?? column, place).toLowerCase(), files))
    .map((place) => {
      const text = scope.column(numbered(column, place));
      const isOther = conditionOf({ column, is_not: codes }, scope, place);
      const isBlank =
        beside === undefined
          ? 'false'
          : `${text} IS NULL AND ${conditionOf({ column: beside, filled: true }, scope, place)}`;
      return `CASE WHEN ${isOther} OR ${isBlank} THEN coalesce(${text}, '') END`;
    });
  if (odd.length === 0) return null;
  const [row] = await engine.rows(`SELECT count(*) AS row_count, arg_min(code, (file_no, row_no)) AS code,
  min(file_no) AS file_no, arg_min(row_no, (file_no, row_no)) AS row_no
FROM (SELECT file_no, row_no, coalesce(${odd.join(', ')}) AS code FROM ${relation} AS rows WHERE outcome = '')
WHERE code IS NOT NULL`);
  const count = Number(row?.['row_count'] ?? 0);
  if (count === 0) return null;
  const first = files.groups
    .flatMap((group) => group.files)
    .find(({ fileNo }) => fileNo === Number(row?.['file_no']));
  const code = String(row?.['code'] ?? '');
  return {
    code: 'LBP-W707',
    severity: 'warning',
    text: `rows of ${files.kind.name} with ${column} other than ${codes.join(', ')}, such as ${code === '' ? 'a blank' : code} in ${first?.original ?? first?.path}:${Number(row?.['row_no'])}`,
    count,
    effect,
    fix: 'Correct the values, or ask the sender what they mean.',
  };
}
