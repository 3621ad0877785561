import type { DiagnosisCount } from '../extract/check.js';
import type { AnyPack, PackRules, Tally } from '../packs/pack.js';
import type { Providers } from '../packs/providers.js';
import type { OutputTable as TableSpec } from '../packs/table.js';
import { type OutputFolder, OutputTable } from '../report/output-folder.js';
import type { Day } from '../timeline/day.js';
import type { Part } from '../timeline/part.js';
import type { Person } from '../timeline/person.js';
import { DiagnosesByYear } from './diagnoses-by-year.js';

/** The results of some people as plain data that one thread can send to another. */
export interface GatheredPeople {
  /** Rows as text, by the name of the file. */
  readonly rows: Readonly<Record<string, string>>;
  readonly totals: unknown;
  readonly seen: SeenCounts;
}

/** What a run knows about its claims without reading further rows. */
export interface SeenCounts {
  readonly claimDays: ReadonlyMap<Day, number>;
  /** Lines without a known status. */
  readonly unknownStatus: Part;
  /** The essential roles of the rules that have a code on these claims. */
  readonly rolesSeen: ReadonlySet<string>;
  /** Listed diagnoses, counted once per claim line. */
  readonly diagnoses: readonly DiagnosisCount[];
}

/** Decides people by the rules of a pack, writes their rows in that order, and counts them. */
export class Gathering {
  private readonly tally: Tally<unknown, unknown>;
  private readonly claimDays = new Map<Day, number>();
  private lines = 0;
  private unknownStatus = 0;
  private readonly rolesSeen = new Set<string>();
  private readonly diagnoses = new DiagnosesByYear();
  private readonly essentialRoles: ReadonlySet<string>;

  constructor(
    private readonly pack: AnyPack,
    private readonly rules: PackRules,
    /** By the name of the file. */
    private readonly tables: ReadonlyMap<string, OutputTable>,
  ) {
    this.tally = pack.tally(rules);
    this.essentialRoles = new Set(pack.quality(rules).roles.map(({ role }) => role));
  }

  add(person: Person): void {
    const outcomes = this.pack.evaluate(person, this.rules);
    for (const table of this.pack.personTables) {
      const output = this.tables.get(table.name);
      if (output === undefined) continue;
      for (const outcome of outcomes) output.addAll(table.rows(outcome, this.rules));
    }
    this.tally.add(person, outcomes);
    this.addSeen(person);
  }

  /** Adds people who were gathered elsewhere by the same rules and come next in the order of persons. */
  addAll({ rows, totals, seen }: GatheredPeople): void {
    for (const [name, table] of this.tables) table.addText(rows[name] ?? '');
    this.tally.addAll(totals);
    for (const [day, lines] of seen.claimDays)
      this.claimDays.set(day, (this.claimDays.get(day) ?? 0) + lines);
    this.lines += seen.unknownStatus.of;
    this.unknownStatus += seen.unknownStatus.count;
    for (const role of seen.rolesSeen) this.rolesSeen.add(role);
    for (const count of seen.diagnoses) this.diagnoses.add(count);
  }

  /** Writes the rest. */
  flush(): void {
    for (const table of this.tables.values()) table.flush();
  }

  get totals(): unknown {
    return this.tally.totals;
  }

  get seen(): SeenCounts {
    const { claimDays, lines, unknownStatus, rolesSeen } = this;
    const { counts: diagnoses } = this.diagnoses;
    return { claimDays, unknownStatus: { count: unknownStatus, of: lines }, rolesSeen, diagnoses };
  }

  private addSeen({ claims }: Person): void {
    for (const { lines, discharge, end } of claims) {
      for (const { serviceDate, status, codes } of lines) {
        this.lines += 1;
        this.claimDays.set(serviceDate, (this.claimDays.get(serviceDate) ?? 0) + 1);
        if (status === 'unknown') this.unknownStatus += 1;
        this.diagnoses.addLine(codes, serviceDate, discharge ?? end ?? serviceDate);
      }
    }
    if (this.rolesSeen.size < this.essentialRoles.size) this.seeRoles(claims);
  }

  /** Checked only until all have been seen once, which usually takes a few people. */
  private seeRoles(claims: Person['claims']): void {
    const { meaningsOf } = this.rules.sets;
    for (const { lines } of claims) {
      for (const { codes } of lines) {
        for (const { listed } of codes) {
          for (const { role } of meaningsOf(listed)) {
            if (this.essentialRoles.has(role)) this.rolesSeen.add(role);
          }
        }
      }
    }
  }
}

/** Starts a pack's tables of persons in an output folder. */
export function gatheringIn(folder: OutputFolder, pack: AnyPack, rules: PackRules): Gathering {
  return new Gathering(
    pack,
    rules,
    new Map(writtenTables(pack, rules).map((table) => [table.name, folder.table(table)])),
  );
}

/** The tables of persons that a run writes, with the columns that its rules add. */
export function writtenTables({ personTables }: AnyPack, rules: PackRules): TableSpec[] {
  return personTables
    .filter((table) => table.isWritten?.(rules) !== false)
    .map((table) => withFurther(table, table.further?.(rules)));
}

function withFurther(table: TableSpec, further: TableSpec['columns'] = []): TableSpec {
  const { name, about, columns } = table;
  return { name, about, columns: [...columns, ...further] };
}

/** Writes the totals of a pack. */
export function writeTotals(
  folder: OutputFolder,
  pack: AnyPack,
  rules: PackRules,
  totals: unknown,
  providers: Providers = new Map(),
): void {
  for (const table of pack.totalTables) {
    const rows = table.rows(totals, rules, providers);
    if (rows === null) continue;
    const output = folder.table(withFurther(table, table.further?.(rules)));
    output.addAll(rows);
    output.flush();
  }
}

/** Decides some people separately from the others. */
export async function gather(
  persons: AsyncIterable<Person>,
  pack: AnyPack,
  rules: PackRules,
): Promise<GatheredPeople> {
  const written = writtenTables(pack, rules);
  const texts = new Map(written.map(({ name }): [string, string[]] => [name, []]));
  const tables = written.map((table): [string, OutputTable] => [
    table.name,
    new OutputTable({ write: (text) => texts.get(table.name)?.push(text) }, table),
  ]);
  const gathering = new Gathering(pack, rules, new Map(tables));
  for await (const person of persons) gathering.add(person);
  gathering.flush();
  const { totals, seen } = gathering;
  return {
    rows: Object.fromEntries([...texts].map(([name, parts]) => [name, parts.join('')])),
    totals,
    seen,
  };
}
