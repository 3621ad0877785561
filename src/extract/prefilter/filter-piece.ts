import { closeSync, openSync, readSync } from 'node:fs';
import { tableBytes, unreadableError } from '../../inputs/tables/table-bytes.js';
import { KeptLines, type KeptText } from './kept-lines.js';
import { CountingFilter } from './lines/counting-filter.js';
import type { LineFilter } from './lines/line-filter.js';
import type { LineSink } from './lines/line-sink.js';
import { PeopleFilter } from './lines/people-filter.js';
import { headerOf } from './lines/pieces.js';
import { BLOCK_BYTES, TextBlocks } from './lines/text-blocks.js';

/** A piece of a file, or a whole file that cannot be split because it is compressed. */
export interface FilterTask extends KeptText {
  readonly path: string;
  /** Null for a compressed file, which is read from its header to its end. */
  readonly piece: Piece | null;
}

export interface FilteredPiece {
  /** Columns that are blank in all lines that were written. */
  readonly emptyColumns: readonly number[];
}

/** Whole lines, without the header. */
export interface Piece {
  /** The offset of the first byte, and the offset after the last. */
  readonly from: number;
  readonly to: number;
  readonly hasReturns: boolean;
}

/**
 * Filters the lines of a piece of a file.
 *
 * @param onBytes called with the number of bytes as they are read
 * @returns null if it is not plain text, in which case the output must not be used
 * @throws LbpError E101 when the file cannot be read, E107 when its compression is damaged, E402 and E403
 *   from the disk
 */
export async function filterPiece(
  task: FilterTask,
  onBytes: (count: number) => void,
): Promise<FilteredPiece | null> {
  const lines = new KeptLines(task);
  try {
    const isPlain =
      task.piece === null ? await filterPacked(task, lines) : filterBetween(task, task.piece, lines, onBytes);
    if (!isPlain) return null;
    lines.finish();
    return { emptyColumns: lines.emptyColumns };
  } finally {
    lines.close();
  }
}

/** All of a gzip file. Reading alternates with decompression, which other threads do. */
async function filterPacked({ path, filter }: FilterTask, lines: LineSink): Promise<boolean> {
  let text: TextBlocks | null = null;
  for await (const chunk of tableBytes(path)) {
    let from = 0;
    if (text === null) {
      const header = headerOf(chunk);
      if (header === null) return false;
      text = textThrough(filter, header.hasReturns, lines);
      from = header.end;
    }
    while (from < chunk.length) {
      const bytes = chunk.copy(text.room, 0, from);
      from += bytes;
      if (!text.push(bytes)) return false;
    }
  }
  return text?.end() === true;
}

function filterBetween(
  { path, filter }: FilterTask,
  { from, to, hasReturns }: Piece,
  lines: LineSink,
  onBytes: (count: number) => void,
): boolean {
  const input = opened(path);
  try {
    const text = textThrough(filter, hasReturns, lines);
    for (let at = from; at < to; ) {
      const { room } = text;
      const bytes = read(path, input, room, Math.min(room.length, to - at), at);
      // The file shrank: something is writing to it, which is detected at the end.
      if (bytes === 0) return false;
      at += bytes;
      onBytes(bytes);
      if (!text.push(bytes)) return false;
    }
    return text.end();
  } finally {
    closeSync(input);
  }
}

function textThrough(filter: LineFilter, hasReturns: boolean, lines: LineSink): TextBlocks {
  const text = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  const taker =
    filter.isCounted || filter.people === null
      ? new CountingFilter(filter, text, hasReturns, lines)
      : new PeopleFilter(filter, filter.people, text, lines);
  return new TextBlocks(text, hasReturns, taker);
}

function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw unreadableError(path, cause);
  }
}

function read(path: string, input: number, into: Buffer, length: number, at: number): number {
  try {
    return readSync(input, into, 0, length, at);
  } catch (cause) {
    throw unreadableError(path, cause);
  }
}
