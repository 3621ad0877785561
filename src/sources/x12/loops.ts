import {
  openClaim,
  readAdmission,
  readClaimDate,
  readClaimProvider,
  readClaimReference,
  readCodes,
} from './claim-segments.js';
import { type Delimiters, NO_DELIMITERS } from './delimiters.js';
import type { Billing, Draft, DraftLine, Patient, Subscriber } from './draft.js';
import { newLine, warnOnce } from './draft.js';
import { readLineDate, readLineProvider, readService } from './line-segments.js';
import { readNpi, type Segment, tagOf } from './segment.js';
import { readDayElement } from './segment-dates.js';

export interface LoopHooks {
  /** Every segment of the claim has come. */
  complete(draft: Draft): void;
  /** The claim will get no more segments, but was not closed. */
  cutOff(draft: Draft): void;
  /** A service line with no claim above it. */
  strayLine(raw: string, segment: number): void;
}

export interface Loops {
  /** Begins a transaction of the given interchange delimiters. */
  begin(delimiters: Delimiters): void;
  /** Takes the next segment; `number` counts within the transaction. */
  take(segment: Segment, number: number): void;
  /** Ends the transaction; `closed` is false when its SE never came. */
  end(closed: boolean): void;
}

/** Where in the tree of loops the reader stands. */
type Where =
  | 'nowhere'
  | 'billing'
  | 'subscriber'
  | 'patient'
  | 'claim'
  | 'other payer'
  | 'line'
  | 'adjudication';

interface State {
  where: Where;
  delimiters: Delimiters;
  billing: Billing | undefined;
  subscriber: Subscriber | undefined;
  patient: Patient | undefined;
  billingParentDiffers: boolean;
  draft: Draft | undefined;
  line: DraftLine | undefined;
  /** An LX outside any claim has been counted; its SV1 or SV2 is the same line. */
  strayLx: boolean;
}

const TAG_HL = tagOf('HL');
const TAG_NM1 = tagOf('NM1');
const TAG_SBR = tagOf('SBR');
const TAG_DMG = tagOf('DMG');
const TAG_CLM = tagOf('CLM');
const TAG_DTP = tagOf('DTP');
const TAG_CL1 = tagOf('CL1');
const TAG_REF = tagOf('REF');
const TAG_HI = tagOf('HI');
const TAG_LX = tagOf('LX');
const TAG_SV1 = tagOf('SV1');
const TAG_SV2 = tagOf('SV2');
const TAG_SVD = tagOf('SVD');

/**
 * Follows the loops of an 837 and gathers each claim into a draft.
 *
 * Position decides what a segment means: the same NM1*IL is the member in 2010BA and a stranger in 2330A, the same
 * REF*F8 this payer's number in 2300 and another payer's in 2330B. So there is one state, and every handler asks it.
 */
export function createLoops(hooks: LoopHooks): Loops {
  const state: State = {
    where: 'nowhere',
    delimiters: NO_DELIMITERS,
    billing: undefined,
    subscriber: undefined,
    patient: undefined,
    billingParentDiffers: false,
    draft: undefined,
    line: undefined,
    strayLx: false,
  };

  function closeClaim(closed: boolean): void {
    const { draft } = state;
    state.draft = undefined;
    state.line = undefined;
    state.strayLx = false;
    if (draft === undefined) return;
    if (closed) hooks.complete(draft);
    else hooks.cutOff(draft);
  }

  function takeLine(segment: Segment, number: number): void {
    const { draft } = state;
    const isLx = segment.tag === TAG_LX;
    if (draft === undefined) {
      if (isLx || !state.strayLx) hooks.strayLine(segment.raw(), number);
      state.strayLx = isLx;
    } else if (isLx) openLine(state, draft, segment.whole(1), number);
    else {
      let { line } = state;
      if (line === undefined || line.service !== '') {
        warnOnce(draft, 'lx_missing');
        line = openLine(state, draft, 0, number);
      }
      readService(line, draft, segment);
    }
  }

  function take(segment: Segment, number: number): void {
    switch (segment.tag) {
      case TAG_NM1:
        readName(state, segment);
        break;
      case TAG_DTP:
        readDate(state, segment);
        break;
      case TAG_LX:
      case TAG_SV1:
      case TAG_SV2:
        takeLine(segment, number);
        break;
      case TAG_REF:
        readReference(state, segment);
        break;
      case TAG_HI:
        if (state.where === 'claim' && state.draft !== undefined)
          readCodes(state.draft, segment, state.delimiters.repetition);
        break;
      case TAG_CLM:
        closeClaim(true);
        state.draft = openClaim(segment, number, state);
        state.where = 'claim';
        break;
      case TAG_HL:
        closeClaim(true);
        readLevel(state, segment);
        break;
      case TAG_SBR:
        readSubscriberInfo(state, segment);
        break;
      case TAG_DMG:
        readDemographics(state, segment);
        break;
      case TAG_CL1:
        if (state.where === 'claim' && state.draft !== undefined) readAdmission(state.draft, segment);
        break;
      case TAG_SVD:
        if (state.line !== undefined) state.where = 'adjudication';
        break;
      default:
    }
  }

  return {
    begin(delimiters) {
      state.where = 'nowhere';
      state.delimiters = delimiters;
      state.billing = undefined;
      state.subscriber = undefined;
      state.patient = undefined;
      state.billingParentDiffers = false;
    },
    take,
    end: closeClaim,
  };
}

