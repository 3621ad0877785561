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

const FURTHER: Readonly<Partial<Record<CodeKind, string>>> = {
  diagnosis: FURTHER_DIAGNOSES,
  procedure: FURTHER_PROCEDURES,
};

/** The column of the words behind the first codes of a kind; null where there are none. */
export function furtherCodes(kind: CodeColumn): string | null {
  return kind === 'drug' ? null : (FURTHER[kind] ?? null);
}

interface Place {
  readonly kind: CodeKind;
  /** The column of the table; null for all the codes behind the first ones. */
  readonly column: string | null;
  readonly ownDate: string;
}

function placesOfKind(kind: (typeof KINDS)[number]): Place[] {
  const columns = CODE_COLUMNS[kind].map((column, index) => ({
    kind,
    column,
    ownDate: kind === 'icd_procedure' ? (PROCEDURE_DATES[index] ?? NO_DATE) : NO_DATE,
  }));
  return FURTHER[kind] === undefined ? columns : [...columns, { kind, column: null, ownDate: NO_DATE }];
}

const NUMBERED = KINDS.flatMap(placesOfKind).map((place, index) => ({ place: index + 1, ...place }));

const CODE_PLACES: readonly CodePlace[] = NUMBERED.flatMap(({ column, ...place }) =>
  column === null ? [] : [{ ...place, code: column }],
);

/** The place of all codes of a kind that stand behind the first one of a cell. */
export function placeOfFurther(kind: CodeKind): number {
  return NUMBERED.find((one) => one.kind === kind && one.column === null)?.place ?? 0;
}

/** The columns of a medical row that hold codes. */
export const CODE_COLUMN_NAMES: readonly string[] = [
  ...CODE_PLACES.map(({ code }) => code),
  FURTHER_DIAGNOSES,
  FURTHER_PROCEDURES,
];

/** The column at each place where a column's first code stands. */
export const COLUMN_AT_PLACE: ReadonlyMap<number, string> = new Map(
  CODE_PLACES.map(({ place, code }) => [place, code] as const),
);

/** Diagnoses of more than this number are rare. */
const COMMON_DIAGNOSES = 12;

/** Places that few lines fill: to take them apart only where one is filled is several times faster. */
const RARE_PLACES = CODE_PLACES.filter(
  ({ kind, place }) => kind === 'icd_procedure' || (kind === 'diagnosis' && place > COMMON_DIAGNOSES),
);

/** All places, the line itself among them; and those of a line on which no rare one is filled. */
export const ALL_PLACES: readonly CodePlace[] = [...CODE_PLACES, LINE];
export const COMMON_PLACES: readonly CodePlace[] = ALL_PLACES.filter((place) => !RARE_PLACES.includes(place));

/** Whether a cleaned row has a code in a rare place. */
export const HAS_RARE_CODE = `coalesce(${RARE_PLACES.map(({ code }) => code).join(', ')}) IS NOT NULL`;

/** Whether it has codes behind the first one of a cell. */
export const HAS_FURTHER_CODES = `(${FURTHER_DIAGNOSES} IS NOT NULL OR ${FURTHER_PROCEDURES} IS NOT NULL)`;

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
  if (kind === 'line') return [LINE.place];
  return NUMBERED.filter((place) => place.kind === kind).map(({ place }) => place);
}
