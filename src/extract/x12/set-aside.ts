import type { ClaimPlace, SetAside } from '../claim-source.js';
import { Cursor } from '../cursor.js';
import type { Engine } from '../duckdb.js';
import type { ConvertedFile } from './convert-to-disk.js';
import { rows } from './match-persons.js';
import { VERSIONS } from './sql/versions.js';

/** Claims that others set aside, in the order of the files. */
export async function* setAside(engine: Engine, files: readonly ConvertedFile[]): AsyncGenerator<SetAside> {
  const paths = new Map(files.map(({ fileNumber, path }) => [fileNumber, path]));
  const claimAt = (row: Cursor, column: number): ClaimPlace => ({
    claimId: row.text(column),
    file: paths.get(row.number(column + 1) ?? -1) ?? '',
    place: placeOf({
      isa13: row.text(column + 2),
      gs06: row.text(column + 3),
      st02: row.text(column + 4),
      segment: row.text(column + 5),
    }),
  });
  const lost = await engine.withPushdown(() => engine.stream(VERSIONS));
  for await (const row of rows(await Cursor.open(lost))) {
    const isAlone = row.number(8) === null;
    yield { outcome: row.text(0), claim: claimAt(row, 1), by: isAlone ? null : claimAt(row, 7) };
  }
}

/** In the reader's notation for places. */
export function placeOf(row: Readonly<Record<string, unknown>>): string {
  return `${row['isa13']}/${row['gs06']}/${row['st02']}/seg ${row['segment']}`;
}
