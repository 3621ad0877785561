import type { FillRule, NeededColumn, NeededRole, QualityRules, ReachRule, ShareRule } from '../quality.js';
import { watched } from '../shares.js';
import type { Guideline } from './guideline/guideline.js';
import { type Leaf, leavesOf, setsOf } from './guideline/tree.js';
import { BACK_EPISODE, IN_SCOPE, type ReviewRules, THERAPY } from './resolve.js';

/** What a guideline needs from the data, and the effect on the suggestions where it is missing (docs/review.md). */
export function qualityRules({ question }: ReviewRules): QualityRules {
  const { guideline, from, to } = question;
  const leaves = guideline.scenarios.flatMap(({ tree }) => leavesOf(tree));
  const hasFills = hasDrugs(guideline, leaves);
  return {
    period: { first: from, last: to },
    events: 'imaging lines',
    people: {
      what: 'an imaging line in scope in the period',
      none: {
        effect: 'There is no line to review.',
        fix: 'See whether hcpcs_code is mapped, and --from and --to are of the claims.',
      },
      unreported: { effect: 'There is no line to review.', fix: 'See review.csv.' },
    },
    noClaims: {
      effect: 'There is no line to review.',
      fix: 'See whether --from and --to are of the claims, and the dates are mapped.',
    },
    shares: hasFills ? [...SHARES, STRANGERS] : SHARES,
    roles: rolesOf(guideline),
    columns: leaves.some(({ kind }) => kind === 'sex') ? [GENDER] : [],
    reach: REACH,
    thinMonth: {
      effect: 'Lines of the month are not reviewed, and findings, films and therapy of it are not shown.',
      fix: 'See whether a file of the month is missing, or whether its claims have not all come in.',
    },
    fills: hasFills ? FILLS : null,
    openSets: {
      effect:
        'Inpatient stays and drugs are found by the open sets; the code sets of the guideline are always open.',
      fix: 'Give the licensed directory with --value-sets and --medications.',
    },
  };
}

const SHARES: readonly ShareRule[] = [
  watched('LBP-D201', {
    effect: 'Findings and red flags are mostly coded in later positions: too little is shown.',
    fix: 'Ask for an extract with all diagnoses, or map diagnosis_code_2 and on.',
  }),
  watched('LBP-D202', {
    effect: 'Laboratory lines cannot be recognized, so their diagnoses count as findings: too much is shown.',
    fix: 'Map place_of_service_code; institutional rows may lack it.',
  }),
  watched('LBP-D208', {
    effect: 'Each version of an imaging line is reviewed, and counts as another image for the others.',
    fix: 'Give final claims, or mark replaced ones as voided.',
  }),
  watched('LBP-D209', {
    effect: 'Imaging lines among them, and records that support imaging, are missed.',
    fix: 'Run with --out and see rejects.csv for file, line and reason.',
  }),
  watched('LBP-D403', {
    effect: 'Age, sex and product line are not known: lines may be reviewed that are out of scope.',
    fix: 'See whether person_id means the same in both tables, and whether enrollment covers the period.',
  }),
];

/** For guidelines that ask for drugs. */
const STRANGERS = watched('LBP-D308', {
  effect: 'Their drugs are not seen, so conditions on drugs are shown too rarely.',
  fix: 'See whether person_id means the same in the pharmacy claims.',
});

function rolesOf({ care }: Guideline): NeededRole[] {
  const therapy: NeededRole = {
    role: THERAPY,
    isEssential: false,
    severity: 'warning',
    what: 'a code of physical therapy',
    effect: 'Conservative care is never shown.',
    fix: 'See whether hcpcs_code and revenue_center_code are mapped, and whether therapy is paid elsewhere.',
  };
  return [
    {
      role: IN_SCOPE,
      isEssential: true,
      severity: 'error',
      what: 'an imaging code in scope',
      effect: 'There is no line to review.',
      fix: 'See whether hcpcs_code is mapped and radiology claims are in the extract.',
    },
    {
      role: BACK_EPISODE,
      isEssential: false,
      severity: 'error',
      what: 'a diagnosis of low back pain',
      effect: 'Nobody has an episode: phases and conservative care are never shown.',
      fix: 'See whether diagnosis_code_1 and the others are mapped.',
    },
    ...(care.size === 0 ? [] : [therapy]),
  ];
}

const GENDER: NeededColumn = {
  code: 'LBP-D409',
  column: 'eligibility.gender',
  effect: 'Conditions of sex are not shown.',
  fix: 'Map gender.',
};

/** Relative to the image: an episode and its care, lasting conditions, and conditions at any time. */
const REACH: readonly ReachRule[] = [
  {
    code: 'LBP-D101',
    days: -180,
    effect: 'Episodes look shorter than they are, and films, therapy and findings are not shown.',
    fix: 'Give claims that reach back further than the period.',
  },
  {
    code: 'LBP-D102',
    days: -365,
    effect: 'Earlier images, chronic disease and conditions at any time are not shown.',
    fix: 'Give claims from a year before the period on; for conditions at any time, give all claims there are.',
  },
];

const FILLS: FillRule = {
  daysBack: 365,
  suppliedRole: null,
  none: { effect: 'Conditions on drugs are not shown.', fix: 'Give the pharmacy claims with --pharmacy.' },
  noneListed: {
    effect: 'Conditions on drugs are not shown.',
    fix: 'See whether ndc_code is mapped, and whether the medication lists are real ones.',
  },
  noneOfCandidates: {
    effect: 'Conditions on drugs are not shown.',
    fix: 'See whether person_id means the same in the pharmacy claims.',
  },
  noneOfPeriod: {
    effect: 'Conditions on drugs are not shown.',
    fix: 'Give the pharmacy claims of the period and the year before.',
  },
  tooShort: {
    effect: 'Conditions on drugs are shown too rarely.',
    fix: 'Give the pharmacy claims of the period and the year before.',
  },
};

function hasDrugs({ sets }: Guideline, leaves: readonly Leaf[]): boolean {
  const named = new Set(leaves.flatMap(setsOf));
  return [...sets].some(([name, { medicationLists }]) => medicationLists.length > 0 && named.has(name));
}
