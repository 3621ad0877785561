import type { TablePlan } from '../../inputs/tables/plan.js';
import { columnsOfPattern } from '../../inputs/tables/selected-columns.js';
import { isoDay } from '../../timeline/day.js';
import type { LinePattern } from '../../timeline/selection.js';
import { furtherCodes } from './code-columns.js';
import { type Dialect, literal } from './dialect.js';
import { isInRelation } from './stated-columns.js';

/**
 * Whether a row of the cleaned medical relation is a line of a pattern. With slack, a row also matches if
 * some line of its claim can have a date within the days, because the pattern's code holds for all of them.
 */
export function fitsPattern(pattern: LinePattern, plan: TablePlan, dialect: Dialect): string {
  return conditions(pattern, carriesCode(pattern, plan, dialect), claimDays(pattern, dialect));
}

/** The same for a row of the pharmacy relation. */
export function fitsDrugPattern(pattern: LinePattern, plan: TablePlan, dialect: Dialect): string {
  return conditions(pattern, carriesCode(pattern, plan, dialect), daysOf(pattern, 'dispensing_date'));
}

export function isDrugPattern({ column }: LinePattern): boolean {
  return column === 'drug';
}

/** Whether any of some conditions holds; FALSE for none. */
export function anyOf(all: readonly string[]): string {
  return all.length === 0 ? 'FALSE' : `(${all.join(' OR ')})`;
}

/** Whether the row carries a code of the pattern, on any day. */
export function carriesCode(pattern: LinePattern, plan: TablePlan, dialect: Dialect): string {
  const { codes, column, position } = pattern;
  const among = `(${codes.map(literal).join(', ')})`;
  const further = position === 'principal' ? null : furtherCodes(column);
  const stated = columnsOfPattern(pattern).filter((name) => isInRelation(name, plan));
  const inCells = stated.map((name) => `${name} IN ${among}`);
  return anyOf(
    further === null
      ? inCells
      : [...inCells, `(${further} IS NOT NULL AND ${dialect.hasWord(further, codes)})`],
  );
}

function conditions({ codes }: LinePattern, code: string, days: string | null): string {
  if (codes.length === 0) return 'FALSE';
  return days === null ? code : `(${code} AND ${days})`;
}

function daysOf({ days }: LinePattern, date: string): string | null {
  if (days === null) return null;
  return `${date} BETWEEN DATE ${literal(isoDay(days.first))} AND DATE ${literal(isoDay(days.last))}`;
}

function claimDays(pattern: LinePattern, dialect: Dialect): string | null {
  const { days, slack } = pattern;
  if (days === null || slack === null) return daysOf(pattern, 'service_date');
  const before = (count: number): string => dialect.plusDays(`DATE ${literal(isoDay(days.first))}`, -count);
  const after = (count: number): string => dialect.plusDays(`DATE ${literal(isoDay(days.last))}`, count);
  const { withoutClaimDates, outsideClaimDates } = slack;
  return `CASE
            WHEN claim_start_date IS NULL OR claim_end_date IS NULL
            THEN service_date BETWEEN ${before(withoutClaimDates)} AND ${after(withoutClaimDates)}
            ELSE least(service_date, claim_start_date) <= ${after(outsideClaimDates)}
              AND greatest(service_date, claim_line_end_date, claim_end_date) >= ${before(outsideClaimDates)}
          END`;
}
