/*
 * Bytes are copied and compared four at a time, which a DataView allows at any offset. The last step reads
 * and writes up to three bytes beyond the end, so every buffer has room for that many more (`ROOM`).
 */

/** Bytes that a buffer must have beyond those in use. */
export const ROOM = 4;

/** Copies the bytes from `start` to `end`; the up to three bytes that follow the copy are overwritten too. */
export function copyBytes(from: DataView, start: number, end: number, into: DataView, at: number): void {
  const shift = at - start;
  for (let i = start; i < end; i += 4) into.setInt32(i + shift, from.getInt32(i, true), true);
}

/** A byte repeated four times, as `indexOfByte` needs it. */
export function fourOf(byte: number): number {
  return Math.imul(byte, 0x01010101);
}

/**
 * The first position of a byte from `at` on; `end` or more if there is none. Segments are so short that the
 * buffer's own search takes twice as long.
 *
 * @param four `fourOf` the byte
 */
export function indexOfByte(view: DataView, at: number, end: number, four: number): number {
  for (let i = at; i < end; i += 4) {
    const differs = view.getInt32(i, true) ^ four;
    // The lowest remaining bit belongs to the first zero byte (Hacker's Delight, section 6-1).
    const zeros = (differs - 0x01010101) & ~differs & 0x80808080;
    if (zeros !== 0) return i + ((31 - Math.clz32(zeros & -zeros)) >> 3);
  }
  return end;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
