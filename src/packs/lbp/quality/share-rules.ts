import type { Part } from '../../../timeline/part.js';
import type { QualityFacts, ShareRule } from '../../quality.js';
import type { YearRules } from '../years/year-rules.js';

const NEVER = Number.POSITIVE_INFINITY;

/** The rows rejected for some of the reasons, out of all rows of the table. */
function rejected(
  table: 'claims' | 'pharmacy' | 'eligibility',
  isOne: (reason: string) => boolean,
): (facts: QualityFacts) => Part | null {
  return (facts) => {
    const found = facts[table];
    if (found === null) return null;
    const count = Object.entries(found.rejected)
      .filter(([reason]) => isOne(reason))
      .reduce((sum, [, rows]) => sum + rows, 0);
    return { count, of: found.rows };
  };
}

const NDC_REASONS = ['ambiguous_ndc', 'bad_ndc'];
const ELIGIBILITY_REASONS = ['missing_birth_date', 'unknown_product_line'];

/** Thresholds and sentences for the claims of a year (docs/audit.md has the same list). */
export function shareRules({ ignoresLabDiagnoses }: YearRules): ShareRule[] {
  return SHARE_RULES.filter(({ code }) => ignoresLabDiagnoses || code !== PLACE_OF_SERVICE);
}

const PLACE_OF_SERVICE = 'LBP-D202';

