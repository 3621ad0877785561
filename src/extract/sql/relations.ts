import { CLAIM_STATUSES, type TableName } from '../../inputs/tables/columns.js';
import type { FileGroup, TablePlan } from '../../inputs/tables/plan.js';
import {
  type CleanedColumn,
  cleanedColumns,
  DIAGNOSIS_CELLS,
  idOf,
  PRINCIPAL_CELL,
  PROCEDURE_CELL,
  STEPS,
} from './cleaned-columns.js';
import { otherCodes } from './code-cells.js';
import { FURTHER_DIAGNOSES, FURTHER_PROCEDURES, GLUED_MODIFIERS } from './code-columns.js';
import type { Dialect } from './dialect.js';
import { outcomeOf } from './outcome.js';

/** Which rows of a table to read: all, or those of candidates, with their `person_no`. */
export type Rows = 'all' | 'of candidates';

/** Columns derived from several columns of a row. */
function derived(table: TableName, dialect: Dialect): readonly string[] {
  const lineNumber = `coalesce(claim_line_number, '') AS line_number`;
  switch (table) {
    case 'medical_claim':
      return [
        'coalesce(claim_line_start_date, claim_start_date) AS service_date',
        lineNumber,
        ...furtherCodesOfCells(dialect),
      ];
    case 'pharmacy_claim':
      return [lineNumber];
    default:
      return [];
  }
}

/** The words after the first code of cells, separated by single blanks; NULL in nearly all rows. */
function furtherCodesOfCells(dialect: Dialect): readonly string[] {
  const others = dialect.mapped(DIAGNOSIS_CELLS, (cell) => `coalesce(${otherCodes(cell, dialect)}, '')`);
  const diagnoses = [
    `coalesce(${otherCodes(PRINCIPAL_CELL, dialect)}, '')`,
    `coalesce(${dialect.joined(others)}, '')`,
  ];
  // A modifier has two characters, and a further procedure five.
  const hasModifiers = `(${PROCEDURE_CELL} LIKE '_____ __' OR ${PROCEDURE_CELL} LIKE '_____ __ %')`;
  const ofProcedure = `nullif(substr(${PROCEDURE_CELL}, 7), '')`;
  return [
    `CASE WHEN ${DIAGNOSIS_CELLS} IS NOT NULL OR ${PRINCIPAL_CELL} LIKE '% %' THEN nullif(trim(concat(${diagnoses.join(', ')})), '') END AS ${FURTHER_DIAGNOSES}`,
    `CASE WHEN ${PROCEDURE_CELL} LIKE '_____ %' AND NOT ${hasModifiers} THEN ${ofProcedure} END AS ${FURTHER_PROCEDURES}`,
    `CASE WHEN ${hasModifiers} THEN ${ofProcedure} END AS ${GLUED_MODIFIERS}`,
  ];
}

/**
 * The relation that everything else reads: one row for each row of a table's files, with all columns of the
 * table by name, cleaned by kind, and `outcome`: empty for a usable row, else why it is not usable
 * (row-checks.ts). It also has `file_no`, `weight`, `record_no`, `raw` (the record separated by commas) and
 * `made_place` for rows of made tables. Nothing is decided about a person here.
 *
 * There are two steps: the first reads every column from the file once and cleans it; the second adds the
 * outcome. The candidates are joined below both, so that only their rows are cleaned.
 */
export function cleanedRows(plan: TablePlan, rows: Rows, dialect: Dialect): string {
  const added = [...derived(plan.table.name, dialect), `${outcomeOf(plan.table, dialect)} AS outcome`];
  return `
  SELECT
      *
    , ${added.join('\n    , ')}
  FROM (${unionOf(plan, rows, dialect)}
  ) AS stated`;
}

/** What names the people of the enrollment files, for claims that do not carry a person_id. */
export function personNames(plan: TablePlan, dialect: Dialect): string {
  // In a file without member ids, the person ids serve as member ids.
  const selects = plan.groups.map((group) => {
    const member = group.sources.has('member_id') ? 'member_id' : 'person_id';
    return `
    SELECT file_no, person_id, ${member} AS member_id, subscriber_id, birth_date AS birth, gender, first_name
    FROM (${groupRows(group, plan, 'all', dialect)}) AS named`;
  });
  return selects.join('\n    UNION ALL');
}

/** Every status that a row of claims or of claim statuses can have. */
export function statusesOf(plan: TablePlan): readonly string[] {
  return [...new Set([...CLAIM_STATUSES, ...Object.values(plan.values.claim_status ?? {}), 'unknown'])];
}

/** The person of a row of a group's files. */
export function personOf(group: FileGroup, plan: TablePlan, dialect: Dialect): string {
  return idOf('person_id', group, plan, dialect);
}

function unionOf(plan: TablePlan, rows: Rows, dialect: Dialect): string {
  // A table that was not passed still has its columns, but no rows.
  const groups = plan.groups.length === 0 ? [NO_FILES] : plan.groups;
  return groups.map((group) => groupRows(group, plan, rows, dialect)).join('\n    UNION ALL');
}

const NO_FILES: FileGroup = { format: 'csv', delimiter: ',', columns: [], files: [], sources: new Map() };
const NO_ROWS =
  '(SELECT CAST(0 AS INTEGER) AS file_no, CAST(0 AS BIGINT) AS weight, CAST(NULL AS BIGINT) AS record_no, CAST(0 AS INTEGER) AS person_no WHERE FALSE)';

function groupRows(group: FileGroup, plan: TablePlan, rows: Rows, dialect: Dialect): string {
  const person = personOf(group, plan, dialect);
  const columns = cleanedColumns(group, plan, dialect);
  const written = [
    ...['file_no', 'weight', 'record_no', `${rawRecord(group)} AS raw`],
    `${placeOf(group)} AS made_place`,
    ...(rows === 'all' ? [] : ['person_no']),
  ];
  const files =
    group === NO_FILES
      ? NO_ROWS
      : rows === 'all'
        ? dialect.files(group)
        : dialect.filesOfCandidates(group, person);
  const [first, ...later] = STEPS;
  const asWritten = `SELECT
          ${[...written, ...columnsAt(first, columns)].join('\n        , ')}
      FROM ${files} AS file`;
  return later.reduce(
    (below, step) => `
    SELECT
        ${['*', ...columnsAt(step, columns)].join('\n      , ')}
    FROM (${below}) AS step_${step}`,
    asWritten,
  );
}

/** The cells of a record as one text, separated by commas. */
export function rawRecord({ columns }: FileGroup): string {
  const cells = columns.map((_, index) => `coalesce(CAST(c${index} AS STRING), '')`);
  return cells.length === 0 ? `''` : `concat_ws(',', ${cells.join(', ')})`;
}

/** The place of a made table's row in the file that it came from. */
function placeOf({ columns, locatorColumn }: FileGroup): string {
  return locatorColumn === undefined
    ? 'CAST(NULL AS STRING)'
    : `CAST(c${columns.indexOf(locatorColumn)} AS STRING)`;
}

function columnsAt(step: CleanedColumn['step'], columns: readonly CleanedColumn[]): string[] {
  return columns.flatMap((column) =>
    column.step === step ? [`${column.expression} AS ${column.name}`] : [],
  );
}
