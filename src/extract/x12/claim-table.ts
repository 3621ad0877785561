import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { HEADER } from '../../inputs/x12/convert.js';
import { CsvBytes } from '../../inputs/x12/csv-bytes.js';
import { SettledRows } from '../../inputs/x12/settled-rows.js';
import { onDisk } from '../../partial-folder.js';
import { Cursor } from '../cursor.js';
import type { Engine } from '../duckdb.js';
import type { ConvertedFile } from './convert-to-disk.js';
import { rows } from './match-persons.js';
import { NewFile } from './new-file.js';
import { claimKey, settledClaims } from './sql/claims.js';

/** How much is read and written at a time. */
const BLOCK = 256 * 1024;

const QUOTE = 0x22;

/** This many characters of a file's hash distinguish files. */
const CONTENT_KEY = 16;

/**
 * Writes the claims that count as one CSV, with their persons and statuses, in the order of the files. The
 * engine returns the decision about each claim in the same order, and the rows are copied outside the engine:
 * joining and sorting rows of a hundred columns in it took several times as long as everything else, and
 * memory grew with the rows.
 *
 * Claim keys are built from a file's content instead of its number, so that tables converted at different
 * times can be read together. The rows of a file are removed once they are copied.
 *
 * @param quoted where blocks of rows with a quote go instead, with their own header, if there are any
 */
export async function writeClaimTable(
  engine: Engine,
  files: readonly ConvertedFile[],
  to: string,
  quoted?: string,
): Promise<void> {
  const table = new ClaimTable(to, quoted);
  const out = new CsvBytes(2 * BLOCK);
  const settled = new SettledRows(out);
  const byNumber = new Map(files.map((file) => [file.fileNumber, file]));
  let source: RowSource | undefined;
  let fileNumber = -1;
  let contentKey = '';
  try {
    for await (const claim of settledOf(engine, files)) {
      const file = claim.number(0) ?? -1;
      if (file !== fileNumber) {
        source?.close();
        fileNumber = file;
        contentKey = byNumber.get(file)?.sha256.slice(0, CONTENT_KEY) ?? '';
        source = new RowSource(byNumber.get(file)?.rows ?? '');
      }
      const length = claim.number(2) ?? 0;
      if (source === undefined) continue;
      if (!claim.isTrue(4)) {
        source.skip(length);
        continue;
      }
      const from = source.take(length);
      settled.add(source.bytes, from, from + length, claim.number(3) ?? 0, {
        claim_key: `${contentKey}-${claim.text(1)}`,
        claim_status: claim.text(6),
        person_id: claim.text(5),
      });
      if (out.length < BLOCK) continue;
      table.write(out.written());
      out.clear();
    }
    table.write(out.written());
  } finally {
    source?.close();
    table.close();
  }
}

/** The decisions about the claims of some files, a part at a time. */
async function* settledOf(engine: Engine, files: readonly ConvertedFile[]): AsyncGenerator<Cursor> {
  let after = -1;
  for (const last of lastOfParts(files)) {
    const sql = settledClaims(after, last);
    yield* rows(await Cursor.open(await engine.withPushdown(() => engine.stream(sql))));
    after = last;
  }
}

/** How many claims are put in order at a time. */
const AT_ONCE = 2_000_000;

/** The last claim of each part, by its key. */
export function lastOfParts(
  files: readonly Pick<ConvertedFile, 'fileNumber' | 'totals'>[],
  atOnce: number = AT_ONCE,
): number[] {
  const lasts: number[] = [];
  let room = atOnce;
  let next = 0;
  for (const { fileNumber, totals } of files) {
    let left = totals.claimsRead;
    for (; left > room; room = atOnce) {
      left -= room;
      lasts.push(claimKey(fileNumber, totals.claimsRead - left));
    }
    room -= left;
    next = Math.max(next, fileNumber + 1);
  }
  return [...lasts, claimKey(next, 0)];
}

/** A table, and another for blocks with quotes, if requested and there are any. */
class ClaimTable {
  private readonly table: NewFile;
  private apart: NewFile | null = null;

  constructor(
    to: string,
    private readonly quoted: string | undefined,
  ) {
    this.table = newTable(to);
  }

  write(block: Uint8Array): void {
    if (this.quoted === undefined || !block.includes(QUOTE)) this.table.write(block);
    else {
      this.apart ??= newTable(this.quoted);
      this.apart.write(block);
    }
  }

  close(): void {
    this.table.close();
    this.apart?.close();
  }
}

function newTable(path: string): NewFile {
  const table = new NewFile(path);
  table.write(Buffer.from(HEADER));
  return table;
}

/** The rows of one file, claim by claim. */
class RowSource {
  bytes = Buffer.allocUnsafe(2 * BLOCK);
  private at = 0;
  private end = 0;
  private readonly handle: number;

  constructor(private readonly path: string) {
    this.handle = onDisk(path, () => openSync(path, 'r'));
  }

  /** Loads the next bytes into `bytes`, and returns where they begin. */
  take(length: number): number {
    if (this.end - this.at < length) this.refill(length);
    const from = this.at;
    this.at = from + length;
    return from;
  }

  skip(length: number): void {
    this.take(length);
  }

  close(): void {
    closeSync(this.handle);
    rmSync(this.path);
  }

  private refill(length: number): void {
    const rest = this.end - this.at;
    const into = length > this.bytes.length ? Buffer.allocUnsafe(2 * length) : this.bytes;
    this.bytes.copy(into, 0, this.at, this.end);
    this.bytes = into;
    this.at = 0;
    this.end = rest;
    while (this.end < length) {
      const read = onDisk(this.path, () =>
        readSync(this.handle, this.bytes, this.end, this.bytes.length - this.end, null),
      );
      if (read === 0) throw new Error('converted rows are shorter than the list of their claims says');
      this.end += read;
    }
  }
}
