import { cleanCode } from './diagnoses.js';
import { type Draft, type DraftLine, warnOnce } from './draft.js';
import { endOfComponent, readNpi, type Segment, tagOf } from './segment.js';
import { readPeriodElements } from './segment-dates.js';

const TAG_SV1 = tagOf('SV1');

/** SV1 or SV2: what was done. */
export function readService(line: DraftLine, draft: Draft, segment: Segment): void {
  line.raw = segment.raw();
  if (segment.tag === TAG_SV1) {
    line.service = 'SV1';
    readProcedure(line, draft, segment, 1);
    line.charge = segment.element(2);
    line.units = segment.element(4);
    line.placeOfService = segment.element(5);
    line.pointers = segment.element(7);
  } else {
    line.service = 'SV2';
    line.revenueCode = segment.trimmed(1);
    readProcedure(line, draft, segment, 2);
    line.charge = segment.element(3);
    line.units = segment.element(5);
  }
}

/** SV101 and SV202: qualifier, code, up to four modifiers. Only HC holds CPT and HCPCS codes. */
function readProcedure(line: DraftLine, draft: Draft, segment: Segment, n: number): void {
  if (n >= segment.length) return;
  const { text, bytes } = segment;
  const { separator } = draft;
  const from = segment.from(n);
  const to = segment.to(n);
  if (from === to) return;
  if (bytes[from] !== LETTER_H || bytes[from + 1] !== LETTER_C || bytes[from + 2] !== separator) {
    warnOnce(draft, 'procedure_qualifier');
    return;
  }
  const end = endOfComponent(bytes, from + 3, to, separator);
  line.code = cleanCode(text.slice(from + 3, end));
  if (end < to) line.modifiers = readModifiers(segment, end + 1, to, separator);
}

const LETTER_C = 67;
const LETTER_H = 72;
const MOST_MODIFIERS = 4;

function readModifiers(segment: Segment, from: number, to: number, separator: number): string[] {
  const modifiers: string[] = [];
  let at = from;
  while (at < to && modifiers.length < MOST_MODIFIERS) {
    const end = endOfComponent(segment.bytes, at, to, separator);
    modifiers.push(cleanCode(segment.text.slice(at, end)));
    at = end + 1;
  }
  return modifiers;
}

const SERVICE_DATE = tagOf('472');

/** DTP of 2400; the first service date holds. */
export function readLineDate(line: DraftLine, segment: Segment): void {
  if (segment.qualifier() !== SERVICE_DATE || line.period !== undefined || line.badDate) return;
  line.period = readPeriodElements(segment, 2);
  line.badDate = line.period === undefined;
}

const RENDERING = tagOf('82');
const ORDERING = tagOf('DK');

/** NM1 of 2420. */
export function readLineProvider(line: DraftLine, segment: Segment): void {
  const entity = segment.qualifier();
  if (entity === RENDERING) line.renderingNpi ||= readNpi(segment);
  else if (entity === ORDERING) line.orderingNpi ||= readNpi(segment);
}
