import type { TablePlan } from '../../inputs/tables/plan.js';
import type { Selection } from '../../timeline/selection.js';
import type { RowFate } from '../accounts.js';
import { columnsInUse } from '../columns-in-use.js';
import type { ListedCodes } from '../listed-codes.js';
import { COUNT_MISSHAPEN, COUNT_SHAPES } from './counts.js';
import type { ScriptDialect } from './dialect.js';
import { remarkQueries } from './remarks.js';
import { whoToFetch } from './steps.js';
import {
  accountQueries,
  COUNTS,
  candidateTables,
  type Named,
  type Plans,
  type ResultName,
  recordTables,
  resultQueries,
} from './tables.js';

/**
 * The number of people in one bucket, who have consecutive numbers. The evaluation can be divided by bucket;
 * one bucket is sorted at a time.
 */
const PEOPLE_IN_BUCKET = 100_000;

export interface ScriptInput extends Plans {
  readonly listed: ListedCodes;
  readonly selection: Selection;
  /** Facts to store beside the results, by name. */
  readonly facts: Readonly<Record<string, string>>;
  /**
   * Statements that make the tables from other files, if needed, and the rows of those files that no table
   * has.
   */
  readonly before?: readonly string[];
  readonly fates?: readonly RowFate[];
  /** Other than 100,000, for tests. */
  readonly peopleInBucket?: number;
}

/**
 * The whole extraction as statements for one engine, with no other input: the codes are in the script, and
 * each result is written as Parquet into its own folder.
 *
 *     candidates, events, fills, enrollment   as resultQueries names them, with a column `bucket`
 *     account                                 file_no, outcome, row_count
 *     remark                                  remark, word, file_no, claim_id, row_count
 *     count                                   name, row_count; also of the rows that were written
 *     made_for                                name, value: the facts, and the engine; written last
 */
export function extractionStatements(input: ScriptInput, dialect: ScriptDialect): readonly string[] {
  const { listed, selection } = input;
  const inUse = columnsInUse(input, selection);
  const { medical, pharmacy, eligibility } = inUse;
  const plans = [medical, pharmacy, eligibility].filter((plan): plan is TablePlan => plan !== null);
  const tables = [
    ...listedTables(listed, dialect),
    ...candidateTables(inUse, whoToFetch(selection.candidates), dialect),
    ...recordTables(inUse, selection, dialect),
  ];
  const size = input.peopleInBucket ?? PEOPLE_IN_BUCKET;
  const parts = countedParts(pharmacy !== null);
  return [
    ...dialect.settings,
    // Nothing from an earlier run may look finished until this one is.
    dialect.write('made_for', `SELECT 'state' AS name, 'unfinished' AS value`),
    ...(input.before ?? []),
    ...plans.flatMap(({ groups }) => groups.flatMap((group) => dialect.input(group))),
    ...tables.flatMap(([name, query]) => dialect.table(name, query)),
    ...resultsByBucket(selection, size, pharmacy !== null, dialect),
    dialect.write(
      'account',
      union([...accountQueries(pharmacy !== null), ...fateQueries(input.fates ?? [], dialect)]),
    ),
    dialect.write('remark', union(remarkQueries(pharmacy !== null, selection))),
    ...parts.map((part) => dialect.viewOfWritten(part)),
    dialect.write('count', union([...countQueries(dialect), ...parts.map(countWritten)])),
    dialect.write('made_for', union(factQueries(input.facts, dialect))),
  ];
}

/** Rows that the tables do not have, in the form of the accounts. */
function fateQueries(fates: readonly RowFate[], { literal }: ScriptDialect): string[] {
  return fates.map(
    ({ fileNo, outcome, rows }) =>
      `SELECT CAST(${fileNo} AS INTEGER) AS file_no, ${literal(outcome)} AS outcome, CAST(${rows} AS BIGINT) AS row_count`,
  );
}

