/** Something a reader of the directory should know; `count` says how many rows it is about. */
export interface DirectoryWarning {
  readonly text: string;
  readonly count: number;
}

/** Rows of one file that cannot be used, by reason: the first is named, all are counted. */
export class UnusableRows {
  private readonly byReason = new Map<string, { place: string; count: number }>();

  constructor(private readonly path: string) {}

  /** @param text the text of the row; empty if it has none */
  add(line: number, reason: string, text: string): void {
    const known = this.byReason.get(reason);
    if (known !== undefined) {
      known.count += 1;
      return;
    }
    const quoted = text === '' ? '' : ` "${text}" is`;
    this.byReason.set(reason, { place: `${this.path}:${line}:${quoted}`, count: 1 });
  }

  warnings(): DirectoryWarning[] {
    return [...this.byReason].map(([reason, { place, count }]) => {
      const more = count === 1 ? '' : ` (and ${count - 1} more such rows in this file)`;
      return { text: `LBP-E203 ${place} ${reason}${more}.`, count };
    });
  }
}
