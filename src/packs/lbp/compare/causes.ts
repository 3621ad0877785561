import type { Cause } from '../../comparison.js';
import type { OutputRow } from '../../table.js';

/** Rules that rest on enrollment alone and use no value set. */
const OF_ENROLLMENT: ReadonlySet<string> = new Set([
  ...['age', 'enrollment', 'death', 'product_line'],
  ...['no_eligibility', 'not_enrolled_on_index_date', 'product_line_not_reported'],
]);

/**
 * The possible causes of a difference in a rule, based on where its records come from.
 *
 * @param rule a reason, `index`, `imaging`, `product_line`, or a reason of unreported.csv
 * @param rows the records on both sides
 */
export function possibleCauses(rule: string, rows: readonly OutputRow[]): ReadonlySet<Cause> {
  const always: Cause[] = ['measurement_year', 'rules_version', 'tool_version', 'settings'];
  if (OF_ENROLLMENT.has(rule)) return new Set([...always, 'eligibility']);
  const drugs = rows.filter((row) => row['code_system'] === 'NDC');
  const facts = rule === 'hospice' ? rows.filter((row) => row['claim_id'] === '') : [];
  const kinds: Cause[] = [
    ...(drugs.length > 0 ? (['pharmacy'] as const) : []),
    ...(facts.length > 0 ? (['eligibility'] as const) : []),
    ...(drugs.length + facts.length < rows.length || rows.length === 0 ? (['claims'] as const) : []),
  ];
  return new Set([...always, 'value_sets', ...kinds]);
}
