import { INTEGER, VARCHAR } from '@duckdb/node-api';
import type { MeasureRules } from '../measure/resolve.js';
import type { ListedCode, Person } from '../measure/timeline.js';
import type { TablePlan } from '../sources/tables/plan.js';
import { type Account, accountsFrom, fateOf, type RowFate } from './accounts.js';
import { Cursor } from './cursor.js';
import type { Engine } from './duckdb.js';
import { listCodes } from './listed-codes.js';
import { persons } from './persons.js';
import { Sifting } from './sift/sifting.js';
import type { Dialect } from './sql/dialect.js';
import { DUCKDB } from './sql/duckdb-dialect.js';
import * as scans from './sql/single-scans.js';
import * as steps from './sql/steps.js';

export interface ExtractionInput {
  readonly medical: TablePlan;
  readonly pharmacy: TablePlan | null;
  readonly eligibility: TablePlan;
  /** Path by file number. */
  readonly files: readonly string[];
  readonly codes: readonly ListedCode[];
  readonly rules: MeasureRules;
  /** First and last day of the intake period, ISO. */
  readonly intake: { readonly first: string; readonly last: string };
  /** False fetches everyone, line by line, and is for the test that compares the two. */
  readonly narrowing: boolean;
  /** Told of each stage as it begins; `percent` tells how far it is, 0 to 100, negative where that is not known. */
  readonly onStage: (stage: Stage, percent: () => number) => void;
}

export type Stage = 'scan claims' | 'fetch events' | 'count rows' | 'evaluate';

export interface Extraction {
  /** What became of the rows of each file, by file number. */
  readonly accounts: readonly Account[];
  readonly candidates: number;
  /** Principal diagnoses by the shape of their first character. */
  readonly diagnosisShapes: Readonly<Record<'letter' | 'digit' | 'blank', number>>;
  /** Claim lines stated more than once, and not alike. */
  readonly conflictingLines: number;
  /** Candidates' claim lines without a known status. */
  readonly linesOfUnknownStatus: number;
  /** Candidates' claim lines with the date of a procedure that is no date. */
  readonly linesOfBadProcedureDates: number;
  /** The candidates in the order of their ids; can be run through once. */
  readonly persons: AsyncGenerator<Person>;
}

/**
 * Fetches what the rules need: everyone with a principal low-back-pain diagnosis around the intake period, with all
 * their listed codes, fills and enrolment (docs/architecture.md).
 *
 * @throws LbpError E107 for a broken file, E401 and E403 from the engine
 */
export async function extract(engine: Engine, input: ExtractionInput): Promise<Extraction> {
  const dialect: Dialect = DUCKDB;
  const listed = listCodes(input.codes, input.rules);
  await engine.run('CREATE TABLE listed_code (code_no INTEGER, kind INTEGER, code VARCHAR)');
  await engine.append('listed_code', [INTEGER, INTEGER, VARCHAR], listed.medical);
  await engine.run('CREATE TABLE listed_drug (code_no INTEGER, code VARCHAR)');
  await engine.append('listed_drug', [INTEGER, VARCHAR], listed.drugs);

  const sifting = new Sifting(engine, input.narrowing);
  const stage = (name: Stage): void => input.onStage(name, () => sifting.percent ?? engine.percent);
  stage('scan claims');
  const narrowing = { lowBackPain: listed.lowBackPain, intake: input.intake, isOn: input.narrowing };
  const claims = await sifting.aroundCandidates(input.medical, listed.lowBackPain);
  await engine.run(steps.scanMedical(claims, narrowing, dialect));
  await engine.run(steps.NUMBER_CANDIDATES);

  stage('fetch events');
  const { medical, pharmacy, eligibility } = await sifting.ofCandidates(input);
  await engine.run(steps.codeCandidates(medical, dialect));
  await engine.run(steps.ROW_FATES);
  if (pharmacy !== null) await engine.run(scans.scanPharmacy(pharmacy, dialect));
  await engine.run(scans.scanEligibility(eligibility, dialect));
  sifting.clear();

  stage('count rows');
  const counted = await count(engine, input);

  stage('evaluate');
  const open = async (sql: string): Promise<Cursor> => Cursor.open(await engine.stream(sql));
  const streams = {
    candidates: await open(steps.CANDIDATES),
    events: await open(steps.CLAIM_EVENTS),
    fills: input.pharmacy === null ? null : await open(scans.DRUG_FILLS),
    enrollment: await open(scans.ENROLLMENT),
  };
  return { ...counted, persons: persons(streams, { codes: listed.byNumber, files: input.files }) };
}

async function count(engine: Engine, input: ExtractionInput): Promise<Omit<Extraction, 'persons'>> {
  const single = async (sql: string): Promise<number> =>
    Number((await engine.rows(sql))[0]?.['row_count'] ?? 0);
  const shapes = { letter: 0, digit: 0, blank: 0 };
  for (const row of await engine.rows(steps.COUNT_SHAPES)) {
    const shape = row['diagnosis_shape'];
    if (shape === 'letter' || shape === 'digit' || shape === 'blank')
      shapes[shape] = Number(row['row_count']);
  }
  return {
    accounts: await accountsOf(engine, input),
    candidates: await single(steps.COUNT_CANDIDATES),
    diagnosisShapes: shapes,
    conflictingLines: await single(steps.COUNT_CONFLICTS),
    linesOfUnknownStatus: await single(steps.COUNT_UNKNOWN_STATUS),
    linesOfBadProcedureDates: await single(steps.COUNT_BAD_PROCEDURE_DATES),
  };
}

async function accountsOf(engine: Engine, input: ExtractionInput): Promise<Account[]> {
  const fates: RowFate[] = [];
  const add = async (sql: string): Promise<void> => {
    for (const row of await engine.rows(sql)) fates.push(fateOf(row));
  };
  await add(steps.COUNT_MEDICAL);
  if (input.pharmacy !== null) await add(scans.countScanned('pharmacy_scan'));
  await add(scans.countScanned('eligibility_scan'));
  return accountsFrom(input.files.length, fates);
}
