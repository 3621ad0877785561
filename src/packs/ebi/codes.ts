/*
 * Lists of codes as hospital extracts write them: `||E851,T124,X403||Y532,Z921` for a spell of two episodes, `U212,Z665`
 * for an attendance or a single episode (docs/ebi.md, "Codes").
 */

/** Blanks, including the no-break space; they separate codes, and may surround any value. */
export const BLANKS = ' \t\n\v\f\r\u00a0';

/** What may appear within a code: dots, and zero-width characters left behind by copying between programs. */
export const INSIDE_CODES = '.\u200b\ufeff';

/** Quotes, and the equals sign by which spreadsheets keep a text from becoming a number: `="02"`. */
export const GUARDS = `"'=`;

/** What separates codes as a comma does; programs write lists as `['U212', 'Z665']` or `{U212,Z665}`. */
export const SEPARATING = `;${BLANKS}${GUARDS}[](){}`;

const IN_A_CLASS = SEPARATING.replace(/[[\]]/g, '\\$&');

const SEPARATORS = new RegExp(`[,|${IN_A_CLASS}]+`);

/** Two bars with no code between them separate episodes. */
const EPISODE_END = new RegExp(`\\|[,${IN_A_CLASS}]*\\|`);

const DROPPED = new RegExp(`[${INSIDE_CODES}]`, 'g');

const AROUND = new RegExp(`^[${BLANKS}${GUARDS}]+|[${BLANKS}${GUARDS}]+$`, 'g');

/** The text for "no value" in database exports. */
export const NULL_TEXT = 'NULL';

/** The texts for "no value" of databases, R, Python and spreadsheets, in capitals. */
export const NOTHING: readonly string[] = [NULL_TEXT, 'NA', 'N/A', '#N/A', 'NAN', 'NONE'];

/**
 * The codes of a list, upper-case and without dots, by episode; episodes without a code are left out.
 *
 * @example codesByEpisode('||u05.4, Y98.1||NULL') // [['U054', 'Y981']]
 */
export function codesByEpisode(text: string): string[][] {
  return text
    .replace(DROPPED, '')
    .split(EPISODE_END)
    .map(codesOf)
    .filter((codes) => codes.length > 0);
}

/** The codes of a list, across its episodes. */
export function codesOf(text: string): string[] {
  return text
    .toUpperCase()
    .replace(DROPPED, '')
    .split(SEPARATORS)
    .filter((code) => code !== '' && !NOTHING.includes(code));
}

/** A value without the blanks and guards around it; empty for `NULL` and other texts for "no value". */
export function stated(text: string): string {
  const value = text.replace(AROUND, '');
  return NOTHING.includes(value.toUpperCase()) ? '' : value;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/** The number that a value states; null for anything else. */
export function numberIn(text: string): number | null {
  const value = stated(text);
  return NUMBER.test(value) ? Number(value) : null;
}

/** Whether a value has neither letters nor digits, as the `-` and `&` of HES for "none" and "not known". */
export function isMark(value: string): boolean {
  return !/[A-Z0-9]/i.test(value);
}
