/*
 * Codes as patterns that both LIKE and regular expressions understand: characters, and character classes in
 * brackets.
 */

/**
 * Codes that differ only in their last character, as one pattern with a class for that character.
 *
 * @example codePatterns(['U132', 'U133', 'U211']) // ['U13[23]', 'U211']
 */
export function codePatterns(codes: readonly string[]): string[] {
  const lasts = new Map<string, string[]>();
  for (const code of codes) {
    const begin = code.slice(0, -1);
    lasts.set(begin, [...(lasts.get(begin) ?? []), code.slice(-1)]);
  }
  return [...lasts].map(([begin, last]) => `${begin}${last.length === 1 ? last[0] : `[${last.join('')}]`}`);
}

/**
 * A range of categories of a letter and two digits.
 *
 * @example rangePatterns({ from: 'D37', to: 'D48' }) // ['D3[7-9]', 'D4[0-8]']
 * @example rangePatterns({ from: 'C00', to: 'C99' }) // ['C[0-9][0-9]']
 */
export function rangePatterns({ from, to }: { readonly from: string; readonly to: string }): string[] {
  const letter = from.charAt(0);
  if (from.slice(1) === '00' && to.slice(1) === '99') return [`${letter}[0-9][0-9]`];
  const [first, last] = [Number(from.slice(1)), Number(to.slice(1))];
  const patterns: string[] = [];
  for (let tens = Math.floor(first / 10); tens <= Math.floor(last / 10); tens += 1) {
    const low = Math.max(first, tens * 10) % 10;
    const high = Math.min(last, tens * 10 + 9) % 10;
    patterns.push(`${letter}${tens}${low === high ? low : `[${low}-${high}]`}`);
  }
  return patterns;
}
