import { type Billing, type Claim, type Patient, type Subscriber, warnOnce } from './claim.js';
import type { Delimiters } from './delimiters.js';
import { NO_DIAGNOSES, readHealthCode } from './diagnoses.js';
import { BLANK, type Pieces } from './pieces.js';
import { endOfComponent, type Segment, tagOf } from './segment.js';
import { readPeriodElements } from './segment-dates.js';

/** The levels above a claim when its CLM arrives. */
export interface Above {
  readonly delimiters: Delimiters;
  readonly billing: Billing | undefined;
  readonly billingParentDiffers: boolean;
  readonly subscriber: Subscriber | undefined;
  readonly patient: Patient | undefined;
}

/** CLM05 of two digits, a separator, A or B, the same separator and a frequency: nothing else looks like this. */
const OTHER_SEPARATOR = /^[0-9]{1,2}([^0-9A-Za-z])[AB]\1[0-9A-Za-z]$/;

/** Begins a claim with its CLM. */
export function openClaim(segment: Segment, number: number, above: Above, pieces: Pieces): Claim {
  // The pieces of the people above are kept; the previous claim is finished.
  pieces.clear(above.patient?.firstName || above.subscriber?.id);
  const has5 = segment.length > 5;
  const from = has5 ? segment.from(5) : 0;
  const to = has5 ? segment.to(5) : 0;
  const declared = above.delimiters.component;
  const separator = separatorOf(segment, from, to, declared);
  const { bytes } = segment;
  const facility = endOfComponent(bytes, from, to, separator);
  const qualifier = endOfComponent(bytes, facility + 1, to, separator);
  const frequency = endOfComponent(bytes, qualifier + 1, to, separator);
  const claim: Claim = {
    segment: number,
    raw: pieces.raw(segment),
    id: pieces.trimmed(segment, 1),
    charge: pieces.element(segment, 2),
    facilityCode: segment.text(from, facility),
    frequency: segment.text(qualifier + 1, frequency),
    separator,
    billing: above.billing,
    subscriber: above.subscriber,
    patient: above.patient,
    payerClaimNumber: BLANK,
    clearinghouseNumber: BLANK,
    medicalRecordNumber: BLANK,
    otherPayers: 0,
    statement: undefined,
    service: undefined,
    admission: undefined,
    dischargeHour: false,
    admit: BLANK,
    renderingNpi: BLANK,
    referringNpi: BLANK,
    attendingNpi: BLANK,
    facilityNpi: BLANK,
    codes: [],
    lines: [],
    warnings: NONE,
    type: 'professional',
    start: 0,
    end: 0,
    diagnoses: NO_DIAGNOSES,
    rejectedLines: NONE,
  };
  if (separator !== declared) warnOnce(claim, 'component_separator');
  if (above.billingParentDiffers) warnOnce(claim, 'billing_parent');
  return claim;
}

const NONE: readonly never[] = [];

/** The separator that ISA16 declares, unless CLM05 shows a different one. */
function separatorOf(segment: Segment, from: number, to: number, declared: number): number {
  if (endOfComponent(segment.bytes, from, to, declared) < to) return declared;
  return OTHER_SEPARATOR.exec(segment.text(from, to))?.[1]?.charCodeAt(0) ?? declared;
}

const RENDERING = tagOf('82');
const REFERRING = tagOf('DN');
const ATTENDING = tagOf('71');
const FACILITY = tagOf('77');

/** NM1 of 2310. */
export function readClaimProvider(claim: Claim, segment: Segment, pieces: Pieces): void {
  switch (segment.qualifier()) {
    case RENDERING:
      claim.renderingNpi ||= pieces.npi(segment);
      return;
    case REFERRING:
      claim.referringNpi ||= pieces.npi(segment);
      return;
    case ATTENDING:
      claim.attendingNpi ||= pieces.npi(segment);
      return;
    case FACILITY:
      claim.facilityNpi ||= pieces.npi(segment);
      return;
    default:
  }
}

const PAYER_NUMBER = tagOf('F8');
const CLEARINGHOUSE_NUMBER = tagOf('D9');
const MEDICAL_RECORD = tagOf('EA');

/** REF of 2300. */
export function readClaimReference(claim: Claim, segment: Segment, pieces: Pieces): void {
  switch (segment.qualifier()) {
    case PAYER_NUMBER:
      claim.payerClaimNumber ||= pieces.trimmed(segment, 2);
      return;
    case CLEARINGHOUSE_NUMBER:
      claim.clearinghouseNumber ||= pieces.trimmed(segment, 2);
      return;
    case MEDICAL_RECORD:
      claim.medicalRecordNumber ||= pieces.trimmed(segment, 2);
      return;
    default:
  }
}

const STATEMENT = tagOf('434');
const ADMISSION = tagOf('435');
const SERVICE = tagOf('472');
const DISCHARGE_HOUR = tagOf('096');

/** DTP of 2300. */
export function readClaimDate(claim: Claim, segment: Segment): void {
  const qualifier = segment.qualifier();
  if (qualifier === DISCHARGE_HOUR) claim.dischargeHour = true;
  if (qualifier !== STATEMENT && qualifier !== ADMISSION && qualifier !== SERVICE) return;
  const period = readPeriodElements(segment, 2);
  if (period === undefined) warnOnce(claim, 'bad_claim_date');
  else if (qualifier === STATEMENT) claim.statement ??= period;
  else if (qualifier === ADMISSION) claim.admission ??= period;
  else claim.service ??= period;
}

/** CL1. */
export function readAdmission(claim: Claim, segment: Segment, pieces: Pieces): void {
  for (let n = 1; n <= 3; n += 1) pieces.addElement(segment, n);
  claim.admit = pieces.close();
}

/** HI: one composite per element, or per repetition if a sender repeats within an element. */
export function readCodes(claim: Claim, segment: Segment, repetition: number, pieces: Pieces): void {
  const count = segment.length;
  const { bytes } = segment;
  for (let i = 1; i < count; i += 1) {
    const end = segment.to(i);
    for (let from = segment.from(i); from < end; ) {
      const to = endOfComponent(bytes, from, end, repetition);
      const code = readHealthCode(segment, from, to, claim.separator, pieces);
      if (code !== undefined) claim.codes.push(code);
      from = to + 1;
    }
  }
}
