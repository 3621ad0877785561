import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { columnsRead, daysRead, idsRead } from '../../inputs/layouts/columns-read.js';
import type { Kind } from '../../inputs/layouts/layout.js';
import type { KindFiles, PlannedLayout } from '../../inputs/layouts/planned.js';
import type { RowFate } from '../accounts.js';
import type { SourceFacts } from '../claim-source.js';
import type { Engine } from '../duckdb.js';
import { literal } from '../sql/dialect.js';
import { readParquet } from '../sql/duckdb-files.js';
import { LayoutAccounts } from './accounts.js';
import { claimRows } from './claims.js';
import { rowsWithCutIds } from './cut-ids.js';
import { findingsOfLayout } from './facts.js';
import {
  codeLists,
  hasParts,
  type Joined,
  joinsOf,
  listsOfCodes,
  type Part,
  type RelationOf,
} from './joins.js';
import { unknownCodes } from './known-codes.js';
import { linesOf, onTheirLines, shiftsOf, tableOfShifts } from './line-shifts.js';
import type { MadeTable } from './made-table.js';
import { missingColumns } from './missing-columns.js';
import { followPersons } from './persons.js';
import { spanRows } from './spans.js';
import { type ColumnsOfKind, isThere, placedRows, stageOf, startsOf, valueOfAbsent } from './stage.js';
import { repeatsOf, rowsOfPersons, takenOut, withOutcomes } from './steps.js';
import { scopeOf, sqlOf } from './values.js';

/** The tables made from the files of a layout, and the findings about those files. */
export interface LayoutTables {
  readonly made: readonly MadeTable[];
  readonly facts: SourceFacts;
  /** Rows of files that became rows of the tables, as the accounts count them. */
  readonly used: readonly RowFate[];
  /** The statements that made the tables, for a script that makes them again. */
  readonly statements: readonly string[];
}

const REPEATED = 'repeated';

/**
 * Reads the files of a layout and writes the resulting tables as Parquet.
 *
 * @param folder a new folder for the output
 * @throws LbpError E107 for a broken file and for a cross reference that leads in a circle, E401 and E403 from the
 *   engine
 */
export async function readLayout(
  engine: Engine,
  planned: PlannedLayout,
  folder: string,
  onStage: (stage: string) => void,
): Promise<LayoutTables> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return engine.withPushdown(() => new LayoutReading(engine, planned, folder).tables(onStage));
}

class LayoutReading {
  private readonly relations = new Map<string, string>();
  private readonly rowsOfFiles = new Map<number, number>();
  private readonly statements: string[] = [];
  private readonly accounts: LayoutAccounts;
  private readonly read: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly days: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly ids: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly relationOf: RelationOf = Object.assign(
    (kind: string): string | undefined => this.relations.get(kind),
    { hasColumn: (kind: string, column: string): boolean => this.hasColumn(kind, column) },
  );

  constructor(
    private readonly engine: Engine,
    private readonly planned: PlannedLayout,
    private readonly folder: string,
  ) {
    this.read = columnsRead(planned.layout, planned.further);
    this.days = daysRead(planned.layout);
    this.ids = idsRead(planned.layout);
    this.accounts = new LayoutAccounts(engine, planned, this.relationOf);
  }

  async tables(onStage: (stage: string) => void): Promise<LayoutTables> {
    const { kinds, layout } = this.planned;
    onStage('read layout');
    // Current ids must be known before rows of the same person are compared.
    const inOrder = kinds.toSorted(
      (a, b) => Number(b.kind.persons !== undefined) - Number(a.kind.persons !== undefined),
    );
    await this.run('DROP TABLE IF EXISTS layout_person');
    let hasPersons = false;
    for (const files of inOrder) {
      await this.settle(files, hasPersons);
      if (files.kind.persons === undefined) continue;
      const paths = new Map(
        files.groups.flatMap((group) => group.files.map(({ path, fileNo }) => [fileNo, path])),
      );
      await followPersons(
        this.engine,
        (sql) => this.run(sql),
        files.kind,
        this.relationOf(files.kind.name) ?? '',
        paths,
      );
      hasPersons = true;
    }
    onStage('join');
    const made: MadeTable[] = [];
    for (const { kind } of kinds) {
      if (kind.table !== undefined) made.push(await this.make(kind, kind.table));
    }
    onStage('count rows');
    await this.accounts.countOthers();
    const findings = [
      ...(await findingsOfLayout(this.engine, layout, made, this.accounts.joins)),
      ...missingColumns(this.planned),
      ...(await unknownCodes(this.engine, this.planned, this.relationOf, this.read)),
    ];
    this.accounts.refuseImbalance(this.rowsOfFiles, made.length);
    return {
      made,
      statements: this.statements,
      used: this.accounts.used(),
      facts: {
        files: [],
        fates: this.accounts.left(),
        findings,
        further: this.accounts.further(),
        rejects: (limit) => rowsWithCutIds(this.engine, this.planned, this.relationOf, limit),
        versions: async function* () {},
      },
    };
  }

