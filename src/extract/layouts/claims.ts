import { isCodes, numbersOf, referencesIn } from '../../inputs/layouts/columns-read.js';
import type { Kind, Value } from '../../inputs/layouts/layout.js';
import { DIAGNOSES, PROCEDURE_DATES, PROCEDURES, TABLES } from '../../inputs/tables/columns.js';
import { literal } from '../sql/dialect.js';
import { identifier } from '../sql/duckdb-dialect.js';
import {
  codesName,
  headerRows,
  joinsOf,
  LINES,
  NO_HEADER,
  type RelationOf,
  ROWS,
  scopeOfKind,
  withLines,
} from './joins.js';
import { dateText, type Scope, sqlOf } from './values.js';

/*
 * The rows of a claim table from a kind of files and what is joined to it.
 */

/** What a made table says of its rows besides our columns: `weight` is how many rows of a file a row stands for. */
export const PLACE_COLUMNS = ['file_no', 'outcome', 'locator', 'weight'] as const;

const OTHERS = 'other_diagnoses';
const STATED = 'stated_diagnoses';
const PROCEDURE_LIST = 'procedure_list';

/** A query of our columns, with a row for each line that counts or does not; a header that does not count has none. */
export function claimRows(kind: Kind, relationOf: RelationOf): string {
  const scope = scopeOfKind(kind, relationOf);
  const [lines] = joinsOf(kind, 'lines', relationOf);
  const stated = statedDiagnoses(kind, scope, relationOf);
  const procedures = procedureList(kind, scope, relationOf);
  // Lists that lines have no part in are made once for each header.
  const isOfLines = lines !== undefined && diagnosesReferTo(kind, lines.join.name);
  const early = [...(isOfLines ? [] : stated), ...procedures];
  const plain = headerRows(kind, relationOf, lines === undefined ? '' : `WHERE ${ROWS}.outcome = ''`);
  const listed =
    early.length === 0 ? plain : `SELECT ${ROWS}.*, ${early.join(', ')} FROM (${plain}) AS ${ROWS}`;
  const headers = isOfLines || stated.length === 0 ? listed : withoutTwins(listed);
  const from = lines === undefined ? `(${headers}) AS ${ROWS}` : withLines(lines, kind, headers, relationOf);
  const lists = [
    ...(stated.length === 0 ? [] : isOfLines ? stated : [`${ROWS}.${OTHERS}`]),
    ...(procedures.length === 0 ? [] : [`${ROWS}.${PROCEDURE_LIST}`]),
  ];
  const rows = `SELECT ${[...places(lines !== undefined), ...ownColumns(kind, scope), ...lists].join('\n    , ')}
  FROM ${from}`;
  const whole = isOfLines && stated.length > 0 ? withoutTwins(rows) : rows;
  if (lists.length === 0) return whole;
  const made = [
    ...(stated.length === 0 ? [] : diagnosisColumns()),
    ...(procedures.length === 0 ? [] : procedureColumns(scope)),
  ];
  const gone = [
    ...(stated.length === 0 ? [] : [OTHERS]),
    ...(procedures.length === 0 ? [] : [PROCEDURE_LIST]),
  ];
  return `SELECT * EXCLUDE (${gone.join(', ')}), ${made.join(', ')} FROM (${whole}) AS made`;
}

function places(hasLines: boolean): string[] {
  const of = (column: string): string =>
    hasLines ? `coalesce(${LINES}.${column}, ${ROWS}.${column})` : `${ROWS}.${column}`;
  const outcome = hasLines
    ? `CASE WHEN ${LINES}.row_no IS NULL THEN '' WHEN ${LINES}.outcome <> '' THEN ${LINES}.outcome WHEN ${ROWS}.row_no IS NOT NULL THEN '' ELSE coalesce(why.reason, ${literal(NO_HEADER)}) END`
    : `${ROWS}.outcome`;
  return [
    `${of('file_no')} AS file_no`,
    `${outcome} AS outcome`,
    `CAST(${of('row_no')} AS VARCHAR) AS locator`,
    '1 AS weight',
  ];
}

function ownColumns(kind: Kind, scope: Scope): string[] {
  const columns = Object.entries(kind.columns ?? {}).map(
    ([name, value]) => `${columnValue(name, value, scope)} AS ${identifier(name)}`,
  );
  if (kind.table !== 'medical_claim') return columns;
  const principal =
    kind.diagnoses === undefined ? 'CAST(NULL AS VARCHAR)' : sqlOf(kind.diagnoses.principal, scope);
  return [...columns, `${principal} AS ${DIAGNOSES[0]}`];
}

