import type { Person } from '../timeline/person.js';
import type { Selection } from '../timeline/selection.js';
import { type Account, accountsFrom, fateOf, type RowFate } from './accounts.js';
import type { Buckets } from './buckets.js';
import { columnsInUse } from './columns-in-use.js';
import { type ContradictedPersons, placeOfContradicted } from './contradicted-persons.js';
import { Cursor } from './cursor.js';
import { badDatesOf, settledPlans } from './date-formats.js';
import type { Engine } from './duckdb.js';
import { createListedTables, type ListedCodes, listCodes } from './listed-codes.js';
import { type MisshapenCodes, misshapenCodes } from './misshapen-codes.js';
import { type PersonStreams, persons } from './persons.js';
import { Prefilter } from './prefilter/prefilter.js';
import { type Remarks, remarksFrom } from './remarks.js';
import { COUNT_SHAPES } from './sql/counts.js';
import { DUCKDB } from './sql/duckdb-dialect.js';
import { remarkQueries } from './sql/remarks.js';
import { whoToFetch } from './sql/steps.js';
import {
  accountQueries,
  COUNTS,
  candidateTables,
  type Named,
  type Plans,
  type ResultName,
  recordTables,
  resultQueries,
} from './sql/tables.js';

export interface ExtractionInput extends Plans {
  /** Path by file number. */
  readonly files: readonly string[];
  readonly selection: Selection;
  /** False fetches everyone, line by line, for the test that compares the two. */
  readonly narrowing: boolean;
  /** Called as each stage begins; `percent` returns its progress, 0 to 100, negative if unknown. */
  readonly onStage: (stage: Stage, percent: () => number) => void;
}

export type Stage = 'scan claims' | 'fetch events' | 'count rows' | 'evaluate';

export interface Extraction {
  /** The outcomes of the rows of each file, by file number. */
  readonly accounts: readonly Account[];
  readonly candidates: number;
  /** Principal diagnoses by shape, over all usable rows. */
  readonly diagnosisShapes: DiagnosisShapes;
  /**
   * Cells that cannot be a code of their column: principal diagnoses on all rows, other columns on
   * candidates' rows.
   */
  readonly misshapen: readonly MisshapenCodes[];
  /** Candidates whose id belongs to several people. */
  readonly contradicted: ContradictedPersons;
  /** Candidates' claim lines with a modifier in the cell of the procedure. */
  readonly linesOfGluedModifiers: number;
  /** Candidates' claim lines with several codes in one cell. */
  readonly linesOfSeveralCodes: number;
  /** Candidates' claim lines with a cell that was read as a code other than it states (src/codes). */
  readonly linesOfCorrectedCodes: number;
  /** Claim lines stated more than once, with differences. */
  readonly conflictingLines: number;
  /** Candidates' claim lines without a known status. */
  readonly linesOfUnknownStatus: number;
  /** Candidates' claim lines with a procedure date that is not a date. */
  readonly linesOfBadProcedureDates: number;
  readonly remarks: Remarks;
  /** Files whose every byte was read and is plain text, by number. */
  readonly plainFiles: ReadonlySet<number>;
  /**
   * How the tables were read: with the formats that all their dates show. Null if another process read them.
   */
  readonly plans: Plans | null;
  /** The candidates in buckets, to be shared out among threads; null if they are streams of one engine. */
  readonly buckets: Buckets | null;
  /** The candidates in id order; can be iterated once. */
  readonly persons: AsyncGenerator<Person>;
}

/** `misshapen` cannot be a code of ICD-10-CM. */
export type DiagnosisShapes = Readonly<Record<'code' | 'misshapen' | 'blank', number>>;

/**
 * Fetches what a Selection asks for: its candidates with their listed codes, fills and enrollment
 * (docs/architecture.md, "The extraction").
 *
 * @throws LbpError E107 for a broken file, E401 and E403 from the engine
 */
export async function extract(engine: Engine, input: ExtractionInput): Promise<Extraction> {
  const listed = listCodes(input.selection.codes);
  await createListedTables(engine, listed);
  return extractWith(engine, input, listed);
}

