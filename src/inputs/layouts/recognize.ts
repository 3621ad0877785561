import { LbpError } from '../../errors.js';
import type { Kind, Layout } from './layout.js';

/** How many kinds a message names in full. */
const KINDS_SHOWN = 12;

/**
 * The kind of a file, by its header: of the kinds whose columns are all there, the one with the most columns.
 *
 * @param header the names of its columns
 * @example kindOf(RIF, 'pde.csv', ['BENE_ID', 'PDE_ID', 'SRVC_DT', 'PROD_SRVC_ID']).name // 'prescription events'
 * @throws LbpError E109 for a file that fits no kind, or fits two equally well
 */
export function kindOf(layout: Layout, path: string, header: readonly string[]): Kind {
  const known = new Set(header.map((name) => name.trim().toLowerCase()));
  const fitting = layout.kinds
    .filter(
      ({ match, match_any: oneOf }) =>
        match.every((name) => known.has(name.toLowerCase())) &&
        (oneOf === undefined || oneOf.some((name) => known.has(name.toLowerCase()))),
    )
    .toSorted((a, b) => sizeOf(b) - sizeOf(a));
  const [found, second] = fitting;
  if (found === undefined) throw unrecognized(layout, path, known);
  if (second !== undefined && sizeOf(second) === sizeOf(found)) {
    throw new LbpError(
      'E109',
      `${path}: its columns fit two kinds of ${nameOf(layout)}, ${found.name} and ${second.name}. Add to match in the config a column that only one of them has.`,
    );
  }
  return found;
}

/** How many columns identify a kind. */
function sizeOf({ match, match_any: oneOf }: Kind): number {
  return match.length + (oneOf === undefined ? 0 : 1);
}

function unrecognized(layout: Layout, path: string, header: ReadonlySet<string>): LbpError {
  const near = layout.kinds
    .map(({ name, match }) => ({
      name,
      missing: match.filter((column) => !header.has(column.toLowerCase())),
      share: match.filter((column) => header.has(column.toLowerCase())).length / match.length,
    }))
    .toSorted((a, b) => b.share - a.share)[0];
  const names = layout.kinds.map(({ name }) => name);
  const more = names.length > KINDS_SHOWN ? ` and ${names.length - KINDS_SHOWN} more` : '';
  const nearest =
    near === undefined || near.share === 0
      ? 'None of its columns identifies one of them (a file of fixed width, as CMS sends CCLF, must be written as CSV with a header first)'
      : `Nearest is ${near.name}, for which ${near.missing.join(', ')} ${near.missing.length === 1 ? 'is' : 'are'} missing`;
  return new LbpError(
    'E109',
    `${path}: its header fits no kind of file in ${nameOf(layout)} (${names.slice(0, KINDS_SHOWN).join(', ')}${more}). ${nearest}: check its separator and header, or leave the file out.`,
  );
}

function nameOf({ name }: Layout): string {
  return name === OWN ? 'the tables of the config' : `the layout ${name}`;
}

/** The name of a user-defined layout. */
export const OWN = 'own';
