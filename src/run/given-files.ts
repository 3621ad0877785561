import { isUri } from '../inputs/tables/plan.js';
import { CLAIM_FILES } from '../report/input-kinds.js';
import { type DirectoryPaths, filesOf } from '../valuesets/paths.js';
import type { ClaimFilePaths } from './claim-files.js';
import { expandArchives, expandPaths } from './input-files.js';

/** The inputs of a command, from flags or config file. */
interface Given extends DirectoryPaths, Partial<ClaimFilePaths> {
  readonly claims?: readonly string[];
  readonly pharmacy?: readonly string[];
  readonly eligibility?: readonly string[];
  readonly claimStatus?: readonly string[];
  /** Single files and folders. */
  readonly others?: readonly (string | undefined)[];
}

/**
 * Every local file among a command's inputs: an output folder that contains one is not replaced.
 *
 * @throws LbpError E101, E109 and E204 for missing files, the same as when they are read
 */
export async function givenFiles(given: Given): Promise<string[]> {
  const { claims = [], pharmacy = [], eligibility = [], claimStatus = [], others = [] } = given;
  const sets = await filesOf(given);
  return [
    ...(await expandPaths([...claims, ...pharmacy, ...eligibility, ...claimStatus])),
    ...(await expandArchives(given[CLAIM_FILES] ?? [])),
    ...sets.given.map(({ path }) => path),
    ...[given.crosswalk, ...others].filter((path) => path !== undefined),
  ].filter((path) => !isUri(path));
}