async function extractWith(engine: Engine, input: ExtractionInput, listed: ListedCodes): Promise<Extraction> {
  const { selection } = input;
  const made: string[] = [];
  const make = async (tables: readonly Named[]): Promise<void> => {
    for (const [name, query] of tables) {
      made.push(name);
      for (const statement of DUCKDB.table(name, query)) await engine.run(statement);
    }
  };

  const plans = columnsInUse(input, selection);
  const prefilter = new Prefilter(engine, input.narrowing);
  const stage = (name: Stage): void => input.onStage(name, () => prefilter.percent ?? engine.percent);
  stage('scan claims');
  const candidates = input.narrowing ? selection.candidates : 'everyone';
  const medical = await prefilter.forCandidates(plans.medical, selection.candidates);
  const who = whoToFetch(selection.candidates, candidates);
  await make(candidateTables({ ...plans, medical }, who, DUCKDB));

  stage('fetch events');
  const ofCandidates = await prefilter.forRecords(plans);
  await make(recordTables(ofCandidates, selection, DUCKDB));
  const misshapen = await misshapenCodes(engine, ofCandidates.medical, { ...plans, files: input.files });
  prefilter.clear();

  stage('count rows');
  const counted = { ...(await count(engine, input)), misshapen };
  const settled = await settledPlans(engine, input, {
    hasBadDates: badDatesOf(counted),
    paths: input.files,
  });
  if (settled !== null) {
    for (const name of made) await engine.run(`DROP TABLE ${name}`);
    return extractWith(engine, { ...input, ...settled }, listed);
  }

  stage('evaluate');
  const { plainFiles } = prefilter;
  const legend = { codes: listed.byNumber, files: input.files };
  const streams = await openStreams(engine, selection, input.pharmacy !== null, ' ORDER BY person_no');
  const { medical: claims, pharmacy, eligibility } = input;
  const read = { medical: claims, pharmacy, eligibility };
  return { ...counted, plans: read, plainFiles, buckets: null, persons: persons(streams, legend, selection) };
}

/** Opens the results of the extraction side by side. */
export async function openStreams(
  engine: Engine,
  selection: Selection,
  hasPharmacy: boolean,
  order: string,
): Promise<PersonStreams> {
  const queries = resultQueries(selection);
  const open = async (name: ResultName): Promise<Cursor> =>
    Cursor.open(await engine.stream(`${queries[name]}${order}`));
  return {
    candidates: await open('candidates'),
    events: await open('events'),
    fills: hasPharmacy ? await open('fills') : null,
    enrollment: await open('enrollment'),
  };
}

async function count(
  engine: Engine,
  input: ExtractionInput,
): Promise<Omit<Extraction, 'persons' | 'buckets' | 'plainFiles' | 'misshapen' | 'plans'>> {
  const single = async (sql: string): Promise<number> =>
    Number((await engine.rows(sql))[0]?.['row_count'] ?? 0);
  const shapes = { code: 0, misshapen: 0, blank: 0 };
  for (const row of await engine.rows(COUNT_SHAPES)) {
    const shape = row['diagnosis_shape'];
    if (shape === 'code' || shape === 'misshapen' || shape === 'blank')
      shapes[shape] = Number(row['row_count']);
  }
  const candidates = await single(COUNTS.candidates);
  const contradicted = await single(COUNTS.contradictedPersons);
  const place = contradicted === 0 ? null : await placeOfContradicted(engine, input);
  return {
    accounts: await accountsOf(engine, input),
    candidates,
    contradicted: { count: contradicted, of: candidates, place },
    diagnosisShapes: shapes,
    conflictingLines: await single(COUNTS.conflictingLines),
    linesOfUnknownStatus: await single(COUNTS.linesOfUnknownStatus),
    linesOfBadProcedureDates: await single(COUNTS.linesOfBadProcedureDates),
    linesOfGluedModifiers: await single(COUNTS.linesOfGluedModifiers),
    linesOfSeveralCodes: await single(COUNTS.linesOfSeveralCodes),
    linesOfCorrectedCodes: await single(COUNTS.linesOfCorrectedCodes),
    remarks: await remarksOf(engine, input),
  };
}

async function remarksOf(engine: Engine, input: ExtractionInput): Promise<Remarks> {
  const rows: Record<string, unknown>[] = [];
  for (const query of remarkQueries(input.pharmacy !== null, input.selection))
    for (const row of await engine.rows(query)) rows.push(row);
  return remarksFrom(rows);
}

async function accountsOf(engine: Engine, input: ExtractionInput): Promise<Account[]> {
  const fates: RowFate[] = [];
  for (const query of accountQueries(input.pharmacy !== null)) {
    for (const row of await engine.rows(query)) fates.push(fateOf(row));
  }
  return accountsFrom(input.files.length, fates);
}
