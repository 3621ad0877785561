import { PROCEDURE_DATES } from '../../inputs/tables/columns.js';
import { CODE_COLUMNS } from '../../inputs/tables/selected-columns.js';
import type { CodeColumn } from '../../timeline/selection.js';

/** The kinds of column a code of a medical claim can stand in; `line` is the line itself. */
export type CodeKind = 'line' | Exclude<CodeColumn, 'drug'>;

const KIND_NUMBERS: Readonly<Record<CodeKind, number>> = {
  line: 0,
  diagnosis: 1,
  icd_procedure: 2,
  procedure: 3,
  revenue: 4,
  bill_type: 5,
  place: 6,
};

/** A code is looked up among the codes of its kind. */
export function kindNumber(kind: CodeKind): number {
  return KIND_NUMBERS[kind];
}

/** Among the listed codes, what cannot be a code of its kind has this number. */
export const MISSHAPEN_NO = -1;

/** A place on a claim line where a code can stand. */
export interface CodePlace {
  /** From 1, and the number of the diagnosis for diagnoses; 0 for the line itself. */
  readonly place: number;
  readonly kind: CodeKind;
  /** The column of the cleaned relation, or an expression of the same type. */
  readonly code: string;
  /** The procedure's own date. */
  readonly ownDate: string;
}

const NO_DATE = 'CAST(NULL AS DATE)';

/** The line itself goes through as if it were a code. */
const LINE: CodePlace = { place: 0, kind: 'line', code: `'*'`, ownDate: NO_DATE };

export const KINDS = ['diagnosis', 'icd_procedure', 'procedure', 'revenue', 'bill_type', 'place'] as const;

/** What stands in cells behind their first code, in words with one blank between them (relations.ts). */
export const FURTHER_DIAGNOSES = 'further_diagnoses';
export const FURTHER_PROCEDURES = 'further_procedures';
export const GLUED_MODIFIERS = 'glued_modifiers';

/** How many of a kind are read of a row. */
const FURTHER: Readonly<Partial<Record<CodeKind, readonly [words: string, most: number]>>> = {
  diagnosis: [FURTHER_DIAGNOSES, 48],
  procedure: [FURTHER_PROCEDURES, 8],
};

/** The column of the words behind the first codes of a kind; null where there are none. */
export function furtherCodes(kind: CodeColumn): string | null {
  return kind === 'drug' ? null : (FURTHER[kind]?.[0] ?? null);
}

interface Place extends Omit<CodePlace, 'place'> {
  /** The column of the table; null for a code behind the first one of a cell. */
  readonly column: string | null;
}

function placesOfKind(kind: (typeof KINDS)[number]): Place[] {
  const [words = '', most = 0] = FURTHER[kind] ?? [];
  return [
    ...CODE_COLUMNS[kind].map((code, index) => ({
      kind,
      code,
      column: code,
      ownDate: kind === 'icd_procedure' ? (PROCEDURE_DATES[index] ?? NO_DATE) : NO_DATE,
    })),
    ...Array.from({ length: most }, (_, index) => ({
      kind,
      code: `nullif(split_part(${words}, ' ', ${index + 1}), '')`,
      column: null,
      ownDate: NO_DATE,
    })),
  ];
}

const CODE_PLACES: readonly (Place & CodePlace)[] = KINDS.flatMap(placesOfKind).map((place, index) => ({ place: index + 1, ...place }));

/** The columns of a medical row that hold codes. */
export const CODE_COLUMN_NAMES: readonly string[] = [
  ...CODE_PLACES.flatMap(({ column }) => (column === null ? [] : [column])),
  FURTHER_DIAGNOSES,
  FURTHER_PROCEDURES,
];

/** The column at each place where a column's first code stands. */
export const COLUMN_AT_PLACE: ReadonlyMap<number, string> = new Map(
  CODE_PLACES.flatMap(({ place, column }) => (column === null ? [] : [[place, column] as const])),
);

/** Diagnoses of more than this number are rare. */
const USUAL_DIAGNOSES = 12;

/** Places that few lines fill: to take them apart only where one is filled is several times faster. */
const RARE_PLACES: readonly (Place & CodePlace)[] = CODE_PLACES.filter(
  ({ kind, place, column }) =>
    column === null || kind === 'icd_procedure' || (kind === 'diagnosis' && place > USUAL_DIAGNOSES),
);

/** All places, the line itself among them; and those of a line on which no rare one is filled. */
export const ALL_PLACES: readonly CodePlace[] = [...CODE_PLACES, LINE];
export const USUAL_PLACES: readonly CodePlace[] = ALL_PLACES.filter(
  ({ place }) => !RARE_PLACES.some((rare) => rare.place === place),
);

/** Whether a cleaned row has a code in a rare place. */
export const HAS_RARE_CODE = `coalesce(${[
  ...RARE_PLACES.flatMap(({ column }) => (column === null ? [] : [column])),
  FURTHER_DIAGNOSES,
  FURTHER_PROCEDURES,
].join(', ')}) IS NOT NULL`;

/** Whether a `place` is one of a kind, in SQL. */
export function isPlaceOf(kind: CodeKind): string {
  const [first, last] = [firstPlace(kind), lastPlace(kind)];
  return first === last ? `place = ${first}` : `place BETWEEN ${first} AND ${last}`;
}

/** The kind of the code at a `place`, in SQL. */
export const KIND_OF_PLACE = `CASE
    ${(['line', ...KINDS] as const).map((kind) => `WHEN place <= ${lastPlace(kind)} THEN ${KIND_NUMBERS[kind]}`).join('\n    ')}
  END`;

function firstPlace(kind: CodeKind): number {
  return Math.min(...placesOf(kind));
}

function lastPlace(kind: CodeKind): number {
  return Math.max(...placesOf(kind));
}

function placesOf(kind: CodeKind): number[] {
  return ALL_PLACES.filter((place) => place.kind === kind).map(({ place }) => place);
}
