import type { Day } from '../../timeline/day.js';
import type { EnrollmentSpan } from '../../timeline/person.js';
import type { Policy } from './policy.js';

/**
 * Whether a span that covers the day is in a line of business of the policy, by its payer type or its plan,
 * ignoring case. As for product lines (docs/measure-logic.md 2.9), a span without medical benefit does not
 * count if one with it covers the day. A day that no span covers is not in any line.
 *
 * @example with the span 2025-01-01 to 2025-06-30 of Medicaid, 2025-06-30 is in `medicaid` and 2025-07-01 in no line
 */
export function isInLineOfBusiness(
  spans: readonly EnrollmentSpan[],
  day: Day,
  { lines_of_business: lines }: Policy,
): boolean {
  if (lines === null) return true;
  const names = new Set(lines.map(plain));
  const covering = spans.filter(({ start, end }) => start <= day && day <= end);
  const medical = covering.filter(({ medicalBenefit }) => medicalBenefit);
  return (medical.length > 0 ? medical : covering).some((span) =>
    namesOf(span).some((name) => names.has(name)),
  );
}

/** The names of the policy's lines of business that a span of someone has, on any day. */
export function linesOfBusinessIn(
  spans: readonly EnrollmentSpan[],
  { lines_of_business: lines }: Policy,
): string[] {
  return (lines ?? []).filter((line) => spans.some((span) => namesOf(span).includes(plain(line))));
}

function namesOf({ productLine, plan }: EnrollmentSpan): string[] {
  return plan === '' ? [productLine] : [productLine, plain(plan)];
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}
