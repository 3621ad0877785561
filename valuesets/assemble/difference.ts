/** What a file gains and loses relative to the existing one. */
export interface Difference {
  readonly added: readonly string[];
  readonly dropped: readonly string[];
}

/**
 * Compares two files of a set, or of a medication list, by system and code.
 *
 * @param before the existing file; null if there is none
 * @example difference('Code,Code System\nC8600,ICD10CM\n', 'Code,Code System\nC8601,ICD10CM\n')
 *   // { added: ['ICD10CM C8601'], dropped: ['ICD10CM C8600'] }
 */
export function difference(before: string | null, after: string): Difference {
  const old = codesOf(before ?? '');
  const current = codesOf(after);
  return {
    added: [...current].filter((code) => !old.has(code)),
    dropped: [...old].filter((code) => !current.has(code)),
  };
}

function codesOf(file: string): Set<string> {
  const [headings = [], ...rows] = file
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  const code = headings.indexOf('Code');
  const system = headings.indexOf('Code System');
  return new Set(rows.map((cells) => `${cells[system] ?? ''} ${cells[code] ?? ''}`));
}
