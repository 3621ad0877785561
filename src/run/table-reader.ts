import { type CleanCopies, groupsWithCopies, withCopies } from '../extract/clean-copy.js';
import { DUCKDB } from '../extract/sql/duckdb-dialect.js';
import type { PlannedLayout } from '../inputs/layouts/planned.js';
import type { TablePlan } from '../inputs/tables/plan.js';
import type { InputKind, Inputs } from './inputs.js';
import type { Reader } from './second-reading.js';

/** How the engine reads tables, and the files of a layout. */
export const TABLE_FILES: Reader<Inputs> = {
  groups: ({ medical, pharmacy, eligibility, claimStatus, layout }) =>
    [medical, pharmacy, eligibility, claimStatus, ...(layout?.kinds ?? [])].flatMap(
      (plan) => plan?.groups ?? [],
    ),
  relation: (group) => DUCKDB.files(group),
  withCopies: inputsWith,
};

function inputsWith(inputs: Inputs, copies: CleanCopies): Inputs {
  const optional = (plan: TablePlan | null): TablePlan | null =>
    plan === null ? null : withCopies(plan, copies);
  return {
    ...inputs,
    medical: withCopies(inputs.medical, copies),
    pharmacy: optional(inputs.pharmacy),
    eligibility: withCopies(inputs.eligibility, copies),
    claimStatus: optional(inputs.claimStatus),
    layout:
      inputs.layout === null
        ? null
        : { ...inputs.layout, kinds: layoutKindsWith(inputs.layout.kinds, copies) },
    copies,
  };
}

function layoutKindsWith(kinds: PlannedLayout['kinds'], copies: CleanCopies): PlannedLayout['kinds'] {
  return kinds.map(({ kind, groups }) => ({ kind, groups: groupsWithCopies(groups, copies) }));
}

/** Records that were left out of the copies, by table and reason. */
export function brokenRows({ files, copies }: Inputs, table: InputKind): Record<string, number> {
  const rejected: Record<string, number> = {};
  for (const { fileNo, outcome, rows } of [...copies.values()].flatMap(({ fates }) => fates)) {
    if (files[fileNo]?.table === table) rejected[outcome] = (rejected[outcome] ?? 0) + rows;
  }
  return rejected;
}
