import { open, stat } from 'node:fs/promises';
import { LbpError } from '../errors.js';
import { otherKindOf } from '../inputs/other-kinds.js';
import { firstRecords, refuseTooWide } from '../inputs/tables/first-records.js';
import type { FileFacts } from '../inputs/tables/plan.js';
import { ROUNDED_FROM } from '../inputs/tables/rounded-columns.js';
import {
  compressionOf,
  damagedError,
  damagedParquet,
  isUtf16,
  isWholeZstd,
  tableBytes,
  unreadableError,
} from '../inputs/tables/table-bytes.js';
import type { Engine } from './duckdb.js';
import { isAboutContent } from './engine-error.js';
import { literal } from './sql/dialect.js';
import { identifier } from './sql/duckdb-dialect.js';
import { escapeGlob, readCsv, readParquet } from './sql/duckdb-files.js';

/** How many rows are examined to find date formats and padded values. */
export const SAMPLE_ROWS = 2000;

/**
 * Looks at a file before it is read: its kind, its columns and some of its first rows.
 *
 * @param delimiter the separator of CSV files, where the user declares one
 * @throws LbpError E101, E102, E107, E109
 */
export async function fileFacts(
  engine: Engine,
  path: string,
  delimiter: string | undefined,
): Promise<FileFacts> {
  const start = await firstBytes(path);
  refuseOtherKinds(path, start);
  if (start.toString('latin1', 0, 4) !== PARQUET_MARK) {
    // A Parquet file begins and ends with the same bytes.
    if (/\.parquet$/i.test(path) || (await lastBytes(path, 4)) === PARQUET_MARK) throw damagedParquet(path);
    return csvFacts(engine, path, delimiter);
  }
  try {
    return await parquetFacts(engine, path);
  } catch (error) {
    if (isAboutContent(error)) throw damagedParquet(path, error);
    throw error;
  }
}

const PARQUET_MARK = 'PAR1';

/** More zeros than gzip data can end with, which is nine. */
const LEAST_PADDING = 16;

/** The engine takes zeros behind the data, as tapes and blocks of storage have them, for a damaged member. */
function paddedError(path: string): LbpError {
  return new LbpError(
    'E107',
    `${path}: zero bytes follow the end of the gzip data. Unpack it, and pack it again.`,
  );
}

async function lastBytes(path: string, count: number): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, Math.max(0, size - count));
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function firstBytes(path: string): Promise<Buffer> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new LbpError('E101', `${path}: no such file. Check the path.`);
  if (found.isDirectory()) {
    throw new LbpError('E101', `${path}: a folder, not a file. Name its files, for example ${path}/*.csv.`);
  }
  if (found.size === 0)
    throw new LbpError('E102', `${path}: the file is empty. Write it again, with a header.`);
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw unreadableError(path, cause);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function refuseOtherKinds(path: string, start: Buffer): void {
  const other = otherKindOf(start);
  if (other !== null) throw new LbpError('E109', `${path}: ${other.kind}, not a table. ${other.advice}`);
  const compression = compressionOf(path);
  const magic = start.toString('latin1', 0, 4);
  const isPacked = { gzip: magic.startsWith('\x1f\x8b'), zstd: magic === '\x28\xb5\x2f\xfd' };
  if (compression !== null && !isPacked[compression]) {
    throw new LbpError(
      'E107',
      `${path}: the name says ${compression}, but the file is not compressed that way, or is damaged. Write it again, or remove the ending from its name.`,
    );
  }
  // The engine goes by the name, and knows only small letters.
  if (compression !== null && /\.(?:gz|zst)$/.exec(path) === null) {
    throw new LbpError(
      'E109',
      `${path}: a compressed file, whose name ends in capitals. End its name in ${compression === 'gzip' ? '.gz' : '.zst'}.`,
    );
  }
  if (compression === null && (isPacked.gzip || isPacked.zstd)) {
    throw new LbpError(
      'E109',
      `${path}: a compressed file, whose name does not say so. End its name in ${isPacked.gzip ? '.gz' : '.zst'}.`,
    );
  }
}

