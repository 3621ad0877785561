import type { Kind, Span, Value } from '../../inputs/layouts/layout.js';
import { literal } from '../sql/dialect.js';
import { identifier } from '../sql/duckdb-dialect.js';
import { headerRows, joinsOf, type RelationOf, ROWS, scopeOfKind, WHOLE } from './joins.js';
import { conditionOf, dayOf, type Scope, sqlOf, stored } from './values.js';

/*
 * The rows of enrollment: the spans of each row of a file. In the accounts, the first span counts as the row
 * and the others as nothing. Adjoining spans of several rows stay separate, because adjacent days are not a
 * gap.
 */

/** Why a row of enrollment has no span. */
const NO_MONTHS = 'no_months';
const MONTHS_OF_YEAR = 12;

/**
 * A query of our columns of enrollment.
 *
 * @param options which rows are stated twice, if the layout provides for it (Kind.also)
 * @param further columns of the files that are requested by name
 * @example a year 2023 with C in the months 1 to 3 and 1 in 4: 2023-01-01 to 2023-03-31 with medical benefit,
 *   2023-04-01 to 2023-04-30 without
 */
export function spanRows(kind: Kind, relationOf: RelationOf, { options, further }: SpanRequest): string {
  const scope = scopeOfKind(kind, relationOf);
  const spans = kind.spans ?? [];
  const isOfMonths = spans.some((span) => 'year' in span);
  const columns = { ...kind.columns };
  const added = further
    .filter((name) => columns[name] === undefined && !SPAN_COLUMNS.includes(name))
    .flatMap((name): [string, string][] => {
      if (relationOf.hasColumn(kind.name, name)) return [[name, `${ROWS}.${stored(name)}`]];
      const join = joinsOf(kind, 'one', relationOf).find((one) => relationOf.hasColumn(one.join.kind, name));
      return join === undefined ? [] : [[name, scope.column(`${join.join.name}.${name}`)]];
    });
  const stated = (changed: Readonly<Record<string, Value>>): string[] => [
    ...Object.entries({ ...columns, ...changed })
      .filter(([name]) => !SPAN_COLUMNS.includes(name))
      .map(([name, value]) => `${sqlOf(value, scope)} AS ${identifier(name)}`),
    ...added.map(([name, sql]) => `${sql} AS ${identifier(name)}`),
  ];
  const benefit =
    columns['medical_benefit'] === undefined
      ? 'CAST(NULL AS VARCHAR)'
      : sqlOf(columns['medical_benefit'], scope);
  const rows = (own: string[], also: string): string => `SELECT
      ${ROWS}.file_no, ${ROWS}.outcome AS outcome, CAST(${ROWS}.row_no AS VARCHAR) AS locator, ${also} AS is_also
    , ${benefit} AS benefit
    , ${own.join('\n    , ')}
    , coalesce(${spans.map((span) => spanList(span, scope)).join(', ')}, ${isOfMonths ? `CAST([] AS ${SPANS})` : `[${span('NULL', 'NULL')}]`}) AS spans
  FROM (${headerRows(kind, relationOf, [], WHOLE)}) AS ${ROWS}`;
  const { also } = kind;
  const isAsked = also !== undefined && options.includes(also.option);
  const all = isAsked
    ? `${rows(stated({}), 'false')}
  UNION ALL BY NAME
  ${rows(stated(also.columns), 'true')} WHERE ${conditionOf(also.where, scope)} AND ${ROWS}.outcome = ''`
    : rows(stated({}), 'false');
  const benefitOfAlso =
    also?.columns['medical_benefit'] === undefined
      ? 'benefit'
      : `CASE WHEN is_also THEN ${sqlOf(also.columns['medical_benefit'], scope)} ELSE benefit END`;
  return `SELECT * EXCLUDE (spans, is_also, benefit, span, place)
    , CASE WHEN is_also OR place > 1 THEN 0 ELSE 1 END AS weight
    , span.first_day AS enrollment_start_date, span.last_day AS enrollment_end_date
    , coalesce(span.benefit, ${benefitOfAlso}) AS medical_benefit, span.plan AS plan
  FROM (
    SELECT * REPLACE (CASE WHEN outcome = '' AND len(spans) = 0 THEN ${literal(NO_MONTHS)} ELSE outcome END AS outcome)
      , unnest(CASE WHEN len(spans) = 0 THEN [CAST(NULL AS ${SPAN})] ELSE spans END) AS span
      , unnest(range(1, greatest(2, len(spans) + 1))) AS place
    FROM (${all}) AS stated
  ) AS spread`;
}

