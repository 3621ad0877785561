import type { Day } from '../../timeline/day.js';
import type { EnrollmentSpan } from '../../timeline/person.js';
import { isWithin } from '../../timeline/window.js';
import type { Version } from './guideline/guideline.js';
import { setsForRegion } from './guideline/tree.js';
import type { LineView } from './line-view.js';

/**
 * An earlier image of the same region and modality; one in the three days before is the same study, billed
 * separately.
 */
const REPEATED = { from: -365, to: -4 } as const;
/** If enrollment began less than this many days before the image, earlier care is not visible. */
const SHORT_HISTORY_DAYS = 365;

const CARE_NOTE = 'home programs, documented exceptions and care paid elsewhere are not in claims';

/**
 * Notes to the reviewer on a line, which are not criteria (docs/review.md, "Notes").
 *
 * @param lacksCare whether an applicable scenario asks for conservative care that claims do not show
 */
export function notesFor(view: LineView, version: Version, lacksCare: boolean): string[] {
  return [
    ...ofVersion(view.day, version),
    ...ofClaim(view),
    ...(isRepeat(view) ? ['repeat'] : []),
    ...(hasAnotherOnTheDay(view) ? ['same day'] : []),
    ...(hasShortHistory(view.person.person.spans, view.day) ? ['short history'] : []),
    ...(lacksCare ? [CARE_NOTE] : []),
  ];
}

/**
 * Whether continuous enrollment with medical benefit up to the day began less than 365 days before it; no
 * such coverage on the day is a short history too. Spans that touch or overlap are continuous. For someone
 * covered from 2024-01-01 on, 2024-12-31 has 365 days before it, and 2024-12-30 has a short history.
 */
export function hasShortHistory(spans: readonly EnrollmentSpan[], day: Day): boolean {
  const covering = spans.filter((span) => span.medicalBenefit && span.start <= span.end);
  let start = day + 1;
  for (;;) {
    const joining = covering.filter((span) => span.start < start && span.end >= start - 1);
    if (joining.length === 0) return start > day - SHORT_HISTORY_DAYS;
    start = joining.reduce((first, span) => Math.min(first, span.start), start);
  }
}

function ofVersion(day: Day, { notes }: Version): string[] {
  return notes
    .filter(({ from, to }) => (from === null || day >= from) && (to === null || day <= to))
    .map(({ text }) => text);
}

function ofClaim(view: LineView): string[] {
  return view.person.rules.question.guideline.notes
    .filter(({ regions }) => regions === null || regions.includes(view.region))
    .filter(({ sets }) => view.diagnosesOfClaim(setsForRegion(sets, view.region)).length > 0)
    .map(({ text }) => text);
}

function isRepeat(view: LineView): boolean {
  const window = view.windowOf(REPEATED);
  return [...view.person.datesOf(view.line.scope)].some((date) => isWithin(date, window));
}

function hasAnotherOnTheDay({ person, day }: LineView): boolean {
  return person.codesOn(day).size > 1;
}
