import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { LbpError } from '../../errors.js';
import { ZstdFrames } from './zstd-frames.js';

const CHUNK = 1 << 20;

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** How the engine determines a file's compression: by its name. */
export function compressionOf(path: string): 'gzip' | 'zstd' | null {
  if (/\.gz$/i.test(path)) return 'gzip';
  return /\.zst$/i.test(path) ? 'zstd' : null;
}

/**
 * The text of a CSV file as UTF-8: unpacked if its name ends in .gz, converted if a byte order mark says that
 * it is UTF-16, and without any byte order mark. Bytes that are not UTF-8 are passed on unchanged. zstd is
 * not unpacked here.
 *
 * @throws LbpError E101 when the file cannot be read, E107 when its compressed data is damaged or cut off
 */
export async function* tableBytes(path: string): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | null = null;
  let isStart = true;
  for await (const chunk of unpacked(path)) {
    if (!isStart) {
      yield decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }));
      continue;
    }
    isStart = false;
    const encoding = utf16Of(chunk);
    if (encoding !== null) decoder = new TextDecoder(encoding);
    if (decoder !== null) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    else yield chunk.subarray(chunk.subarray(0, 3).equals(UTF8_MARK) ? 3 : 0);
  }
  if (decoder !== null) yield Buffer.from(decoder.decode());
}

/** Whether a zstd file is complete; the engine would silently unpack what is there. */
export async function isWholeZstd(path: string): Promise<boolean> {
  const frames = new ZstdFrames();
  for await (const chunk of unpacked(path)) frames.add(chunk);
  return frames.isWhole;
}

/** Whether a byte order mark says that a CSV file is UTF-16. */
export async function isUtf16(path: string): Promise<boolean> {
  for await (const chunk of unpacked(path)) return utf16Of(chunk) !== null;
  return false;
}

/** The encoding of a text, if its byte order mark says that it is UTF-16. */
function utf16Of(start: Buffer): 'utf-16le' | 'utf-16be' | null {
  const mark = start.length < 2 ? 0 : start.readUInt16BE(0);
  // The mark of UTF-32 begins like that of UTF-16.
  if (start.length >= 4 && start.readUInt32BE(0) === 0xfffe0000) return null;
  if (mark === 0xfffe) return 'utf-16le';
  return mark === 0xfeff ? 'utf-16be' : null;
}

async function* unpacked(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: CHUNK });
  const isGzip = compressionOf(path) === 'gzip';
  // An error in either stream is thrown by the loop below, so the callback has nothing to do.
  const stream: Readable = isGzip
    ? pipeline(file, createGunzip({ chunkSize: CHUNK }), () => undefined)
    : file;
  try {
    for await (const chunk of stream) {
      const data: Buffer = chunk;
      yield data;
    }
  } catch (cause) {
    throw isGzip && (file.errored === null || isOfUnpacking(cause))
      ? damagedError(path, cause)
      : unreadableError(path, cause);
  }
}

/** Whether the data and not the file failed: the unpacker's error ends the reading of the file with itself. */
function isOfUnpacking(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_');
}

export function damagedError(path: string, cause?: unknown): LbpError {
  return new LbpError(
    'E107',
    `${path}: the compressed file is damaged or cut off, so which rows are lost cannot be known. Write it again.`,
    { cause },
  );
}

export function damagedParquet(path: string, cause?: unknown): LbpError {
  return new LbpError(
    'E107',
    `${path}: the Parquet file is damaged or cut off, so which rows are lost cannot be known. Write it again.`,
    { cause },
  );
}

/** A file that cannot be opened or read, with the system's message. */
export function unreadableError(path: string, cause: unknown): LbpError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const said = code === '' ? '' : ` (${code})`;
  const isForbidden = code === 'EACCES' || code === 'EPERM';
  const advice = isForbidden ? 'Check its permissions.' : 'Check the path and the disk.';
  return new LbpError('E101', `${path}: the file cannot be read${said}. ${advice}`, { cause });
}
