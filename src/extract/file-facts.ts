import { open, stat } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { LbpError } from '../errors.js';
import type { FileFacts } from '../sources/tables/plan.js';
import type { Engine } from './duckdb.js';
import { literal } from './sql/dialect.js';
import { escapeGlob, identifier } from './sql/duckdb-dialect.js';

/** How many rows are looked at to find date formats and padded values. */
const SAMPLE_ROWS = 2000;

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
  return start.toString('latin1', 0, 4) === 'PAR1'
    ? parquetFacts(engine, path)
    : csvFacts(engine, path, delimiter);
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
    throw new LbpError('E101', `${path}: the file cannot be opened. Check its permissions.`, { cause });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function refuseOtherKinds(path: string, start: Buffer): void {
  if (start.toString('latin1', 0, 2) === 'PK') {
    throw new LbpError(
      'E109',
      `${path}: a workbook or zip archive, not a table. Export it to CSV or Parquet.`,
    );
  }
  if (start.toString('latin1', 0, 3) === 'ISA') {
    throw new LbpError('E109', `${path}: an X12 interchange, not a table. Give CSV or Parquet here.`);
  }
  const mark = start.length < 2 ? 0 : start.readUInt16BE(0);
  if (mark === 0xfffe || mark === 0xfeff) {
    throw new LbpError('E107', `${path}:1: text in UTF-16. Write the file as UTF-8.`);
  }
}

async function csvFacts(engine: Engine, path: string, declared: string | undefined): Promise<FileFacts> {
  // Every physical line as one column, which also unpacks gzip and zstd; csv-parse then takes the records apart.
  const lines = await engine.rowsInFileOrder(
    `SELECT line FROM read_csv([${literal(escapeGlob(path))}], auto_detect = false, header = false, delim = '\u0001',
       quote = '', escape = '', columns = {'line': 'VARCHAR'}) LIMIT ${SAMPLE_ROWS}`,
  );
  const text = lines.map(({ line }) => (typeof line === 'string' ? line : '')).join('\n');
  if (text.trim() === '')
    throw new LbpError('E102', `${path}: the file is empty. Write it again, with a header.`);
  const delimiter = declared ?? likelyDelimiter(text.split('\n', 1)[0] ?? '');
  const records: string[][] = parse(text, {
    delimiter,
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_records_with_error: true,
  });
  const [header = [], ...sample] = records;
  if (header.length === 0) {
    throw new LbpError(
      'E107',
      `${path}:1: the header is no valid CSV. Mend its quotes, or write the file again.`,
    );
  }
  const columns = header.map((name) => name.trim());
  return { path, format: 'csv', delimiter, columns, types: columns.map(() => 'text'), sample };
}

/** The separator that gives the header the most columns. */
function likelyDelimiter(header: string): string {
  const counts = [',', '|', '\t', ';'].map((candidate) => ({
    candidate,
    count: header.split(candidate).length,
  }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).candidate;
}

async function parquetFacts(engine: Engine, path: string): Promise<FileFacts> {
  const from = `read_parquet([${literal(escapeGlob(path))}])`;
  const described = await engine.rows(`DESCRIBE SELECT * FROM ${from}`);
  const columns = described.map((column) => String(column['column_name']));
  const types = described.map((column) => typeOf(String(column['column_type'])));
  const texts = columns.map((name) => `CAST(${identifier(name)} AS VARCHAR)`).join(', ');
  const rows = await engine.rowsInFileOrder(`SELECT [${texts}] AS row FROM ${from} LIMIT ${SAMPLE_ROWS}`);
  const sample = rows.map(({ row }) => textsOf(row));
  return { path, format: 'parquet', delimiter: '', columns, types, sample };
}

function typeOf(engineType: string): FileFacts['types'][number] {
  if (engineType === 'VARCHAR') return 'text';
  if (engineType === 'DATE') return 'date';
  return engineType.startsWith('TIMESTAMP') ? 'timestamp' : 'other';
}

function textsOf(list: unknown): string[] {
  const items: unknown = typeof list === 'object' && list !== null && 'items' in list ? list.items : [];
  return Array.isArray(items) ? items.map((item) => (typeof item === 'string' ? item : '')) : [];
}
