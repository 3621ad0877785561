import { PROCEDURE_DATES } from '../../inputs/tables/columns.js';
import type { TablePlan } from '../../inputs/tables/plan.js';
import { CODE_COLUMNS } from '../../inputs/tables/selected-columns.js';
import type { CodeColumn } from '../../timeline/selection.js';
import { isInRelation } from './stated-columns.js';

/** The kinds of column that can hold a code of a medical claim; `line` is the line itself. */
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

/** A code is looked up only among the codes of its kind. */
export function kindNumber(kind: CodeKind): number {
  return KIND_NUMBERS[kind];
}

/** The number, among the listed codes, of a cell that cannot be a code of its kind. */
export const MISSHAPEN_NO = -1;

/** A place for a code on a claim line. */
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

/** The line itself is processed as if it were a code. */
const LINE: CodePlace = { place: 0, kind: 'line', code: `'*'`, ownDate: NO_DATE };

export const KINDS = ['diagnosis', 'icd_procedure', 'procedure', 'revenue', 'bill_type', 'place'] as const;

/** The words after the first code of cells, separated by blanks (relations.ts). */
export const FURTHER_DIAGNOSES = 'further_diagnoses';
export const FURTHER_PROCEDURES = 'further_procedures';
export const GLUED_MODIFIERS = 'glued_modifiers';

const FURTHER: Readonly<Partial<Record<CodeKind, string>>> = {
  diagnosis: FURTHER_DIAGNOSES,
  procedure: FURTHER_PROCEDURES,
};

/** The column of the words after the first codes of a kind; null if there are none. */
export function furtherCodes(kind: CodeColumn): string | null {
  return kind === 'drug' ? null : (FURTHER[kind] ?? null);
}

interface Place {
  readonly kind: CodeKind;
  /** The column of the table; null for all codes after the first ones. */
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

/** The place of all codes of a kind after the first one of a cell. */
export function placeOfFurther(kind: CodeKind): number {
  return NUMBERED.find((one) => one.kind === kind && one.column === null)?.place ?? 0;
}

/** The columns of a cleaned medical row that hold codes. */
export function codeColumns(plan: TablePlan): string[] {
  return [...codePlaces(plan).map(({ code }) => code), FURTHER_DIAGNOSES, FURTHER_PROCEDURES];
}

/** Those that say what was done, as far as they are not diagnoses, which say why. */
export function serviceColumns(plan: TablePlan): string[] {
  const places = codePlaces(plan).filter(({ kind }) => kind !== 'diagnosis');
  return [...places.map(({ code }) => code), FURTHER_PROCEDURES];
}

function codePlaces(plan: TablePlan): CodePlace[] {
  return CODE_PLACES.filter(({ code }) => isInRelation(code, plan)).map((place) => ({
    ...place,
    ownDate: isInRelation(place.ownDate, plan) ? place.ownDate : NO_DATE,
  }));
}

/** The column for each place of a column's first code. */
export const COLUMN_AT_PLACE: ReadonlyMap<number, string> = new Map(
  CODE_PLACES.map(({ place, code }) => [place, code] as const),
);

/** Diagnoses of more than this number are rare. */
const COMMON_DIAGNOSES = 12;

/** The places of a cleaned medical row, including the line itself. */
export interface PlacesOfRow {
  readonly all: readonly CodePlace[];
  readonly common: readonly CodePlace[];
  /** Those that few lines fill: splitting them out only when one is filled is several times faster. */
  readonly rare: readonly CodePlace[];
}

export function placesOfRow(plan: TablePlan): PlacesOfRow {
  const all = [...codePlaces(plan), LINE];
  return { all, common: all.filter((place) => !isRare(place)), rare: all.filter(isRare) };
}

function isRare({ kind, place }: CodePlace): boolean {
  return kind === 'icd_procedure' || (kind === 'diagnosis' && place > COMMON_DIAGNOSES);
}

/** Whether a cleaned row has a code in a rare place. */
export function hasRareCode({ rare }: PlacesOfRow): string {
  return rare.length === 0 ? 'FALSE' : `coalesce(${rare.map(({ code }) => code).join(', ')}) IS NOT NULL`;
}

/** Whether it has codes after the first one of a cell. */
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
