import { RECORD_FAULTS } from '../inputs/tables/record-splitter.js';
import { isRowReject } from '../inputs/tables/row-checks.js';

/** How many rows of one file were used, ignored and rejected; `read` is the sum of all the others. */
export interface Account {
  readonly read: number;
  readonly used: number;
  /** Rows that no rule needs, by reason. */
  readonly ignored: Readonly<Record<string, number>>;
  /** Rows that cannot be used, by reason. */
  readonly rejected: Readonly<Record<string, number>>;
}

/** Rows of one file that had one outcome: empty for used, else the reason they were not. */
export interface RowFate {
  readonly fileNo: number;
  readonly outcome: string;
  readonly rows: number;
  /** The rows cannot be used, for a reason other than the checks of a table's rows. */
  readonly isRejected?: boolean;
}

/** A row of a statement that counts rows by file and outcome. */
export function fateOf(row: Readonly<Record<string, unknown>>): RowFate {
  return {
    fileNo: Number(row['file_no']),
    outcome: String(row['outcome']),
    rows: Number(row['row_count']),
  };
}

/** The accounts of files numbered from 0, by file number. */
export function accountsFrom(files: number, fates: Iterable<RowFate>): Account[] {
  const accounts = Array.from({ length: files }, () => new AccountBuilder());
  for (const fate of fates) accounts[fate.fileNo]?.add(fate);
  return accounts.map((account) => account.done());
}

/** The sum of two accounts of one file; no row may be in both. */
export function addAccounts(a: Account, b: Account): Account {
  return {
    read: a.read + b.read,
    used: a.used + b.used,
    ignored: sumOf(a.ignored, b.ignored),
    rejected: sumOf(a.rejected, b.rejected),
  };
}

function sumOf(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort((x, y) => (x < y ? -1 : 1));
  return Object.fromEntries(names.map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}

class AccountBuilder {
  private readonly byOutcome = new Map<string, number>();
  private readonly rejects = new Set<string>();

  add({ outcome, rows, isRejected = isReject(outcome) }: RowFate): void {
    this.byOutcome.set(outcome, (this.byOutcome.get(outcome) ?? 0) + rows);
    if (isRejected) this.rejects.add(outcome);
  }

  done(): Account {
    const counts = [...this.byOutcome].filter(([, rows]) => rows > 0).sort(([a], [b]) => (a < b ? -1 : 1));
    const isRejected = (outcome: string): boolean => this.rejects.has(outcome);
    return {
      read: counts.reduce((sum, [, rows]) => sum + rows, 0),
      used: this.byOutcome.get('') ?? 0,
      ignored: Object.fromEntries(counts.filter(([outcome]) => outcome !== '' && !isRejected(outcome))),
      rejected: Object.fromEntries(counts.filter(([outcome]) => isRejected(outcome))),
    };
  }
}

/** Whether an outcome of a table's row means that it cannot be used, rather than that no rule needs it. */
export function isReject(outcome: string): boolean {
  return isRowReject(outcome) || Object.hasOwn(RECORD_FAULTS, outcome);
}
