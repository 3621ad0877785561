import { isDeepStrictEqual } from 'node:util';
import { numbered } from '../../inputs/layouts/columns-read.js';
import type { Join, Kind, Value } from '../../inputs/layouts/layout.js';
import { identifier } from '../sql/duckdb-dialect.js';
import { type Scope, scopeOf, sqlOf } from './values.js';

/*
 * How the kinds of files of a layout are joined.
 */

/** The name of the relation of a kind; undefined for a kind without files. */
export interface RelationOf {
  (kind: string): string | undefined;
  /** Whether a file of a kind has a column, or a value that stands for it. */
  readonly hasColumn: (kind: string, column: string) => boolean;
}

/** A kind that is joined, and the relation of its rows. */
export interface Joined {
  readonly join: Join;
  readonly relation: string;
}

/** Why lines, and facts, without a match do not count. */
export const NO_HEADER = 'no_header';
export const NOT_JOINED = 'not_joined';

/** Relations of the rows of a kind, and of the lines that are joined to them. */
export const ROWS = 'h';
export const LINES = 'l';

export function joinsOf({ joins = [] }: Kind, as: Join['as'], relationOf: RelationOf): Joined[] {
  return joins.flatMap((join) => {
    const relation = relationOf(join.kind);
    return join.as === as && relation !== undefined ? [{ join, relation }] : [];
  });
}

/** The columns of a kind and of the kinds joined to it; blank for those without files. */
export function scopeOfKind(kind: Kind, relationOf: RelationOf): Scope {
  const own = scopeOf(ROWS, kind.dates);
  return {
    dates: kind.dates,
    column: (reference) => {
      const join = kind.joins?.find(({ name }) => reference.startsWith(`${name}.`));
      if (join === undefined) return own.column(reference);
      if (relationOf(join.kind) === undefined) return 'CAST(NULL AS VARCHAR)';
      const there = scopeOf(join.as === 'lines' ? LINES : `${ROWS}.${factsName(join)}`, kind.dates);
      return there.column(reference.slice(join.name.length + 1));
    },
  };
}

/** Whether a value is blank in every row because no file has its columns. */
export function isAbsent(value: Value, kind: Kind, relationOf: RelationOf, place = 0): boolean {
  const absent = (one: Value): boolean => isAbsent(one, kind, relationOf, place);
  if (typeof value === 'string') {
    const name = numbered(value, place);
    if (name.startsWith('@')) return false;
    const join = kind.joins?.find((one) => name.startsWith(`${one.name}.`));
    if (join === undefined) return !relationOf.hasColumn(kind.name, name);
    return !relationOf.hasColumn(join.kind, name.slice(join.name.length + 1));
  }
  if ('constant' in value) return false;
  if ('first' in value) return value.first.every(absent);
  if ('joined' in value) return value.joined.some(absent);
  if ('number' in value) return absent(value.number);
  if ('amount' in value) return absent(value.amount);
  if ('date' in value) return absent(value.date);
  return absent(value.value) && (value.else === undefined || absent(value.else));
}

/** The keys of one side of a join, `k0`, `k1`, ... */
export function keysOf(join: Join, side: 'here' | 'there', relation: string, kind: Kind): string[] {
  const scope = scopeOf(relation, kind.dates);
  return join.on.map(
    ([here, there], place) => `${sqlOf(side === 'here' ? here : there, scope)} AS k${place}`,
  );
}

export function keyNames({ on }: Join): string[] {
  return on.map((_, place) => `k${place}`);
}

/** The first pair of keys must be filled; in the others, both may be blank. */
export function alike(pairs: readonly (readonly [string, string])[]): string {
  return pairs
    .map(([a, b], place) => `${a} ${place === 0 ? '=' : 'IS NOT DISTINCT FROM'} ${b}`)
    .join(' AND ');
}

/** The rows of a kind, each with the codes and the facts that are joined to it, as `codes_...` and `one_...`. */
export function headerRows(
  kind: Kind,
  relationOf: RelationOf,
  conditions: readonly string[],
  part: Part,
): string {
  const joined = [
    ...joinsOf(kind, 'codes', relationOf).map((one) => codesJoined(one, kind, part)),
    ...joinsOf(kind, 'one', relationOf).map((one) => factsJoined(one, kind)),
  ];
  const key = partedBy(kind);
  const all = [
    ...conditions,
    ...(key === undefined ? [] : [isInPart(sqlOf(key, scopeOf(ROWS, kind.dates)), part)]),
  ];
  const where = all.length === 0 ? '' : `WHERE ${all.join(' AND ')}`;
  return `SELECT ${[`${ROWS}.*`, ...joined.map(({ column }) => column)].join(', ')}
    FROM ${relationOf(kind.name)} AS ${ROWS}
    ${[...joined.map(({ join }) => join), where].join('\n    ')}`;
}

interface JoinedColumn {
  readonly join: string;
  readonly column: string;
}

/** One of several parts of the rows: those whose key has a hash of this number, from 0. */
export interface Part {
  readonly number: number;
  readonly of: number;
}

/** All rows in one part. */
export const WHOLE: Part = { number: 0, of: 1 };

/** @param key the first of a join, which is the same on both of its sides */
function isInPart(key: string, { number, of }: Part): string {
  return of === 1 ? 'true' : `hash(${key}) % ${of} = ${number}`;
}

