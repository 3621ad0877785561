import { MOST_CODES } from '../../inputs/tables/columns.js';
import type { CodeColumn } from '../../timeline/selection.js';

/** The kinds of column a code of a medical claim can stand in; `line` is the line itself. */
type CodeKind = 'line' | Exclude<CodeColumn, 'drug'>;

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

const numberedNames = (stem: string): string[] =>
  Array.from({ length: MOST_CODES }, (_, index) => `${stem}_${index + 1}`);

const COLUMNS_OF: Readonly<Record<CodeColumn, readonly string[]>> = {
  diagnosis: numberedNames('dx'),
  icd_procedure: numberedNames('px'),
  procedure: ['procedure_code'],
  revenue: ['revenue_code'],
  bill_type: ['bill_type'],
  place: ['place_of_service'],
  drug: ['ndc'],
};

/** The columns of the cleaned relations in which codes of a kind stand. */
export function columnsOf(column: CodeColumn): readonly string[] {
  return COLUMNS_OF[column];
}

/** The columns of a medical row that hold codes, in the order of their `place` in the exploded list. */
export const CODE_COLUMNS: readonly string[] = (
  ['diagnosis', 'icd_procedure', 'procedure', 'revenue', 'bill_type', 'place'] as const
).flatMap(columnsOf);

/** The kind of the code at a place of the exploded list, in SQL. */
export const KIND_OF_PLACE = `CASE
    WHEN place = 0 THEN ${KIND_NUMBERS.line}
    WHEN place <= ${MOST_CODES} THEN ${KIND_NUMBERS.diagnosis}
    WHEN place <= ${2 * MOST_CODES} THEN ${KIND_NUMBERS.icd_procedure}
    ELSE place - ${2 * MOST_CODES + 1 - KIND_NUMBERS.procedure}
  END`;
