import type { Kind } from '../../inputs/layouts/layout.js';
import type { PlannedLayout } from '../../inputs/layouts/planned.js';
import { fateOf, type RowFate } from '../accounts.js';
import type { Engine } from '../duckdb.js';
import { literal } from '../sql/dialect.js';
import { readParquet } from '../sql/duckdb-files.js';
import type { JoinFacts } from './facts.js';
import {
  alike,
  type Joined,
  joinsOf,
  keyNames,
  keysOf,
  NO_HEADER,
  NOT_JOINED,
  type RelationOf,
} from './joins.js';
import { scopeOf, sqlOf } from './values.js';

/** Why rows are not used if the layout knows their file but does not need it. */
const NOT_NEEDED = 'not_needed';

/** The outcome of every row of the files of a layout, and what its joins find. */
export class LayoutAccounts {
  private readonly fates: RowFate[] = [];
  readonly joins: JoinFacts[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly planned: PlannedLayout,
    private readonly relationOf: RelationOf,
  ) {}

  /** Accounts of the rows of a kind that feeds a table, and of what is joined to it. */
  async countMade(kind: Kind, paths: readonly string[]): Promise<void> {
    const relation = this.relationOf(kind.name) ?? '';
    const [lines] = joinsOf(kind, 'lines', this.relationOf);
    const made = (await this.engine.rows(rowsMade(paths))).map(fateOf);
    // Rows that count are counted by the extraction.
    this.fates.push(...made.map((fate) => (fate.outcome === '' ? { ...fate, outcome: MADE } : fate)));
    if (lines !== undefined) {
      const own = (await this.engine.rows(rowsOf(relation))).map(fateOf);
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
    const fates = (await this.engine.rows(rowsJoined(kind, joined, headers))).map(fateOf);
    this.fates.push(...fates);
    this.joins.push({
      kind: kind.name,
      joined: joined.join.kind,
      headersWithoutLines: null,
      rowsWithoutHeader: sum(fates.filter(({ outcome }) => outcome === 'no_header')),
    });
  }

  /** Rows of files that neither feed a table nor are joined to one as lines or codes. */
  async countOthers(): Promise<void> {
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
        const fates = await this.engine.rows(rowsJoined(first.by, { join: first.join, relation }, headers));
        this.fates.push(...fates.map(fateOf));
        continue;
      }
      const reason = kind.persons !== undefined ? '' : uses.length === 0 ? NOT_NEEDED : 'no_header';
      const rows = (await this.engine.rows(rowsOf(relation))).map(fateOf);
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
  further(): ReadonlyMap<number, Readonly<Record<string, unknown>>> {
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

  /** Rows of files that became rows of the tables. */
  used(): RowFate[] {
    return this.fates.filter(({ outcome }) => outcome === MADE).map((fate) => ({ ...fate, outcome: '' }));
  }

  /** The outcomes of all others. */
  left(): RowFate[] {
    return this.fates.filter(({ outcome, rows }) => rows > 0 && outcome !== MADE);
  }

  /**
   * Every row that was read is accounted for.
   *
   * @param rowsOfFiles how many rows were read from each file
   */
  refuseImbalance(rowsOfFiles: ReadonlyMap<number, number>, tables: number): void {
    for (const [fileNo, rows] of rowsOfFiles) {
      const accounted = sum(this.fates.filter((fate) => fate.fileNo === fileNo));
      if (accounted !== rows) {
        throw new Error(
          `file ${fileNo} of a layout: ${rows} rows read and ${accounted} accounted for, ${tables} tables made`,
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

/*
 * Queries of file_no, outcome and row_count.
 */

/** For a relation of a kind. */
function rowsOf(relation: string): string {
  return `SELECT file_no, outcome, count(*) AS row_count FROM ${relation} AS counted GROUP BY file_no, outcome`;
}

/** For a made table, where a row of a file can become several rows, or none. */
function rowsMade(paths: readonly string[]): string {
  return `SELECT file_no, outcome, sum(weight) AS row_count FROM ${readParquet(paths)} GROUP BY file_no, outcome`;
}

/** For rows that are joined to others: they count only if a row that counts is joined to them. */
function rowsJoined(kind: Kind, { join, relation }: Joined, headers: string): string {
  const there = scopeOf('joined', kind.dates);
  const pairs = join.on.map(([, theirs], place): [string, string] => [
    `header.k${place}`,
    sqlOf(theirs, there),
  ]);
  const alone = literal(join.as === 'one' ? NOT_JOINED : NO_HEADER);
  return `SELECT file_no, outcome, count(*) AS row_count FROM (
  SELECT joined.file_no, CASE
      WHEN joined.outcome <> '' THEN joined.outcome
      WHEN header.counts THEN ''
      ELSE coalesce(header.reason, ${alone}) END AS outcome
  FROM ${relation} AS joined LEFT JOIN (
    SELECT ${keysOf(join, 'here', 'known', kind).join(', ')}, bool_or(outcome = '') AS counts, min(outcome) FILTER (WHERE outcome <> '') AS reason
    FROM ${headers} AS known GROUP BY ${keyNames(join).join(', ')}
  ) AS header ON ${alike(pairs)}
) AS counted GROUP BY file_no, outcome`;
}
