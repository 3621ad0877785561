import { LbpError } from '../errors.js';
import { shownHeader } from '../shown.js';

/** What a directory holds. */
export type SetKind = 'value set' | 'medication list';

/** What a table of a directory holds: the codes of sets, or the sets that each measure uses. */
export type TableKind = SetKind | 'measures to value sets' | 'measures to medication lists';

/** @example plural('value set') // 'value sets' */
export function plural(kind: TableKind): string {
  return kind.endsWith('s') ? kind : `${kind}s`;
}

/** The positions of the columns we use in a table; -1 for a missing optional one. */
export interface Columns {
  readonly kind: TableKind;
  /** Of the set. */
  readonly name: number;
  readonly oid: number;
  readonly version: number;
  readonly code: number;
  readonly system: number;
  readonly measure: number;
  readonly measureName: number;
}

/** Headings by their columns' content, today's first; older directories and other exports use the others. */
const NAMES: Readonly<Record<SetKind, readonly string[]>> = {
  'value set': ['Value Set Name', 'Value Set'],
  'medication list': ['Medication List Name', 'Medication List'],
};
const OIDS: Readonly<Record<SetKind, readonly string[]>> = {
  'value set': ['Value Set OID'],
  'medication list': ['Medication List OID'],
};
const VERSIONS: Readonly<Record<SetKind, readonly string[]>> = {
  'value set': ['Value Set Version'],
  'medication list': ['Medication List Version'],
};
const CODES = ['Code', 'Code Value'];
const NDCS = ['NDC Code', 'NDC'];
const SYSTEMS = ['Code System', 'Code System Name'];
const MEASURES = ['Measure ID', 'Measure', 'Measure Abbreviation', 'Measure Acronym'];
const MEASURE_NAMES = ['Measure Name', 'Measure Title'];

/**
 * Determines from the headings what a table holds and where its columns are; null if a required column is
 * missing. A list of only NDCs may omit the code system.
 */
export function columnsOf(headings: readonly string[]): Columns | null {
  const find = columnFinder(headings);
  for (const kind of ['value set', 'medication list'] as const) {
    const name = find(NAMES[kind]);
    if (name === -1) continue;
    const set = { name, oid: find([...OIDS[kind], 'OID']), version: find([...VERSIONS[kind], 'Version']) };
    const measures = { measure: find(MEASURES), measureName: find(MEASURE_NAMES) };
    const system = find(SYSTEMS);
    const code = find(CODES);
    const ndc = find(NDCS);
    if (code !== -1 && system !== -1) return { kind, ...set, code, system, ...measures };
    if (ndc !== -1 && code === -1) return { kind, ...set, code: ndc, system, ...measures };
    const saysMeasure = measures.measure !== -1 || measures.measureName !== -1;
    if (code !== -1 || !saysMeasure) return null;
    return { kind: `measures to ${kind}s`, ...set, code, system, ...measures };
  }
  return null;
}

/**
 * The same, for a table that must be one of a directory.
 *
 * @throws LbpError E201 if it is not one, or has a heading twice
 */
export function recognizeColumns(headings: readonly string[], path: string): Columns {
  const columns = columnsOf(headings);
  if (columns !== null) {
    refuseTwice(headings, columns, path);
    return columns;
  }
  if (/^sep=/i.test(headings[0] ?? '')) {
    const fix = 'Remove that line.';
    throw new LbpError(
      'E201',
      `${path}: its first line is a hint for Excel (sep=) and not the headings. ${fix}`,
    );
  }
  throw new LbpError(
    'E201',
    `${path}: neither value sets nor medication lists (headings found: ${shownHeader(headings)}). ` +
      'Wanted in the first row: Code, Code System, and Value Set Name or Medication List Name.',
  );
}

/**
 * The positions of a crosswalk's two columns.
 *
 * @throws LbpError E201 if one of them is missing, or there twice
 */
export function recognizeCrosswalk(
  headings: readonly string[],
  path: string,
): { ndc: number; rxcui: number } {
  const find = columnFinder(headings);
  const columns = { ndc: find(['ndc']), rxcui: find(['rxcui']) };
  if (columns.ndc === -1 || columns.rxcui === -1) {
    throw new LbpError(
      'E201',
      `${path}: not a crosswalk (headings found: ${shownHeader(headings)}). Wanted in the first row: ndc, rxcui.`,
    );
  }
  refuseTwins(headings, Object.values(columns), path);
  return columns;
}

/**
 * Rejects a table in which another column has the heading of one that is read: either may hold what is meant.
 *
 * @throws LbpError E201
 */
export function refuseTwice(headings: readonly string[], columns: Columns, path: string): void {
  refuseTwins(headings, columnsRead(columns), path);
}

function refuseTwins(headings: readonly string[], places: readonly number[], path: string): void {
  const known = headings.map(squeezed);
  const twice = places.find((at) => at !== -1 && known.indexOf(known[at] ?? '', at + 1) !== -1);
  if (twice === undefined) return;
  throw new LbpError(
    'E201',
    `${path}: two columns have the heading ${shownHeader([headings[twice] ?? ''])}. Delete or rename one of them.`,
  );
}

/** The positions of the columns that are read from a table of its kind; -1 for a missing one. */
function columnsRead({ kind, ...at }: Columns): number[] {
  if (kind.startsWith('measures')) return [at.name, at.measure, at.measureName];
  return [at.name, at.oid, at.version, at.code, at.system];
}

/** Finds the first of some headings; case, blanks and punctuation do not matter. */
function columnFinder(headings: readonly string[]): (wanted: readonly string[]) => number {
  const known = headings.map(squeezed);
  return (wanted) => wanted.map((heading) => known.indexOf(squeezed(heading))).find((at) => at !== -1) ?? -1;
}

/** @example squeezed('Value Sets to Codes ') // 'valuesetstocodes' */
export function squeezed(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
