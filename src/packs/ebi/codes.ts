/*
 * Lists of codes as hospital extracts write them: `||E851,T124,X403||Y532,Z921` for a spell of two episodes, `U212,Z665`
 * for an attendance or a single episode (docs/ebi.md, "Codes").
 */

/** Blanks, including the no-break space; they separate codes, and may surround any value. */
export const BLANKS = ' \t\n\v\f\r\u00a0';

/** What may appear within a code: dots, and zero-width characters left behind by copying between programs. */
export const INSIDE_CODES = '.\u200b\ufeff';

const SEPARATORS = new RegExp(`[,;|${BLANKS}]+`);

/** Two bars with no code between them separate episodes. */
const EPISODE_END = new RegExp(`\\|[,;${BLANKS}]*\\|`);

const DROPPED = new RegExp(`[${INSIDE_CODES}]`, 'g');

const AROUND = new RegExp(`^[${BLANKS}]+|[${BLANKS}]+$`, 'g');

/** The text for "no value" in database exports. */
export const NOTHING = 'NULL';

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
    .filter((code) => code !== '' && code !== NOTHING);
}

/** A value without the blanks around it; empty for the text `NULL`. */
export function stated(text: string): string {
  const value = text.replace(AROUND, '');
  return value.toUpperCase() === NOTHING ? '' : value;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/** The number that a value states; null for anything else. */
export function numberIn(text: string): number | null {
  const value = stated(text);
  return NUMBER.test(value) ? Number(value) : null;
}
