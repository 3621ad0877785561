import type { Billing, Claim, ClaimLine, Patient, Subscriber } from './claim.js';
import { warnOnce } from './claim.js';
import {
  openClaim,
  readAdmission,
  readClaimDate,
  readClaimProvider,
  readClaimReference,
  readCodes,
} from './claim-segments.js';
import { type Delimiters, NO_DELIMITERS } from './delimiters.js';
import { newLine, readLineDate, readLineProvider, readService } from './line-segments.js';
import { BLANK, type Pieces } from './pieces.js';
import { type Segment, tagOf } from './segment.js';
import { readDayElement } from './segment-dates.js';

export interface LoopHooks {
  /** The claim has all its segments. */
  complete(claim: Claim): void;
  /** The claim will get no more segments, but was not closed. */
  cutOff(claim: Claim): void;
  /** A segment that is in no 837 guide. */
  unknown(segment: Segment): void;
  /** A service line with no claim above it. */
  strayLine(raw: string, segment: number): void;
}

export interface Loops {
  /** Begins a transaction with these interchange delimiters. */
  begin(delimiters: Delimiters): void;
  /** Handles the next segment; `number` counts within the transaction. */
  take(segment: Segment, number: number): void;
  /** Ends the transaction; `closed` is false if its SE never came. */
  end(closed: boolean): void;
}

/** The reader's position in the tree of loops. */
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
  claim: Claim | undefined;
  line: ClaimLine | undefined;
  /** An LX outside any claim has been counted; its SV1 or SV2 is the same line. */
  strayLx: boolean;
  readonly pieces: Pieces;
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

/** Segments of the 837 guides with nothing that is read. */
const PASSED_OVER: ReadonlySet<number> = new Set(
  [
    ...[
      'AMT',
      'BHT',
      'CAS',
      'CN1',
      'CR1',
      'CR2',
      'CR3',
      'CR4',
      'CR5',
      'CR6',
      'CR7',
      'CR8',
      'CRC',
      'CTP',
      'CUR',
    ],
    ...[
      'DN1',
      'DN2',
      'DSB',
      'DTM',
      'FRM',
      'HCP',
      'HSD',
      'IMM',
      'K3',
      'LE',
      'LIN',
      'LQ',
      'LS',
      'MEA',
      'MIA',
      'MOA',
    ],
    ...[
      'MSG',
      'N1',
      'N2',
      'N3',
      'N4',
      'NTE',
      'OI',
      'PAT',
      'PER',
      'PRV',
      'PS1',
      'PWK',
      'QTY',
      'SV3',
      'SV4',
      'SV5',
    ],
    ...['SV6', 'SV7', 'TOO', 'UR'],
  ].map(tagOf),
);

/**
 * Follows the loops of an 837 and gathers each claim; what is kept of its bytes goes into `pieces`.
 *
 * Position decides what a segment means: NM1*IL is the member in 2010BA but someone else in 2330A; REF*F8 is
 * this payer's number in 2300 but another payer's in 2330B. So there is one state, which their handlers
 * check. HI, CL1 and the dates that are read mean the same wherever in a claim they stand.
 */
