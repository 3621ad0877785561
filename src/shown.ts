/*
 * The user's text as messages show it. Names of files, headers, ids and elements can contain anything,
 * including terminal control sequences.
 */

/** Characters that a terminal could interpret, or that would break a line or change its direction. */
const UNSHOWN = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * Text of one line, with control characters escaped as in JSON; inside JSON the escapes change nothing.
 *
 * @example shown('a\u001b[2Jb') // 'a\\u001b[2Jb'
 */
export function shown(text: string): string {
  return text.replace(UNSHOWN, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same for multi-line text, which may contain tabs. */
export function shownLines(text: string): string {
  return text.replace(UNSHOWN, (found) => (found === '\n' || found === '\t' ? found : shown(found)));
}

const MOST_NAMES = 20;
const LONGEST_NAME = 64;

/**
 * The names in a header, for a message: the first few, with long ones cut. A first line that looks like
 * personal data is not quoted.
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

/** Words that column names consist of in common layouts; none of them is itself a value of some column. */
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
 * Whether a first line names columns: one of its cells contains a word from column names, none begins like a
 * number, and none equals or looks like the values below it.
 */
export function looksLikeHeader(names: readonly string[], rows: readonly (readonly string[])[]): boolean {
  // With the wrong separator, a whole line is one name.
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

/** `PRNCPAL_DGNS_CD`, `claimStartDate`, `DX1`: split at signs, capitals and numbers. */
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

/** `MBR-17` and `CLM-42` have the same shape. */
function shapeOf(text: string): string {
  return text.replace(/\p{L}/gu, 'a').replace(/\p{N}/gu, '9');
}
