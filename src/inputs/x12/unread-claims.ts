/** What begins a claim, and a line of one. */
export type UnreadTag = 'CLM' | 'LX';

/** Looks for the beginnings of claims and lines in what cannot be read as X12; bytes may come in any pieces. */
export class UnreadClaims {
  /** The word that is being read, as far as it can be one of the two. */
  private word = '';

  constructor(private readonly found: (tag: UnreadTag, byte: number) => void) {}

  /** A stretch begins that has nothing to do with the one before. */
  begin(): void {
    this.word = '';
  }

  /** @param base where in the file `bytes` begin */
  look(bytes: Uint8Array, from: number, to: number, base: number): void {
    for (let at = from; at < to; at += 1) {
      const code = bytes[at] ?? 0;
      if (isWordCharacter(code)) {
        if (this.word.length < 4) this.word += String.fromCharCode(code);
        continue;
      }
      if ((this.word === 'CLM' || this.word === 'LX') && couldSeparate(code))
        this.found(this.word, base + at - this.word.length);
      this.word = '';
    }
  }
}

function isWordCharacter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** Not what follows a word in prose or in a table. */
function couldSeparate(code: number): boolean {
  return code > 32
    ? !'.,;:)]}"\'-/?!_'.includes(String.fromCharCode(code))
    : code !== 32 && code !== 10 && code !== 13;
}
