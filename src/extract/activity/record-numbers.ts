import { type RecordShape, RecordSplitter } from '../../inputs/tables/record-splitter.js';
import { tableBytes } from '../../inputs/tables/table-bytes.js';

/**
 * The numbers of a broken file's good records among all its records. Callers ask in ascending order, so that
 * the file is read once alongside its clean copy, and only as far as needed.
 */
export class RecordNumbers {
  private readonly bytes: AsyncGenerator<Buffer>;
  private readonly splitter: RecordSplitter;
  private good = 0;
  /** For broken records that are not counted yet: how many good ones come before each. */
  private waiting: number[] = [];
  private broken = 0;
  private isAtEnd = false;

  constructor(path: string, shape: RecordShape) {
    this.bytes = tableBytes(path);
    this.splitter = new RecordSplitter(shape, {
      good: () => {
        this.good += 1;
      },
      bad: () => this.waiting.push(this.good),
    });
  }

  /** @param goodNo number of a record among the good ones, from 1 */
  async numberOf(goodNo: number): Promise<number> {
    while (this.good < goodNo && !this.isAtEnd) await this.readOn();
    const rest = this.waiting.findIndex((before) => before >= goodNo);
    const passed = rest < 0 ? this.waiting.length : rest;
    this.broken += passed;
    this.waiting = this.waiting.slice(passed);
    return goodNo + this.broken;
  }

  /** Closes the file. */
  async close(): Promise<void> {
    await this.bytes.return(undefined);
  }

  private async readOn(): Promise<void> {
    const next = await this.bytes.next();
    if (next.done === true) {
      this.isAtEnd = true;
      this.splitter.end();
    } else this.splitter.push(next.value);
  }
}
