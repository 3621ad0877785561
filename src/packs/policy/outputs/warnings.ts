import { isoDay } from '../../../timeline/day.js';
import type { WarningFacts } from '../../quality.js';
import { shippedPolicy } from '../policies/index.js';
import { isInForce, type Policy, readingsOf } from '../policy.js';
import type { PolicyRules } from '../rules.js';
import type { PolicyTotals } from './tally.js';

/** Warnings about the policy. */
export function warningsOfPolicy({ counts }: PolicyTotals, rules: PolicyRules): WarningFacts[] {
  const { policy, period } = rules;
  const outside = !(isInForce(policy, period.first) && isInForce(policy, period.last));
  return [
    ...(outside
      ? [
          {
            code: 'LBP-W311',
            text: `policy ${policy.id} is in force ${inForceText(policy)}, and the period is ${isoDay(period.first)} to ${isoDay(period.last)}: ${counts.outsideEffective} of its lines are judged by a policy that was not in force`,
            count: 1,
          },
        ]
      : []),
    ...(isAnother(policy)
      ? [
          {
            code: 'LBP-W312',
            text: `the policy has the id ${policy.id} of one that ships and is not the same; give it an id of its own`,
            count: 1,
          },
        ]
      : []),
    ...readingsOf(policy).map((text) => ({
      code: 'LBP-W313',
      text: `a reading of policy ${policy.id}, which its document leaves open: ${text}`,
      count: 1,
    })),
  ];
}

/** Warnings about the lines. */
export function warningsOfLines(
  { counts, unknownCodes, linesOfBusiness }: PolicyTotals,
  { policy }: PolicyRules,
): WarningFacts[] {
  const unmatched = (policy.lines_of_business ?? []).filter((line) => !linesOfBusiness.has(line));
  const codes = [...unknownCodes.keys()].sort();
  const lines = [...unknownCodes.values()].reduce((sum, count) => sum + count, 0);
  return [
    {
      code: 'LBP-W321',
      text: `lines with an imaging code of no known modality and region, which count as other: ${codes.join(', ')}`,
      count: lines,
    },
    {
      code: 'LBP-W322',
      text: 'lines whose claim_type is blank, or neither professional nor institutional: the policy does not cover them, so they would be paid; write one of these words there',
      count: counts.unknownClaimType,
    },
    {
      code: 'LBP-W323',
      text: 'amounts that cannot be read as a decimal number; they are blank in policy-lines.csv and in no sum',
      count: counts.unreadableAmounts,
    },
    {
      code: 'LBP-W324',
      text: 'amounts with a fraction of a cent, which is rounded, half a cent away from zero',
      count: counts.roundedAmounts,
    },
    {
      code: 'LBP-W325',
      text: 'supplemental records of imaging in the period, which are not claim lines and are not judged',
      count: counts.supplementalImaging,
    },
    {
      code: 'LBP-W326',
      text: `names in lines_of_business of policy ${policy.id} that are no payer_type or plan of anybody with an imaging line: ${unmatched.join(', ')}`,
      count: counts.lines === 0 ? 0 : unmatched.length,
    },
  ];
}

function inForceText({ effective: { from, to } }: Policy): string {
  const parts = [from === null ? '' : `from ${from}`, to === null ? '' : `until ${to}`];
  return parts.filter((part) => part !== '').join(' ');
}

/** Whether a policy has the id of a shipped one but differs from it. */
function isAnother(policy: Policy): boolean {
  const shipped = shippedPolicy(policy.id);
  return shipped !== null && JSON.stringify(shipped) !== JSON.stringify(policy);
}