const SHARE_RULES: readonly ShareRule[] = [
  {
    code: 'LBP-D105',
    part: ({ claims, today }) => ({
      count: [...claims.days].filter(([day]) => day > today).reduce((sum, [, rows]) => sum + rows, 0),
      of: [...claims.days.values()].reduce((sum, rows) => sum + rows, 0),
    }),
    warning: 0.0001,
    error: 0.01,
    isIgnoredBelow: false,
    what: 'of claim rows have a service date in the future',
    effect: 'Dates are mistyped or read in the wrong format, so events and windows lie on wrong days.',
    fix: 'Look at the date columns; set dates in the config where the format is not what was found.',
  },
  {
    code: 'LBP-D201',
    part: ({ claims, missingColumns }) =>
      missingColumns.has('medical_claim.diagnosis_code_2')
        ? { count: claims.rows, of: claims.rows }
        : claims.withoutSecondDiagnosis,
    warning: 0.8,
    error: 0.98,
    isIgnoredBelow: true,
    what: 'of claim rows have no second diagnosis',
    effect:
      'History and exclusions are mostly found in later positions: the denominator is too large, and imaging claims that carry low back pain second are missed.',
    fix: 'Ask for an extract with all diagnoses, or map diagnosis_code_2 and on.',
  },
  {
    code: PLACE_OF_SERVICE,
    part: ({ claims, missingColumns }) =>
      missingColumns.has('medical_claim.place_of_service_code')
        ? { count: claims.rows, of: claims.rows }
        : claims.withoutPlace,
    warning: 0.7,
    error: NEVER,
    isIgnoredBelow: true,
    what: 'of claim rows have no place of service',
    effect:
      'Laboratory lines cannot be recognized, so their diagnoses count as history, event and exclusion.',
    fix: 'Map place_of_service_code; institutional rows may lack it.',
  },
  {
    code: 'LBP-D205',
    part: ({ claims }) => claims.shortRevenueCodes,
    warning: NEVER,
    error: NEVER,
    isIgnoredBelow: false,
    what: 'of revenue codes are written without the leading zero',
    effect: 'None: they are read with the zero. Other programs may not do so.',
    fix: 'Nothing to do here.',
  },
  {
    code: 'LBP-D206',
    part: ({ claims, missingColumns }) =>
      missingColumns.has('medical_claim.claim_status')
        ? { count: claims.rows, of: claims.rows }
        : claims.unknownStatus,
    warning: 0.05,
    error: NEVER,
    isIgnoredBelow: true,
    what: 'of claim rows have no known status',
    effect: 'They count as not denied: denied imaging counts too, which makes the rate too low.',
    fix: 'Map claim_status and its words with values.claim_status.',
  },
  {
    code: 'LBP-D207',
    part: ({ claims }) => claims.repeated,
    warning: 0.01,
    error: NEVER,
    isIgnoredBelow: false,
    what: 'of claim rows repeat another row exactly',
    effect: 'None on the rate, because they count once; but files may overlap or be given twice.',
    fix: 'Look at which files hold the same claims.',
  },
  {
    code: 'LBP-D208',
    part: ({ claims }) => claims.contradicting,
    warning: 0.001,
    error: 0.05,
    isIgnoredBelow: false,
    what: 'of claim rows repeat a line with different values',
    effect: 'All versions count: codes that a correction took away still make history and exclusions.',
    fix: 'Give final versions only, or mark the earlier ones as voided.',
  },
  {
    code: 'LBP-D209',
    part: rejected('claims', () => true),
    warning: 0.001,
    error: 0.01,
    isIgnoredBelow: false,
    what: 'of claim rows cannot be used',
    effect: 'Events, imaging and exclusions on them are missed.',
    fix: 'Run with --out and see rejects.csv for file, line and reason.',
  },
  {
    code: 'LBP-D212',
    part: ({ claims }) => claims.withoutDiagnosis,
    warning: 0.05,
    error: 0.5,
    isIgnoredBelow: true,
    what: 'of claims have no principal diagnosis on any row',
    effect:
      'They are no events, and no imaging for low back pain: events are missed, and the rate is too high.',
    fix: 'See whether diagnosis_code_1 is mapped, and which claims lack it.',
  },
  {
    code: 'LBP-D303',
    part: ({ pharmacy }) => pharmacy?.withoutSupply ?? null,
    warning: 0.01,
    error: 0.5,
    isIgnoredBelow: false,
    what: 'of steroid fills have no days of supply',
    effect: 'They cover no day, so prolonged steroids are missed and the denominator is too large.',
    fix: 'Map days_supply.',
  },
  {
    code: 'LBP-D307',
    part: ({ pharmacy, missingColumns }) => {
      if (pharmacy === null) return null;
      return missingColumns.has('pharmacy_claim.days_supply')
        ? { count: pharmacy.rows, of: pharmacy.rows }
        : pharmacy.blankSupply;
    },
    warning: 0.2,
    error: 0.98,
    isIgnoredBelow: true,
    what: 'of pharmacy rows have no days of supply',
    effect:
      'Steroids among them cover no day, so prolonged steroids are missed: the denominator is too large.',
    fix: 'Map days_supply, or ask for an extract with it.',
  },
  {
    code: 'LBP-D304',
    part: rejected('pharmacy', (reason) => NDC_REASONS.includes(reason)),
    warning: 0.001,
    error: 0.05,
    isIgnoredBelow: false,
    what: 'of pharmacy rows have an NDC of fewer or more than eleven digits',
    effect: 'They match no list, so exclusions by drugs are missed.',
    fix: 'Write NDCs with eleven digits, or with their hyphens.',
  },
  {
    code: 'LBP-D306',
    part: rejected('pharmacy', (reason) => !NDC_REASONS.includes(reason)),
    warning: 0.001,
    error: 0.01,
    isIgnoredBelow: false,
    what: 'of pharmacy rows cannot be used',
    effect: 'Exclusions by the drugs on them are missed.',
    fix: 'Run with --out and see rejects.csv for file, line and reason.',
  },
  {
    code: 'LBP-D401',
    part: (facts) => {
      const missing = rejected('eligibility', (reason) => reason === 'missing_birth_date')(facts);
      return {
        count: (missing?.count ?? 0) + (facts.eligibility.impossibleBirths?.count ?? 0),
        of: facts.eligibility.rows,
      };
    },
    warning: 0.0001,
    error: 0.01,
    isIgnoredBelow: false,
    what: 'of enrollment rows have no birth date, or an impossible one',
    effect: 'The rows are rejected or the age is wrong: people drop out or fall into the wrong band.',
    fix: 'Fill birth_date; defaults such as 1900-01-01 or 9999-12-31 are not birth dates.',
  },
  {
    code: 'LBP-D402',
    part: rejected('eligibility', (reason) => reason === 'unknown_product_line'),
    warning: 0.0001,
    error: 0.01,
    isIgnoredBelow: false,
    what: 'of enrollment rows have a payer_type that is not mapped',
    effect: 'The rows are rejected: the people lose cover, and their line is missing from the rate.',
    fix: 'Map the words with values.payer_type; cover that is not reported is "other".',
  },
  {
    code: 'LBP-D403',
    part: ({ persons }) => persons.withoutEligibility,
    warning: 0.02,
    error: 0.2,
    isIgnoredBelow: false,
    what: 'of people with claims have no enrollment',
    effect: 'They cannot be in the denominator, whatever their claims say.',
    fix: 'See whether person_id means the same in both tables, and whether enrollment covers all years of the claims.',
  },
  {
    code: 'LBP-D404',
    part: ({ persons }) => persons.candidatesWithoutEligibility,
    warning: 0.01,
    error: 0.1,
    isIgnoredBelow: false,
    what: 'of people with an index event have no enrollment',
    effect: 'They are missing from the denominator.',
    fix: 'As for LBP-D403; a run lists them in unreported.csv.',
  },
  {
    code: 'LBP-D408',
    part: ({ claims }) => claims.outsideEnrollment,
    warning: 0.05,
    error: 0.4,
    isIgnoredBelow: true,
    what: "of enrolled people's claim rows are of a day that their spans do not cover",
    effect: 'Spans are missing, so people fail continuous enrollment and are not in the denominator.',
    fix: 'See whether enrollment covers all years of the claims, and whether its dates are read in the right format.',
  },
  {
    code: 'LBP-D405',
    part: ({ eligibility }) => eligibility.oneDayGaps,
    warning: 0.01,
    error: 0.1,
    isIgnoredBelow: false,
    what: 'of enrollment spans begin two days after the previous one ends, which leaves one day uncovered',
    effect:
      'One uncovered day breaks continuous enrollment: people who were in fact covered are not in the denominator.',
    fix: 'See whether spans end on the last day of the month; correct the end dates.',
  },
  {
    code: 'LBP-D407',
    part: rejected('eligibility', (reason) => !ELIGIBILITY_REASONS.includes(reason)),
    warning: 0.001,
    error: 0.01,
    isIgnoredBelow: false,
    what: 'of enrollment rows cannot be used for another reason',
    effect: 'The people lose cover.',
    fix: 'Run with --out and see rejects.csv for file, line and reason.',
  },
];