/** The value of a column of ours; days are written in one way. */
export function columnValue(name: string, value: Value, scope: Scope): string {
  const text = sqlOf(value, scope);
  const isDate = TABLES.some(({ columns }) =>
    columns.some((one) => one.name === name && one.kind === 'date'),
  );
  return isDate ? dateText(text, scope.dates) : text;
}

/** The diagnoses behind the principal one, in their order, as one list; nothing where the kind has none. */
function statedDiagnoses(kind: Kind, scope: Scope, relationOf: RelationOf): string[] {
  const { diagnoses } = kind;
  if (diagnoses === undefined) return [];
  const pieces = diagnoses.others.flatMap((value) => {
    if (!isCodes(value)) return [`[${expanded(value, scope).join(', ')}]`];
    return isJoined(kind, value.codes, relationOf)
      ? [`list_transform(${ROWS}.${codesName(value.codes)}, lambda one: one.code)`]
      : [];
  });
  if (pieces.length === 0) return [];
  const list = pieces.length === 1 ? (pieces[0] ?? '') : `list_concat(${pieces.join(', ')})`;
  const principal = `coalesce(${sqlOf(diagnoses.principal, scope)}, '')`;
  return [`list_filter(${list}, lambda one: one IS NOT NULL AND one <> ${principal}) AS ${STATED}`];
}

/** The rows of a query with the list of diagnoses, less those that stand in it twice. */
function withoutTwins(rows: string): string {
  return `SELECT * EXCLUDE (${STATED}), CASE WHEN len(${STATED}) < 2 THEN ${STATED} ELSE list_filter(${STATED}, lambda one, place: list_position(${STATED}, one) = place) END AS ${OTHERS}
    FROM (${rows}) AS listed`;
}

/** A value once, or for each number that `#` in it stands for. */
function expanded(value: Value, scope: Scope): string[] {
  const numbers = referencesIn(value)
    .map(numbersOf)
    .find((found) => found.length > 0) ?? [0];
  return numbers.map((place) => sqlOf(value, scope, place));
}

function procedureList(kind: Kind, scope: Scope, relationOf: RelationOf): string[] {
  const { procedures } = kind;
  if (procedures === undefined) return [];
  if (isCodes(procedures)) {
    return isJoined(kind, procedures.codes, relationOf)
      ? [`${ROWS}.${codesName(procedures.codes)} AS ${PROCEDURE_LIST}`]
      : [];
  }
  const { code, date } = procedures;
  const days = date === undefined ? [] : expanded(date, scope);
  const pairs = expanded(code, scope).map(
    (one, place) => `{'code': ${one}, 'day': ${days[place] ?? 'CAST(NULL AS VARCHAR)'}}`,
  );
  return [`list_filter([${pairs.join(', ')}], lambda one: one.code IS NOT NULL) AS ${PROCEDURE_LIST}`];
}

function isJoined(kind: Kind, name: string, relationOf: RelationOf): boolean {
  return joinsOf(kind, 'codes', relationOf).some(({ join }) => join.name === name);
}

function diagnosesReferTo({ diagnoses }: Kind, name: string): boolean {
  const values = [diagnoses?.principal ?? '', ...(diagnoses?.others ?? [])];
  return values.some(
    (value) => !isCodes(value) && referencesIn(value).some((reference) => reference.startsWith(`${name}.`)),
  );
}

function diagnosisColumns(): string[] {
  const [, ...others] = DIAGNOSES;
  return others.map((name, place) => {
    const at = `${OTHERS}[${place + 1}]`;
    if (place < others.length - 1) return `${at} AS ${name}`;
    // What is left over stands in the last cell, where all codes are read.
    return `CASE WHEN len(${OTHERS}) > ${others.length} THEN array_to_string(${OTHERS}[${others.length}:], ' ') ELSE ${at} END AS ${name}`;
  });
}

function procedureColumns(scope: Scope): string[] {
  return PROCEDURES.flatMap((name, place) => {
    const at = `${PROCEDURE_LIST}[${place + 1}]`;
    return [`${at}.code AS ${name}`, `${dateText(`${at}.day`, scope.dates)} AS ${PROCEDURE_DATES[place]}`];
  });
}
