import { LbpError } from '../../errors.js';
import { shownHeader } from '../../shown.js';
import type { ColumnKind, Table } from './columns.js';

/** Numbers of single precision are exact below this; 100000001 is stored as 100000000. */
export const ROUNDED_FROM = 2 ** 24;

/** What is known about a file (FileFacts). */
interface File {
  readonly path: string;
  readonly roundedColumns?: ReadonlySet<string>;
}

/** Where columns of ours come from (ColumnSource). */
type Sources = ReadonlyMap<string, { readonly from: string; readonly name?: string }>;

/** Kinds of columns in which another number is another person, code or day. */
const EXACT: readonly ColumnKind[] = ['id', 'code', 'drug', 'date'];

/**
 * Refuses a file of a table as refuseRounded does.
 *
 * @throws LbpError E107
 */
export function refuseRoundedSources(file: File, sources: Sources, table: Table): void {
  const exact = table.columns.filter(({ kind }) => EXACT.includes(kind));
  const names = exact.flatMap(({ name }) => {
    const source = sources.get(name);
    return source?.name ?? [];
  });
  refuseRounded(file, names);
}

/**
 * Refuses a file whose ids, codes or days are numbers that have lost digits: they may be those of other people, drugs
 * or days.
 *
 * @param names of the columns of the file that are read as such
 * @throws LbpError E107
 */
export function refuseRounded({ path, roundedColumns }: File, names: Iterable<string>): void {
  for (const name of names) {
    if (roundedColumns?.has(name) !== true) continue;
    throw new LbpError(
      'E107',
      `${path}: column ${shownHeader([name])} holds numbers of single precision (FLOAT), which have lost their digits beyond the seventh. Write it as text or as integers.`,
    );
  }
}