  /** Runs a statement that creates something, and keeps its text for a script. */
  private async run(sql: string): Promise<void> {
    this.statements.push(sql);
    await this.engine.run(sql);
  }

  private path(name: string): string {
    return join(this.folder, `${name}.parquet`);
  }

  private columnsOf({ name }: Kind): ColumnsOfKind {
    const of = (columns: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> =>
      columns.get(name) ?? new Set();
    return { columns: of(this.read), days: of(this.days), ids: of(this.ids) };
  }

  /** Makes the relation of a kind's rows, with the person of each row and whether it counts. */
  private async settle(files: KindFiles, hasPersons: boolean): Promise<void> {
    const { kind } = files;
    const number = this.planned.layout.kinds.indexOf(kind);
    const name = `layout_kind_${number}`;
    const staged = this.path(`staged-${number}`);
    await this.run('SET preserve_insertion_order = true');
    const [, lines] = await Promise.all([
      this.run(stageOf(files, this.columnsOf(kind), staged)),
      linesOf(files),
    ]);
    await this.run('SET preserve_insertion_order = false');
    const starts = new Map<number, number>();
    const csv = new Set(
      files.groups.flatMap((group) =>
        group.format === 'csv' ? group.files.map(({ fileNo }) => fileNo) : [],
      ),
    );
    for (const row of await this.engine.rows(startsOf(staged))) {
      const fileNo = Number(row['file_no']);
      // The header is line 1 of a CSV file.
      starts.set(fileNo, Number(row['first_row']) - (csv.has(fileNo) ? 2 : 1));
      this.rowsOfFiles.set(fileNo, Number(row['row_count']));
    }
    const numbered = placedRows(staged, starts, files, this.read.get(kind.name) ?? new Set());
    const shifts = await shiftsOf(files, lines, this.rowsOfFiles);
    for (const sql of tableOfShifts(shifts)) await this.run(sql);
    const placed = shifts.length === 0 ? numbered : onTheirLines(numbered);
    const ofPersons = rowsOfPersons(kind, placed, hasPersons);
    const rows = shifts.length === 0 ? ofPersons : await this.kept(ofPersons, `placed-${number}`);
    await this.takeOut(kind, name, rows, `outcomes-${number}`);
    this.relations.set(kind.name, name);
  }

  /** Makes the view of a kind's rows, with an outcome for those that do not count. */
  private async takeOut(kind: Kind, view: string, rows: string, file: string): Promise<void> {
    const paths: string[] = [];
    const makeView = (): Promise<void> =>
      this.run(`CREATE OR REPLACE VIEW ${view} AS ${withOutcomes(rows, paths)}`);
    await makeView();
    const queries = [
      ...(kind.steps ?? []).map((step) => takenOut(step, kind, view)),
      ...this.uniqueKeys(kind).map((keys) => repeatsOf(view, keys, REPEATED)),
    ];
    for (const [place, query] of queries.entries()) {
      const path = this.path(`${file}-${place}`);
      await this.run(`COPY (${query}) TO ${literal(path)} (FORMAT parquet)`);
      const [taken] = await this.engine.rows(`SELECT 1 FROM ${readParquet([path])} LIMIT 1`);
      if (taken === undefined) continue;
      paths.push(path);
      await makeView();
    }
  }

  /** The rows of a query that cost more to compute than to read: they are computed once and kept. */
  private async kept(query: string, file: string): Promise<string> {
    const path = this.path(file);
    await this.run(`COPY (${query}) TO ${literal(path)} (FORMAT parquet)`);
    return `SELECT * FROM ${readParquet([path])}`;
  }

  /**
   * Keys by which a kind is joined, where a second row with the same keys would double the rows joined to it.
   */
  private uniqueKeys(kind: Kind): string[][] {
    const scope = scopeOf('below', kind.dates);
    const keys: string[][] = [];
    const lines = kind.joins?.find(({ as }) => as === 'lines');
    if (lines !== undefined) keys.push(lines.on.map(([here]) => sqlOf(here, scope)));
    for (const { joins = [] } of this.planned.layout.kinds) {
      for (const { kind: name, as, on } of joins) {
        if (as === 'one' && name === kind.name) keys.push(on.map(([, there]) => sqlOf(there, scope)));
      }
    }
    return keys;
  }

  private async make(kind: Kind, table: MadeTable['table']): Promise<MadeTable> {
    const { options, further } = this.planned;
    for (const joined of joinsOf(kind, 'codes', this.relationOf)) await this.listCodes(kind, joined);
    const paths =
      table === 'eligibility'
        ? await this.copies(this.nameOf(kind, table), 1, () =>
            spanRows(kind, this.relationOf, { options, further }),
          )
        : await this.copies(
            this.nameOf(kind, table),
            hasParts(kind) ? await this.partsOf(this.relationOf(kind.name) ?? '', HEADERS_OF_MEGABYTE) : 1,
            (part) => claimRows(kind, this.relationOf, part),
          );
    await this.accounts.countMade(kind, paths);
    return { kind: kind.name, table, paths };
  }

  /** Makes the view of the codes that are joined to a kind, in a list for each key. */
  private async listCodes(kind: Kind, joined: Joined): Promise<void> {
    const parts = await this.partsOf(joined.relation, CODES_OF_MEGABYTE);
    const paths = await this.copies(this.nameOf(kind, `codes-${joined.join.name}`), parts, (part) =>
      codeLists(joined, kind, part),
    );
    await this.run(
      `CREATE OR REPLACE VIEW ${listsOfCodes(joined.join)} AS SELECT * FROM ${readParquet(paths)}`,
    );
  }

  private nameOf(kind: Kind, what: string): string {
    return `${what}-${this.planned.layout.kinds.indexOf(kind)}`;
  }

  /** In how many parts the rows of a relation are joined, so that the rows of each fit in the memory. */
  private async partsOf(relation: string, rowsOfMegabyte: number): Promise<number> {
    const [counted] = await this.engine.rows(`SELECT count(*) AS row_count FROM ${relation}`);
    const rows = Number(counted?.['row_count'] ?? 0);
    return Math.max(1, Math.ceil(rows / (rowsOfMegabyte * this.engine.megabytes)));
  }

  /** Writes each part of a query to a file. */
  private async copies(name: string, parts: number, query: (part: Part) => string): Promise<string[]> {
    const paths: string[] = [];
    for (let number = 0; number < parts; number += 1) {
      const path = this.path(`${name}-${number}`);
      await this.run(
        `COPY (${query({ number, of: parts })}) TO ${literal(path)} (FORMAT parquet, ROW_GROUP_SIZE ${ROWS_OF_GROUP})`,
      );
      paths.push(path);
    }
    return paths;
  }

  private hasColumn(kind: string, column: string): boolean {
    const name = column.toLowerCase();
    return this.planned.kinds.some(
      (files) => files.kind.name === kind && (isThere(name, files) || valueOfAbsent(name, files) !== null),
    );
  }
}

/** Each thread holds a group of rows until it is written: by default 122,880 of the widest tables, some 150 MB. */
const ROWS_OF_GROUP = 20_480;

/**
 * How many rows of codes, and of headers with their lists, are joined at once for each megabyte of the engine's memory:
 * tried with 17 million rows of CCLF in 500 MB and 1 GB.
 */
const CODES_OF_MEGABYTE = 2000;
const HEADERS_OF_MEGABYTE = 1000;
