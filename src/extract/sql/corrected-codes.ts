import type { CellKind } from '../../codes/readings.js';
import { DIAGNOSES } from '../../inputs/tables/columns.js';
import type { TablePlan } from '../../inputs/tables/plan.js';
import { textName } from './cleaned-columns.js';
import { isCorrected } from './code-cells.js';
import type { Dialect } from './dialect.js';
import { isInRelation } from './stated-columns.js';

/**
 * Whether a cell of a cleaned medical row was read as a code other than it states (src/codes/readings.ts). It is
 * asked only of candidates' rows: nobody else's codes count.
 */
export function hasCorrectedCode(plan: TablePlan, dialect: Dialect): string {
  const isStated = (name: string): boolean => plan.groups.some(({ sources }) => sources.has(name));
  const corrected = (kind: CellKind, names: readonly string[]): string => {
    const texts = names.filter((name) => isStated(name) && isInRelation(name, plan)).map(textName);
    return isCorrected(kind, texts, dialect);
  };
  return `(${corrected('diagnosis', DIAGNOSES)} OR ${corrected('bill_type', ['bill_type_code'])})`;
}
