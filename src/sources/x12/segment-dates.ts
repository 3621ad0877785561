import { type Period, readDayBytes, readPeriod, type Ymd } from './dates.js';
import { type Segment, tagOf } from './segment.js';

const D8 = tagOf('D8');

/** The day in the element after `n`, where element `n` says D8; 0 for anything else. No string is made on the way. */
export function readDayElement(segment: Segment, n: number): Ymd {
  if (segment.code(n) !== D8 || segment.length <= n + 1) return 0;
  const from = segment.from(n + 1);
  return segment.to(n + 1) - from === 8 ? readDayBytes(segment.bytes, from) : 0;
}

/** The period in the element after `n`, by the format that element `n` names. */
export function readPeriodElements(segment: Segment, n: number): Period | undefined {
  const day = readDayElement(segment, n);
  if (day !== 0) return { start: day, end: day };
  return readPeriod(segment.element(n), segment.element(n + 1));
}