export interface SpanRequest {
  readonly options: readonly string[];
  readonly further: readonly string[];
}

/** Columns of enrollment that come from spans. */
export const SPAN_COLUMNS: readonly string[] = [
  'enrollment_start_date',
  'enrollment_end_date',
  'medical_benefit',
  'plan',
];

const SPAN = 'STRUCT(first_day VARCHAR, last_day VARCHAR, benefit VARCHAR, plan VARCHAR)';
const SPANS = `${SPAN}[]`;

function span(first: string, last: string, benefit = 'NULL', plan = 'NULL'): string {
  const text = (value: string): string => `CAST(${value} AS VARCHAR)`;
  return `{'first_day': ${text(first)}, 'last_day': ${text(last)}, 'benefit': ${text(benefit)}, 'plan': ${text(plan)}}`;
}

/** The spans of a row as a list; NULL if their columns are blank. */
function spanList(one: Span, scope: Scope): string {
  if ('from' in one) {
    const from = sqlOf(one.from, scope);
    const spanOf = span(from, sqlOf(one.to, scope));
    return `CASE WHEN ${from} IS NOT NULL THEN [${spanOf}] END`;
  }
  if ('month' in one) {
    const text = sqlOf(one.month, scope);
    const day = `coalesce(${dayOf(text, scope.dates)}, CAST(try_strptime(${text}, '%Y-%m') AS DATE), CASE WHEN regexp_full_match(${text}, '[0-9]{6}') THEN CAST(try_strptime(${text} || '01', '%Y%m%d') AS DATE) END)`;
    const known = span(`date_trunc('month', ${day})::DATE`, `last_day(${day})`);
    return `CASE WHEN ${day} IS NOT NULL THEN [${known}] WHEN ${text} IS NOT NULL THEN [${span(text, 'NULL')}] END`;
  }
  return monthList(one, scope);
}

/** Consecutive months with the same value form one span; no span ends after the cutoff day. */
function monthList(one: Extract<Span, { year: string }>, scope: Scope): string {
  const months = Array.from({ length: MONTHS_OF_YEAR }, (_, index) => {
    const place = index + 1;
    const isOneOf = (codes: readonly string[]): string =>
      conditionOf({ column: one.months, is: codes }, scope, place);
    const mark =
      one.marked === undefined
        ? `''`
        : `CASE WHEN ${conditionOf(one.marked.where, scope, place)} THEN '+' ELSE '' END`;
    return `CASE WHEN ${isOneOf(one.medical)} THEN 'true' WHEN ${isOneOf(one.other)} THEN 'false' END || ${mark}`;
  });
  const written = scope.column(one.year);
  // A text of another form is no year: its row is rejected for it, as for an impossible day.
  const year = `CASE WHEN regexp_full_match(${written}, '[12][0-9]{3}([.]0+)?') THEN CAST(left(${written}, 4) AS INTEGER) END`;
  const cut = one.cut === undefined ? 'CAST(NULL AS DATE)' : dayOf(scope.column(one.cut), scope.dates);
  const first = 'make_date(year, place, 1)';
  const last = `last_day(make_date(year, list_filter(range(place, ${MONTHS_OF_YEAR + 1}), lambda later: months[later + 1] IS DISTINCT FROM months[place])[1], 1))`;
  const isFirst =
    'months[place] IS NOT NULL AND (place = 1 OR months[place] IS DISTINCT FROM months[place - 1])';
  const isBefore = `(cut IS NULL OR ${first} <= cut)`;
  const spanOf = span(
    first,
    `least(${last}, coalesce(cut, DATE '9999-12-31'))`,
    `rtrim(months[place], '+')`,
    one.marked === undefined
      ? 'NULL'
      : `CASE WHEN ends_with(months[place], '+') THEN ${literal(one.marked.plan)} END`,
  );
  return `(SELECT CASE WHEN year IS NOT NULL THEN list_transform(list_filter(range(1, ${MONTHS_OF_YEAR + 1}), lambda place: ${isFirst} AND ${isBefore}), lambda place: ${spanOf}) WHEN ${written} IS NOT NULL THEN [${span(written, 'NULL')}] END
      FROM (SELECT [${months.join(', ')}, CAST(NULL AS VARCHAR)] AS months, ${year} AS year, ${cut} AS cut))`;
}
