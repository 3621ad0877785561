import type { Part } from '../timeline/part.js';
import type { Advice, QualityFacts, ShareRule } from './quality.js';

/** What is counted, and from which share on it matters: the same for every pack, because the data are the same. */
type Share = Omit<ShareRule, keyof Advice | 'code'>;

const NEVER = Number.POSITIVE_INFINITY;

/** The claim rows with nothing in a column: all of them where no file has it. */
function lacking(
  column: string,
  part: ({ claims }: QualityFacts) => Part | null,
): (facts: QualityFacts) => Part | null {
  return (facts) => {
    const { claims, missingColumns } = facts;
    return missingColumns.has(column) ? { count: claims.rows, of: claims.rows } : part(facts);
  };
}

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

/** The shares that a pack can watch, by code (docs/errors.md has the same list). */
const SHARES = {
  'LBP-D105': {
    part: ({ claims, today }) => ({
      count: [...claims.days].filter(([day]) => day > today).reduce((sum, [, rows]) => sum + rows, 0),
      of: [...claims.days.values()].reduce((sum, rows) => sum + rows, 0),
    }),
    warning: 0.0001,
    error: 0.01,
    isIgnoredBelow: false,
    what: 'of claim rows have a service date in the future',
  },
  'LBP-D201': {
    part: lacking('medical_claim.diagnosis_code_2', ({ claims }) => claims.withoutSecondDiagnosis),
    warning: 0.8,
    error: 0.98,
    isIgnoredBelow: true,
    what: 'of claim rows have no second diagnosis',
  },
  'LBP-D202': {
    part: lacking('medical_claim.place_of_service_code', ({ claims }) => claims.withoutPlace),
    warning: 0.7,
    error: NEVER,
    isIgnoredBelow: true,
    what: 'of claim rows have no place of service',
  },
  'LBP-D205': {
    part: ({ claims }) => claims.shortRevenueCodes,
    warning: NEVER,
    error: NEVER,
    isIgnoredBelow: false,
    what: 'of revenue codes are written without the leading zero',
  },
  'LBP-D206': {
    part: lacking('medical_claim.claim_status', ({ claims }) => claims.unknownStatus),
    warning: 0.05,
    error: NEVER,
    isIgnoredBelow: true,
    what: 'of claim rows have no known status',
  },
  'LBP-D207': {
    part: ({ claims }) => claims.repeated,
    warning: 0.01,
    error: NEVER,
    isIgnoredBelow: false,
    what: 'of claim rows repeat another row exactly',
  },
  'LBP-D208': {
    part: ({ claims }) => claims.contradicting,
    warning: 0.001,
    error: 0.05,
    isIgnoredBelow: false,
    what: 'of claim rows repeat a line with different values',
  },
  'LBP-D209': {
    part: rejected('claims', () => true),
    warning: 0.001,
    error: 0.01,
    isIgnoredBelow: false,
    what: 'of claim rows cannot be used',
  },
  'LBP-D212': {
    part: ({ claims }) => claims.withoutDiagnosis,
    warning: 0.05,
    error: 0.5,
    isIgnoredBelow: true,
    what: 'of claims have no principal diagnosis on any row',
  },
  'LBP-D303': {
    part: ({ pharmacy }) => pharmacy?.withoutSupply ?? null,
    warning: 0.01,
    error: 0.5,
    isIgnoredBelow: false,
    what: 'of steroid fills have no days of supply',
  },
  'LBP-D304': {
    part: rejected('pharmacy', (reason) => NDC_REASONS.includes(reason)),
    warning: 0.001,
    error: 0.05,
    isIgnoredBelow: false,
    what: 'of pharmacy rows have an NDC of fewer or more than eleven digits',
  },
  'LBP-D306': {
    part: rejected('pharmacy', (reason) => !NDC_REASONS.includes(reason)),
    warning: 0.001,
    error: 0.01,
    isIgnoredBelow: false,
    what: 'of pharmacy rows cannot be used',
  },
  'LBP-D307': {
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
  },
  'LBP-D401': {
    part: (facts) => {
      const missing = rejected('eligibility', (reason) => reason === 'missing_birth_date')(facts);
      const impossible = facts.eligibility.impossibleBirths?.count ?? 0;
      return { count: (missing?.count ?? 0) + impossible, of: facts.eligibility.rows };
    },
    warning: 0.0001,
    error: 0.01,
    isIgnoredBelow: false,
    what: 'of enrollment rows have no birth date, or an impossible one',
  },
  'LBP-D402': {
    part: rejected('eligibility', (reason) => reason === 'unknown_product_line'),
    warning: 0.0001,
    error: 0.01,
    isIgnoredBelow: false,
    what: 'of enrollment rows have a payer_type that is not mapped',
  },
  'LBP-D308': {
    part: ({ pharmacy }) => pharmacy?.withoutEligibility ?? null,
    warning: 0.02,
    error: 0.2,
    isIgnoredBelow: false,
    isAbsenceIfAll: true,
    what: 'of people with pharmacy claims have no enrollment',
  },
  'LBP-D403': {
    part: ({ persons }) => persons.withoutEligibility,
    warning: 0.02,
    error: 0.2,
    isIgnoredBelow: false,
    what: 'of people with claims have no enrollment',
  },
  'LBP-D404': {
    part: ({ persons }) => persons.candidatesWithoutEligibility,
    warning: 0.01,
    error: 0.1,
    isIgnoredBelow: false,
    what: 'of people with an index event have no enrollment',
  },
  'LBP-D405': {
    part: ({ eligibility }) => eligibility.oneDayGaps,
    warning: 0.01,
    error: 0.1,
    isIgnoredBelow: false,
    what: 'of enrollment spans begin two days after the previous one ends, which leaves one day uncovered',
  },
  'LBP-D407': {
    part: rejected('eligibility', (reason) => !ELIGIBILITY_REASONS.includes(reason)),
    warning: 0.001,
    error: 0.01,
    isIgnoredBelow: false,
    what: 'of enrollment rows cannot be used for another reason',
  },
  'LBP-D408': {
    part: ({ claims }) => claims.outsideEnrollment,
    warning: 0.05,
    error: 0.4,
    isIgnoredBelow: true,
    what: "of enrolled people's claim rows are of a day that their spans do not cover",
  },
  'LBP-D410': {
    part: ({ eligibility }) => eligibility.unsaidBenefits,
    warning: 0,
    error: NEVER,
    isIgnoredBelow: false,
    what: 'of enrollment rows have a blank medical_benefit, where others say yes and none says no',
  },
} as const satisfies Readonly<Record<string, Share>>;

export type ShareCode = keyof typeof SHARES;

/**
 * Watches a share of the rows for a pack; only the pack knows the effect on its results.
 *
 * @example
 * watched('LBP-D403', { effect: 'They cannot be in the denominator.', fix: 'See whether enrollment covers the year.' })
 * // a warning from 2 % of the people with claims on, an error from 20 % on
 */
export function watched(code: ShareCode, advice: Advice): ShareRule {
  return { code, ...SHARES[code], ...advice };
}
