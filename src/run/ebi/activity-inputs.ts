import { activityFiles } from '../../extract/activity/files.js';
import { examineActivity } from '../../extract/activity/look.js';
import { type CleanCopies, groupsWithCopies } from '../../extract/clean-copy.js';
import type { Engine } from '../../extract/duckdb.js';
import type { ActivityColumn } from '../../inputs/activity/columns.js';
import { type ActivityFile, type ActivityGroup, planActivity } from '../../inputs/activity/plan.js';
import { expandPaths, stateOf } from '../input-files.js';
import type { Reader } from '../second-reading.js';
import type { EbiSettings } from './settings.js';

/** A file of activity, by its number. */
export interface InputFile {
  readonly path: string;
  readonly table: 'activity';
  /** There is nothing below the header. */
  readonly isEmpty: boolean;
  /** Text in UTF-16, which the engine does not read. */
  readonly isUtf16: boolean;
  /** Its state before anything was read. */
  readonly state: string | null;
}

export interface ActivityInputs {
  readonly groups: readonly ActivityGroup[];
  readonly files: readonly InputFile[];
  /** By file number: the replacement for a file that the engine cannot read. */
  readonly copies: CleanCopies;
}

/**
 * Inspects the files and decides how each is read.
 *
 * @throws LbpError E101 to E105, E107, E109
 */
export async function planActivityInputs(
  engine: Engine,
  { activity, mapping, by }: Pick<EbiSettings, 'activity' | 'mapping' | 'by'>,
): Promise<ActivityInputs> {
  const looked: ActivityFile[] = [];
  const files: InputFile[] = [];
  for (const path of await expandPaths(activity)) {
    const state = stateOf(path);
    const facts = await examineActivity(engine, path, mapping.delimiter);
    looked.push(facts);
    const isEmpty = facts.sample.length === 0;
    files.push({ path, table: 'activity', isEmpty, isUtf16: facts.isUtf16 ?? false, state });
  }
  const needed: readonly ActivityColumn[] = by;
  return { groups: planActivity(looked, mapping, needed), files, copies: new Map() };
}

/** How the engine reads activity. */
export const ACTIVITY_FILES: Reader<ActivityInputs> = {
  groups: ({ groups }) => groups,
  relation: activityFiles,
  withCopies: (inputs, copies) => ({ ...inputs, groups: groupsWithCopies(inputs.groups, copies), copies }),
};
