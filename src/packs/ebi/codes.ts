/*
 * Lists of codes as hospital extracts write them: `||E851,T124,X403||Y532,Z921` for a spell of two episodes, `U212,Z665`
 * for an attendance or a single episode (docs/ebi.md, "Codes").
 */

/** What a list separates its codes with; among the blanks is the no-break space. */
const SEPARATORS = /[,;|\s]+/;

/** Two bars with no code between them separate episodes. */
const EPISODE_END = /\|[,;\s]*\|/;

/** Dots, and characters without width that copying between programs leaves behind. */
const INSIDE_CODES = /[.\u200b\ufeff]/g;

/** The text that stands for nothing in exports of a database. */
const NOTHING = 'NULL';

/**
 * The codes of a list, upper-case and without dots, by episode; episodes without a code are left out.
 *
 * @example codesByEpisode('||u05.4, Y98.1||NULL') // [['U054', 'Y981']]
 */
export function codesByEpisode(text: string): string[][] {
  return text
    .replace(INSIDE_CODES, '')
    .split(EPISODE_END)
    .map(codesOf)
    .filter((codes) => codes.length > 0);
}

/** The codes of a list, whatever episode they are of. */
export function codesOf(text: string): string[] {
  return text
    .toUpperCase()
    .replace(INSIDE_CODES, '')
    .split(SEPARATORS)
    .filter((code) => code !== '' && code !== NOTHING);
}

/** A value less the blanks around it; empty for the text `NULL`, which stands for nothing. */
export function stated(text: string): string {
  const value = text.trim();
  return value.toUpperCase() === NOTHING ? '' : value;
}
