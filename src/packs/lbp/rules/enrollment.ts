import type { Day } from '../../../timeline/day.js';
import { type Evidence, evidenceWithoutClaim } from '../../../timeline/evidence.js';
import {
  type EnrollmentSpan,
  type Person,
  PRODUCT_LINES,
  type ProductLine,
} from '../../../timeline/person.js';
import { uncovered } from '../../../timeline/stretch.js';
import { daysOutside } from '../../../timeline/window.js';
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
      asked: 'medical benefit on every day',
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
    evidence: ({ person, iesd }) => gapsInEnrollment(person.spans, iesd, year),
    nearMisses: () => [],
    reach: ({ person, iesd }) => {
      const gaps = gapsInEnrollment(person.spans, iesd, year);
      if (gaps.length === 0) return 'met';
      const bare = gaps.reduce((days, { date, endDate }) => days + ((endDate ?? 0) - (date ?? 0) + 1), 0);
      return bare <= NEAR_DAYS ? 'near' : 'missed';
    },
  };
}

/**
 * The days without medical benefit in the window of continuous enrollment around the IESD, one row a stretch; none when
 * enrollment is continuous. Spans join across products and product lines (docs/measure-logic.md 2.7).
 */
export function gapsInEnrollment(spans: readonly EnrollmentSpan[], iesd: Day, year: YearRules): Evidence[] {
  const window = { start: iesd + year.enrollment.from.days, end: iesd + year.enrollment.to.days };
  const gaps = uncovered(
    spans.filter((span) => span.medicalBenefit),
    window,
  );
  return gaps.map((gap) => evidenceWithoutClaim('enrollment', window, { date: gap.start, endDate: gap.end }));
}

/** The enrollment span that came nearest to covering the index date, for someone for whom none does. */
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

interface ProductLinesOnIndex {
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
