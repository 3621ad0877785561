import type { QualityRules, ReachRule } from '../quality.js';
import type { Policy } from './policy.js';
import type { PolicyRules } from './rules.js';
import { shareRules } from './share-rules.js';

/** What a policy needs from the data, and the effect on the decisions where it is missing (docs/policy.md). */
export function qualityRules({ policy, period }: PolicyRules): QualityRules {
  return {
    period,
    events: 'imaging lines with an episode',
    people: {
      what: 'an imaging line in the period',
      none: {
        effect: 'There is no line to judge.',
        fix: 'See whether hcpcs_code is mapped, and --from and --to are of the claims.',
      },
      unreported: { effect: 'There is no line to judge.', fix: 'See policy-lines.csv.' },
    },
    noClaims: {
      effect: 'There is no line to judge.',
      fix: 'See whether --from and --to are of the claims, and the dates are mapped.',
    },
    shares: shareRules(policy),
    roles: [
      {
        role: 'low_back_pain',
        isEssential: false,
        severity: 'error',
        what: 'a low-back-pain diagnosis',
        effect: 'There is no episode, and every line would be paid.',
        fix: 'See whether diagnosis_code_1 is mapped and the claims are of the period.',
      },
      {
        role: 'imaging',
        isEssential: true,
        severity: 'error',
        what: 'an imaging code',
        effect: 'There is no line to judge.',
        fix: 'See whether hcpcs_code is mapped and radiology claims are in the extract.',
      },
      {
        role: 'inpatient_stay',
        isEssential: false,
        severity: 'warning',
        what: 'a revenue code of an inpatient stay',
        effect: 'Diagnoses of a stay count on the dates of its lines and not on that of the discharge.',
        fix: 'See whether revenue_center_code is mapped and institutional claims are in the extract.',
      },
    ],
    columns: [],
    reach: reachOf(policy),
    thinMonth: {
      effect: 'Lines, earlier pain and red flags of the month are missed.',
      fix: 'See whether a file of the month is missing, or whether its claims have not all come in.',
    },
    fills: policy.flags.some(({ medication_lists: lists }) => lists.length > 0) ? fillsOf(policy) : null,
    openSets: {
      effect: "Lines are found and judged by the open sets, not by those of the policy's payer.",
      fix: 'Give the licensed directory with --value-sets and --medications.',
    },
  };
}

/** How many days before the start of an episode the policy looks back; "ever before" counts as a year. */
function daysBack({ flags }: Policy): number {
  return Math.max(0, ...flags.map(({ from }) => (from === null ? 365 : -from)));
}

/** From the start of an episode: the clean days, the windows of the flags, and their ends. */
function reachOf(policy: Policy): ReachRule[] {
  const back = daysBack(policy);
  const on = Math.max(0, ...policy.flags.map(({ to }) => to));
  const rules: ReachRule[] = [
    {
      code: 'LBP-D101',
      days: -policy.episode.clean_days,
      effect: 'Earlier low back pain is not seen, so old pain looks like a new episode: too much is denied.',
      fix: 'Give claims that reach back further than the period.',
    },
    {
      code: 'LBP-D102',
      days: -back,
      effect: 'Earlier red flags are missed: too much is denied.',
      fix: 'Give claims from a year before the period on; for flags at any time, give all claims there are.',
    },
    {
      code: 'LBP-D103',
      days: on,
      effect: 'Red flags that have not come in count as none: too much is denied.',
      fix: 'Wait for the claims of the weeks after the period, or give the files that are missing.',
    },
  ];
  return rules.filter(({ days }) => days !== 0);
}

function fillsOf(policy: Policy): QualityRules['fills'] {
  const effect = 'Flags that rest on drugs are missed: too much is denied.';
  return {
    daysBack: daysBack(policy),
    suppliedRole: null,
    none: { effect, fix: 'Give the pharmacy claims with --pharmacy.' },
    noneListed: {
      effect,
      fix: 'See whether ndc_code is mapped, and whether the medication lists are real ones.',
    },
    noneOfCandidates: { effect, fix: 'See whether person_id means the same in the pharmacy claims.' },
    noneOfPeriod: { effect, fix: 'Give the pharmacy claims of the period and the year before.' },
    tooShort: { effect, fix: 'Give the pharmacy claims of the period and the year before.' },
  };
}
