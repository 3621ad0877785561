import type { Cell } from '../../../report/output-folder.js';
import { GATES } from '../decision.js';
import type { MeasureRules } from '../resolve.js';
import type { Tally } from './tally.js';

/** waterfall.csv: from the candidates to the denominator, rule by rule (docs/outputs.md). */
export const WATERFALL_COLUMNS = [
  'product_line',
  'age_band',
  'step',
  'rule',
  'persons_first',
  'persons_any',
] as const;

/**
 * Step 0 is all candidates, the last step the denominator. In between, each rule with the people whom it was the
 * first to take out, so that the column adds up, and with all whom it held for.
 */
export function waterfallRows(tally: Tally, rules: MeasureRules): Cell[][] {
  const reasons = [...GATES, ...rules.exclusions.map(({ id }) => id)];
  return tally.strata.flatMap(({ productLine, band, counts }) => [
    [productLine, band, 0, 'candidates', counts.candidates, counts.candidates],
    ...reasons.map((reason, index) => [
      productLine,
      band,
      index + 1,
      reason,
      counts.first.get(reason) ?? 0,
      counts.any.get(reason) ?? 0,
    ]),
    [productLine, band, reasons.length + 1, 'denominator', counts.denominator, counts.denominator],
  ]);
}