/** Writes the tables that are read person by person, with a column `bucket`. */
function resultsByBucket(
  selection: Selection,
  people: number,
  hasPharmacy: boolean,
  dialect: ScriptDialect,
): string[] {
  const bucket = `CAST(floor(person_no / ${people}) AS INTEGER)`;
  return Object.entries(resultQueries(selection))
    .filter(([name]) => name !== 'fills' || hasPharmacy)
    .map(([name, query]) =>
      dialect.writeByBucket(name, `\nSELECT result.*, ${bucket} AS bucket\nFROM (${query}\n) AS result`),
    );
}

/** Many codes per line: with a row for each, an engine would take minutes to read them. */
function listedTables({ medical, drugs }: ListedCodes, dialect: ScriptDialect): readonly Named[] {
  const part = (place: number): string => `split_part(word, ':', ${place})`;
  const from = (words: readonly string[]): string => {
    const lines = inLines(words).map((line) => `  (${dialect.literal(line)})`);
    return `FROM (SELECT ${dialect.rowOfEachWord('line')} AS word FROM (VALUES\n${lines.join(',\n')}\n) AS written(line)) AS listed`;
  };
  return [
    [
      'listed_code',
      `SELECT CAST(${part(1)} AS INTEGER) AS code_no, CAST(${part(2)} AS INTEGER) AS kind, ${part(3)} AS code
${from(medical.map(([codeNo, kind, code]) => `${codeNo}:${kind}:${code}`))}`,
    ],
    [
      'listed_drug',
      // A directory without drugs still has the table.
      `SELECT CAST(${part(1)} AS INTEGER) AS code_no, ${part(2)} AS code
${from(['0:none', ...drugs.map(([codeNo, code]) => `${codeNo}:${code}`)])}`,
    ],
  ];
}

const WORDS_IN_LINE = 100;

function inLines(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (let from = 0; from < words.length; from += WORDS_IN_LINE)
    lines.push(words.slice(from, from + WORDS_IN_LINE).join(' '));
  return lines;
}

function countQueries(dialect: ScriptDialect): readonly string[] {
  return [
    ...Object.entries(COUNTS).map(
      ([name, query]) => `SELECT ${dialect.literal(name)} AS name, row_count FROM (${query}) AS counted`,
    ),
    `SELECT concat('shape ', shape) AS name, coalesce(row_count, 0) AS row_count
FROM (VALUES ('code'), ('misshapen'), ('blank')) AS shapes(shape)
LEFT JOIN (${COUNT_SHAPES}\n) AS counted ON counted.diagnosis_shape = shapes.shape`,
    `SELECT concat('misshapen at ', CAST(place AS STRING)) AS name, row_count FROM (${COUNT_MISSHAPEN}\n) AS counted`,
  ];
}

/** The output, counted again after writing, so that the reader can tell whether it is complete. */
export function countedParts(hasPharmacy: boolean): readonly (ResultName | 'account' | 'remark')[] {
  const fills = hasPharmacy ? (['fills'] as const) : [];
  return ['candidates', 'events', ...fills, 'enrollment', 'account', 'remark'];
}

/** The name under which the rows of a part are counted. */
export function rowsOf(part: string): string {
  return `rows of ${part}`;
}

function countWritten(part: string): string {
  return `SELECT '${rowsOf(part)}' AS name, count(*) AS row_count FROM written_${part}`;
}

function factQueries(facts: Readonly<Record<string, string>>, dialect: ScriptDialect): readonly string[] {
  const fact = (name: string, value: string): string =>
    `SELECT ${dialect.literal(name)} AS name, ${value} AS value`;
  return [
    ...Object.entries(facts).map(([name, value]) => fact(name, dialect.literal(value))),
    fact('engine', dialect.literal(dialect.name)),
    fact('engine_version', dialect.version),
  ];
}

function union(queries: readonly string[]): string {
  return queries.map((query) => `SELECT * FROM (${query}\n) AS part`).join('\nUNION ALL\n');
}
