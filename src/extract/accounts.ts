import { REJECTS } from './sql/relations.js';

/** What became of the rows of one file; `read` is the sum of all the others. */
export interface Account {
  readonly read: number;
  readonly used: number;
  /** Rows that no rule needs, by reason. */
  readonly ignored: Readonly<Record<string, number>>;
  /** Rows that cannot be used, by reason. */
  readonly rejected: Readonly<Record<string, number>>;
}

export class AccountInTheMaking {
  private readonly byOutcome = new Map<string, number>();

  /** @param outcome empty for rows that are used, else the reason why they are not */
  add(outcome: string, rows: number): void {
    this.byOutcome.set(outcome, (this.byOutcome.get(outcome) ?? 0) + rows);
  }

  done(): Account {
    const counts = [...this.byOutcome].filter(([, rows]) => rows > 0).sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      read: counts.reduce((sum, [, rows]) => sum + rows, 0),
      used: this.byOutcome.get('') ?? 0,
      ignored: Object.fromEntries(counts.filter(([outcome]) => outcome !== '' && !(outcome in REJECTS))),
      rejected: Object.fromEntries(counts.filter(([outcome]) => outcome in REJECTS)),
    };
  }
}
