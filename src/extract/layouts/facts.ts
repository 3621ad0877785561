import type { Layout, LayoutWarning } from '../../inputs/layouts/layout.js';
import type { SourceFinding } from '../claim-source.js';
import type { Engine } from '../duckdb.js';
import { identifier } from '../sql/duckdb-dialect.js';
import { readParquet } from '../sql/duckdb-files.js';
import { columnsOf, type MadeTable } from './made-table.js';
import { conditionOf, type Scope } from './values.js';

/** The result of a join, by the names in the layout. */
export interface JoinFacts {
  readonly kind: string;
  readonly joined: string;
  /** Used headers without a line, if lines are joined. */
  readonly headersWithoutLines: number | null;
  /** Used headers for whose codes there is no file. */
  readonly headersWithoutCodes?: number | null;
  /** Rows of the joined kind that no used row is joined to. */
  readonly rowsWithoutHeader: number;
}

/**
 * The findings about the files of a layout: the warnings of the layout, and the rows its joins leave
 * unmatched.
 */
export async function findingsOfLayout(
  engine: Engine,
  { warnings }: Layout,
  made: readonly MadeTable[],
  joins: readonly JoinFacts[],
): Promise<SourceFinding[]> {
  const found: SourceFinding[] = [];
  for (const warning of warnings) {
    const count = await countOf(engine, warning, made);
    const { code, text, effect, fix } = warning;
    if (count > 0) found.push({ code, severity: 'warning', text, count, effect, fix });
  }
  for (const { kind, joined, headersWithoutLines, headersWithoutCodes, rowsWithoutHeader } of joins) {
    if ((headersWithoutCodes ?? 0) > 0) {
      found.push({
        code: 'LBP-W704',
        severity: 'warning',
        text: `rows of ${kind} without any file of ${joined}`,
        count: headersWithoutCodes ?? 0,
        effect: 'The codes that only such a file states are not known for these claims.',
        fix: `Give the files of ${joined}.`,
      });
    }
    if ((headersWithoutLines ?? 0) > 0) {
      found.push({
        code: 'LBP-W704',
        severity: 'warning',
        text: `rows of ${kind} to which no row of ${joined} belongs; each is one claim line`,
        count: headersWithoutLines ?? 0,
        effect: 'What only lines state, such as procedures and revenue codes, is not known for these claims.',
        fix: `See whether all files of ${joined} are given.`,
      });
    }
    if (rowsWithoutHeader > 0) {
      found.push({
        code: 'LBP-W705',
        severity: 'warning',
        text: `rows of ${joined} to which no row of ${kind} belongs; they do not count`,
        count: rowsWithoutHeader,
        effect: 'What these rows state is not seen.',
        fix: `See whether all files of ${kind} are given.`,
      });
    }
  }
  return found;
}

async function countOf(
  engine: Engine,
  { table, count }: LayoutWarning,
  made: readonly MadeTable[],
): Promise<number> {
  const tables = made.filter((one) => one.table === table);
  if (tables.length === 0) return 0;
  if (count === undefined) return 1;
  const { of, where, unless } = count;
  const without = unless === undefined ? '' : ` AND NOT bool_or(${conditionOf(unless, MADE)})`;
  let sum = 0;
  const needed = [where, ...(unless === undefined ? [] : [unless])].flatMap((one) => namesIn(one));
  for (const { paths } of tables) {
    const columns = await columnsOf(engine, paths);
    if (needed.some((name) => !columns.has(name))) continue;
    const [row] = await engine.rows(`SELECT count(*) AS row_count FROM (
  SELECT ${of} FROM ${readParquet(paths)} AS made WHERE outcome = '' AND ${of} IS NOT NULL
  GROUP BY ${of} HAVING bool_or(${conditionOf(where, MADE)})${without}
)`);
    sum += Number(row?.['row_count'] ?? 0);
  }
  return sum;
}

const MADE: Scope = { dates: undefined, column: (name) => `made.${identifier(name)}` };

function namesIn(condition: NonNullable<LayoutWarning['count']>['where']): string[] {
  if ('any' in condition) return condition.any.flatMap(namesIn);
  if ('all' in condition) return condition.all.flatMap(namesIn);
  return [condition.column];
}
