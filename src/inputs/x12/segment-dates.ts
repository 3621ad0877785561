import { type Period, readDayBytes, readPeriod, type Ymd } from './dates.js';
import { type Segment, tagOf } from './segment.js';

const D8 = tagOf('D8');
const LETTER_D = 68;
const DIGIT_8 = 56;

/** The day in the element after `n`, if element `n` says D8; 0 for anything else. Creates no strings. */
export function readDayElement(segment: Segment, n: number): Ymd {
  if (segment.code(n) !== D8 || segment.length <= n + 1) return 0;
  const from = segment.from(n + 1);
  return segment.to(n + 1) - from === 8 ? readDayBytes(segment.bytes, from) : 0;
}

/** The length of `DTP*472*D8*20250102`. */
const PLAIN_DATE = 19;

/** The day of a DTP of that shape, which nearly all have, read without splitting it; 0 for any other. */
export function readPlainDate(segment: Segment, qualifier: number): Ymd {
  const { bytes, start, end } = segment;
  const separator = segment.delimiters.element;
  if (end - start !== PLAIN_DATE || segment.qualifier() !== qualifier) return 0;
  const isPlain =
    bytes[start + 7] === separator &&
    bytes[start + 8] === LETTER_D &&
    bytes[start + 9] === DIGIT_8 &&
    bytes[start + 10] === separator;
  return isPlain ? readDayBytes(bytes, start + 11) : 0;
}

/** The period in the element after `n`, in the format that element `n` names. */
export function readPeriodElements(segment: Segment, n: number): Period | undefined {
  const day = readDayElement(segment, n);
  if (day !== 0) return { start: day, end: day };
  return readPeriod(segment.element(n), segment.element(n + 1));
}
