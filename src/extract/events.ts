import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LbpError } from '../errors.js';
import { DIAGNOSES } from '../inputs/tables/columns.js';
import type { TablePlan } from '../inputs/tables/plan.js';
import { accountsFrom, fateOf } from './accounts.js';
import { type Buckets, bucketsIn, personsByBucket, rowsIn } from './buckets.js';
import type { Engine } from './duckdb.js';
import type { Extraction } from './extract.js';
import type { ListedCodes } from './listed-codes.js';
import type { MisshapenCodes } from './misshapen-codes.js';
import type { ReadFacts } from './persons.js';
import { remarksFrom } from './remarks.js';
import { COLUMN_AT_PLACE } from './sql/code-columns.js';
import { countedParts, rowsOf } from './sql/script.js';
import type { Plans, ResultName } from './sql/tables.js';

const INPUTS = z.array(
  z.object({
    table: z.enum(['medical_claim', 'pharmacy_claim', 'eligibility']),
    path: z.string(),
    /** There is nothing below the header. */
    isEmpty: z.boolean(),
    bytes: z.number(),
    /** Empty for what lbp cannot read itself: catalog tables and URIs. */
    sha256: z.string(),
  }),
);

/** An input as the script knew it. */
export type InputRecord = z.infer<typeof INPUTS>[number];

/** What an extraction was made for; it can be used for nothing else. */
export interface MadeFor {
  readonly tool: string;
  /** The question put to the rules, as text. */
  readonly question: string;
  readonly rules: string;
  /** A hash of the codes and their numbers. */
  readonly codes: string;
  /**
   * The files by number, and how they are read; null if a run does not name them and accepts what is there.
   */
  readonly inputs: readonly InputRecord[] | null;
  readonly reading: string;
}

export function madeForFacts(made: MadeFor): Readonly<Record<string, string>> {
  return { ...made, inputs: JSON.stringify(made.inputs ?? []) };
}

/** A hash of the codes by number: with other codes the numbers in the results mean something else. */
export function hashOfCodes({ byNumber }: ListedCodes): string {
  return sha256(byNumber.map((listed) => [listed?.system, listed?.code, listed?.sets]));
}

/** A hash of how the inputs are read: separators, columns, date formats, words. */
export function hashOfReading({ medical, pharmacy, eligibility }: Plans): string {
  const plain = (plan: TablePlan | null): unknown =>
    plan === null
      ? null
      : [
          plan.values,
          plan.groups.map(({ format, delimiter, columns, sources, files }) => [
            ...[format, delimiter, columns, [...sources]],
            files.map(({ fileNo }) => fileNo),
          ]),
        ];
  return sha256([medical, pharmacy, eligibility].map(plain));
}