async function csvFacts(engine: Engine, path: string, declared: string | undefined): Promise<FileFacts> {
  const isZstd = compressionOf(path) === 'zstd';
  if (isZstd && !(await isWholeZstd(path))) throw damagedError(path);
  if (compressionOf(path) === 'gzip' && /^\0+$/.test(await lastBytes(path, LEAST_PADDING)))
    throw paddedError(path);
  const bytes = isZstd ? unpackedStart(engine, path) : tableBytes(path);
  const { columns, ...facts } = await firstRecords(path, bytes, declared, SAMPLE_ROWS);
  return {
    path,
    format: 'csv',
    columns,
    types: columns.map(() => 'text'),
    ...facts,
    isUtf16: !isZstd && (await isUtf16(path)),
  };
}

/** The first lines of a zstd file, which the engine can unpack and Node cannot. */
async function* unpackedStart(engine: Engine, path: string): AsyncGenerator<Buffer> {
  const wholeLines = ['header = false', `delim = '\u0001'`, `quote = ''`, `escape = ''`];
  const lines = await engine.rowsInFileOrder(
    `SELECT line FROM ${readCsv([path], { line: 'VARCHAR' }, wholeLines)} LIMIT ${SAMPLE_ROWS}`,
  );
  yield Buffer.from(lines.map(({ line }) => (typeof line === 'string' ? `${line}\n` : '\n')).join(''));
}

export async function parquetFacts(engine: Engine, path: string): Promise<FileFacts> {
  const from = readParquet([path]);
  const described = await engine.rows(`DESCRIBE SELECT * FROM ${from}`);
  const columns = described.map((column) => String(column['column_name']));
  refuseTooWide(path, columns.length);
  const types = described.map((column) => typeOf(String(column['column_type'])));
  const texts = columns.map((name) => `CAST(${identifier(name)} AS VARCHAR)`).join(', ');
  const rows = await engine.rowsInFileOrder(`SELECT [${texts}] AS row FROM ${from} LIMIT ${SAMPLE_ROWS}`);
  const sample = rows.map(({ row }) => textsOf(row));
  const empty = await engine.rows(
    `SELECT path_in_schema AS name FROM parquet_metadata([${literal(escapeGlob(path))}]) GROUP BY name
     HAVING count(*) FILTER (WHERE stats_null_count IS DISTINCT FROM num_values) = 0`,
  );
  const emptyColumns = new Set(empty.map(({ name }) => String(name)));
  const roundedColumns = await roundedIn(engine, from, described);
  return { path, format: 'parquet', delimiter: '', columns, types, sample, emptyColumns, roundedColumns };
}

/** The columns of single precision with a number so large that digits are lost. */
export async function roundedIn(
  engine: Engine,
  from: string,
  described: readonly Readonly<Record<string, unknown>>[],
): Promise<ReadonlySet<string>> {
  const rounded = new Set<string>();
  for (const { column_name, column_type } of described) {
    if (column_type !== 'FLOAT') continue;
    const name = String(column_name);
    const size = `abs(${identifier(name)})`;
    const found = await engine.rows(
      `SELECT 1 AS found FROM ${from} WHERE ${size} >= ${ROUNDED_FROM} AND isfinite(${identifier(name)}) LIMIT 1`,
    );
    if (found.length > 0) rounded.add(name);
  }
  return rounded;
}

/** Our name for an engine type. */
export function typeOf(engineType: string): FileFacts['types'][number] {
  if (engineType === 'VARCHAR') return 'text';
  if (engineType === 'DATE') return 'date';
  if (/^U?(TINY|SMALL|BIG|HUGE)?INT|^U?INTEGER|^FLOAT|^DOUBLE|^DECIMAL/.test(engineType)) return 'number';
  return engineType.startsWith('TIMESTAMP') ? 'timestamp' : 'other';
}

/** An engine list as texts; blank for missing elements. */
export function textsOf(list: unknown): string[] {
  const items: unknown = typeof list === 'object' && list !== null && 'items' in list ? list.items : [];
  return Array.isArray(items) ? items.map((item) => (typeof item === 'string' ? item : '')) : [];
}
