import type { PersonRows } from '../packs/explanation.js';
import type { OutputRow, OutputTable } from '../packs/table.js';
import { compareInFile, type OutputRows, type RawRecord } from './output-rows.js';

/** A person's records as written in the tables. */
export interface RawPerson {
  readonly personId: string;
  /** By the name of the file. */
  readonly records: ReadonlyMap<string, readonly RawRecord[]>;
  /** All records as written in the files: a person with the same text in both runs need not be parsed. */
  readonly text: string;
}

/** The people of some tables one after another, in id order; only one is in memory. */
export class People {
  private readonly tables: ReadonlyMap<string, { readonly rows: OutputRows; readonly groups: Groups }>;

  /** @param open opens a table; it may throw */
  constructor(tables: readonly OutputTable[], open: (table: OutputTable) => OutputRows) {
    const opened = tables.map((table) => {
      const rows = open(table);
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

  /** The id of the next records; null at the end. */
  get personId(): string | null {
    return this.current?.personId ?? null;
  }

  /** The records of a person, if they come next. */
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
