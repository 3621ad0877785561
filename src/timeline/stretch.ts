import type { Day } from './day.js';

/** A stretch of days, closed at both ends. */
export interface Stretch {
  readonly start: Day;
  readonly end: Day;
}

/**
 * The stretches of `within` that no span covers, in date order. Spans may overlap, touch, and come in any
 * order; one that ends before it starts covers nothing.
 *
 * @example
 * Spans 2025-01-01 to 2025-03-31 and 2025-04-02 to 2025-12-31, within 2025-03-01 to 2025-06-30: one stretch, from
 * 2025-04-01 to 2025-04-01. A second span that starts on 2025-04-01 would leave none.
 */
export function uncovered(spans: readonly Stretch[], within: Stretch): Stretch[] {
  const gaps: Stretch[] = [];
  let next = within.start;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    if (span.end < span.start || span.end < next) continue;
    if (span.start > within.end) break;
    if (span.start > next) gaps.push({ start: next, end: span.start - 1 });
    next = span.end + 1;
  }
  if (next <= within.end) gaps.push({ start: next, end: within.end });
  return gaps;
}
