import { BLANKS, HIDDEN, ID_GUARDS, jsClass, NOTHING } from './characters.js';

const NOT_SHOWN = new RegExp(jsClass([...HIDDEN, ...BLANKS]), 'gu');
const GUARDS_AROUND = new RegExp(ID_GUARDS, 'g');
const NO_ID = new RegExp(`^(?:${NOTHING})$`);

/**
 * A number in scientific notation, of which a spreadsheet has cut the last digits. Only an exponent with a sign is certain:
 * 12E4 can be an id. Ids of synthetic RIF files are negative, and Excel in many countries writes a decimal comma.
 */
export const CUT_NUMBER = '-?[0-9]([.,][0-9]+)?[Ee][+][0-9]{1,3}';

/**
 * An id as runs keep it: without invisible characters and guards; null for blanks and words that mean "no
 * value". The SQL does the same (src/extract/sql/code-cells.ts).
 *
 * @example readId('="0012"') // '0012'
 * @example readId('M123.0') // 'M123.0'
 * @example readId('123.0') // '123'
 */
export function readId(text: string): string | null {
  const id = text.replace(NOT_SHOWN, '').replace(GUARDS_AROUND, '');
  if (id === '' || NO_ID.test(id.toUpperCase())) return null;
  return /^[0-9]+[.]0$/.test(id) ? id.slice(0, -2) : id;
}
