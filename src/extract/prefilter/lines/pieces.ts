import { closeSync, openSync, readSync } from 'node:fs';
import { unreadableError } from '../../../inputs/tables/table-bytes.js';
import { BLOCK_BYTES, CR, LF } from './text-blocks.js';

/** Pieces of a file whose lines can be filtered in parallel. */
export interface Pieces {
  readonly hasReturns: boolean;
  /** The offset of the first byte, and the offset after the last. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/**
 * The work of one thread at a time: small enough that all threads finish at about the same time, but not too
 * many pieces.
 */
const PIECE_BYTES = 32 << 20;
const MOST_PIECES = 64;

const QUOTE = 0x22;

/**
 * Cuts a CSV file, below its header, into pieces of whole lines. Null if that is not safe: there is a quote
 * near the beginning, a CR within the header, or a line longer than a block.
 *
 * @throws LbpError E101 when the file cannot be read
 */
export function piecesOf(path: string, bytes: number): Pieces | null {
  const buffer = Buffer.alloc(BLOCK_BYTES);
  let file: number | null = null;
  try {
    file = openSync(path, 'r');
    const start = buffer.subarray(0, readSync(file, buffer, 0, buffer.length, 0));
    const header = headerOf(start);
    if (header === null) return null;
    const pieceBytes = Math.max(PIECE_BYTES, Math.ceil(bytes / MOST_PIECES));
    const ranges: [number, number][] = [];
    for (let from = header.end; from < bytes; ) {
      const to = from + pieceBytes < bytes ? endOfLine(file, buffer, from + pieceBytes, bytes) : bytes;
      if (to === null) return null;
      ranges.push([from, to]);
      from = to;
    }
    return { hasReturns: header.hasReturns, ranges };
  } catch (cause) {
    throw unreadableError(path, cause);
  } finally {
    if (file !== null) closeSync(file);
  }
}

/**
 * Where the header ends, and whether its line ends in CR LF; null if there is a quote near the beginning
 * (most files with quotes have one early), a CR within the header, or no line end in these bytes.
 *
 * @param start the first bytes of a file
 */
export function headerOf(start: Buffer): { readonly end: number; readonly hasReturns: boolean } | null {
  const feed = start.indexOf(LF);
  if (feed < 0 || start.includes(QUOTE)) return null;
  const hasReturns = start[feed - 1] === CR;
  // Any other CR would also end a line: the text after it is not part of the header.
  if (start.subarray(0, hasReturns ? feed - 1 : feed).includes(CR)) return null;
  return { end: feed + 1, hasReturns };
}

/** The position after the next line feed, or the end of the file; null if neither is near. */
function endOfLine(file: number, buffer: Buffer, from: number, bytes: number): number | null {
  const read = readSync(file, buffer, 0, buffer.length, from);
  const at = buffer.subarray(0, read).indexOf(LF);
  if (at >= 0) return from + at + 1;
  return from + read === bytes ? bytes : null;
}
