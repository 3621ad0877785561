import type { Day } from '../../timeline/day.js';
import type { Evidence } from '../../timeline/evidence.js';
import { type EnrollmentSpan, PRODUCT_LINES, type ProductLine } from '../../timeline/person.js';
import { uncovered } from '../../timeline/stretch.js';
import type { YearRules } from './years/year-rules.js';

/**
 * The days without medical benefit in the window of continuous enrolment around the IESD, one row a stretch; none when
 * enrolment is continuous. Spans join across products and product lines (docs/measure-logic.md 2.7).
 */
export function gapsInEnrollment(spans: readonly EnrollmentSpan[], iesd: Day, year: YearRules): Evidence[] {
  const window = { start: iesd + year.enrollment.from.days, end: iesd + year.enrollment.to.days };
  const gaps = uncovered(
    spans.filter((span) => span.medicalBenefit),
    window,
  );
  return gaps.map((gap) => ({
    rule: 'enrollment',
    date: gap.start,
    endDate: gap.end,
    codeSystem: '',
    code: '',
    valueSet: '',
    claimId: '',
    lineNumber: '',
    windowStart: window.start,
    windowEnd: window.end,
    source: '',
    locator: '',
  }));
}

export interface ProductLinesOnIndex {
  /** Whether any span covers the IESD. */
  readonly isEnrolled: boolean;
  /** The product lines to report, in PRODUCT_LINES order. */
  readonly reported: readonly ProductLine[];
}

/**
 * The product lines in which a person is reported: those whose span covers the IESD (docs/measure-logic.md 2.9).
 * A span without medical benefit gives a line only where no span with it covers the day.
 */
export function productLinesOn(
  iesd: Day,
  spans: readonly EnrollmentSpan[],
  year: YearRules,
): ProductLinesOnIndex {
  const covering = spans.filter((span) => span.start <= iesd && iesd <= span.end);
  const withBenefit = covering.filter((span) => span.medicalBenefit);
  const lines = new Set((withBenefit.length > 0 ? withBenefit : covering).map((span) => span.productLine));
  if (lines.has('commercial')) lines.delete('medicaid');
  return {
    isEnrolled: covering.length > 0,
    reported: PRODUCT_LINES.filter((line) => lines.has(line) && year.productLines.includes(line)),
  };
}
