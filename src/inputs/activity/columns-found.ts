/** How much of a header an error message shows. */
const NAMES_SHOWN = 20;
const CHARACTERS_SHOWN = 64;

/**
 * A file's columns for an error message: few, short, and without terminal control characters. A first line
 * that looks like data is not shown, because it may be personal.
 */
export function columnsFound(columns: readonly string[]): string {
  if (columns.some(looksLikeData)) return 'a first line that looks like data and not like a header';
  const shown = columns.slice(0, NAMES_SHOWN).map(shownName);
  const more = columns.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A name that is safe to show on a terminal. */
export function shownName(name: string): string {
  const short = [...name].slice(0, CHARACTERS_SHOWN).join('');
  // Control characters, and those that change the text direction.
  return `${short.replace(/[\p{Cc}\p{Cf}]/gu, escaped)}${short === name ? '' : '...'}`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Column names do not begin with a digit, are not procedure or diagnosis codes, and do not contain `||`. */
function looksLikeData(name: string): boolean {
  return /^\s*\d/.test(name) || /^\s*[A-Z]\d{2}(?:\.?[\dX])?\s*$/.test(name) || name.includes('||');
}