export function createLoops(hooks: LoopHooks, pieces: Pieces): Loops {
  const state: State = {
    where: 'nowhere',
    delimiters: NO_DELIMITERS,
    billing: undefined,
    subscriber: undefined,
    patient: undefined,
    billingParentDiffers: false,
    claim: undefined,
    line: undefined,
    strayLx: false,
    pieces,
  };

  function closeClaim(closed: boolean): void {
    const { claim } = state;
    state.claim = undefined;
    state.line = undefined;
    state.strayLx = false;
    if (claim === undefined) return;
    if (closed) hooks.complete(claim);
    else hooks.cutOff(claim);
  }

  function takeLine(segment: Segment, number: number): void {
    const { claim } = state;
    const isLx = segment.tag === TAG_LX;
    if (claim === undefined) {
      if (isLx || !state.strayLx) hooks.strayLine(segment.raw(), number);
      state.strayLx = isLx;
    } else if (isLx) openLine(state, claim, segment.whole(1), number);
    else {
      let { line } = state;
      if (line === undefined || line.service !== '') {
        warnOnce(claim, 'lx_missing');
        line = openLine(state, claim, 0, number);
      }
      readService(line, claim, segment, pieces);
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
        if (state.claim !== undefined) readCodes(state.claim, segment, state.delimiters.repetition, pieces);
        break;
      case TAG_CLM:
        closeClaim(true);
        state.claim = openClaim(segment, number, state, pieces);
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
        if (state.claim !== undefined) readAdmission(state.claim, segment, pieces);
        break;
      case TAG_SVD:
        if (state.line !== undefined) state.where = 'adjudication';
        break;
      default:
        if (!PASSED_OVER.has(segment.tag)) hooks.unknown(segment);
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
  const hl = segment.key(1);
  const parent = segment.key(2);
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
      state.pieces.clear();
      state.patient = undefined;
      return;
    case HL_PATIENT:
      state.where = 'patient';
      state.pieces.clear(state.subscriber?.id);
      state.patient = {
        underItsSubscriber: parent === '' || parent === state.subscriber?.hl,
        firstName: BLANK,
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

function newSubscriber(hl: number | string): Subscriber {
  return { hl, id: BLANK, firstName: BLANK, birthDate: 0, gender: '', isPatient: false };
}

function openLine(state: State, claim: Claim, lx: number, number: number): ClaimLine {
  const line = newLine(lx, number);
  claim.lines.push(line);
  state.line = line;
  state.where = 'line';
  return line;
}

/** The dates of other payers (2330, 2430) have qualifiers of their own, so no date is taken for another. */
function readDate(state: State, segment: Segment): void {
  if (state.line !== undefined) readLineDate(state.line, segment);
  else if (state.claim !== undefined) readClaimDate(state.claim, segment);
}

const SELF = tagOf('18');

/** In 2000B the SBR describes the subscriber; after a CLM it opens another payer's loop (2320). */
function readSubscriberInfo(state: State, segment: Segment): void {
  if (state.claim !== undefined) {
    state.where = 'other payer';
    state.claim.otherPayers += 1;
  } else if (state.where === 'subscriber' && state.subscriber !== undefined) {
    state.subscriber.isPatient = segment.code(2) === SELF;
  }
}

function readName(state: State, segment: Segment): void {
  switch (state.where) {
    case 'claim':
      if (state.claim !== undefined) readClaimProvider(state.claim, segment, state.pieces);
      return;
    case 'line':
      if (state.line !== undefined) readLineProvider(state.line, segment, state.pieces);
      return;
    case 'billing':
      if (state.billing !== undefined) readBilling(state.billing, segment);
      return;
    case 'subscriber':
      if (state.subscriber !== undefined) readSubscriber(state.subscriber, segment, state.pieces);
      return;
    case 'patient':
      if (state.patient !== undefined && segment.qualifier() === PATIENT)
        state.patient.firstName ||= state.pieces.trimmed(segment, 4);
      return;
    default:
  }
}

const BILLING_PROVIDER = tagOf('85');
const NPI = tagOf('XX');
const INSURED = tagOf('IL');
const PATIENT = tagOf('QC');

function readBilling(billing: Billing, segment: Segment): void {
  billing.entity = segment.qualifier();
  if (billing.entity === BILLING_PROVIDER) billing.npi ||= segment.code(8) === NPI ? segment.trimmed(9) : '';
}

function readSubscriber(subscriber: Subscriber, segment: Segment, pieces: Pieces): void {
  if (segment.qualifier() !== INSURED || subscriber.id !== BLANK) return;
  subscriber.firstName = pieces.trimmed(segment, 4);
  subscriber.id = pieces.trimmed(segment, 9);
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

/** In a claim only 2300 is read: in 2320 to 2330 the same qualifiers are for another payer's numbers. */
function readReference(state: State, segment: Segment): void {
  if (state.where === 'claim' && state.claim !== undefined)
    readClaimReference(state.claim, segment, state.pieces);
  else if (state.where === 'billing' && state.billing?.entity === BILLING_PROVIDER) {
    const qualifier = segment.qualifier();
    if (qualifier === EMPLOYER_ID || qualifier === SOCIAL_SECURITY)
      state.billing.taxId ||= segment.trimmed(2);
  }
}
