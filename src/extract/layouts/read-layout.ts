import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { columnsRead, daysRead, idsRead } from '../../inputs/layouts/columns-read.js';
import type { Kind } from '../../inputs/layouts/layout.js';
import type { KindFiles, PlannedLayout } from '../../inputs/layouts/planned.js';
import { fateOf, type RowFate } from '../accounts.js';
import type { SourceFacts } from '../claim-source.js';
import type { Engine } from '../duckdb.js';
import { literal } from '../sql/dialect.js';
import { readParquet } from '../sql/duckdb-files.js';
import { countJoined, countMade, countRows } from './accounts.js';
import { claimRows } from './claims.js';
import { rowsWithCutIds } from './cut-ids.js';
import { findingsOfLayout, type JoinFacts } from './facts.js';
import { type Joined, joinsOf, type RelationOf } from './joins.js';
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

/** Why rows are not used if the layout knows their file but does not need it. */
const NOT_NEEDED = 'not_needed';
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
  private readonly fates: RowFate[] = [];
  private readonly joins: JoinFacts[] = [];
  private readonly statements: string[] = [];
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
    await this.countOthers();
    const findings = [
      ...(await findingsOfLayout(this.engine, layout, made, this.joins)),
      ...missingColumns(this.planned),
      ...(await unknownCodes(this.engine, this.planned, this.relationOf, this.read)),
    ];
    this.refuseImbalance(made);
    return {
      made,
      statements: this.statements,
      used: this.fates.filter(({ outcome }) => outcome === MADE).map((fate) => ({ ...fate, outcome: '' })),
      facts: {
        files: [],
        fates: this.fates.filter(({ outcome, rows }) => rows > 0 && outcome !== MADE),
        findings,
        further: this.further(),
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
    const rows = await this.kept(
      rowsOfPersons(kind, placed, hasPersons),
      shifts.length > 0,
      `placed-${number}`,
    );
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

  /** The rows of a query; if they cost more to compute than to read, they are computed once and kept. */
  private async kept(query: string, isKept: boolean, file: string): Promise<string> {
    if (!isKept) return query;
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
    const path = this.path(`${table}-${this.planned.layout.kinds.indexOf(kind)}`);
    const { options, further } = this.planned;
    const query =
      table === 'eligibility'
        ? spanRows(kind, this.relationOf, { options, further })
        : claimRows(kind, this.relationOf);
    await this.run(`COPY (${query}) TO ${literal(path)} (FORMAT parquet)`);
    await this.countOf(kind, path);
    return { kind: kind.name, table, path };
  }

  private hasColumn(kind: string, column: string): boolean {
    const name = column.toLowerCase();
    return this.planned.kinds.some(
      (files) => files.kind.name === kind && (isThere(name, files) || valueOfAbsent(name, files) !== null),
    );
  }

  /** Accounts of the rows of a kind that feeds a table, and of what is joined to it. */
  private async countOf(kind: Kind, path: string): Promise<void> {
    const relation = this.relationOf(kind.name) ?? '';
    const [lines] = joinsOf(kind, 'lines', this.relationOf);
    const made = (await this.engine.rows(countMade(path))).map(fateOf);
    // Rows that count are counted by the extraction.
    this.fates.push(...made.map((fate) => (fate.outcome === '' ? { ...fate, outcome: MADE } : fate)));
    if (lines !== undefined) {
      const own = (await this.engine.rows(countRows(relation))).map(fateOf);
      const alone = (fileNo: number): number =>
        made.find((fate) => fate.fileNo === fileNo && fate.outcome === '')?.rows ?? 0;
      this.fates.push(
        ...own.map((fate) =>
          fate.outcome === '' ? { ...fate, rows: fate.rows - alone(fate.fileNo) } : fate,
        ),
      );
      const headers = new Set(own.map(({ fileNo }) => fileNo));
      this.joins.push({
        kind: kind.name,
        joined: lines.join.kind,
        headersWithoutLines: sum(made.filter(({ fileNo, outcome }) => outcome === '' && headers.has(fileNo))),
        rowsWithoutHeader: sum(made.filter(({ outcome }) => outcome === 'no_header')),
      });
    }
    const used = sum(made.filter(({ outcome }) => outcome === ''));
    for (const { as, kind: other } of kind.joins ?? []) {
      if (as === 'one' || this.relationOf(other) !== undefined) continue;
      const [lines, codes] = as === 'lines' ? [used, null] : [null, used];
      this.joins.push({
        ...{ kind: kind.name, joined: other, rowsWithoutHeader: 0 },
        ...{ headersWithoutLines: lines, headersWithoutCodes: codes },
      });
    }
    for (const joined of [...joinsOf(kind, 'codes', this.relationOf)]) {
      await this.countCodes(kind, joined, relation);
    }
  }

  private async countCodes(kind: Kind, joined: Joined, headers: string): Promise<void> {
    const fates = (await this.engine.rows(countJoined(kind, joined, headers))).map(fateOf);
    this.fates.push(...fates);
    this.joins.push({
      kind: kind.name,
      joined: joined.join.kind,
      headersWithoutLines: null,
      rowsWithoutHeader: sum(fates.filter(({ outcome }) => outcome === 'no_header')),
    });
  }

  /** Rows of files that neither feed a table nor are joined to one as lines or codes. */
  private async countOthers(): Promise<void> {
    const { kinds } = this.planned;
    const isThere = (name: string): boolean => kinds.some(({ kind }) => kind.name === name);
    const all = this.planned.layout.kinds.flatMap((kind) =>
      (kind.joins ?? []).map((join) => ({ by: kind, join })),
    );
    for (const { kind } of kinds) {
      if (kind.table !== undefined) continue;
      const relation = this.relationOf(kind.name) ?? '';
      const uses = all.filter(({ join }) => join.kind === kind.name);
      const used = uses.filter(({ by }) => isThere(by.name));
      if (used.some(({ join }) => join.as !== 'one')) continue;
      const [first] = used;
      if (first !== undefined) {
        const headers = this.relationOf(first.by.name) ?? '';
        const fates = await this.engine.rows(countJoined(first.by, { join: first.join, relation }, headers));
        this.fates.push(...fates.map(fateOf));
        continue;
      }
      const reason = kind.persons !== undefined ? '' : uses.length === 0 ? NOT_NEEDED : 'no_header';
      const rows = (await this.engine.rows(countRows(relation))).map(fateOf);
      const headers = uses.find(({ join }) => join.as !== 'one')?.by.name;
      if (headers !== undefined) {
        this.joins.push({
          ...{ kind: headers, joined: kind.name, headersWithoutLines: null },
          rowsWithoutHeader: sum(rows.filter(({ outcome }) => outcome === '')),
        });
      }
      this.fates.push(...rows.map((fate) => (fate.outcome === '' ? { ...fate, outcome: reason } : fate)));
    }
  }

  /** What the manifest says about each file beyond its row counts. */
  private further(): ReadonlyMap<number, Readonly<Record<string, unknown>>> {
    const found = new Map<number, Readonly<Record<string, unknown>>>();
    for (const { kind, groups } of this.planned.kinds) {
      const joins = this.joins
        .filter((one) => one.kind === kind.name)
        .map(({ joined, headersWithoutLines, rowsWithoutHeader }) => ({
          with: joined,
          ...(headersWithoutLines === null ? {} : { headers_without_lines: headersWithoutLines }),
          rows_without_header: rowsWithoutHeader,
        }));
      const layout = {
        name: this.planned.layout.name,
        kind: kind.name,
        ...(joins.length === 0 ? {} : { joins }),
      };
      for (const { fileNo } of groups.flatMap(({ files }) => files)) found.set(fileNo, { layout });
    }
    return found;
  }

  /** Every row that was read is accounted for. */
  private refuseImbalance(made: readonly MadeTable[]): void {
    for (const [fileNo, rows] of this.rowsOfFiles) {
      const accounted = sum(this.fates.filter((fate) => fate.fileNo === fileNo));
      if (accounted !== rows) {
        throw new Error(
          `file ${fileNo} of a layout: ${rows} rows read and ${accounted} accounted for, ${made.length} tables made`,
        );
      }
    }
  }
}

/** Rows that became rows of a made table. */
const MADE = '(made)';

function sum(fates: readonly RowFate[]): number {
  return fates.reduce((total, { rows }) => total + rows, 0);
}
