import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { LbpError } from '../../errors.js';
import type { FoundFile } from '../find-files.js';
import type { TableKind } from '../headings.js';
import { openArchive } from './archive.js';
import { openWorkbook } from './parts.js';
import { type TableRow, tableRows } from './tables.js';

/**
 * Keeps the rows of workbooks from one run to the next, by the hash of their content. Problems with it are
 * warnings, never errors, because the workbook itself is available.
 */
export interface WorkbookCache {
  /** The rows kept under a key, in batches; null if there are none, or if they are incomplete. */
  read(key: string): Promise<AsyncIterable<readonly (readonly string[])[]> | null>;
  /**
   * Keeps rows, as texts, as they pass through; they are available under the key after the last is consumed.
   */
  keeping<T>(
    key: string,
    rows: AsyncIterable<readonly T[]>,
    textsOf: (row: T) => readonly string[],
  ): AsyncIterable<readonly T[]>;
  /** The problems so far, each a sentence with its code. */
  problems(): readonly string[];
}

/**
 * Incremented when the same workbook would yield different rows, so that rows kept by an older version are
 * not used.
 */
const ROWS_VERSION = 2;

/** A workbook that was opened. */
interface ReadWorkbook {
  readonly bytes: number;
  readonly sha256: string;
  /** Whether its rows come from an earlier run's cache. */
  readonly isFromCache: boolean;
  readonly rows: AsyncIterable<readonly TableRow[]>;
}

/**
 * The rows of a workbook's tables, from the cache if it has them.
 *
 * @throws LbpError E101 if the file cannot be opened; E109 if it is not a workbook; consuming the rows throws
 *   E107 if it is damaged, and E201 and E204, as `tableRows` says
 */
export async function readWorkbook(found: FoundFile, cache: WorkbookCache | null): Promise<ReadWorkbook> {
  const content = await readFile(found.path).catch((error: unknown) => {
    throw new LbpError('E101', `${found.label}: cannot be opened. Check the path and its permissions.`, {
      cause: error,
    });
  });
  const sha256 = createHash('sha256').update(content).digest('hex');
  const facts = { bytes: content.length, sha256 };
  if (cache === null) return { ...facts, isFromCache: false, rows: sheetRows(content, found.label) };
  const key = `${sha256}.${ROWS_VERSION}`;
  const kept = await cache.read(key);
  const rows = kept === null ? cache.keeping(key, sheetRows(content, found.label), asTexts) : fromTexts(kept);
  return { ...facts, isFromCache: kept !== null, rows };
}

async function* sheetRows(content: Buffer, label: string): AsyncGenerator<readonly TableRow[]> {
  yield* tableRows(await openWorkbook(await openArchive(content, label)));
}

/** Rows of codes have the most cells. */
function asTexts({ kind, sheet, line, cells }: TableRow): string[] {
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = cells;
  return [kind, sheet, String(line), first, second, third, fourth, fifth];
}

async function* fromTexts(
  batches: AsyncIterable<readonly (readonly string[])[]>,
): AsyncGenerator<readonly TableRow[]> {
  for await (const batch of batches) {
    yield batch.map(([kind = '', sheet = '', line = '', ...cells]) => ({
      kind: kindOf(kind),
      sheet,
      line: Number(line),
      cells,
    }));
  }
}

const KINDS: ReadonlySet<string> = new Set<TableKind>([
  'value set',
  'medication list',
  'measures to value sets',
  'measures to medication lists',
]);

function isKind(text: string): text is TableKind {
  return KINDS.has(text);
}

function kindOf(text: string): TableRow['kind'] {
  return isKind(text) ? text : 'unread';
}
