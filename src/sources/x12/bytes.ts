/*
 * Bytes are copied and compared four at a time, which a DataView does without minding where they begin. The last step
 * reads and writes up to three bytes beyond the end, so every buffer has room for that many more (`ROOM`).
 */

/** Bytes that a buffer must have beyond those in use. */
export const ROOM = 4;

/** Copies the bytes from `start` to `end`; the up to three bytes that follow the copy are overwritten too. */
export function copyBytes(from: DataView, start: number, end: number, into: DataView, at: number): void {
  const shift = at - start;
  for (let i = start; i < end; i += 4) into.setInt32(i + shift, from.getInt32(i, true), true);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
