import { setImmediate } from 'node:timers/promises';
import type { PersonInBoth } from '../../packs/comparison.js';
import type { PersonRows } from '../../packs/explanation.js';
import type { OutputRow } from '../../packs/table.js';
import { compareInFile, type OutputRows, type RawRecord } from '../output-rows.js';
import type { RunFolder } from '../run-folder.js';

/**
 * The people of whom two runs do not say the same, in the order of their ids. Both runs are read side by side, so that
 * no more than one person of each is held.
 *
 * @throws LbpError E110 when an output is not there, or not as the run wrote it
 */
export async function* differingPeople(before: RunFolder, after: RunFolder): AsyncGenerator<PersonInBoth> {
  const [a, b] = [new People(before), new People(after)];
  try {
    let [left, right] = [a.next(), b.next()];
    for (let people = 1; left !== null || right !== null; people += 1) {
      // So that an interruption is heard.
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

interface RawPerson {
  readonly personId: string;
  /** By the name of the file. */
  readonly records: ReadonlyMap<string, readonly RawRecord[]>;
  /** All records as they stand in the files: a person with the same text in both runs need not be taken apart. */
  readonly text: string;
}

/** The people of a run one after the other. */
class People {
  private readonly tables: ReadonlyMap<string, { readonly rows: OutputRows; readonly groups: Groups }>;

  constructor(run: RunFolder) {
    const opened = run.pack.personTables
      .filter((table) => run.hasWritten(table))
      .map((table) => {
        const rows = run.table(table);
        return [table.name, { rows, groups: new Groups(rows) }] as const;
      });
    this.tables = new Map(opened);
  }

  next(): RawPerson | null {
    const ids = [...this.tables.values()].map(({ groups }) => groups.personId).filter((id) => id !== null);
    const [personId] = ids.sort(compareInFile);
    if (personId === undefined) return null;
    const records = new Map(
      [...this.tables].map(([name, { groups }]) => [name, groups.take(personId)] as const),
    );
    return { personId, records, text: [...records.values()].flatMap(textsOf).join('\n') };
  }

  rows(person: RawPerson | null): PersonRows {
    const found: Record<string, readonly OutputRow[]> = {};
    for (const [name, records] of person?.records ?? []) {
      const rows = this.tables.get(name)?.rows;
      if (rows !== undefined && records.length > 0) found[name] = records.map((record) => rows.row(record));
    }
    return found;
  }

  close(): void {
    for (const { rows } of this.tables.values()) rows.close();
  }
}

function textsOf(records: readonly RawRecord[]): string[] {
  return records.map(({ text }) => text);
}

/** The records of a table, person by person. */
class Groups {
  private readonly records: Generator<RawRecord>;
  private current: RawRecord | null;

  constructor(table: OutputRows) {
    this.records = table.all();
    this.current = this.step();
  }

  /** Whose records come next; null at the end. */
  get personId(): string | null {
    return this.current?.personId ?? null;
  }

  /** The records of a person, if these come next. */
  take(personId: string): RawRecord[] {
    const taken: RawRecord[] = [];
    while (this.current !== null && this.current.personId === personId) {
      taken.push(this.current);
      this.current = this.step();
    }
    return taken;
  }

  private step(): RawRecord | null {
    const { done, value } = this.records.next();
    return done === true ? null : value;
  }
}
