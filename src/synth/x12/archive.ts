/**
 * The medical claims of a plan as an archive of 837 files: one series of professional and one of
 * institutional files.
 *
 * Each file is one interchange of claims, and a second one with the corrections (replacements and voids) of
 * the file before it, so that a correction is always sent later than what it corrects, and mostly in a
 * different file.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CsvBytes } from '../csv-bytes.js';
import { reserve } from '../csv-bytes.js';
import { type CsvFile, closeCsvFile, createCsvFile, drain, isNearlyFull } from '../csv-file.js';
import type { Claim, ClaimType, SyntheticPerson } from '../person.js';
import { addClaim } from './claim.js';
import { addLevels, type Levels, newLevels } from './levels.js';
import { corrections, original, patientOf, type Submission } from './submission.js';

/** The folder of the files within a plan's. */
const ARCHIVE = 'edi';

/** About 45 MB of professional claims. */
export const CLAIMS_PER_FILE = 50_000;
/** The guides recommend at most 5,000. */
const CLAIMS_PER_TRANSACTION = 1000;

const GUIDES: Readonly<Record<ClaimType, string>> = {
  professional: '005010X222A1',
  institutional: '005010X223A2',
};

/** Numbers the interchanges of both runs, each with a later minute than the one before. */
interface Clock {
  next: number;
  /** When the first interchange is sent, in minutes since 1970-01-01. */
  readonly start: number;
}

/** An interchange in progress: its only group, and the open transaction. */
interface Interchange {
  readonly control: string;
  readonly date: string;
  readonly time: string;
  transactions: number;
  /** ST02 of the open transaction, or empty. */
  transaction: string;
  /** Segments and claims of the open transaction. */
  segments: number;
  claims: number;
  levels: Levels;
}

/** A run of files of one claim type. */
class Run {
  readonly files: string[] = [];
  private file: CsvFile | undefined;
  private interchange: Interchange | undefined;
  private claims = 0;
  /** Corrections of claims in this file, and of those in the previous file. */
  private waiting: Submission[] = [];
  private due: Submission[] = [];

  constructor(
    private readonly type: ClaimType,
    private readonly folder: string,
    private readonly clock: Clock,
    private readonly claimsPerFile: number,
  ) {}

  /** Whether `makeRoom` must be awaited before the next `add`. */
  get isFull(): boolean {
    return this.file === undefined || this.claims >= this.claimsPerFile || isNearlyFull(this.file);
  }

  /** Sends what is written, and moves to the next file when this one has all its claims. */
  async makeRoom(): Promise<void> {
    if (this.file !== undefined && this.claims >= this.claimsPerFile) await this.endFile(this.file, false);
    if (this.file === undefined) await this.beginFile();
    else await drain(this.file);
  }

  /** Adds claims of one person; there must be room. */
  add(submissions: readonly Submission[]): void {
    const { file } = this;
    if (file === undefined) throw new Error('no file is open');
    this.claims += submissions.length;
    for (const submission of submissions) {
      this.put(file.out, submission);
      this.waiting.push(...corrections(submission.patient, submission.claim));
    }
  }

  /** Writes what is left: no correction is lost. */
  async finish(): Promise<void> {
    if (this.file !== undefined) await this.endFile(this.file, true);
  }

  /** Closes a file left open by a failure. */
  async close(): Promise<void> {
    const { file } = this;
    this.file = undefined;
    if (file !== undefined) await closeCsvFile(file);
  }

  private async beginFile(): Promise<void> {
    const number = String(this.files.length + 1).padStart(3, '0');
    const name = `${this.type}-${number}.837`;
    this.file = await createCsvFile(join(this.folder, name), '');
    this.files.push(name);
    this.claims = 0;
  }

  private async endFile(file: CsvFile, isLast: boolean): Promise<void> {
    this.endInterchange(file.out);
    const corrected = isLast ? [...this.due, ...this.waiting] : this.due;
    for (const submission of corrected) {
      if (isNearlyFull(file)) await drain(file);
      this.put(file.out, submission);
    }
    this.endInterchange(file.out);
    this.due = isLast ? [] : this.waiting;
    this.waiting = [];
    this.file = undefined;
    await closeCsvFile(file);
  }

  private put(out: CsvBytes, submission: Submission): void {
    const segments: string[] = [];
    let { interchange } = this;
    if (interchange === undefined) {
      interchange = newInterchange(this.clock);
      this.interchange = interchange;
      segments.push(...headerOf(interchange, GUIDES[this.type]));
    }
    if (interchange.claims >= CLAIMS_PER_TRANSACTION) endTransaction(segments, interchange);
    const before = segments.length;
    if (interchange.transaction === '') beginTransaction(segments, interchange, GUIDES[this.type]);
    addLevels(segments, interchange.levels, submission);
    addClaim(segments, submission);
    interchange.segments += segments.length - before;
    interchange.claims++;
    write(out, segments);
  }

