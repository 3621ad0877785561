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

/** Which rows of a table are wanted: all, or those of candidates, with their `person_no`. */
export type Rows = 'all' | 'of candidates';

/** What is made of several columns of a row. */
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

/** What cells hold behind their first code, in words with one blank between them; NULL in nearly all rows. */
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
 * What everything else reads: one row for each row of a table's files, with all columns of the table by their names,
 * cleaned by their kinds, and `outcome`: empty for a row that can be used, else why it is not (row-checks.ts). Besides
 * there are `file_no`, `weight`, `record_no`, `raw`, the record separated by commas, and `made_place` of rows of made
 * tables. Nothing is decided about a person here.
 *
 * It is made in two steps: one takes every column from the file once and cleans it, and the step on top of it adds the
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
  // Where a file has no member ids, its persons are numbered by them.
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
  // A table that was not given has its columns all the same, and no row.
  const groups = plan.groups.length === 0 ? [NO_FILES] : plan.groups;
  return groups.map((group) => groupRows(group, plan, rows, dialect)).join('\n    UNION ALL');
}

const NO_FILES: FileGroup = { format: 'csv', delimiter: ',', columns: [], files: [], sources: new Map() };
const NO_ROWS =
  '(SELECT CAST(0 AS INTEGER) AS file_no, CAST(0 AS BIGINT) AS weight, CAST(NULL AS BIGINT) AS record_no, CAST(0 AS INTEGER) AS person_no WHERE FALSE)';

function groupRows(group: FileGroup, plan: TablePlan, rows: Rows, dialect: Dialect): string {
  const person = personOf(group, plan, dialect);
  const columns = cleanedColumns(group, plan, dialect);
  const raw = group.columns.map((_, index) => `coalesce(CAST(c${index} AS STRING), '')`).join(', ');
  const written = [
    ...['file_no', 'weight', 'record_no', `${raw === '' ? `''` : `concat_ws(',', ${raw})`} AS raw`],
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

/** Where a row of a made table stood in the file that it was made of. */
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
