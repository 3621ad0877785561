import type { Person } from '../../../timeline/person.js';
import type { JudgedLine } from '../decision.js';
import { isInForce } from '../policy.js';
import type { PolicyRules } from '../rules.js';
import { isImaging } from '../selection.js';

/** Counts of lines, unless the comment says otherwise. */
export interface PolicyCounts {
  readonly lines: number;
  readonly persons: number;
  readonly personsWithoutEligibility: number;
  /** Paid by attestation, and imaging to the measure unless something on a claim excludes the person. */
  readonly attestedHits: number;
  readonly unknownClaimType: number;
  readonly outsideEffective: number;
  readonly withoutAllowed: number;
  readonly withoutPaid: number;
  /** Amounts. */
  readonly unreadableAmounts: number;
  readonly roundedAmounts: number;
  /** Imaging of supplemental records in the period, which are not claim lines. */
  readonly supplementalImaging: number;
}

export const NO_LINES: PolicyCounts = {
  ...{ lines: 0, persons: 0, personsWithoutEligibility: 0, attestedHits: 0, unknownClaimType: 0 },
  ...{ outsideEffective: 0, withoutAllowed: 0, withoutPaid: 0, unreadableAmounts: 0, roundedAmounts: 0 },
  ...{ supplementalImaging: 0 },
};

/** The counts for one person. */
export function countsOf(person: Person, lines: readonly JudgedLine[], rules: PolicyRules): PolicyCounts {
  const count = (holds: (line: JudgedLine) => boolean): number => lines.filter(holds).length;
  const amounts = (remark: 'rounded' | 'unreadable'): number =>
    count(({ allowed }) => allowed.remark === remark) + count(({ paid }) => paid.remark === remark);
  const isJudged = lines.length > 0 ? 1 : 0;
  return {
    lines: lines.length,
    persons: isJudged,
    personsWithoutEligibility: person.spans.length === 0 ? isJudged : 0,
    attestedHits: count(({ reason, canCountInMeasure }) => reason === 'attested' && canCountInMeasure),
    unknownClaimType: count(({ claimType }) => claimType === 'unknown'),
    outsideEffective: count(({ serviceDate }) => !isInForce(rules.policy, serviceDate)),
    withoutAllowed: count(({ allowed }) => allowed.cents === null),
    withoutPaid: count(({ paid }) => paid.cents === null),
    unreadableAmounts: amounts('unreadable'),
    roundedAmounts: amounts('rounded'),
    supplementalImaging: supplementalImaging(person, rules),
  };
}

export function sumOf(a: PolicyCounts, b: PolicyCounts): PolicyCounts {
  return {
    lines: a.lines + b.lines,
    persons: a.persons + b.persons,
    personsWithoutEligibility: a.personsWithoutEligibility + b.personsWithoutEligibility,
    attestedHits: a.attestedHits + b.attestedHits,
    unknownClaimType: a.unknownClaimType + b.unknownClaimType,
    outsideEffective: a.outsideEffective + b.outsideEffective,
    withoutAllowed: a.withoutAllowed + b.withoutAllowed,
    withoutPaid: a.withoutPaid + b.withoutPaid,
    unreadableAmounts: a.unreadableAmounts + b.unreadableAmounts,
    roundedAmounts: a.roundedAmounts + b.roundedAmounts,
    supplementalImaging: a.supplementalImaging + b.supplementalImaging,
  };
}

function supplementalImaging({ claims }: Person, rules: PolicyRules): number {
  const { first, last } = rules.period;
  return claims
    .flatMap(({ lines }) => lines)
    .filter(
      ({ status, serviceDate, codes }) =>
        status === 'supplemental' &&
        first <= serviceDate &&
        serviceDate <= last &&
        codes.some(({ listed }) => isImaging(listed, rules)),
    ).length;
}
