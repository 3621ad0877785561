/** The tags that begin a claim, and a line of one. */
export type UnreadTag = 'CLM' | 'LX';

/**
 * Looks for the beginnings of claims, and of lines after them, in what cannot be read as X12; bytes can
 * arrive in any chunks. Other transactions have LX segments too, so those count only after a claim.
 */
export class UnreadClaims {
  /** The word being read, as far as it can still be one of the two. */
  private word = '';
  private hasClaim = false;

  constructor(private readonly found: (tag: UnreadTag, byte: number) => void) {}

  /** Begins a part that is unrelated to the one before. */
  begin(): void {
    this.word = '';
    this.hasClaim = false;
  }

  /** @param base the position of `bytes` in the file */
  look(bytes: Uint8Array, from: number, to: number, base: number): void {
    for (let at = from; at < to; at += 1) {
      const code = bytes[at] ?? 0;
      if (isWordCharacter(code)) {
        if (this.word.length < 4) this.word += String.fromCharCode(code);
        continue;
      }
      if (this.isBeginning(this.word) && couldSeparate(code)) {
        this.hasClaim = true;
        this.found(this.word, base + at - this.word.length);
      }
      this.word = '';
    }
  }

  private isBeginning(word: string): word is UnreadTag {
    return word === 'CLM' || (word === 'LX' && this.hasClaim);
  }
}

function isWordCharacter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** Excludes what follows a word in prose or in a table. */
function couldSeparate(code: number): boolean {
  return code > 32
    ? !'.,;:)]}"\'-/?!_'.includes(String.fromCharCode(code))
    : code !== 32 && code !== 10 && code !== 13;
}
