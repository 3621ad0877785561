import type { TotalTable } from '../../pack.js';
import type { Cell } from '../../table.js';
import { GATES, type Reason } from '../decision.js';
import type { MeasureRules } from '../resolve.js';
import type { Stratum } from './strata.js';
import { hiddenRows, hiddenStrata } from './suppression.js';
import type { LbpTotals } from './tally.js';

/**
 * waterfall.csv: from the candidates to the denominator, rule by rule (docs/outputs.md). Step 0 is all
 * candidates, the last step is the denominator. In between, each rule has the people that it is the first to
 * remove, so that the column adds up, and all people that it applies to.
 */
export const WATERFALL: TotalTable<LbpTotals, MeasureRules> = {
  name: 'waterfall.csv',
  about: 'from the candidates to the denominator, rule by rule',
  columns: [
    { name: 'product_line', type: 'text', about: 'as in members.csv' },
    { name: 'age_band', type: 'text', about: 'as in summary.csv' },
    {
      name: 'step',
      type: 'count',
      about: '0 for the candidates, then one for each rule in use, last the denominator',
    },
    {
      name: 'rule',
      type: 'text',
      about: '`candidates`, a reason, with `--as-of` also `open`, or `denominator`',
    },
    { name: 'persons_first', type: 'count', about: 'people that this rule takes out first' },
    {
      name: 'persons_any',
      type: 'count',
      about: 'people for whom the rule holds at all; not those whose status is open',
    },
  ],
  rows: ({ people: { strata } }, rules) => {
    const { exclusions, asOf, suppressBelow } = rules;
    const reasons = [...GATES, ...exclusions.map(({ id }) => id)];
    const open = asOf === null ? [] : ['open'];
    const hidden = hiddenStrata(strata, suppressBelow);
    return strata.flatMap((stratum) => {
      const { productLine, band, counts } = stratum;
      const hiddenReasons = hiddenReasonsOf(stratum, strata, rules);
      const step = (at: number, rule: string, first: number, any: number): Cell[] => {
        const isHidden = hidden.has(stratum) || hiddenReasons.has(rule);
        return [productLine, band, at, rule, ...(isHidden ? [] : [first, any])];
      };
      return [
        step(0, 'candidates', counts.candidates, counts.candidates),
        ...reasons.map((reason, index) =>
          step(index + 1, reason, counts.first.get(reason) ?? 0, counts.any.get(reason) ?? 0),
        ),
        ...open.map((rule) => step(reasons.length + 1, rule, counts.open, counts.open)),
        step(reasons.length + open.length + 1, 'denominator', counts.denominator, counts.denominator),
      ];
    });
  },
};

/**
 * The rules of a waterfall to blank. The gates add up to the ineligible people, the exclusions to the
 * excluded ones, and each rule adds up over the bands to its total: if any rule of a product line is blanked,
 * so are all rules of its bands. Those who fail the gate of age are the band `other` of summary.csv, so that
 * age cannot stand in for another gate: the gates are blanked together, and with that band.
 */
export function hiddenReasonsOf(
  { productLine, band }: Pick<Stratum, 'productLine' | 'band'>,
  strata: readonly Stratum[],
  { exclusions, suppressBelow }: MeasureRules,
): ReadonlySet<string> {
  const groups: readonly (readonly Reason[])[] = [GATES, exclusions.map(({ id }) => id)];
  const hiddenIn = ({ counts }: Stratum): Reason[] =>
    groups.flatMap((group) => [
      ...hiddenRows(
        group,
        (reason) => [counts.first.get(reason) ?? 0, counts.any.get(reason) ?? 0],
        suppressBelow,
      ),
    ]);
  const ofLine = strata.filter((stratum) => stratum.productLine === productLine);
  if (band !== 'total') return new Set(ofLine.some((one) => hiddenIn(one).length > 0) ? groups.flat() : []);
  const ofTotal = new Set<string>(ofLine.filter((one) => one.band === 'total').flatMap(hiddenIn));
  const isOtherHidden = [...hiddenStrata(ofLine, suppressBelow)].some((one) => one.band === 'other');
  const areGatesHidden = isOtherHidden || GATES.some((gate) => ofTotal.has(gate));
  return areGatesHidden ? new Set([...ofTotal, ...GATES]) : ofTotal;
}