const HL_BILLING = tagOf('20');
const HL_SUBSCRIBER = tagOf('22');
const HL_PATIENT = tagOf('23');

function readLevel(state: State, segment: Segment): void {
  const hl = segment.element(1);
  const parent = segment.element(2);
  switch (segment.code(3)) {
    case HL_BILLING:
      state.where = 'billing';
      state.billing = { hl, npi: '', taxId: '', entity: 0 };
      state.subscriber = undefined;
      state.patient = undefined;
      return;
    case HL_SUBSCRIBER:
      state.where = 'subscriber';
      state.billingParentDiffers = parent !== (state.billing?.hl ?? '');
      state.subscriber = newSubscriber(hl);
      state.patient = undefined;
      return;
    case HL_PATIENT:
      state.where = 'patient';
      state.patient = {
        underItsSubscriber: parent === '' || parent === state.subscriber?.hl,
        firstName: '',
        birthDate: 0,
        gender: '',
      };
      return;
    default:
      state.where = 'nowhere';
      state.subscriber = undefined;
      state.patient = undefined;
  }
}

function newSubscriber(hl: string): Subscriber {
  return { hl, id: '', firstName: '', birthDate: 0, gender: '', responsibility: '', relationship: '' };
}

function openLine(state: State, draft: Draft, lx: number, number: number): DraftLine {
  const line = newLine(lx, number);
  draft.lines.push(line);
  state.line = line;
  state.where = 'line';
  return line;
}

function readDate(state: State, segment: Segment): void {
  if (state.where === 'line' && state.line !== undefined) readLineDate(state.line, segment);
  else if (state.where === 'claim' && state.draft !== undefined) readClaimDate(state.draft, segment);
}

/** In 2000B the SBR describes the subscriber; after a CLM it opens another payer's loop (2320). */
function readSubscriberInfo(state: State, segment: Segment): void {
  if (state.draft !== undefined) {
    state.where = 'other payer';
    state.draft.otherPayers += 1;
  } else if (state.where === 'subscriber' && state.subscriber !== undefined) {
    state.subscriber.responsibility = segment.element(1);
    state.subscriber.relationship = segment.element(2);
  }
}

function readName(state: State, segment: Segment): void {
  switch (state.where) {
    case 'claim':
      if (state.draft !== undefined) readClaimProvider(state.draft, segment);
      return;
    case 'line':
      if (state.line !== undefined) readLineProvider(state.line, segment);
      return;
    case 'billing':
      if (state.billing !== undefined) readBilling(state.billing, segment);
      return;
    case 'subscriber':
      if (state.subscriber !== undefined) readSubscriber(state.subscriber, segment);
      return;
    case 'patient':
      if (state.patient !== undefined && segment.qualifier() === PATIENT)
        state.patient.firstName ||= segment.trimmed(4);
      return;
    default:
  }
}

const BILLING_PROVIDER = tagOf('85');
const INSURED = tagOf('IL');
const PATIENT = tagOf('QC');

function readBilling(billing: Billing, segment: Segment): void {
  billing.entity = segment.qualifier();
  if (billing.entity === BILLING_PROVIDER) billing.npi ||= readNpi(segment);
}

function readSubscriber(subscriber: Subscriber, segment: Segment): void {
  if (segment.qualifier() !== INSURED || subscriber.id !== '') return;
  subscriber.id = segment.trimmed(9);
  subscriber.firstName = segment.trimmed(4);
}

function readDemographics(state: State, segment: Segment): void {
  const person =
    state.where === 'subscriber' ? state.subscriber : state.where === 'patient' ? state.patient : undefined;
  if (person === undefined || person.birthDate !== 0) return;
  person.birthDate = readDayElement(segment, 1);
  person.gender = segment.element(3);
}

const EMPLOYER_ID = tagOf('EI');
const SOCIAL_SECURITY = tagOf('SY');

/** In a claim only 2300 is read: in 2320 to 2330 the same qualifiers give another payer's numbers. */
function readReference(state: State, segment: Segment): void {
  if (state.where === 'claim' && state.draft !== undefined) readClaimReference(state.draft, segment);
  else if (state.where === 'billing' && state.billing?.entity === BILLING_PROVIDER) {
    const qualifier = segment.qualifier();
    if (qualifier === EMPLOYER_ID || qualifier === SOCIAL_SECURITY)
      state.billing.taxId ||= segment.trimmed(2);
  }
}
