/** The code systems in which parts of review sets are written, and the references to other lists. */
const WORDS = ['dx', 'pcs', 'cpt', 'hcpcs', 'rev', 'set', 'measure', 'rx'] as const;

export type Word = (typeof WORDS)[number];

/** A part of a review set (definitions/definition.ts explains it). */
export interface Part {
  readonly word: Word;
  /** The text after the word: codes, stems and ranges, or a name. */
  readonly text: string;
  /** The codes to remove again; empty for none. */
  readonly less: string;
  readonly seventh: SeventhCharacter | null;
}

/** Which codes of seven characters are kept; shorter ones are not. */
export interface SeventhCharacter {
  readonly letters: readonly string[];
  readonly isWanted: boolean;
}

/**
 * Reads the codes of a review definition.
 *
 * @throws Error for a part that does not begin with a known word, or has `less` or `{7 ...}` in a system
 *   other than ICD-10-CM
 * @example parts('dx S12 less S12.9 {7 not S}')
 *   // [{ word: 'dx', text: 'S12', less: 'S12.9', seventh: { letters: ['S'], isWanted: false } }]
 */
export function parts(codes: string): Part[] {
  return codes.replace(/\s+/g, ' ').split(' / ').map(part);
}

function part(written: string): Part {
  const [, first = '', body = '', filter] = /^(\S+) (.+?)(?: \{7 ([^{}]+)\})?$/.exec(written) ?? [];
  const word = WORDS.find((one) => one === first);
  if (word === undefined) throw new Error(`"${written}" begins with none of ${WORDS.join(', ')}`);
  const [text = '', less = ''] = word === 'dx' ? body.split(' less ') : [body];
  if (word !== 'dx' && (filter !== undefined || / less |[{}]/.test(body))) {
    throw new Error(
      `"${written}": only ICD-10-CM codes are taken out again or picked by their seventh character`,
    );
  }
  return { word, text, less, seventh: filter === undefined ? null : seventh(filter) };
}

function seventh(filter: string): SeventhCharacter {
  const letters = filter.split(' ');
  return letters[0] === 'not' ? { letters: letters.slice(1), isWanted: false } : { letters, isWanted: true };
}

/** Whether a code passes; every code does if there is no condition on the seventh character. */
export function passes(code: string, wanted: SeventhCharacter | null): boolean {
  if (wanted === null) return true;
  return code.length === 7 && wanted.letters.includes(code.slice(6)) === wanted.isWanted;
}
