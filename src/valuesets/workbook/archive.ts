import zlib from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { LbpError } from '../../errors.js';

/** The parts of a workbook, which is a zip archive of XML files. */
export interface Archive {
  /** The workbook as messages name it. */
  readonly label: string;
  has(part: string): boolean;
  /**
   * The bytes of a part, unpacked as they are consumed; none if there is no such part.
   *
   * @throws LbpError E107 if it is damaged, E109 if it has more bytes than `most`
   */
  read(part: string, most: number): AsyncGenerator<Buffer>;
}

/** Node.js before 20.15 has none; yauzl then compares only the sizes. */
const crc32: typeof zlib.crc32 | undefined = zlib.crc32;

/** How the older binary format begins, and a workbook with a password, which is wrapped in it. */
const COMPOUND_FILE = 'd0cf11e0a1b11ae1';

/**
 * Opens a workbook.
 *
 * @throws LbpError E109 if the file is not a workbook or has lost its end; reading a part throws E107 if it
 * is damaged
 */
export async function openArchive(content: Buffer, label: string): Promise<Archive> {
  refuseOtherKinds(content, label);
  try {
    const zip = await fromBufferPromise(content, { lazyEntries: true, autoClose: false });
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry);
    return {
      label,
      has: (part) => entries.has(part.toLowerCase()),
      read: (part, most) => unpacked(zip, entries.get(part.toLowerCase()), label, most),
    };
  } catch (cause) {
    const fix = 'Copy it again, or give its sheets as CSV.';
    throw new LbpError('E109', `${label}: not a workbook, or one that is cut short. ${fix}`, { cause });
  }
}

/**
 * A workbook that cannot be read to its end; the readable part is not used, because rows would be missing.
 */
export function damaged(label: string, cause: unknown): LbpError {
  if (cause instanceof LbpError) return cause;
  return new LbpError(
    'E107',
    `${label}: the workbook is damaged. Copy it again, or open it in a spreadsheet program and save it.`,
    { cause },
  );
}

function refuseOtherKinds(content: Buffer, label: string): void {
  if (content.length === 0) throw new LbpError('E204', `${label}: the file is empty. Copy it again.`);
  if (content.toString('hex', 0, 8) === COMPOUND_FILE) {
    throw new LbpError(
      'E109',
      `${label}: protected by a password, or of the older .xls format. Save it as .xlsx without a password.`,
    );
  }
  if (content.toString('latin1', 0, 2) !== 'PK') {
    throw new LbpError(
      'E109',
      `${label}: not a workbook, whatever its name says. Give an .xlsx or CSV file.`,
    );
  }
}

async function* unpacked(
  zip: ZipFile,
  entry: Entry | undefined,
  label: string,
  most: number,
): AsyncGenerator<Buffer> {
  if (entry === undefined) return;
  // The unpacked data must match the stated size.
  if (entry.uncompressedSize > most) {
    throw new LbpError(
      'E109',
      `${label}: ${entry.fileName} has ${entry.uncompressedSize} bytes unpacked, and no more than ${most} are read. Give its sheets as CSV.`,
    );
  }
  let checksum = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      const bytes: Buffer = chunk;
      if (crc32 !== undefined) checksum = crc32(bytes, checksum);
      yield bytes;
    }
    if (crc32 !== undefined && checksum !== entry.crc32) throw new Error('the checksum differs');
  } catch (cause) {
    throw damaged(label, cause);
  }
}
