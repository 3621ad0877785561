import { type ActivityGroup, activityDateFormat } from '../../inputs/activity/plan.js';
import type { DateFormat } from '../../inputs/tables/dates.js';
import type { Engine } from '../duckdb.js';
import { SAMPLE_ROWS } from '../file-facts.js';
import { activityFiles } from './files.js';

/**
 * The format of a date column that is blank in the first records of its files, taken from the first values
 * further down.
 *
 * @param index place of the column in the files, from 0
 * @throws LbpError E104 and E105
 */
export async function dateFormatFurtherDown(
  engine: Engine,
  group: ActivityGroup,
  index: number,
): Promise<DateFormat | null> {
  const column = `c${index}`;
  const rows = await engine.rows(
    `SELECT DISTINCT ${column} AS value FROM ${activityFiles(group)} AS file
     WHERE trim(${column}) <> '' AND upper(trim(${column})) <> 'NULL' LIMIT ${SAMPLE_ROWS}`,
  );
  return activityDateFormat(
    rows.map(({ value }) => String(value ?? '')),
    group.files[0]?.path ?? '',
  );
}
