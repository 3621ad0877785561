import { setImmediate } from 'node:timers/promises';
import type { PersonInBoth } from '../../packs/comparison.js';
import { compareInFile } from '../output-rows.js';
import { People, type RawPerson } from '../people-in-tables.js';
import type { RunFolder } from '../run-folder.js';

/**
 * The people whose rows differ between two runs, in id order. Both runs are read in parallel, so only one
 * person of each is in memory.
 *
 * @throws LbpError E110 if an output is missing or was changed after the run
 */
export async function* differingPeople(before: RunFolder, after: RunFolder): AsyncGenerator<PersonInBoth> {
  const [a, b] = [peopleOf(before), peopleOf(after)];
  try {
    let [left, right] = [a.next(), b.next()];
    for (let people = 1; left !== null || right !== null; people += 1) {
      // Lets the process handle an interruption.
      if (people % PEOPLE_AT_ONCE === 0) await setImmediate();
      const order = compareGroups(left, right);
      const [one, other]: [RawPerson | null, RawPerson | null] = [
        order <= 0 ? left : null,
        order >= 0 ? right : null,
      ];
      if (one?.text !== other?.text) {
        const personId = one?.personId ?? other?.personId ?? '';
        yield { personId, before: a.rows(one), after: b.rows(other) };
      }
      if (order <= 0) left = a.next();
      if (order >= 0) right = b.next();
    }
  } finally {
    a.close();
    b.close();
  }
}

const PEOPLE_AT_ONCE = 5000;

function compareGroups(a: RawPerson | null, b: RawPerson | null): number {
  if (a === null) return 1;
  return b === null ? -1 : compareInFile(a.personId, b.personId);
}

function peopleOf(run: RunFolder): People {
  const written = run.pack.personTables.filter((table) => run.hasWritten(table));
  return new People(written, (table) => run.table(table));
}
