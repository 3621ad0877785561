import { LbpError } from '../errors.js';

export type SetKind = 'value set' | 'medication list';

/** Where the columns we use stand in a file; -1 for an optional one that is missing. */
export interface Columns {
  readonly kind: SetKind;
  readonly name: number;
  readonly oid: number;
  readonly version: number;
  readonly code: number;
  readonly system: number;
}

const KINDS = [
  { kind: 'value set', prefix: 'Value Set' },
  { kind: 'medication list', prefix: 'Medication List' },
] as const;

/**
 * Tells by the headings whether a file holds value sets or medication lists, and where its columns are.
 *
 * @throws LbpError E201 where the name, the code or the code system has no column
 */
export function recogniseColumns(headings: readonly string[], path: string): Columns {
  const find = columnFinder(headings);
  for (const { kind, prefix } of KINDS) {
    const name = find(`${prefix} Name`);
    if (name === -1) continue;
    const code = find('Code');
    const system = find('Code System');
    if (code === -1 || system === -1) break;
    return { kind, name, oid: find(`${prefix} OID`), version: find(`${prefix} Version`), code, system };
  }
  throw new LbpError(
    'E201',
    `${path}: neither value sets nor medication lists (headings found: ${listed(headings)}). ` +
      'Wanted in the first row: Code, Code System, and Value Set Name or Medication List Name.',
  );
}

/**
 * Where a crosswalk's two columns stand.
 *
 * @throws LbpError E201 where one of them is missing
 */
export function recogniseCrosswalk(
  headings: readonly string[],
  path: string,
): { ndc: number; rxcui: number } {
  const find = columnFinder(headings);
  const columns = { ndc: find('ndc'), rxcui: find('rxcui') };
  if (columns.ndc === -1 || columns.rxcui === -1) {
    throw new LbpError(
      'E201',
      `${path}: not a crosswalk (headings found: ${listed(headings)}). Wanted in the first row: ndc, rxcui.`,
    );
  }
  return columns;
}

/** Headings are matched trimmed and without regard to case. */
function columnFinder(headings: readonly string[]): (heading: string) => number {
  const known = headings.map((heading) => heading.trim().toLowerCase());
  return (heading) => known.indexOf(heading.toLowerCase());
}

/** Enough of the headings to recognise the file by; a file of another kind may have one endless "heading". */
function listed(headings: readonly string[]): string {
  const text = headings.map((heading) => heading.trim()).join(', ');
  return text.length > 300 ? `${text.slice(0, 300)}...` : text;
}
