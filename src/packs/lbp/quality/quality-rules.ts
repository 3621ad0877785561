import { dayOf } from '../../../timeline/day.js';
import type { NeededColumn, NeededRole, PeopleRule, QualityRules, ReachRule } from '../../quality.js';
import type { YearRules } from '../years/year-rules.js';
import { shareRules } from './share-rules.js';

/** What the rules of a year need from the data, and the effect on the rate where it is missing (docs/audit.md). */
export function qualityRules(year: YearRules): QualityRules {
  return {
    period: { first: dayOf(year.year, 1, 1), last: dayOf(year.year, 12, 31) },
    events: 'index events',
    people: PEOPLE,
    noClaims: {
      effect: 'There is nothing to measure, and no rate.',
      fix: 'See whether --year is the year of the claims, and the dates are mapped.',
    },
    shares: shareRules(year),
    roles: ROLES.filter(({ role }) => role !== 'visit' || year.visitSets !== null),
    columns: year.exclusions.some(({ kind }) => kind === 'death') ? [DEATH_DATE] : [],
    reach: REACH,
    thinMonth: {
      effect: 'Events, history and imaging of the month are missed; where imaging is, the rate is too high.',
      fix: 'See whether a file of the month is missing, or whether its claims have not all come in.',
    },
    fills: {
      daysBack: 365,
      suppliedRole: 'corticosteroids',
      none: {
        effect: 'Steroids, osteoporosis and dementia drugs exclude nobody: the denominator is too large.',
        fix: 'Give them with --pharmacy.',
      },
      noneListed: {
        effect: 'Steroids, osteoporosis and dementia drugs exclude nobody: the denominator is too large.',
        fix: 'See whether ndc_code is mapped, and whether the medication lists are real ones.',
      },
      noneOfCandidates: {
        effect: 'Steroids, osteoporosis and dementia drugs exclude nobody: the denominator is too large.',
        fix: 'See whether person_id means the same in the pharmacy claims.',
      },
      noneOfPeriod: {
        effect: 'Drugs exclude nobody in the year: the denominator is too large.',
        fix: 'Give the pharmacy claims of the year and the one before.',
      },
      tooShort: {
        effect: 'Prolonged steroids are missed: the denominator is too large.',
        fix: 'Give the pharmacy claims of the whole year and the one before.',
      },
    },
    openSets: {
      effect: 'Rates are not HEDIS rates.',
      fix: 'Give the licensed directory with --value-sets and --medications.',
    },
  };
}

/** docs/measure-logic.md 2.1 and 2.2 */
const PEOPLE: PeopleRule = {
  what: 'a principal low-back-pain diagnosis in the intake period',
  none: {
    effect: 'There are no candidates, and no rate.',
    fix: 'See whether diagnosis_code_1 is mapped, and whether --year is the year of the claims and of the value sets.',
  },
  unreported: {
    effect: 'The denominators are empty, and there is no rate.',
    fix: 'unreported.csv lists them; lbp explain gives the reasons for one of them.',
  },
};

/** Codes without which the measure has no result. */
const ROLES: readonly NeededRole[] = [
  {
    role: 'low_back_pain',
    isEssential: false,
    severity: 'error',
    what: 'a low-back-pain diagnosis',
    effect: 'There are no index events, and no rate.',
    fix: 'See whether diagnosis_code_1 is mapped and the claims are of the year.',
  },
  {
    role: 'imaging',
    isEssential: true,
    severity: 'error',
    what: 'an imaging code',
    effect: 'Nobody is imaged, so the rate is 100 %.',
    fix: 'See whether hcpcs_code is mapped and radiology claims are in the extract.',
  },
  {
    role: 'visit',
    isEssential: false,
    severity: 'error',
    what: 'a visit code',
    effect: 'The rules of the year need a visit code: there are no index events.',
    fix: 'See whether hcpcs_code and revenue_center_code are mapped.',
  },
  {
    role: 'inpatient_stay',
    isEssential: false,
    severity: 'warning',
    what: 'a revenue code of an inpatient stay',
    effect: 'Events that became a stay are not taken out.',
    fix: 'See whether revenue_center_code is mapped and institutional claims are in the extract.',
  },
];

const DEATH_DATE: NeededColumn = {
  code: 'LBP-D406',
  column: 'eligibility.death_date',
  effect: 'People who died in the year are not excluded.',
  fix: 'Map death_date.',
};

/** From the index event: the negative history, the exclusions of a year, and imaging (measure logic 2.6, 3, 4). */
const REACH: readonly ReachRule[] = [
  {
    code: 'LBP-D101',
    days: -180,
    effect:
      'Earlier low back pain is not seen, so people pass the negative history who should not: the denominator is too large.',
    fix: 'Give claims from July of the year before on, or earlier.',
  },
  {
    code: 'LBP-D102',
    days: -365,
    effect:
      'Exclusions that look back a year or further are missed: the denominator is too large, and more of it is imaged.',
    fix: 'Give claims from January of the year before on; for exclusions at any time, give all claims there are.',
  },
  {
    code: 'LBP-D103',
    days: 28,
    effect: 'Imaging that has not come in counts as none: the rate is too high.',
    fix: 'Wait for the claims of the last month and of January, or give the files that are missing.',
  },
];
