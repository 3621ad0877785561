import type { Day } from '../../../timeline/day.js';
import { type Evidence, evidenceWithoutClaim } from '../../../timeline/evidence.js';
import { compareText } from '../../../timeline/order.js';
import {
  type EnrollmentSpan,
  type Person,
  PRODUCT_LINES,
  type ProductLine,
} from '../../../timeline/person.js';
import { uncovered } from '../../../timeline/stretch.js';
import { daysOutside } from '../../../timeline/window.js';
import type { Cover } from '../decision.js';
import { counted, daysInAll, stretch } from '../phrases.js';
import { described } from '../reference.js';
import { windowOf } from '../window.js';
import type { YearRules } from '../years/year-rules.js';
import { NO_SETS, type Rule } from './kind.js';
import { NEAR_DAYS, type NearMiss } from './near.js';
import { windowDetail } from './statement.js';
import { fromRecords } from './words.js';

/** The gate on continuous enrollment (docs/measure-logic.md 2.7). */
export function enrollmentRule(year: YearRules): Rule<'enrollment'> {
  const reference = described('2.7');
  return {
    ...NO_SETS,
    id: 'enrollment',
    statement: {
      ...{ id: 'enrollment', kind: 'gate', label: 'continuous enrollment', reference },
      details: [windowDetail('medical benefit on every day', year.enrollment, reference)],
    },
    words: {
      requirement: 'medical benefit on every day',
      reason: fromRecords((_, rows) => {
        const gaps = rows.map(stretch).join(', ');
        return `for ${counted(daysInAll(rows), 'day')} without medical benefit (${gaps})`;
      }),
      edge: (rows) => {
        const days = daysInAll(rows);
        return { days, text: `${counted(days, 'uncovered day')} (${rows.map(stretch).join(', ')})` };
      },
    },
    windows: (iesd) => [windowOf(year.enrollment, year.year, iesd)],
    evidence: ({ person, iesd, asOf }) => gapsInEnrollment(person.spans, iesd, year, asOf),
    nearMisses: () => [],
    reach: ({ person, iesd, asOf }) => {
      const gaps = gapsInEnrollment(person.spans, iesd, year, asOf);
      if (gaps.length === 0) return 'met';
      const bare = gaps.reduce((days, { date, endDate }) => days + ((endDate ?? 0) - (date ?? 0) + 1), 0);
      return bare <= NEAR_DAYS ? 'near' : 'missed';
    },
  };
}

/**
 * The days without medical benefit in the window of continuous enrollment around the IESD, one row per
 * stretch; none when enrollment is continuous. Spans join across products and product lines
 * (docs/measure-logic.md 2.7).
 *
 * @param asOf the last day that is tested; null for a year that is over
 * @example for the IESD 2025-03-10 the window is 2024-09-11 to 2025-04-07; spans that end on 2024-12-30 and begin on
 * 2025-01-01 leave the gap 2024-12-31, one row
 */
export function gapsInEnrollment(
  spans: readonly EnrollmentSpan[],
  iesd: Day,
  year: YearRules,
  asOf: Day | null,
): Evidence[] {
  const end = iesd + year.enrollment.to.days;
  const window = {
    start: iesd + year.enrollment.from.days,
    end: asOf === null ? end : Math.min(end, asOf),
  };
  const gaps = uncovered(
    spans.filter((span) => span.medicalBenefit),
    window,
  );
  return gaps.map((gap) => evidenceWithoutClaim('enrollment', window, { date: gap.start, endDate: gap.end }));
}

/**
 * The span nearest to the index date, for a person without a span that covers it.
 *
 * @example for the IESD 2025-03-10, a span that ends on 2025-03-08 misses it by 2 days
 */
export function missedCover({ spans }: Person, iesd: Day): NearMiss[] {
  const [nearest] = spans
    .map((span) => ({ span, days: daysOutside(iesd, span) }))
    .sort((a, b) => a.days - b.days || a.span.start - b.span.start);
  if (nearest === undefined) return [];
  const { span, days } = nearest;
  const { start, end, source, locator } = span;
  const onIndexDate = { start: iesd, end: iesd };
  const record = evidenceWithoutClaim('enrollment', onIndexDate, {
    date: start,
    endDate: end,
    source,
    locator,
  });
  return [{ rule: 'enrollment', missedBy: 'not_covering', days, had: null, record }];
}

/**
 * The coverage of a product line on a day. If several spans cover it, one with medical benefit wins over one
 * without, then the one that began last, then the one that ends last, then the smaller plan name.
 *
 * @example of spans from 2024-01-01 and from 2025-01-01 that cover 2025-03-10, both with medical benefit, the second
 */
export function coverOn(
  iesd: Day,
  spans: readonly EnrollmentSpan[],
  productLine: ProductLine,
  by: readonly string[],
): Cover {
  const [span] = spans
    .filter((one) => one.productLine === productLine && one.start <= iesd && iesd <= one.end)
    .sort(
      (a, b) =>
        Number(b.medicalBenefit) - Number(a.medicalBenefit) ||
        b.start - a.start ||
        b.end - a.end ||
        compareText(a.plan, b.plan) ||
        compareText(a.further.join('\n'), b.further.join('\n')),
    );
  return {
    productLine,
    plan: span?.plan ?? '',
    by: by.map((column, place) => [column, span?.further[place] ?? '']),
  };
}

interface ProductLinesOnIndex {
  /** Whether any span covers the IESD. */
  readonly isEnrolled: boolean;
  /** The product lines to report, in PRODUCT_LINES order. */
  readonly reported: readonly ProductLine[];
}

/**
 * The product lines in which a person is reported: those whose span covers the IESD (docs/measure-logic.md
 * 2.9). A span without medical benefit counts only if no span with it covers the day.
 *
 * @example on 2025-03-10 a Medicaid span 2025-01-01 to 2025-03-10 counts, and one that ends on 2025-03-09 does not
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
