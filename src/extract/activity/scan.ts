import type { DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import type { ActivityColumn } from '../../inputs/activity/columns.js';
import type { ActivityGroup } from '../../inputs/activity/plan.js';
import type { Engine } from '../duckdb.js';
import { activityFiles, numberedActivity, recordCounts } from './files.js';
import { type CodesNeeded, couldCount } from './narrowing.js';
import { PackedTexts } from './packed-texts.js';

/** A record that could count, as its file states it; columns that the file lacks are empty. */
export interface ScannedRecord {
  readonly fileNo: number;
  /** Number of the record in what the engine reads of the file, from 1. */
  readonly recordNo: number;
  /** The texts of one of our columns: one if all its columns are read together, else one for each. */
  texts(column: ActivityColumn): readonly string[];
}

/** Called with records in the order of the files. */
export interface ActivitySink {
  /** Records that could count, a few at a time. */
  records(records: readonly ScannedRecord[]): Promise<void>;
  /** How many records of a file have been read, including those that could count. */
  read(fileNo: number, records: number): void;
}

/**
 * Reads the records of a group in order. The engine narrows them to those that could count, and numbers them:
 * in Parquet it knows a record's number; in CSV it also returns an empty row for every other record.
 *
 * @throws LbpError E107 and E401 for a file that is broken
 */
export async function scanActivity(
  engine: Engine,
  group: ActivityGroup,
  needed: CodesNeeded,
  sink: ActivitySink,
): Promise<void> {
  const packed = new PackedTexts(group);
  const procedures = group.activity.get('procedures') ?? { from: 'constant', value: '' };
  const narrowed = { condition: couldCount(procedures, needed), texts: packed.sql };
  const numbered = numberedActivity(group);
  const counts = numbered === null ? null : await engine.rows(recordCounts(group));
  for (const { file_no, records } of counts ?? []) sink.read(Number(file_no), Number(records));
  const rows = numbered === null ? new EveryRow(sink, packed) : new NumberedRows(sink, packed);
  const query =
    numbered === null ? everyRow(activityFiles(group), narrowed) : numberedRows(numbered, narrowed);
  await engine.run('SET preserve_insertion_order = true');
  try {
    const result = await engine.stream(query);
    let next: Promise<DuckDBDataChunk | null> = result.fetchChunk();
    for (;;) {
      const chunk = await next;
      if (chunk === null || chunk.rowCount === 0) break;
      // The engine works on the next rows while the current ones are read.
      next = result.fetchChunk();
      next.catch(() => undefined);
      await rows.take(chunk);
    }
  } finally {
    await engine.run('SET preserve_insertion_order = false');
  }
}

interface Narrowed {
  readonly condition: string;
  readonly texts: string;
}

/**
 * A row for every record, with its texts if it could count, and a number that says whether it could: the library needs a
 * BigInt to find that a text is NULL, which is slow for millions of rows.
 */
function everyRow(files: string, { condition, texts }: Narrowed): string {
  return `
SELECT file_no, texts, CAST(texts IS NOT NULL AS INTEGER) AS could_count
FROM (SELECT file_no, CASE WHEN ${condition} THEN ${texts} END AS texts FROM ${files} AS file) AS narrowed`;
}

/** A row for every record that could count, with its number. */
function numberedRows(files: string, { condition, texts }: Narrowed): string {
  return `
SELECT file_no, ${texts} AS texts, record_no
FROM ${files} AS file
WHERE ${condition}`;
}

/*
 * The chunk is asked for its row count after each row, which keeps it alive until the last is read: its
 * vectors are views of its memory and do not retain it.
 */

const FILE_NO = 0;
const TEXTS = 1;
const RECORD_NO = 2;
const COULD_COUNT = 2;

class NumberedRows {
  constructor(
    private readonly sink: ActivitySink,
    private readonly packed: PackedTexts,
  ) {}

  async take(chunk: DuckDBDataChunk): Promise<void> {
    const [fileNos, texts, recordNos] = [FILE_NO, TEXTS, RECORD_NO].map((at) => chunk.getColumnVector(at));
    const scanned: ScannedRecord[] = [];
    for (let row = 0; row < chunk.rowCount; row += 1) {
      const fileNo = Number(fileNos?.getItem(row));
      const recordNo = Number(recordNos?.getItem(row));
      scanned.push({ fileNo, recordNo, texts: this.packed.unpack(String(texts?.getItem(row))) });
    }
    await this.sink.records(scanned);
  }
}

/** Counts the rows of each file, which arrive in file order. */
class EveryRow {
  private fileNo: number | null = null;
  private recordNo: number = 0;

  constructor(
    private readonly sink: ActivitySink,
    private readonly packed: PackedTexts,
  ) {}

  async take(chunk: DuckDBDataChunk): Promise<void> {
    const fileNos = chunk.getColumnVector(FILE_NO);
    const texts = chunk.getColumnVector(TEXTS);
    const couldCount = chunk.getColumnVector(COULD_COUNT);
    for (let from = 0; from < chunk.rowCount; ) {
      const to = endOfFile(fileNos, from, chunk.rowCount);
      await this.takeRows(Number(fileNos.getItem(from)), { texts, couldCount }, from, to);
      from = to;
    }
  }

  /** Rows of one file. */
  private async takeRows(
    fileNo: number,
    { texts, couldCount }: Readonly<Record<'texts' | 'couldCount', DuckDBVector>>,
    from: number,
    to: number,
  ): Promise<void> {
    if (fileNo !== this.fileNo) this.recordNo = 0;
    this.fileNo = fileNo;
    const scanned: ScannedRecord[] = [];
    for (let row = from; row < to; row += 1) {
      if (couldCount.getItem(row) === 0) continue;
      const recordNo = this.recordNo + row - from + 1;
      scanned.push({ fileNo, recordNo, texts: this.packed.unpack(String(texts.getItem(row))) });
    }
    this.recordNo += to - from;
    this.sink.read(fileNo, to - from);
    if (scanned.length > 0) await this.sink.records(scanned);
  }
}

/** Where the rows of the file of row `from` end; usually a whole chunk is from one file. */
function endOfFile(fileNos: DuckDBVector, from: number, rows: number): number {
  const first = fileNos.getItem(from);
  if (fileNos.getItem(rows - 1) === first) return rows;
  let to = from + 1;
  while (fileNos.getItem(to) === first) to += 1;
  return to;
}
