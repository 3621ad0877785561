/**
 * A CSV file written in large pieces: one is filled while the other is being written to disk, and there is no
 * third, so memory stays flat however slow the disk is.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { type CsvBytes, reserve } from './csv-bytes.js';

const PIECE = 1 << 21;
/** When to send a piece: early enough that one more person's rows still fit. */
const NEARLY_FULL = PIECE - (1 << 18);

export interface CsvFile {
  readonly handle: FileHandle;
  /** Where rows are put. */
  out: CsvBytes;
  /** The other piece: empty, or being written. */
  spare: CsvBytes;
  underWay: Promise<void> | undefined;
}

function piece(): CsvBytes {
  return { bytes: Buffer.allocUnsafeSlow(PIECE), used: 0 };
}

/** Creates a file that only its owner may read, with a heading of ASCII text. */
export async function createCsvFile(path: string, heading: string): Promise<CsvFile> {
  const out = piece();
  reserve(out, heading.length);
  out.used = out.bytes.write(heading, 'latin1');
  return { handle: await open(path, 'wx', 0o600), out, spare: piece(), underWay: undefined };
}

/** Whether it is time to await `drain`. */
export function isNearlyFull(file: CsvFile): boolean {
  return file.out.used >= NEARLY_FULL;
}

/** Sends the current piece, after waiting for the previous one. */
export async function drain(file: CsvFile): Promise<void> {
  const { underWay, out } = file;
  file.underWay = undefined;
  await underWay;
  file.out = file.spare;
  file.spare = out;
  file.underWay = writeAll(file.handle, out.bytes.subarray(0, out.used));
  // A failure surfaces at the next await; until then it must not count as unhandled.
  file.underWay.catch(() => {});
  file.out.used = 0;
}

async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done);
    done += bytesWritten;
  }
}

/** Writes what is left and closes the file, even after a failure. */
export async function closeCsvFile(file: CsvFile): Promise<void> {
  try {
    await drain(file);
    await file.underWay;
  } finally {
    await file.handle.close();
  }
}
