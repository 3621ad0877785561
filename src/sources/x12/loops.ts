import { readDay, readPeriod } from './dates.js';
import { cleanCode, readHealthCode } from './diagnoses.js';
import { type Billing, type Draft, type DraftLine, newLine, type Patient, type Subscriber } from './draft.js';
import type { ClaimWarning } from './findings.js';
import { component, type Segment, tagOf } from './segment.js';

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
  begin(componentSeparator: string, repetitionSeparator: string): void;
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
  separator: string;
  repetition: string;
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
    separator: ':',
    repetition: '',
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
    const isLx = segment.tag === TAG_LX;
    if (state.draft === undefined) {
      if (isLx || !state.strayLx) hooks.strayLine(segment.raw(), number);
      state.strayLx = isLx;
    } else if (isLx) openLine(state, state.draft, segment.element(1), number);
    else readService(state, state.draft, segment, number);
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
        readCodes(state, segment);
        break;
      case TAG_CLM:
        closeClaim(true);
        openClaim(state, segment, number);
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
        readAdmission(state, segment);
        break;
      case TAG_SVD:
        if (state.line !== undefined) state.where = 'adjudication';
        break;
      default:
    }
  }

  return {
    begin(componentSeparator, repetitionSeparator) {
      state.where = 'nowhere';
      state.separator = componentSeparator;
      state.repetition = repetitionSeparator;
      state.billing = undefined;
      state.subscriber = undefined;
      state.patient = undefined;
      state.billingParentDiffers = false;
    },
    take,
    end: closeClaim,
  };
}

function readLevel(state: State, segment: Segment): void {
  const hl = segment.element(1);
  const parent = segment.element(2);
  switch (segment.element(3)) {
    case '20':
      state.where = 'billing';
      state.billing = { hl, npi: '', taxId: '', entity: '' };
      state.subscriber = undefined;
      state.patient = undefined;
      return;
    case '22':
      state.where = 'subscriber';
      state.billingParentDiffers = parent !== (state.billing?.hl ?? '');
      state.subscriber = newSubscriber(hl);
      state.patient = undefined;
      return;
    case '23':
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
      if (state.patient !== undefined && segment.element(1) === 'QC')
        state.patient.firstName ||= segment.element(4).trim();
      return;
    default:
  }
}

/** NM109 where NM108 says that it is an NPI. */
function npi(segment: Segment): string {
  return segment.element(8) === 'XX' ? segment.element(9).trim() : '';
}

function readBilling(billing: Billing, segment: Segment): void {
  billing.entity = segment.element(1);
  if (billing.entity === '85') billing.npi ||= npi(segment);
}

function readSubscriber(subscriber: Subscriber, segment: Segment): void {
  if (segment.element(1) !== 'IL' || subscriber.id !== '') return;
  subscriber.id = segment.element(9).trim();
  subscriber.firstName = segment.element(4).trim();
}

function readClaimProvider(draft: Draft, segment: Segment): void {
  switch (segment.element(1)) {
    case '82':
      draft.renderingNpi ||= npi(segment);
      return;
    case 'DN':
      draft.referringNpi ||= npi(segment);
      return;
    case '71':
      draft.attendingNpi ||= npi(segment);
      return;
    case '77':
      draft.facilityNpi ||= npi(segment);
      return;
    default:
  }
}

function readLineProvider(line: DraftLine, segment: Segment): void {
  const entity = segment.element(1);
  if (entity === '82') line.renderingNpi ||= npi(segment);
  else if (entity === 'DK') line.orderingNpi ||= npi(segment);
}

function readDemographics(state: State, segment: Segment): void {
  const person =
    state.where === 'subscriber' ? state.subscriber : state.where === 'patient' ? state.patient : undefined;
  if (person === undefined || person.birthDate !== 0) return;
  const birth = segment.element(2);
  if (segment.element(1) === 'D8' && birth.length === 8) person.birthDate = readDay(birth);
  person.gender = segment.element(3);
}

/** In a claim only 2300 is read: in 2320 to 2330 the same qualifiers give another payer's numbers. */
function readReference(state: State, segment: Segment): void {
  if (state.where === 'claim' && state.draft !== undefined) {
    const qualifier = segment.element(1);
    if (qualifier === 'F8') state.draft.payerClaimNumber ||= segment.element(2).trim();
    else if (qualifier === 'D9') state.draft.clearinghouseNumber ||= segment.element(2).trim();
    else if (qualifier === 'EA') state.draft.medicalRecordNumber ||= segment.element(2).trim();
  } else if (state.where === 'billing' && state.billing?.entity === '85') {
    const qualifier = segment.element(1);
    if (qualifier === 'EI' || qualifier === 'SY') state.billing.taxId ||= segment.element(2).trim();
  }
}

