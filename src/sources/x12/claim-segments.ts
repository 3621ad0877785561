import type { Delimiters } from './delimiters.js';
import { readHealthCode } from './diagnoses.js';
import { type Billing, type Draft, type Patient, type Subscriber, warnOnce } from './draft.js';
import { component, endOfComponent, readNpi, type Segment, tagOf } from './segment.js';
import { readPeriodElements } from './segment-dates.js';

/** What a claim stands under when its CLM comes. */
export interface Above {
  readonly delimiters: Delimiters;
  readonly billing: Billing | undefined;
  readonly billingParentDiffers: boolean;
  readonly subscriber: Subscriber | undefined;
  readonly patient: Patient | undefined;
}

/** CLM05 of two digits, a separator, A or B, the same separator and a frequency: nothing else looks like this. */
const OTHER_SEPARATOR = /^[0-9]{1,2}([^0-9A-Za-z])[AB]\1[0-9A-Za-z]$/;

/** Begins the draft of a claim with its CLM. */
export function openClaim(segment: Segment, number: number, above: Above): Draft {
  const place = segment.element(5);
  const declared = String.fromCharCode(above.delimiters.component);
  const separator = place.includes(declared) ? declared : (OTHER_SEPARATOR.exec(place)?.[1] ?? declared);
  const draft: Draft = {
    segment: number,
    raw: segment.raw(),
    id: segment.trimmed(1),
    charge: segment.element(2),
    facilityCode: component(place, separator, 0),
    frequency: component(place, separator, 2),
    separator: separator.charCodeAt(0),
    billing: above.billing,
    subscriber: above.subscriber,
    patient: above.patient,
    payerClaimNumber: '',
    clearinghouseNumber: '',
    medicalRecordNumber: '',
    otherPayers: 0,
    statement: undefined,
    service: undefined,
    admission: undefined,
    dischargeHour: false,
    admitType: '',
    admitSource: '',
    dischargeStatus: '',
    renderingNpi: '',
    referringNpi: '',
    attendingNpi: '',
    facilityNpi: '',
    codes: [],
    lines: [],
    warnings: [],
  };
  if (separator !== declared) warnOnce(draft, 'component_separator');
  if (above.billingParentDiffers) warnOnce(draft, 'billing_parent');
  return draft;
}

const RENDERING = tagOf('82');
const REFERRING = tagOf('DN');
const ATTENDING = tagOf('71');
const FACILITY = tagOf('77');

/** NM1 of 2310. */
export function readClaimProvider(draft: Draft, segment: Segment): void {
  switch (segment.qualifier()) {
    case RENDERING:
      draft.renderingNpi ||= readNpi(segment);
      return;
    case REFERRING:
      draft.referringNpi ||= readNpi(segment);
      return;
    case ATTENDING:
      draft.attendingNpi ||= readNpi(segment);
      return;
    case FACILITY:
      draft.facilityNpi ||= readNpi(segment);
      return;
    default:
  }
}

const PAYER_NUMBER = tagOf('F8');
const CLEARINGHOUSE_NUMBER = tagOf('D9');
const MEDICAL_RECORD = tagOf('EA');

/** REF of 2300. */
export function readClaimReference(draft: Draft, segment: Segment): void {
  switch (segment.qualifier()) {
    case PAYER_NUMBER:
      draft.payerClaimNumber ||= segment.trimmed(2);
      return;
    case CLEARINGHOUSE_NUMBER:
      draft.clearinghouseNumber ||= segment.trimmed(2);
      return;
    case MEDICAL_RECORD:
      draft.medicalRecordNumber ||= segment.trimmed(2);
      return;
    default:
  }
}

const STATEMENT = tagOf('434');
const ADMISSION = tagOf('435');
const SERVICE = tagOf('472');
const DISCHARGE_HOUR = tagOf('096');

/** DTP of 2300. */
export function readClaimDate(draft: Draft, segment: Segment): void {
  const qualifier = segment.qualifier();
  if (qualifier === DISCHARGE_HOUR) draft.dischargeHour = true;
  if (qualifier !== STATEMENT && qualifier !== ADMISSION && qualifier !== SERVICE) return;
  const period = readPeriodElements(segment, 2);
  if (period === undefined) warnOnce(draft, 'bad_claim_date');
  else if (qualifier === STATEMENT) draft.statement ??= period;
  else if (qualifier === ADMISSION) draft.admission ??= period;
  else draft.service ??= period;
}

/** CL1. */
export function readAdmission(draft: Draft, segment: Segment): void {
  draft.admitType = segment.element(1);
  draft.admitSource = segment.element(2);
  draft.dischargeStatus = segment.element(3);
}

/** HI: a composite per element; where a sender repeats within an element, each repetition. */
export function readCodes(draft: Draft, segment: Segment, repetition: number): void {
  const count = segment.length;
  const { bytes } = segment;
  for (let i = 1; i < count; i += 1) {
    const end = segment.to(i);
    for (let from = segment.from(i); from < end; ) {
      const to = endOfComponent(bytes, from, end, repetition);
      const code = readHealthCode(segment, from, to, draft.separator);
      if (code !== undefined) draft.codes.push(code);
      from = to + 1;
    }
  }
}
