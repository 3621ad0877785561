import { isCodes, numbersOf, referencesIn } from '../../inputs/layouts/columns-read.js';
import type { Kind, Value } from '../../inputs/layouts/layout.js';
import { DIAGNOSES, PROCEDURE_DATES, PROCEDURES, TABLES } from '../../inputs/tables/columns.js';
import { literal } from '../sql/dialect.js';
import { identifier } from '../sql/duckdb-dialect.js';
import {
  codesName,
  headerRows,
  isAbsent,
  joinsOf,
  LINES,
  NO_HEADER,
  type Part,
  type RelationOf,
  ROWS,
  scopeOfKind,
  withLines,
} from './joins.js';
import { type Scope, sqlOf } from './values.js';

/*
 * The rows of a claim table, from one kind of file and what is joined to it.
 */

/** Columns that a table has even if they are all blank, because every such table must have them. */
const ALWAYS: readonly string[] = TABLES.flatMap(({ columns }) =>
  columns.filter(({ need }) => need !== 'optional').map(({ name }) => name),
);

/** Columns of a made table besides ours: `weight` is how many rows of a file a row stands for. */
export const PLACE_COLUMNS = ['file_no', 'outcome', 'locator', 'weight'] as const;

const OTHERS = 'other_diagnoses';
const PROCEDURE_LIST = 'procedure_list';

/**
 * A query of our columns, with a row for every line, counting or not; a header that does not count has none.
 */
