import { CsvBytes } from './csv-bytes.js';

/** What is decided about a claim after all files have been read, by column name. */
export type Decided = Readonly<Record<'claim_key' | 'claim_status' | 'person_id', string>>;

const LINE_END = 10;

/** Rewrites the rows of claims with what has been decided about each claim since. */
export class SettledRows {
  private readonly decided = new CsvBytes(256);

  constructor(private readonly out: CsvBytes) {}

  /**
   * Adds the rows of one claim.
   *
   * @param rows as the row writer wrote them: each on one line, even with quoted fields
   * @param from where the claim's rows begin in `rows`
   * @param to where they end
   * @param decidedBytes how many bytes of each row are the columns that are decided now
   */
  add(rows: Buffer, from: number, to: number, decidedBytes: number, decided: Decided): void {
    this.decided.clear();
    this.decided.field(decided.claim_key);
    this.decided.field(decided.claim_status);
    this.decided.field(decided.person_id);
    for (let at = from; at < to; ) {
      const end = rows.indexOf(LINE_END, at + decidedBytes) + 1;
      this.out.append(this.decided, 0, this.decided.length);
      this.out.block(rows, at + decidedBytes, end);
      at = end;
    }
  }
}
