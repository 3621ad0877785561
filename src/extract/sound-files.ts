import type { FileGroup } from '../inputs/tables/plan.js';
import { shapeOf } from './clean-copy.js';
import type { Engine } from './duckdb.js';
import { isAboutContent } from './engine-error.js';

/**
 * Whether the engine's strict reader accepts every record of a file, with all the columns that are read. If
 * not, the engine must be reopened: text that is not UTF-8 can break it.
 *
 * @param relation the files of a group as the engine reads them
 */
export async function isSound(
  engine: Engine,
  group: FileGroup,
  file: FileGroup['files'][number],
  relation: (group: FileGroup) => string,
): Promise<boolean> {
  const columns = [...shapeOf(group).used].map((index) => `count(c${index})`);
  try {
    await engine.rows(`SELECT ${columns.join(', ')} FROM ${relation({ ...group, files: [file] })} AS file`);
    return true;
  } catch (error) {
    if (isAboutContent(error)) return false;
    throw error;
  }
}
