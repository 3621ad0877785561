import type { ActivityGroup } from '../../inputs/activity/plan.js';
import { shapeOf } from '../clean-copy.js';
import type { Engine } from '../duckdb.js';
import { isAboutContent } from '../engine-error.js';
import { activityFiles } from './files.js';

/**
 * Whether the engine's strict reader accepts every record of a CSV file, with all the columns that are read.
 * If not, the engine must be reopened: text that is not UTF-8 can break it.
 */
export async function isSoundActivity(
  engine: Engine,
  group: ActivityGroup,
  file: ActivityGroup['files'][number],
): Promise<boolean> {
  const counts = [...shapeOf(group).used].map((index) => `count(c${index})`);
  try {
    await engine.rows(
      `SELECT ${counts.join(', ')} FROM ${activityFiles({ ...group, files: [file] })} AS file`,
    );
    return true;
  } catch (error) {
    if (isAboutContent(error)) return false;
    throw error;
  }
}
