import { createHash } from 'node:crypto';
import { LbpError } from '../../errors.js';
import { convertX12File } from '../../inputs/x12/convert.js';
import type { Refusal } from '../../inputs/x12/refusal.js';
import { newTotals, type X12Totals } from '../../inputs/x12/totals.js';
import { NewFile } from './new-file.js';

/** One 837 file to convert, in a form that can be sent to a worker. */
export interface ConvertTask {
  readonly path: string;
  /** The file's number in the run. */
  readonly fileNumber: number;
  /** Where the rows go: CSV without a header. */
  readonly rows: string;
  /** Where the list of claims goes: CSV without a header. */
  readonly list: string;
  /** Where the rejects go: one JSON object a line. */
  readonly rejects: string;
  /** At most this many rejects are written; all are counted. */
  readonly rejectRows: number;
  readonly strict: boolean;
}

/** The result of one file. */
export interface ConvertedFile {
  readonly path: string;
  readonly fileNumber: number;
  /** Size on disk, compressed if the file is. */
  readonly bytes: number;
  readonly sha256: string;
  readonly totals: X12Totals;
  /** What the file is, if nothing in it is of a kind that is read. */
  readonly refusal: Refusal | null;
  readonly rows: string;
  readonly list: string;
  readonly rejects: string;
}

export const EMPTY_FILE = 'an empty file';

const BUFFERED_REJECTS = 256;

/** Converts one file into a temporary table and a list of rejects. */
export async function convertToDisk(
  task: ConvertTask,
  onBytes: (count: number) => void,
): Promise<ConvertedFile> {
  const { path, fileNumber, rows, list, rejects, rejectRows, strict } = task;
  const hash = createHash('sha256');
  let bytes = 0;
  const table = new NewFile(rows);
  const claims = new NewFile(list);
  const rejectList = new NewFile(rejects);
  let rejected = 0;
  let buffered: string[] = [];
  const flush = (): void => {
    if (buffered.length > 0) rejectList.write(Buffer.from(buffered.join('')));
    buffered = [];
  };
  try {
    const { totals, refusal } = await convertX12File(path, (data) => table.write(data), {
      fileNumber,
      strict,
      writeList: (data) => claims.write(data),
      onRead: (chunk) => {
        hash.update(chunk);
        bytes += chunk.length;
        onBytes(chunk.length);
      },
      onReject: (reject) => {
        rejected += 1;
        if (rejected > rejectRows) return;
        buffered.push(`${JSON.stringify(reject)}\n`);
        if (buffered.length >= BUFFERED_REJECTS) flush();
      },
    });
    flush();
    const converted = { path, fileNumber, bytes, sha256: hash.digest('hex'), totals, rows, list, rejects };
    return { ...converted, refusal: refusal ?? null };
  } catch (error) {
    // An archive may hold an empty file; whether that is an error is known only after reading all files.
    if (!(error instanceof LbpError && error.code === 'E102')) throw error;
    const nothing = { bytes: 0, sha256: hash.digest('hex'), totals: { ...newTotals(), files: 1 } };
    return {
      path,
      fileNumber,
      rows,
      list,
      rejects,
      ...nothing,
      refusal: { kind: EMPTY_FILE, unreadClaims: 0 },
    };
  } finally {
    for (const file of [table, claims, rejectList]) file.close();
  }
}
