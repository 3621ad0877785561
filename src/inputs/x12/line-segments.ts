import { type Claim, type ClaimLine, warnOnce } from './claim.js';
import { BLANK, type Pieces } from './pieces.js';
import { cutSpaces, endOfComponent, type Segment, skipSpaces, tagOf } from './segment.js';
import { readPeriodElements, readPlainDate } from './segment-dates.js';

export function newLine(lx: number, segment: number): ClaimLine {
  return {
    number: lx,
    segment,
    raw: BLANK,
    service: '',
    what: BLANK,
    placeOfService: '',
    charge: BLANK,
    start: 0,
    end: 0,
    badDate: false,
    renderingNpi: BLANK,
    orderingNpi: BLANK,
    referringNpi: BLANK,
  };
}

const TAG_SV1 = tagOf('SV1');
const REVENUE_DIGITS = 4;

/** SV1 or SV2: what was done. */
export function readService(line: ClaimLine, claim: Claim, segment: Segment, pieces: Pieces): void {
  if (segment.tag === TAG_SV1) {
    line.service = 'SV1';
    pieces.comma();
    pieces.addElement(segment, 4);
    readProcedure(claim, segment, 1, pieces);
    line.what = pieces.close();
    line.placeOfService = segment.element(5);
    pieces.addElement(segment, 2);
    pieces.addElement(segment, 7);
  } else {
    line.service = 'SV2';
    readRevenue(segment, pieces);
    pieces.addElement(segment, 5);
    readProcedure(claim, segment, 2, pieces);
    line.what = pieces.close();
    pieces.addElement(segment, 3);
    pieces.comma();
  }
  line.charge = pieces.close();
  line.raw = pieces.raw(segment);
}

/** SV201 in four digits. */
function readRevenue(segment: Segment, pieces: Pieces): void {
  if (segment.length <= 1) {
    pieces.comma();
    return;
  }
  const from = skipSpaces(segment.bytes, segment.from(1), segment.to(1));
  pieces.field(segment, from, cutSpaces(segment.bytes, from, segment.to(1)), REVENUE_DIGITS);
}

const LETTER_C = 67;
const LETTER_H = 72;
const MOST_MODIFIERS = 4;
/** The code and five modifiers. */
const PROCEDURE_COLUMNS = 6;

/** SV101 and SV202: qualifier, code, up to four modifiers (of five columns). Only HC holds CPT and HCPCS codes. */
function readProcedure(claim: Claim, segment: Segment, n: number, pieces: Pieces): void {
  const { bytes } = segment;
  const { separator } = claim;
  let from = n < segment.length ? segment.from(n) : 0;
  let to = n < segment.length ? segment.to(n) : 0;
  if (from < to) {
    if (bytes[from] === LETTER_H && bytes[from + 1] === LETTER_C && bytes[from + 2] === separator) from += 3;
    else {
      warnOnce(claim, 'procedure_qualifier');
      to = from;
    }
  }
  let written = 0;
  while (from < to && written <= MOST_MODIFIERS) {
    const end = endOfComponent(bytes, from, to, separator);
    pieces.code(segment, from, end);
    from = end + 1;
    written += 1;
  }
  pieces.commas(PROCEDURE_COLUMNS - written);
}

const SERVICE_DATE = tagOf('472');

/** DTP of 2400; the first service date holds. */
export function readLineDate(line: ClaimLine, segment: Segment): void {
  if (line.start === 0 && !line.badDate) {
    line.start = readPlainDate(segment, SERVICE_DATE);
    line.end = line.start;
  }
  if (segment.qualifier() !== SERVICE_DATE || line.start !== 0 || line.badDate) return;
  const period = readPeriodElements(segment, 2);
  if (period === undefined) line.badDate = true;
  else {
    line.start = period.start;
    line.end = period.end;
  }
}

const RENDERING = tagOf('82');
const ORDERING = tagOf('DK');
const REFERRING = tagOf('DN');

/** NM1 of 2420. */
export function readLineProvider(line: ClaimLine, segment: Segment, pieces: Pieces): void {
  const entity = segment.qualifier();
  if (entity === RENDERING) line.renderingNpi ||= pieces.npi(segment);
  else if (entity === ORDERING) line.orderingNpi ||= pieces.npi(segment);
  else if (entity === REFERRING) line.referringNpi ||= pieces.npi(segment);
}
