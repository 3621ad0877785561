import { setImmediate } from 'node:timers/promises';
import type { PersonRows } from '../../packs/lbp/explain/person-rows.js';
import { compareInFile, type OutputRows, type RawRecord } from '../output-rows.js';
import type { RunFolder } from '../run-folder.js';

/** What two runs say of one person; nothing where a run does not mention them. */
export interface PersonInBoth {
  readonly personId: string;
  readonly before: PersonRows;
  readonly after: PersonRows;
}

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
  readonly members: readonly RawRecord[];
  readonly evidence: readonly RawRecord[];
  readonly unreported: readonly RawRecord[];
  /** All records as they stand in the files: who has the same text in both runs need not be taken apart. */
  readonly text: string;
}

const NOTHING: PersonRows = { members: [], evidence: [], unreported: null };

/** The people of a run one after the other. */
class People {
  private readonly members: OutputRows;
  private readonly evidence: OutputRows;
  private readonly unreported: OutputRows;
  private readonly streams: readonly [Groups, Groups, Groups];

  constructor(run: RunFolder) {
    this.members = run.table('members.csv');
    this.evidence = run.table('evidence.csv');
    this.unreported = run.table('unreported.csv');
    this.streams = [new Groups(this.members), new Groups(this.evidence), new Groups(this.unreported)];
  }

  next(): RawPerson | null {
    const [members, evidence, unreported] = this.streams;
    const ids = [members.personId, unreported.personId].filter((id) => id !== null);
    const [personId] = ids.sort(compareInFile);
    if (personId === undefined) return null;
    const found = {
      members: members.take(personId),
      evidence: evidence.take(personId),
      unreported: unreported.take(personId),
    };
    const all = [...found.members, ...found.evidence, ...found.unreported];
    return { personId, ...found, text: all.map(({ text }) => text).join('\n') };
  }

  rows(person: RawPerson | null): PersonRows {
    if (person === null) return NOTHING;
    const [unreported] = person.unreported;
    return {
      members: person.members.map((record) => this.members.row(record)),
      evidence: person.evidence.map((record) => this.evidence.row(record)),
      unreported: unreported === undefined ? null : this.unreported.row(unreported),
    };
  }

  close(): void {
    for (const table of [this.members, this.evidence, this.unreported]) table.close();
  }
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
