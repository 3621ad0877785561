import type { ActivitySource } from '../../inputs/activity/plan.js';
import { literal } from '../sql/dialect.js';

/**
 * Which records could meet a procedure test: those whose procedure text contains, for one of the
 * alternatives, the beginning of a code from each of its lists.
 */
export interface CodesNeeded {
  readonly anyOf: readonly (readonly (readonly string[])[])[];
  /** Characters that may appear within a code; the code that decides drops them. */
  readonly inside: string;
  /** The text that means "no value"; it may begin like a code. */
  readonly nothing: string;
}

/**
 * A condition met by every record that could count, and by few others. It works on the raw text and ignores
 * separators. Few records contain the first letter of the codes, and checking for that is much cheaper than
 * looking for codes.
 *
 * @param procedures the columns of procedures
 */
export function couldCount(procedures: ActivitySource, { anyOf, inside, nothing }: CodesNeeded): string {
  if (procedures.from === 'constant') return 'true';
  const columns = procedures.columns.map(({ index }) => `c${index}`);
  const letters = new Set(anyOf.flatMap(([first = []]) => first.map((code) => code.charAt(0))));
  const cases = [...letters].flatMap((letter) => [letter.toUpperCase(), letter.toLowerCase()]);
  const hasLetter = columns.map((column) => {
    const letterIn = cases.map((letter) => `contains(${column}, ${literal(letter)})`).join(' OR ');
    return `(${column} <> ${literal(nothing)} AND (${letterIn}))`;
  });
  const text = joined(columns);
  const alternatives = anyOf.map((lists) => lists.map((codes) => hasCode(text, codes, inside)).join(' AND '));
  return `CASE WHEN ${hasLetter.join(' OR ')} THEN ${alternatives.map((one) => `(${one})`).join(' OR ')} ELSE false END`;
}

/** Columns that are read together, as one list. */
export function joined(columns: readonly string[]): string {
  const [only = `''`] = columns;
  return columns.length === 1 ? only : `concat_ws(',', ${columns.join(', ')})`;
}

function hasCode(text: string, codes: readonly string[], inside: string): string {
  const patterns = codes.map((code) => [...code].join(`[${inside}]*`));
  return `regexp_matches(${text}, ${literal(patterns.join('|'))}, 'i')`;
}
