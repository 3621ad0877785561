import type { PersonRows } from '../packs/explanation.js';
import type { AnyPack, PackRules } from '../packs/pack.js';
import { asRow, type OutputRow } from '../packs/table.js';
import type { RunFolder } from './run-folder.js';

/**
 * Finds a person in the outputs of a run.
 *
 * @throws LbpError E110 if an output is missing or was changed after the run
 */
export function rowsInRun(run: RunFolder, personId: string): PersonRows {
  const found: Record<string, readonly OutputRow[]> = {};
  for (const table of run.pack.personTables) {
    if (!run.hasWritten(table)) continue;
    const rows = run.table(table);
    try {
      const own = rows.ofPerson(personId);
      if (own.length > 0) found[table.name] = own;
    } finally {
      rows.close();
    }
  }
  return found;
}

/** The rows that a run would write for the outcomes of a person. */
export function rowsOfOutcomes(pack: AnyPack, rules: PackRules, outcomes: readonly unknown[]): PersonRows {
  const found: Record<string, readonly OutputRow[]> = {};
  for (const table of pack.personTables) {
    const rows = outcomes
      .flatMap((outcome) => table.rows(outcome, rules))
      .map((cells) => asRow(table, cells));
    if (rows.length > 0) found[table.name] = rows;
  }
  return found;
}
