import { BLANKS, GUARDS, HIDDEN, sqlClass } from '../../codes/characters.js';
import type { Dialect } from './dialect.js';

/*
 * Words and texts of files, such as those of a status, in the form in which they are compared with ours.
 */

/** A text as people see it: without invisible characters, and with plain blanks in place of all other blanks. */
export function visibleText(text: string, dialect: Dialect): string {
  return dialect.replaced(dialect.replaced(text, sqlClass(HIDDEN), ''), sqlClass(BLANKS), ' ');
}

/** Words that need no cleaning. */
const PLAIN_WORD = '[0-9A-Za-z](?:[ -~]*[!#-&(-~])?';

/** A word as text, without invisible characters and guards; NULL for a blank. */
export function readWord(text: string, dialect: Dialect): string {
  const shown = visibleText(text, dialect);
  return `CASE WHEN ${text} IS NULL THEN NULL WHEN ${dialect.matches(text, PLAIN_WORD)} THEN ${text} ELSE nullif(${dialect.replaced(shown, GUARDS, '')}, '') END`;
}

/** Text that needs no cleaning but that of plain blanks around it. */
const PLAIN_TEXT = '[ -~]*';

/** A text as people see it, without the blanks around it; NULL for a blank. */
export function readText(text: string, dialect: Dialect): string {
  const shown = visibleText(text, dialect);
  return `CASE WHEN ${text} IS NULL THEN NULL WHEN ${dialect.matches(text, PLAIN_TEXT)} THEN ${dialect.trimmed(text)} ELSE ${dialect.trimmed(shown)} END`;
}
