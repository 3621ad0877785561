import { DIAGNOSES, PROCEDURE_DATES, PROCEDURES } from '../../inputs/tables/columns.js';
import type { TablePlan } from '../../inputs/tables/plan.js';

/** Not the first two diagnoses, which are always read. */
const NUMBERED: ReadonlySet<string> = new Set([...DIAGNOSES.slice(2), ...PROCEDURES, ...PROCEDURE_DATES]);

/**
 * Whether the cleaned relation of a table has a column: all but the numbered ones that no file states. Most files state
 * few of these, and an engine takes longer to plan blank columns than to read a small file.
 */
export function isInRelation(name: string, { groups }: Pick<TablePlan, 'groups'>): boolean {
  if (!NUMBERED.has(name)) return true;
  return groups.some(({ sources, emptyColumns }) => {
    const source = sources.get(name);
    if (source === undefined) return false;
    return source.from === 'constant' || emptyColumns?.has(source.name) !== true;
  });
}