/** CLM05 of two digits, a separator, A or B, the same separator and a frequency: nothing else looks like this. */
const OTHER_SEPARATOR = /^[0-9]{1,2}([^0-9A-Za-z])[AB]\1[0-9A-Za-z]$/;

function openClaim(state: State, segment: Segment, number: number): void {
  const { billing, subscriber, patient } = state;
  const place = segment.element(5);
  const warnings = new Set<ClaimWarning>();
  let { separator } = state;
  if (!place.includes(separator)) {
    const other = OTHER_SEPARATOR.exec(place)?.[1];
    if (other !== undefined) {
      separator = other;
      warnings.add('component_separator');
    }
  }
  if (state.billingParentDiffers) warnings.add('billing_parent');
  state.where = 'claim';
  state.draft = {
    segment: number,
    raw: segment.raw(),
    id: segment.element(1).trim(),
    charge: segment.element(2),
    facilityCode: component(place, separator, 0),
    frequency: component(place, separator, 2),
    separator,
    billing,
    subscriber,
    patient,
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
    warnings,
  };
}

function readDate(state: State, segment: Segment): void {
  if (state.where === 'line' && state.line !== undefined) readLineDate(state.line, segment);
  else if (state.where === 'claim' && state.draft !== undefined) readClaimDate(state.draft, segment);
}

function readLineDate(line: DraftLine, segment: Segment): void {
  if (segment.element(1) !== '472' || line.period !== undefined || line.badDate) return;
  line.period = readPeriod(segment.element(2), segment.element(3));
  line.badDate = line.period === undefined;
}

function readClaimDate(draft: Draft, segment: Segment): void {
  const qualifier = segment.element(1);
  if (qualifier === '096') draft.dischargeHour = true;
  if (qualifier !== '434' && qualifier !== '435' && qualifier !== '472') return;
  const period = readPeriod(segment.element(2), segment.element(3));
  if (period === undefined) draft.warnings.add('bad_claim_date');
  else if (qualifier === '434') draft.statement ??= period;
  else if (qualifier === '435') draft.admission ??= period;
  else draft.service ??= period;
}

function readAdmission(state: State, segment: Segment): void {
  if (state.where !== 'claim' || state.draft === undefined) return;
  state.draft.admitType = segment.element(1);
  state.draft.admitSource = segment.element(2);
  state.draft.dischargeStatus = segment.element(3);
}

function readCodes(state: State, segment: Segment): void {
  const { draft, repetition } = state;
  if (state.where !== 'claim' || draft === undefined) return;
  const count = segment.length;
  for (let i = 1; i < count; i += 1) {
    const value = segment.element(i);
    if (repetition !== '' && value.includes(repetition)) {
      for (const one of value.split(repetition)) draft.codes.push(readHealthCode(one, draft.separator));
    } else if (value !== '') draft.codes.push(readHealthCode(value, draft.separator));
  }
}

function openLine(state: State, draft: Draft, lx: string, number: number): DraftLine {
  const line = newLine(lx, number);
  draft.lines.push(line);
  state.line = line;
  state.where = 'line';
  return line;
}

function readService(state: State, draft: Draft, segment: Segment, number: number): void {
  let { line } = state;
  if (line === undefined || line.service !== '') {
    draft.warnings.add('lx_missing');
    line = openLine(state, draft, '', number);
  }
  line.raw = segment.raw();
  if (segment.tag === TAG_SV1) {
    line.service = 'SV1';
    readProcedure(line, draft, segment.element(1));
    line.charge = segment.element(2);
    line.units = segment.element(4);
    line.placeOfService = segment.element(5);
    line.pointers = segment.element(7);
  } else {
    line.service = 'SV2';
    line.revenueCode = segment.element(1).trim();
    readProcedure(line, draft, segment.element(2));
    line.charge = segment.element(3);
    line.units = segment.element(5);
  }
}

const NO_MODIFIERS: readonly string[] = [];

/** SV101 and SV202: qualifier, code, up to four modifiers. Only HC holds CPT and HCPCS codes. */
function readProcedure(line: DraftLine, draft: Draft, value: string): void {
  const { separator, warnings } = draft;
  if (value === '') return;
  const at = value.indexOf(separator);
  if (at !== 2 || value.charCodeAt(0) !== 72 || value.charCodeAt(1) !== 67) {
    warnings.add('procedure_qualifier');
    return;
  }
  const to = value.indexOf(separator, at + 1);
  line.code = cleanCode(to < 0 ? value.slice(at + 1) : value.slice(at + 1, to));
  line.modifiers = to < 0 ? NO_MODIFIERS : readModifiers(value.slice(to + 1), separator);
}

function readModifiers(value: string, separator: string): string[] {
  return value.split(separator, 4).map(cleanCode);
}
