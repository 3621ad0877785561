import { MODIFIERS } from '../inputs/tables/columns.js';
import type { TablePlan } from '../inputs/tables/plan.js';
import type { LineFact, Selection } from '../timeline/selection.js';
import type { Plans } from './sql/tables.js';

/** The columns of files that only facts of lines are made of. */
const FACT_SOURCES: Readonly<Record<Exclude<LineFact, 'billType'>, readonly string[]>> = {
  claimType: ['claim_type'],
  modifiers: MODIFIERS,
  units: ['service_unit_quantity'],
  renderingNpi: ['rendering_npi'],
  billingNpi: ['billing_npi'],
  orderingNpi: ['ordering_npi'],
  allowedAmount: ['allowed_amount'],
  paidAmount: ['paid_amount'],
};

/** Columns that tell who somebody is, for matching 837 claims; no extraction reads them. */
const OF_MATCHING = ['member_id', 'subscriber_id', 'first_name'];

/**
 * The same plans without the columns that a Selection does not read: what is not read need not be copied, and files that
 * differ in nothing else are read as one.
 */
export function columnsInUse({ medical, pharmacy, eligibility }: Plans, selection: Selection): Plans {
  const carried: readonly string[] = selection.carried?.facts ?? [];
  const idle = Object.entries(FACT_SOURCES).flatMap(([fact, columns]) =>
    carried.includes(fact) ? [] : columns,
  );
  const { enrollment } = selection;
  return {
    medical: without(medical, idle),
    pharmacy,
    eligibility: without(eligibility, [
      ...OF_MATCHING,
      ...(enrollment.includes('sex') ? [] : ['gender']),
      ...(enrollment.includes('plan') ? [] : ['plan']),
    ]),
  };
}

function without(plan: TablePlan, columns: readonly string[]): TablePlan {
  const groups = plan.groups.map((group) => ({
    ...group,
    sources: new Map([...group.sources].filter(([name]) => !columns.includes(name))),
  }));
  return { ...plan, groups };
}