export function claimRows(kind: Kind, relationOf: RelationOf, part: Part): string {
  const scope = scopeOfKind(kind, relationOf);
  const [lines] = joinsOf(kind, 'lines', relationOf);
  const diagnoses = otherDiagnoses(kind, scope, relationOf);
  const procedures = procedureList(kind, scope, relationOf);
  // Lists that do not depend on lines are built once for each header.
  const isOfLines = lines !== undefined && diagnosesReferTo(kind, lines.join.name);
  const early = [...(isOfLines ? [] : (diagnoses?.stated ?? [])), ...procedures];
  const plain = headerRows(kind, relationOf, lines === undefined ? [] : [`${ROWS}.outcome = ''`], part);
  const listed =
    early.length === 0 ? plain : `SELECT ${ROWS}.*, ${early.join(', ')} FROM (${plain}) AS ${ROWS}`;
  const headers = isOfLines || diagnoses === null ? listed : withoutTwins(listed, diagnoses);
  const from =
    lines === undefined ? `(${headers}) AS ${ROWS}` : withLines(lines, kind, headers, relationOf, part);
  const lists = [
    ...(diagnoses === null ? [] : isOfLines ? diagnoses.stated : [`${ROWS}.${OTHERS}`]),
    ...(procedures.length === 0 ? [] : [`${ROWS}.${PROCEDURE_LIST}`]),
  ];
  const rows = `SELECT ${[...places(lines !== undefined), ...ownColumns(kind, scope, relationOf), ...lists].join('\n    , ')}
  FROM ${from}`;
  const whole = isOfLines && diagnoses !== null ? withoutTwins(rows, diagnoses) : rows;
  if (lists.length === 0) return whole;
  const made = [
    ...(diagnoses === null ? [] : diagnosisColumns(diagnoses.most)),
    ...(procedures.length === 0 ? [] : procedureColumns()),
  ];
  const gone = [
    ...(diagnoses === null ? [] : [OTHERS]),
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

function ownColumns(kind: Kind, scope: Scope, relationOf: RelationOf): string[] {
  const stated = Object.entries(kind.columns ?? {}).filter(
    ([name, value]) => ALWAYS.includes(name) || !isAbsent(value, kind, relationOf),
  );
  const columns = stated.map(([name, value]) => `${sqlOf(value, scope)} AS ${identifier(name)}`);
  if (kind.table !== 'medical_claim') return columns;
  const principal =
    kind.diagnoses === undefined ? 'CAST(NULL AS VARCHAR)' : sqlOf(kind.diagnoses.principal, scope);
  return [...columns, `${principal} AS ${DIAGNOSES[0]}`];
}

/** The diagnoses after the principal one: the columns that state them, and the list built from these. */
interface OtherDiagnoses {
  readonly stated: readonly string[];
  readonly names: readonly string[];
  readonly list: string;
  /** The largest possible number. */
  readonly most: number;
}

function otherDiagnoses(kind: Kind, scope: Scope, relationOf: RelationOf): OtherDiagnoses | null {
  const { diagnoses } = kind;
  if (diagnoses === undefined) return null;
  const principal = `${sqlOf(diagnoses.principal, scope)} AS d0`;
  const hasCodes = diagnoses.others.some(
    (value) => isCodes(value) && isJoined(kind, value.codes, relationOf),
  );
  const values = diagnoses.others.flatMap((value) =>
    isCodes(value) ? [] : expanded(value, kind, scope, relationOf),
  );
  return hasCodes ? listedCodes(kind, scope, relationOf, principal) : namedCodes(values, principal);
}

/** A few codes in separate columns: comparing each with those before it is quicker than building lists. */
function namedCodes(values: readonly string[], principal: string): OtherDiagnoses | null {
  if (values.length === 0) return null;
  const names = values.map((_, place) => `d${place + 1}`);
  const once = names.map((name, place) => {
    const before = ['d0', ...names.slice(0, place)];
    return `CASE WHEN ${before.map((one) => `${name} IS DISTINCT FROM ${one}`).join(' AND ')} THEN ${name} END`;
  });
  return {
    stated: [principal, ...values.map((value, place) => `${value} AS d${place + 1}`)],
    names: ['d0', ...names],
    // Blanks are left out of the text.
    list: `string_split(nullif(concat_ws(' ', ${once.join(', ')}), ''), ' ')`,
    most: names.length,
  };
}

function listedCodes(kind: Kind, scope: Scope, relationOf: RelationOf, principal: string): OtherDiagnoses {
  const pieces = (kind.diagnoses?.others ?? []).flatMap((value) => {
    if (!isCodes(value)) return [`[${expanded(value, kind, scope, relationOf).join(', ')}]`];
    return isJoined(kind, value.codes, relationOf)
      ? [`list_transform(${ROWS}.${codesName(value.codes)}, lambda one: one.code)`]
      : [];
  });
  const all = pieces.length === 1 ? (pieces[0] ?? '') : `list_concat(${pieces.join(', ')})`;
  return {
    stated: [principal, `list_filter(${all}, lambda one: one IS NOT NULL) AS d1`],
    names: ['d0', 'd1'],
    list: `list_filter(d1, lambda one, place: one IS DISTINCT FROM d0 AND list_position(d1, one) = place)`,
    most: DIAGNOSES.length,
  };
}

/** The rows of a query with a list of distinct diagnoses in place of the columns that state them. */
function withoutTwins(rows: string, { names, list }: OtherDiagnoses): string {
  return `SELECT * EXCLUDE (${names.join(', ')}), ${list} AS ${OTHERS}
    FROM (${rows}) AS listed`;
}

/** A value once, or for each number that `#` in it stands for. */
function expanded(value: Value, kind: Kind, scope: Scope, relationOf: RelationOf): string[] {
  const numbers = referencesIn(value)
    .map(numbersOf)
    .find((found) => found.length > 0) ?? [0];
  return numbers
    .filter((place) => !isAbsent(value, kind, relationOf, place))
    .map((place) => sqlOf(value, scope, place));
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
  const numbers = numbersOf(referencesIn(code).find((name) => name.includes('#')) ?? '');
  const pairs = (numbers.length === 0 ? [0] : numbers)
    .filter((place) => !isAbsent(code, kind, relationOf, place))
    .map((place) => {
      const day = date === undefined ? 'CAST(NULL AS VARCHAR)' : sqlOf(date, scope, place);
      return `{'code': ${sqlOf(code, scope, place)}, 'day': ${day}}`;
    });
  if (pairs.length === 0) return [];
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

/** @param most the largest possible number */
function diagnosisColumns(most: number): string[] {
  const [, ...others] = DIAGNOSES;
  return others.slice(0, most).map((name, place) => {
    const at = `${OTHERS}[${place + 1}]`;
    if (place < others.length - 1) return `${at} AS ${name}`;
    // The rest goes into the last cell, in which all codes are read.
    return `CASE WHEN len(${OTHERS}) > ${others.length} THEN array_to_string(${OTHERS}[${others.length}:], ' ') ELSE ${at} END AS ${name}`;
  });
}

function procedureColumns(): string[] {
  return PROCEDURES.flatMap((name, place) => {
    const at = `${PROCEDURE_LIST}[${place + 1}]`;
    return [`${at}.code AS ${name}`, `${at}.day AS ${PROCEDURE_DATES[place]}`];
  });
}
