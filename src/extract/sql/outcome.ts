import { CUT_NUMBER } from '../../codes/read-id.js';
import type { Table } from '../../inputs/tables/columns.js';
import { type Condition, FIRST_DAY, LAST_DAY, ROW_CHECKS } from '../../inputs/tables/row-checks.js';
import { isNoDate, writtenAs } from './cleaned-columns.js';
import { type Dialect, literal } from './dialect.js';
import { VOID_BILL } from './reversals.js';

/** The outcome of a cleaned row of a table: from the first check that applies, else empty. */
export function outcomeOf(table: Table, dialect: Dialect): string {
  const cases = ROW_CHECKS[table.name].map(
    ({ outcome, any }) =>
      `WHEN ${any.map((condition) => holds(condition, table, dialect)).join(' OR ')} THEN ${literal(outcome)}`,
  );
  return `CASE
        ${[...cases, `ELSE ''`].join('\n        ')}
      END`;
}

/** Whether a text is a number in scientific notation, whose last digits are lost. */
export function isCutNumber(text: string, dialect: Dialect): string {
  return `${text} LIKE '%+%' AND ${dialect.matches(text, CUT_NUMBER)}`;
}

function holds(condition: Condition, table: Table, dialect: Dialect): string {
  switch (condition.is) {
    case 'blank':
      return condition.columns.map((column) => `${writtenAs(column, table)} IS NULL`).join(' AND ');
    case 'cut number':
      return condition.columns.map((column) => isCutNumber(column, dialect)).join(' OR ');
    case 'no date':
      return condition.columns.map(isNoDate).join(' OR ');
    case 'impossible day':
      return condition.columns
        .map((column) => `${column} NOT BETWEEN DATE ${literal(FIRST_DAY)} AND DATE ${literal(LAST_DAY)}`)
        .join(' OR ');
    case 'before':
      return `${condition.column} < ${condition.other}`;
    case 'voided':
      return 'is_voided';
    case 'void bill':
      return VOID_BILL;
    case 'ten digits': {
      const { column } = condition;
      return `${column} IS NULL AND ${dialect.matches(writtenAs(column, table), '[0-9]{10}')}`;
    }
    case 'unknown word':
    case 'no drug':
      return `${condition.column} IS NULL`;
  }
}
