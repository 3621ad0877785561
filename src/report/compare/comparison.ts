import type { ComparedRuns, RunDifference } from '../../packs/comparison.js';
import type { Cell } from '../../packs/table.js';
import type { RunFolder } from '../run-folder.js';
import { runDifferences } from './causes.js';
import { differingPeople } from './people.js';

/** Two runs side by side: the differences of their manifests, and the comparison of their pack. */
export interface ComparedFolders extends ComparedRuns {
  readonly differences: readonly RunDifference[];
}

/**
 * Compares two runs of one pack person by person.
 *
 * @param onChange receives every row of the list of changes, in the order of persons
 * @throws LbpError E110 if an output of either is missing or was changed after the run
 */
export async function compareRuns(
  before: RunFolder,
  after: RunFolder,
  onChange: (row: readonly Cell[]) => void,
): Promise<ComparedFolders> {
  const runs = runDifferences(before.manifest, after.manifest);
  const comparison = after.pack.comparison.begin();
  for await (const person of differingPeople(before, after)) {
    for (const row of comparison.add(person, runs)) onChange(row);
  }
  const compared = comparison.finish(
    (name) => before.totals(name),
    (name) => after.totals(name),
  );
  return { differences: runs.causes, ...compared };
}
