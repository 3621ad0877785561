/** How much of a header an error shows. */
const NAMES_SHOWN = 20;
const CHARACTERS_SHOWN = 64;

/**
 * A file's columns for the text of an error: few, short, and without characters that a terminal would obey. A first
 * line that looks like data is not shown, because it may be somebody's.
 */
export function columnsFound(columns: readonly string[]): string {
  if (columns.some(looksLikeData)) return 'a first line that looks like data and not like a header';
  const shown = columns.slice(0, NAMES_SHOWN).map(shownName);
  const more = columns.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A name as it may be shown on a terminal. */
export function shownName(name: string): string {
  const short = [...name].slice(0, CHARACTERS_SHOWN).join('');
  // Control characters, and those that turn the direction of a line around.
  return `${short.replace(/[\p{Cc}\p{Cf}]/gu, escaped)}${short === name ? '' : '...'}`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Names of columns do not begin with a digit, are not codes of procedures or diagnoses, and hold no `||`. */
function looksLikeData(name: string): boolean {
  return /^\s*\d/.test(name) || /^\s*[A-Z]\d{2}(?:\.?[\dX])?\s*$/.test(name) || name.includes('||');
}