function sha256(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

export interface Events {
  readonly inputs: readonly InputRecord[];
  /** The engine that made them. */
  readonly engine: { readonly name: string; readonly version: string };
  readonly hasPharmacy: boolean;
  readonly extraction: Extraction;
}

/**
 * Opens the output of an `lbp sql` script (docs/spark.md).
 *
 * @throws LbpError E113 for a folder whose extraction is missing, unfinished, incomplete or made for
 *   something else
 */
export async function openEvents(
  engine: Engine,
  folder: string,
  expected: MadeFor,
  listed: ListedCodes,
  { carried, enrollment, furtherEnrollment }: ReadFacts,
): Promise<Events> {
  const read = (name: ResultName | 'account' | 'count' | 'made_for' | 'remark'): string =>
    rowsIn(folder, name);
  const rows = (await holdsParquet(join(folder, 'made_for')))
    ? await engine.rows(`SELECT name, value FROM ${read('made_for')}`)
    : [];
  const facts = new Map(rows.map(({ name, value }) => [String(name), String(value)] as const));
  if (!facts.has('engine') || !facts.has('inputs')) {
    throw new LbpError(
      'E113',
      `${folder}: the folder holds no finished extraction. Run the script that lbp sql prints to its end, and give the folder that it wrote.`,
    );
  }
  const inputs = INPUTS.parse(JSON.parse(facts.get('inputs') ?? ''));
  refuseOther(folder, facts, inputs, expected);

  const hasPharmacy = inputs.some(({ table }) => table === 'pharmacy_claim');
  const parts = countedParts(hasPharmacy);
  for (const part of ['count', ...parts]) {
    if (!(await holdsParquet(join(folder, part)))) throw incomplete(folder, part);
  }
  const counts = new Map(
    (await engine.rows(`SELECT name, row_count FROM ${read('count')}`)).map(
      ({ name, row_count }) => [String(name), Number(row_count)] as const,
    ),
  );
  const count = (name: string): number => {
    const found = counts.get(name);
    if (found === undefined) throw incomplete(folder, 'count');
    return found;
  };
  for (const part of parts) {
    const [found] = await engine.rows(`SELECT count(*) AS row_count FROM ${read(part)}`);
    if (Number(found?.['row_count']) !== count(rowsOf(part))) throw incomplete(folder, part);
  }
  const buckets: Buckets = {
    folder,
    hasPharmacy,
    legend: { codes: listed.byNumber, files: inputs.map(({ path }) => path) },
    facts: { carried, enrollment, furtherEnrollment },
    numbers: await bucketsIn(engine, folder),
  };
  const fates = (await engine.rows(`SELECT file_no, outcome, row_count FROM ${read('account')}`)).map(fateOf);
  return {
    inputs,
    engine: { name: facts.get('engine') ?? '', version: facts.get('engine_version') ?? '' },
    hasPharmacy,
    extraction: {
      plans: null,
      plainFiles: new Set(),
      accounts: accountsFrom(inputs.length, fates),
      candidates: count('candidates'),
      diagnosisShapes: {
        code: count('shape code'),
        misshapen: count('shape misshapen'),
        blank: count('shape blank'),
      },
      misshapen: misshapenIn(counts),
      conflictingLines: count('conflictingLines'),
      linesOfUnknownStatus: count('linesOfUnknownStatus'),
      linesOfBadProcedureDates: count('linesOfBadProcedureDates'),
      contradicted: { count: count('contradictedPersons'), of: count('candidates'), place: null },
      linesOfGluedModifiers: count('linesOfGluedModifiers'),
      linesOfSeveralCodes: count('linesOfSeveralCodes'),
      linesOfCorrectedCodes: count('linesOfCorrectedCodes'),
      remarks: remarksFrom(await engine.rows(`SELECT * FROM ${read('remark')}`)),
      buckets,
      persons: personsByBucket(engine, buckets),
    },
  };
}

/**
 * The part of misshapenCodes that a script counts: for columns other than the principal diagnosis, shares are
 * of lines.
 */
function misshapenIn(counts: ReadonlyMap<string, number>): MisshapenCodes[] {
  const of = (name: string): number => counts.get(name) ?? 0;
  const [principal = ''] = DIAGNOSES;
  const stated = of('shape code') + of('shape misshapen');
  const columns = [...COLUMN_AT_PLACE].map(
    ([place, column]): MisshapenCodes => ({
      ...{ column, count: of(`misshapen at ${place}`), of: of('linesOfCandidates'), place: null },
    }),
  );
  return [
    { column: principal, count: of('shape misshapen'), of: stated, place: null },
    ...columns.filter(({ column }) => column !== principal),
  ].filter(({ count }) => count > 0);
}

/** A copied or mounted folder can lack files. */
function incomplete(folder: string, part: string): LbpError {
  return new LbpError(
    'E113',
    `${folder}: ${part} does not have the rows that the script wrote there. Copy the folder again, all of it, or run the script again.`,
  );
}

async function holdsParquet(folder: string): Promise<boolean> {
  const files = await readdir(folder).catch(() => []);
  return files.some((file) => file.endsWith('.parquet'));
}

function refuseOther(
  folder: string,
  facts: ReadonlyMap<string, string>,
  inputs: readonly InputRecord[],
  expected: MadeFor,
): void {
  const refuse = (what: string): never => {
    throw new LbpError(
      'E113',
      `${folder}: the extraction was made ${what}. Print the script again with lbp sql, run it, and evaluate what it writes.`,
    );
  };
  const was = (name: string): string => facts.get(name) ?? '';
  if (was('tool') !== expected.tool) refuse(`by lbp ${was('tool')}, and this is lbp ${expected.tool}`);
  if (was('question') !== expected.question)
    refuse(`for ${was('question')}, and this run asks for ${expected.question}`);
  if (was('rules') !== expected.rules)
    refuse(`with the rules ${was('rules')}, and these are ${expected.rules}`);
  if (was('codes') !== expected.codes) refuse('with other value sets or medication lists');
  if (expected.inputs === null) return;
  const key = ({ table, path, sha256: hash }: InputRecord): string => `${table} ${hash === '' ? path : hash}`;
  const other = expected.inputs.find((input, fileNo) => {
    const known = inputs[fileNo];
    return known === undefined || key(known) !== key(input);
  });
  if (other !== undefined) refuse(`from other inputs (${other.path} is new or has changed)`);
  if (inputs.length > expected.inputs.length)
    refuse(`from more inputs (${inputs[expected.inputs.length]?.path} is missing)`);
  if (was('reading') !== expected.reading) refuse('with another mapping of the columns');
}
