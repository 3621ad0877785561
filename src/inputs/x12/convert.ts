import { type FileHandle, open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { LbpError } from '../../errors.js';
import { identityOf } from './claim.js';
import { CsvBytes } from './csv-bytes.js';
import type { Fault } from './findings.js';
import { findPerson, type PersonIndex } from './identity.js';
import type { Reject } from './notes.js';
import { type ClaimReader, createClaimReader } from './reader.js';
import { type Refusal, refusalOf } from './refusal.js';
import { COLUMNS, createRowWriter } from './rows.js';
import type { X12Totals } from './totals.js';
import { fromUtf16 } from './utf-16.js';

/**
 * Takes CSV as bytes, which are overwritten afterwards. A returned promise is awaited, so a slow disk slows
 * reading down and memory stays flat.
 */
export type RowSink = (rows: Uint8Array) => Promise<void> | void;

export interface ConvertOptions {
  /** The file's number in the run, from 0. */
  readonly fileNumber: number;
  /** The file name shown in locators; the path if absent. */
  readonly name?: string;
  readonly dataSource?: string;
  /** With it, each claim gets its person or is rejected; without it, `person_id` is a patient key. */
  readonly persons?: PersonIndex;
  readonly strict?: boolean;
  /** Takes the list of claims (`CLAIM_LIST_COLUMNS`), from which persons and versions are found. */
  readonly writeList?: RowSink;
  readonly onReject?: (reject: Reject) => void;
  /** Receives every byte of the file as on disk, for progress and checksums. */
  readonly onRead?: (chunk: Uint8Array) => void;
}

export interface Converted {
  readonly totals: X12Totals;
  /** Set if the file holds nothing of a kind that is read. */
  readonly refusal: Refusal | undefined;
}

/** The first row of a claim table. */
export const HEADER = `${COLUMNS.join(',')}\n`;

/** How much is read and written at a time: large enough for the disk, small enough for the processor's cache. */
const CHUNK = 256 * 1024;

/** How many characters of the beginning are kept, to identify a file that is not X12. */
const HEAD = 64;

/**
 * Converts one 837 file, plain or gzip, to claim-line rows. The caller writes the header, so that files can
 * be converted in parallel and concatenated.
 */
export async function convertX12File(
  path: string,
  write: RowSink,
  options: ConvertOptions,
): Promise<Converted> {
  const name = options.name ?? path;
  const file = await openFile(path, name);
  const rows = new CsvBytes(2 * CHUNK);
  const { writeList } = options;
  const list = writeList === undefined ? undefined : new CsvBytes(2 * CHUNK);
  const reader = createConverter(name, options, rows, list);
  let head = '';
  let isFirst = true;
  let decode: ReturnType<typeof fromUtf16> = null;
  async function feed(given: Uint8Array): Promise<void> {
    if (isFirst) decode = fromUtf16(given);
    isFirst = false;
    const chunk = decode === null ? given : decode(given);
    if (head.length < HEAD) head += Buffer.from(chunk.subarray(0, HEAD - head.length)).toString('latin1');
    reader.feed(chunk);
    if (rows.length >= CHUNK) await flush();
  }
  async function flush(): Promise<void> {
    await write(rows.written());
    rows.clear();
    if (list === undefined) return;
    await writeList?.(list.written());
    list.clear();
  }
  try {
    reader.end(await pump(file, name, options, feed));
  } finally {
    await file.close();
  }
  await flush();
  return { totals: reader.totals, refusal: refusalOf(reader.totals, head) };
}

/** The pure part: bytes in, rows added to `rows` and claims to `list`. */
export function createConverter(
  name: string,
  options: ConvertOptions,
  rows: CsvBytes,
  list?: CsvBytes,
): ClaimReader {
  const { persons, onReject } = options;
  const writer = createRowWriter({ fileNumber: options.fileNumber, dataSource: options.dataSource ?? 'x12' });
  return createClaimReader(
    { file: name, strict: options.strict === true },
    {
      claim(claim, pieces, origin, ordinal) {
        let personId: string | undefined;
        if (persons !== undefined) {
          const found = findPerson(identityOf(claim, pieces), persons);
          if (found.personId === undefined) return found.reason;
          personId = found.personId;
        }
        writer.write({ claim, pieces, personId, origin, ordinal }, rows, list);
        return undefined;
      },
      reject: onReject ?? (() => {}),
    },
  );
}

async function openFile(path: string, name: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw new LbpError('E101', `${name}: the file cannot be opened. Check the path and the rights.`, {
      cause,
    });
  }
}

/** Feeds the file's decompressed bytes; returns what went wrong, if anything did. */
async function pump(
  file: FileHandle,
  name: string,
  options: ConvertOptions,
  feed: (chunk: Uint8Array) => Promise<void>,
): Promise<Fault | undefined> {
  // One buffer for all reads: `feed` is done with a chunk when it returns, and fresh memory costs more than
  // reading.
  const buffer = Buffer.allocUnsafe(CHUNK);
  let chunk = await readChunk(file, buffer, options.onRead);
  if (chunk.length === 0) throw new LbpError('E102', `${name}: the file is empty. Leave it out.`);
  if (chunk[0] === 0x1f && chunk[1] === 0x8b) return unzip(zippedChunks(chunk, file, options.onRead), feed);
  while (chunk.length > 0) {
    await feed(chunk);
    chunk = await readChunk(file, buffer, options.onRead);
  }
  return undefined;
}

async function readChunk(
  file: FileHandle,
  buffer: Buffer,
  onRead: ConvertOptions['onRead'],
): Promise<Uint8Array> {
  const { bytesRead } = await file.read(buffer, 0, CHUNK, null);
  const chunk = buffer.subarray(0, bytesRead);
  if (bytesRead > 0) onRead?.(chunk);
  return chunk;
}

/** Streams hold on to their chunks for a while, so each chunk has its own memory here. */
async function* zippedChunks(
  first: Uint8Array,
  file: FileHandle,
  onRead: ConvertOptions['onRead'],
): AsyncGenerator<Uint8Array> {
  yield first;
  for (;;) {
    const chunk = await readChunk(file, Buffer.allocUnsafe(CHUNK), onRead);
    if (chunk.length === 0) return;
    yield chunk;
  }
}

/**
 * A file that is cut off is decompressed as far as it goes; the missing IEA then shows the loss. Damage in
 * the middle ends reading there.
 */
async function unzip(
  zipped: AsyncGenerator<Uint8Array>,
  feed: (chunk: Uint8Array) => Promise<void>,
): Promise<Fault | undefined> {
  const gunzip = createGunzip({ chunkSize: CHUNK, finishFlush: constants.Z_SYNC_FLUSH });
  const unzipped = pipeline(Readable.from(zipped), gunzip, () => {});
  try {
    for await (const chunk of unzipped as AsyncIterable<Uint8Array>) await feed(chunk);
  } catch (error) {
    if (isZlibError(error)) return 'gzip_damaged';
    throw error;
  }
  return undefined;
}

function isZlibError(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
  );
}