  private endInterchange(out: CsvBytes): void {
    const { interchange } = this;
    this.interchange = undefined;
    if (interchange === undefined) return;
    const segments: string[] = [];
    endTransaction(segments, interchange);
    segments.push(`GE*${interchange.transactions}*${Number(interchange.control)}`);
    segments.push(`IEA*1*${interchange.control}`);
    write(out, segments);
  }
}

function newInterchange(clock: Clock): Interchange {
  const minute = new Date((clock.start + clock.next) * 60_000).toISOString();
  const control = String(clock.next++).padStart(9, '0');
  return {
    control,
    date: minute.slice(0, 10).replaceAll('-', ''),
    time: minute.slice(11, 16).replace(':', ''),
    transactions: 0,
    transaction: '',
    segments: 0,
    claims: 0,
    levels: newLevels(),
  };
}

const SENDER = 'EXAMPLESENDER';
const RECEIVER = 'EXAMPLEPAYER';

/** ISA and GS; ISA15 does not mark a test, because tests would be skipped. */
function headerOf({ control, date, time }: Interchange, guide: string): string[] {
  const blank = ' '.repeat(10);
  const parties = `ZZ*${SENDER.padEnd(15)}*ZZ*${RECEIVER.padEnd(15)}`;
  return [
    `ISA*00*${blank}*00*${blank}*${parties}*${date.slice(2)}*${time}*^*00501*${control}*0*P*:`,
    `GS*HC*${SENDER}*${RECEIVER}*${date}*${time}*${Number(control)}*X*${guide}`,
  ];
}

function beginTransaction(segments: string[], interchange: Interchange, guide: string): void {
  const { control, date, time } = interchange;
  interchange.transactions++;
  interchange.transaction = String(interchange.transactions).padStart(4, '0');
  interchange.levels = newLevels();
  const { transaction } = interchange;
  segments.push(
    `ST*837*${transaction}*${guide}`,
    `BHT*0019*00*${control}${transaction}*${date}*${time}*CH`,
    `NM1*41*2*EXAMPLE CLEARINGHOUSE*****46*${SENDER}`,
    'PER*IC*EXAMPLE DESK*TE*2125550100',
    `NM1*40*2*EXAMPLE PAYER*****46*${RECEIVER}`,
  );
}

function endTransaction(segments: string[], interchange: Interchange): void {
  segments.push(`SE*${interchange.segments + 1}*${interchange.transaction}`);
  interchange.transaction = '';
  interchange.segments = 0;
  interchange.claims = 0;
}

const SEGMENT_END = '~\n';

function write(out: CsvBytes, segments: readonly string[]): void {
  const text = segments.join(SEGMENT_END) + SEGMENT_END;
  reserve(out, text.length);
  out.used += out.bytes.write(text, out.used, 'latin1');
}

/** Writes both runs. Between people `isFull` and `makeRoom` keep memory flat. */
export class Archive {
  private readonly runs: Readonly<Record<ClaimType, Run>>;

  /** @param start the day on which the first interchange is sent */
  constructor(folder: string, start: number, claimsPerFile = CLAIMS_PER_FILE) {
    const path = join(folder, ARCHIVE);
    mkdirSync(path, { mode: 0o700 });
    const clock: Clock = { next: 1, start: start * 24 * 60 };
    this.runs = {
      professional: new Run('professional', path, clock, claimsPerFile),
      institutional: new Run('institutional', path, clock, claimsPerFile),
    };
  }

  /** Paths of the files within the plan's folder, so far. */
  get files(): string[] {
    return Object.values(this.runs).flatMap((run) => run.files.map((name) => join(ARCHIVE, name)));
  }

  /** Adds the claims of a person. */
  async add(person: SyntheticPerson): Promise<void> {
    if (person.claims.length === 0) return;
    const patient = patientOf(person);
    // Claims of one provider and plan are grouped, as in a real batch, and share their levels.
    const sent = person.claims.map((claim) => original(patient, claim));
    sent.sort((a, b) => compareLevels(a.claim, b.claim));
    for (const [type, run] of Object.entries(this.runs)) {
      const mine = sent.filter(({ claim }) => claim.type === type);
      if (mine.length === 0) continue;
      if (run.isFull) await run.makeRoom();
      run.add(mine);
    }
  }

  async finish(): Promise<void> {
    for (const run of Object.values(this.runs)) await run.finish();
  }

  /** Closes files left open by a failure. */
  async close(): Promise<void> {
    const closed = await Promise.allSettled(Object.values(this.runs).map((run) => run.close()));
    const failed = closed.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

function compareLevels(a: Claim, b: Claim): number {
  return (
    compareText(a.billingNpi, b.billingNpi) ||
    compareText(a.coverage.memberId, b.coverage.memberId) ||
    compareText(a.coverage.plan, b.coverage.plan)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