/** The value by which the rows of a kind are parted: that of the first join that finds several rows. */
function partedBy({ joins = [] }: Kind): Value | undefined {
  const join = joins.find(({ as }) => as === 'lines') ?? joins.find(({ as }) => as === 'codes');
  return join?.on[0]?.[0];
}

/** Whether the rows of a kind can be made in parts. */
export function hasParts(kind: Kind): boolean {
  return partedBy(kind) !== undefined;
}

/** Codes in their order, in one list for each key. A list takes memory until its statement ends. */
export function codeLists({ join, relation }: Joined, kind: Kind, part: Part): string {
  const there = scopeOf('coded', kind.dates);
  const code = join.code === undefined ? 'CAST(NULL AS VARCHAR)' : sqlOf(join.code, there);
  const day = join.date === undefined ? 'CAST(NULL AS VARCHAR)' : sqlOf(join.date, there);
  const order = join.order === undefined ? [] : [sqlOf(join.order, there)];
  const places = [...order.flatMap((text) => [`TRY_CAST(${text} AS BIGINT)`, text]), 'file_no', 'row_no'];
  const fields = [
    ...places.map((place, number) => `'o${number}': ${place}`),
    `'code': ${code}`,
    `'day': ${day}`,
  ];
  const keys = keyNames(join).join(', ');
  // Sorting the few codes of a list is quicker than an aggregate that keeps an order.
  return `SELECT ${keys}, list_transform(list_sort(codes), lambda one: {'code': one.code, 'day': one.day}) AS codes
  FROM (
    SELECT ${keys}, list({${fields.join(', ')}}) AS codes
    FROM (SELECT coded.*, ${keysOf(join, 'there', 'coded', kind).join(', ')} FROM ${relation} AS coded) AS coded
    WHERE coded.outcome = '' AND ${code} IS NOT NULL AND ${isInPart('k0', part)}
    GROUP BY ${keys}
  ) AS listed`;
}

function codesJoined({ join }: Joined, kind: Kind, part: Part): JoinedColumn {
  const name = codesName(join.name);
  const isParted = isDeepStrictEqual(join.on[0]?.[0], partedBy(kind));
  const where = isParted ? ` WHERE ${isInPart('k0', part)}` : '';
  return {
    join: `LEFT JOIN (SELECT * FROM ${listsOfCodes(join)}${where}) AS ${name} ON ${alike(pairsWithKeys(join, name, kind))}`,
    column: `${name}.codes AS ${name}`,
  };
}

/** The view of what codeLists makes for the kind whose table is being made. */
export function listsOfCodes({ name }: Join): string {
  return identifier(`layout_codes_${name}`);
}

function factsJoined({ join, relation }: Joined, kind: Kind): JoinedColumn {
  const name = factsName(join);
  const here = scopeOf(ROWS, kind.dates);
  const there = scopeOf(name, kind.dates);
  const pairs = join.on.map(([mine, theirs]): [string, string] => [sqlOf(mine, here), sqlOf(theirs, there)]);
  return {
    join: `LEFT JOIN (SELECT * FROM ${relation} AS facts WHERE facts.outcome = '') AS ${name} ON ${alike(pairs)}`,
    column: `${name} AS ${name}`,
  };
}

function pairsWithKeys(join: Join, keyed: string, kind: Kind): [string, string][] {
  const here = scopeOf(ROWS, kind.dates);
  return join.on.map(([mine], place) => [`${keyed}.k${place}`, sqlOf(mine, here)]);
}

/** Each line with its header, each header without lines, and the lines without a header that counts. */
export function withLines(
  { join, relation }: Joined,
  kind: Kind,
  headers: string,
  relationOf: RelationOf,
  part: Part,
): string {
  const line = scopeOf(LINES, kind.dates);
  const here = scopeOf(ROWS, kind.dates);
  const ofLine = join.on.map(([, theirs]) => sqlOf(theirs, line));
  const pairs = join.on.map(([mine], place): [string, string] => {
    const text = ofLine[place] ?? '';
    // A line that does not count is not joined to a header.
    return [place === 0 ? `CASE WHEN ${LINES}.outcome = '' THEN ${text} END` : text, sqlOf(mine, here)];
  });
  const why = ofLine.map((text, place): [string, string] => [`why.k${place}`, text]);
  const [key] = join.on[0] ?? [''];
  return `(SELECT * FROM ${relation} AS ${LINES} WHERE ${isInPart(ofLine[0] ?? '', part)}) AS ${LINES}
  FULL JOIN (${headers}) AS ${ROWS} ON ${alike(pairs)}
  LEFT JOIN (
    SELECT ${keysOf(join, 'here', 'gone', kind).join(', ')}, min(outcome) AS reason
    FROM ${relationOf(kind.name)} AS gone
    WHERE gone.outcome <> '' AND ${isInPart(sqlOf(key, scopeOf('gone', kind.dates)), part)} GROUP BY ${keyNames(join).join(', ')}
  ) AS why ON ${alike(why)}`;
}

export function codesName(name: string): string {
  return identifier(`codes_${name}`);
}

function factsName({ name }: Join): string {
  return identifier(`one_${name}`);
}
