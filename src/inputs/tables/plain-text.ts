import { isUtf8 } from 'node:buffer';

/**
 * Bytes that a plain file does not contain: a quote, and the byte used as a separator when whole lines are
 * read.
 */
const QUOTE = 0x22;
export const NO_SEPARATOR = 0x01;

/**
 * Checks, as a file streams by in chunks, whether it is plain: UTF-8 text without quotes. In a plain CSV file
 * every line is a record and every separator separates, so it can be read line by line, which is several
 * times faster.
 */
export class PlainText {
  private isPlain: boolean = true;
  private hasNul: boolean = false;
  /** The start of a character that continues in the next chunk. */
  private rest: Buffer = Buffer.alloc(0);

  add(chunk: Buffer): void {
    this.hasNul ||= chunk.includes(0);
    if (!this.isPlain) return;
    const text = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const end = endOfWholeCharacters(text);
    this.isPlain = !chunk.includes(QUOTE) && !chunk.includes(NO_SEPARATOR) && isUtf8(text.subarray(0, end));
    this.rest = Buffer.from(text.subarray(end));
  }

  /** After the last chunk. */
  get wasPlain(): boolean {
    return this.isPlain && this.rest.length === 0;
  }

  /** Whether a NUL was seen, which the engine treats as ordinary text. */
  get hadNul(): boolean {
    return this.hasNul;
  }
}

/** Where the last character begins if it is cut off, else the end; a character has at most four bytes. */
function endOfWholeCharacters(text: Buffer): number {
  for (let length = 1; length <= Math.min(4, text.length); length += 1) {
    const byte = text[text.length - length] ?? 0;
    const isContinuation = byte >= 0x80 && byte < 0xc0;
    if (isContinuation) continue;
    const expected = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return expected > length ? text.length - length : text.length;
  }
  return text.length;
}
