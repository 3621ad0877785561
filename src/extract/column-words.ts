import type { TablePlan } from '../inputs/tables/plan.js';
import type { Engine } from './duckdb.js';
import { DUCKDB } from './sql/duckdb-dialect.js';

/** A value of a column as files write it, and the number of rows with it. */
export interface ColumnWord {
  readonly word: string;
  readonly rows: number;
}

/**
 * The most frequent values of a column of ours, as the files write them, trimmed.
 *
 * @throws LbpError E107 for a broken file, E401 and E403 from the engine
 */
export async function columnWords(
  engine: Engine,
  { groups }: TablePlan,
  column: string,
  most: number,
): Promise<ColumnWord[]> {
  const selects = groups.flatMap((group) => {
    const source = group.sources.get(column);
    if (source?.from !== 'column') return [];
    return [`SELECT trim(CAST(c${source.index} AS VARCHAR)) AS word FROM ${DUCKDB.files(group)} AS file`];
  });
  if (selects.length === 0) return [];
  const rows = await engine.rows(`
SELECT coalesce(word, '') AS word, count(*) AS row_count
FROM (${selects.join(' UNION ALL ')}) AS words
GROUP BY ALL
ORDER BY row_count DESC, word
LIMIT ${most}`);
  return rows.map((row) => ({ word: String(row['word']), rows: Number(row['row_count']) }));
}
