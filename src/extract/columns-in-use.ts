import type { TablePlan } from '../inputs/tables/plan.js';
import { enrollmentColumns, FACT_COLUMNS } from '../inputs/tables/selected-columns.js';
import type { Selection } from '../timeline/selection.js';
import type { Plans } from './sql/tables.js';

/**
 * The same plans without the columns that a Selection does not read: unread columns need not be copied, and
 * files that differ only in those are read as one group.
 */
export function columnsInUse({ medical, pharmacy, eligibility }: Plans, selection: Selection): Plans {
  const { carried } = selection;
  const facts = (carried?.facts ?? []).flatMap((fact) => FACT_COLUMNS[fact]);
  return {
    medical: inUse(medical, facts),
    pharmacy: pharmacy === null ? null : inUse(pharmacy, []),
    eligibility: inUse(eligibility, enrollmentColumns(selection)),
  };
}

function inUse(plan: TablePlan, asked: readonly string[]): TablePlan {
  const used = plan.table.columns
    .filter(({ name, read }) => read === 'always' || asked.includes(name))
    .map(({ name }) => name);
  const groups = plan.groups.map((group) => ({
    ...group,
    sources: new Map([...group.sources].filter(([name]) => used.includes(name))),
  }));
  return { ...plan, groups };
}
