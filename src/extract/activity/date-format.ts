import { activityDateFormat } from '../../inputs/activity/dates.js';
import type { ActivityGroup } from '../../inputs/activity/plan.js';
import type { DateFormat } from '../../inputs/tables/dates.js';
import type { Engine } from '../duckdb.js';
import { SAMPLE_ROWS } from '../file-facts.js';
import { activityFiles } from './files.js';

/**
 * The format of a date column whose first records do not show it, taken from its different values.
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
