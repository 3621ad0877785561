import type { ShareRule } from '../quality.js';
import type { Policy } from './policy.js';

/** Thresholds and sentences for the claims that a policy judges. */
export function shareRules({ ages, lines_of_business: lines }: Policy): ShareRule[] {
  const asksEnrollment = ages !== null || lines !== null;
  return SHARE_RULES.filter(({ code }) => code !== WITHOUT_ENROLLMENT || asksEnrollment);
}

const WITHOUT_ENROLLMENT = 'LBP-D403';

/** The thresholds are those of the measure (docs/audit.md): the data are the same, but the effects differ. */
const SHARE_RULES: readonly ShareRule[] = [
  {
    code: 'LBP-D105',
    part: ({ claims, today }) => {
      const rows = [...claims.days];
      const sum = (days: readonly (readonly [number, number])[]): number =>
        days.reduce((total, [, count]) => total + count, 0);
      return { count: sum(rows.filter(([day]) => day > today)), of: sum(rows) };
    },
    warning: 0.0001,
    error: 0.01,
    isIgnoredBelow: false,
    what: 'of claim rows have a service date in the future',
    effect: 'Dates are mistyped or read in the wrong format, so episodes and windows lie on wrong days.',
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
    effect: 'Earlier pain and red flags are mostly found in later positions: too much is denied.',
    fix: 'Ask for an extract with all diagnoses, or map diagnosis_code_2 and on.',
  },
  {
    code: 'LBP-D206',
    part: ({ claims, missingColumns }) =>
      missingColumns.has('medical_claim.claim_status')
        ? { count: claims.rows, of: claims.rows }
        : claims.unknownStatus,
    warning: 0.05,
    error: Number.POSITIVE_INFINITY,
    isIgnoredBelow: true,
    what: 'of claim rows have no known status',
    effect: 'What the policy would have saved is counted among lines with status paid: it is too low.',
    fix: 'Map claim_status, and its words with values.claim_status.',
  },
  {
    code: 'LBP-D208',
    part: ({ claims }) => claims.contradicting,
    warning: 0.001,
    error: 0.05,
    isIgnoredBelow: false,
    what: 'of claim lines are repeated with different values',
    effect: 'Each version of an imaging line is judged, and its money counted again.',
    fix: 'Give final claims, or mark replaced ones as voided.',
  },
  {
    code: 'LBP-D209',
    part: ({ claims }) => ({
      count: Object.values(claims.rejected).reduce((sum, rows) => sum + rows, 0),
      of: claims.rows,
    }),
    warning: 0.001,
    error: 0.01,
    isIgnoredBelow: false,
    what: 'of claim rows cannot be used',
    effect: 'Imaging lines, earlier pain and red flags among them are missed.',
    fix: 'Run with --out and see rejects.csv for file, line and reason.',
  },
  {
    code: WITHOUT_ENROLLMENT,
    part: ({ persons }) => persons.withoutEligibility,
    warning: 0.02,
    error: 0.2,
    isIgnoredBelow: false,
    what: 'of people with claims have no enrollment',
    effect: 'The policy asks for an age or a line of business: their lines would be paid.',
    fix: 'See whether person_id means the same in both tables, and whether enrollment covers the period.',
  },
];
