import type { DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import { LbpError } from '../../errors.js';
import type { ActivityColumn } from '../../inputs/activity/columns.js';
import type { ActivityGroup } from '../../inputs/activity/plan.js';
import { type Engine, guarded } from '../duckdb.js';
import { activityFiles } from './files.js';
import { type CodesNeeded, couldCount, joined } from './narrowing.js';

/** A record that could count, as its file states it; columns that the file has not are empty. */
export interface ScannedRecord {
  readonly fileNo: number;
  /** Number of the record in what the engine reads of the file, from 1. */
  readonly recordNo: number;
  /** The texts of one of our columns: one where all its columns count together, else one for each. */
  texts(column: ActivityColumn): readonly string[];
}

/** Told of records in the order of the files. */
export interface ActivitySink {
  /** Records that could count, a few at a time. */
  records(records: readonly ScannedRecord[]): Promise<void>;
  /** Records of a file that have been read, those that could count among them. */
  read(fileNo: number, records: number): void;
}

/**
 * Reads the records of a group in their order. The engine narrows them to those that could count; of the others it says
 * that they are there, so that each can be counted and the number of a record is known.
 *
 * @throws LbpError E107 and E401 for a file that is broken
 */
export async function scanActivity(
  engine: Engine,
  group: ActivityGroup,
  needed: CodesNeeded,
  sink: ActivitySink,
): Promise<void> {
  await engine.run('SET preserve_insertion_order = true');
  try {
    const { query, places } = statement(group, needed);
    const result = await engine.stream(query);
    const recordsOf = new RecordsOf(sink, places);
    let next: Promise<DuckDBDataChunk | null> = guarded(() => result.fetchChunk());
    for (;;) {
      const chunk = await next;
      if (chunk === null || chunk.rowCount === 0) break;
      // The engine works on the next rows while those at hand are read.
      next = guarded(() => result.fetchChunk());
      next.catch(() => undefined);
      await recordsOf.take(chunk);
    }
    if (!recordsOf.isComplete) throw brokenOff(group);
  } finally {
    await engine.run('SET preserve_insertion_order = false');
  }
}

/**
 * The library gives the end of a stream and an error within it alike, so that half a file would pass for a whole one. The
 * last row of a statement is therefore one that we know: it does not come where anything before it fails.
 */
const LAST_ROW = -1;

function brokenOff({ files }: ActivityGroup): LbpError {
  const [first, ...more] = files;
  const place = `${first?.path ?? ''}${more.length > 0 ? ` and ${more.length} more files` : ''}`;
  return new LbpError(
    'E401',
    `${place}: the engine stopped before the last record. Give it more memory with --memory, for example --memory 4GB.`,
  );
}

interface Statement {
  readonly query: string;
  /** For each of our columns the places of its texts in a row. */
  readonly places: ReadonlyMap<ActivityColumn, readonly number[]>;
}

/** Places of the columns before the texts. */
const FILE_NO = 0;
const COULD_COUNT = 1;

function statement(group: ActivityGroup, needed: CodesNeeded): Statement {
  const texts: string[] = [];
  const places = new Map<ActivityColumn, readonly number[]>();
  for (const [name, source] of group.activity) {
    if (source.from === 'constant') continue;
    const columns = source.columns.map(({ index }) => `c${index}`);
    const ofColumn = source.how === 'all' ? [joined(columns)] : columns;
    places.set(
      name,
      ofColumn.map((_, index) => COULD_COUNT + 1 + texts.length + index),
    );
    texts.push(...ofColumn);
  }
  const procedures = group.activity.get('procedures') ?? { from: 'constant', value: '' };
  const columns = texts.map((text, index) => `CASE WHEN could_count THEN ${text} END AS text_${index}`);
  return {
    places,
    query: `
SELECT ${['file_no', 'could_count', ...columns].join('\n  , ')}
FROM (
  SELECT *, ${couldCount(procedures, needed)} AS could_count
  FROM ${activityFiles(group)} AS file
) AS narrowed
UNION ALL
SELECT ${[LAST_ROW, 'false', ...texts.map(() => 'NULL')].join(', ')}`,
  };
}

/** Goes through chunks of rows, and numbers the records of each file. */
class RecordsOf {
  /** Whether the last row has come. */
  isComplete: boolean = false;
  private fileNo: number = LAST_ROW;
  private recordNo: number = 0;

  constructor(
    private readonly sink: ActivitySink,
    private readonly places: Statement['places'],
  ) {}

  async take(chunk: DuckDBDataChunk): Promise<void> {
    const vectors = Array.from({ length: chunk.columnCount }, (_, column) => chunk.getColumnVector(column));
    for (let from = 0; from < chunk.rowCount; ) {
      const to = endOfFile(vectors[FILE_NO], from, chunk.rowCount);
      await this.takeRows(vectors, from, to);
      from = to;
    }
  }

  /** Rows of one file. */
  private async takeRows(vectors: readonly DuckDBVector[], from: number, to: number): Promise<void> {
    const fileNo = numberAt(vectors[FILE_NO], from);
    if (fileNo === LAST_ROW) {
      this.isComplete = true;
      return;
    }
    if (fileNo !== this.fileNo) this.recordNo = 0;
    this.fileNo = fileNo;
    const scanned: ScannedRecord[] = [];
    const couldCount = vectors[COULD_COUNT];
    for (let row = from; row < to; row += 1) {
      if (couldCount?.getItem(row) === true)
        scanned.push(this.scanned(vectors, row, this.recordNo + row - from + 1));
    }
    this.recordNo += to - from;
    this.sink.read(fileNo, to - from);
    if (scanned.length > 0) await this.sink.records(scanned);
  }

  private scanned(vectors: readonly DuckDBVector[], row: number, recordNo: number): ScannedRecord {
    return {
      fileNo: this.fileNo,
      recordNo,
      texts: (column) => (this.places.get(column) ?? []).map((place) => textAt(vectors[place], row)),
    };
  }
}

/** Where the rows of the file end that has the row `from`; mostly all of a chunk are of one. */
function endOfFile(fileNos: DuckDBVector | undefined, from: number, rows: number): number {
  const first = numberAt(fileNos, from);
  if (numberAt(fileNos, rows - 1) === first) return rows;
  let to = from + 1;
  while (numberAt(fileNos, to) === first) to += 1;
  return to;
}

function numberAt(vector: DuckDBVector | undefined, row: number): number {
  return Number(vector?.getItem(row));
}

function textAt(vector: DuckDBVector | undefined, row: number): string {
  const value = vector?.getItem(row) ?? null;
  return value === null ? '' : String(value);
}
