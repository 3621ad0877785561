/*
 * Text of the user's as messages show it. Names of files, headers, ids and elements can hold anything, and a terminal
 * obeys some of it.
 */

/** What a terminal could take for an order, and what would break a line or turn its direction. */
const UNSHOWN = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * Text of one line, with escapes in the place of control characters, as JSON writes them; in JSON they change nothing.
 *
 * @example shown('a\u001b[2Jb') // 'a\\u001b[2Jb'
 */
export function shown(text: string): string {
  return text.replace(UNSHOWN, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same for text of several lines, which may have tabs. */
export function shownLines(text: string): string {
  return text.replace(UNSHOWN, (found) => (found === '\n' || found === '\t' ? found : shown(found)));
}

const MOST_NAMES = 20;
const LONGEST_NAME = 64;

/**
 * The names in a header, for a message: the first of them, the long ones cut. A first line that looks like somebody's
 * data is not quoted.
 *
 * @param rows some of the rows below it, to compare with
 */
export function shownHeader(names: readonly string[], rows: readonly (readonly string[])[] = []): string {
  if (!looksLikeHeader(names, rows)) return 'a first line that looks like data and not like a header';
  const first = names.slice(0, MOST_NAMES).map((name) => cut(name.trim()));
  const more = names.length - first.length;
  return `${first.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

function cut(name: string): string {
  const characters = [...name];
  return characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME).join('')}...` : name;
}

/**
 * Words of which names of columns are made, in the layouts that are about; none that is itself a value of some column.
 */
const WORDS = new Set(
  [
    'age amount amt begin benefit birth category cd charge city claim clm clmid clmnum cob code codes column count county',
    'coverage cpt cvrg date ddate death desc description dgns diag diagnosis discharge dob dos drg drug dt dx effective elig',
    'eligibility enrid enrollment enrolment expiry flag format frequency gender hcpcs hospice icd id identifier ids ins key',
    'line list mbi measure medication mod modifier name names nbr ndc npi num number oid payer person phone plan pos',
    'prescription proc procedure product prov provider quantity qty rate reason ref rev revenue role rxcui seq sequence',
    'service set sex specialty start state status sys system table term thru title total type unit units value version year',
    'zip',
  ].flatMap((line) => line.split(' ')),
);

/**
 * Whether a first line names columns: one of its cells is made of words that names are made of, none begins like a
 * number, and none is or looks like what stands below it.
 */
export function looksLikeHeader(names: readonly string[], rows: readonly (readonly string[])[]): boolean {
  // With another separator than the file has, a whole line is one name.
  const cells = names.flatMap((name) => name.split(/[,;|\t]/));
  if (cells.some((cell) => /^\s*[\d.+-]*\d/.test(cell))) return false;
  if (!cells.some(hasWord)) return false;
  return !names.some((name, at) =>
    looksLikeValue(
      name,
      rows.map((row) => row[at] ?? ''),
    ),
  );
}

/** `PRNCPAL_DGNS_CD`, `claimStartDate`, `DX1`: parted by signs, by capitals, and from numbers. */
function hasWord(name: string): boolean {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .some((word) => WORDS.has(word));
}

function looksLikeValue(name: string, values: readonly string[]): boolean {
  const stated = values.filter((value) => value !== '');
  if (name === '' || stated.length === 0) return false;
  if (stated.includes(name)) return true;
  const shape = shapeOf(name);
  return /9/.test(shape) && stated.filter((value) => shapeOf(value) === shape).length * 2 >= stated.length;
}

/** `MBR-17` and `CLM-42` are of one shape. */
function shapeOf(text: string): string {
  return text.replace(/\p{L}/gu, 'a').replace(/\p{N}/gu, '9');
}
