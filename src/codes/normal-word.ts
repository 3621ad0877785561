import { bareText } from './characters.js';

/**
 * A word of the user's mapping in the form in which it is compared with the files' words; empty for a blank.
 *
 * @example normalWord(' HMO') // 'hmo'
 */
export function normalWord(word: string): string {
  return bareText(word).toLowerCase();
}
