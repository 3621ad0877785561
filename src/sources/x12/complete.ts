import type { Claim, ClaimIdentity, ClaimLine, Place } from './claim.js';
import type { Period, Ymd } from './dates.js';
import { sortDiagnoses, sortProcedures } from './diagnoses.js';
import { type Draft, type DraftLine, warnOnce } from './draft.js';
import type { ClaimReject, ClaimWarning, LineReject } from './findings.js';
import type { ClaimType } from './guide.js';
import { isKnownFrequency } from './versions.js';

/** What a claim takes from outside its own segments. */
export interface ClaimContext {
  readonly place: Place;
  readonly ordinal: number;
  readonly guide: ClaimType;
  readonly interchangeTime: string;
}

export interface RejectedLine {
  readonly line: DraftLine;
  readonly reason: LineReject;
}

/** A draft judged: either a claim, with the lines it had to leave behind, or the reason why it is none. */
export type Completed =
  | { readonly claim: Claim; readonly rejectedLines: readonly RejectedLine[] }
  | { readonly claim: undefined; readonly reason: ClaimReject };

const MOST_CODES = 25;

/** Applies the rules of docs/x12.md to a complete draft; what is odd but usable goes into the draft's warnings. */
export function completeClaim(draft: Draft, context: ClaimContext): Completed {
  const { subscriber } = draft;
  if (draft.id === '') return reject('no_claim_id');
  if (draft.patient?.underItsSubscriber === false) return reject('wrong_parent');
  if (subscriber === undefined || subscriber.id === '') return reject('no_subscriber');
  if (draft.lines.length === 0) return reject('no_service_line');

  const statement = draft.statement ?? draft.service;
  const rejectedLines: RejectedLine[] = [];
  const lines: ClaimLine[] = [];
  const type = claimType(draft, context.guide);
  for (const line of draft.lines) {
    const reason = lineReject(line, statement);
    if (reason === undefined)
      lines.push(completeLine(line, draft, lines.at(-1)?.number ?? 0, type, statement));
    else rejectedLines.push({ line, reason });
  }
  if (lines.length === 0) return reject(onlyUndated(rejectedLines) ? 'no_date' : 'no_usable_line');

  const identity = identityOf(draft);
  return { claim: assemble(draft, context, { type, identity, lines, statement }), rejectedLines };
}

function reject(reason: ClaimReject): Completed {
  return { claim: undefined, reason };
}

function onlyUndated(lines: readonly RejectedLine[]): boolean {
  return lines.every(({ reason }) => reason === 'no_line_date' || reason === 'bad_line_date');
}

/** Some senders put professional services under the institutional guide's header: the services are what was done. */
function claimType(draft: Draft, guide: ClaimType): ClaimType {
  let professional = false;
  let institutional = false;
  for (const { service } of draft.lines) {
    if (service === 'SV1') professional = true;
    else if (service === 'SV2') institutional = true;
  }
  if (professional === institutional) {
    if (professional) warnOnce(draft, 'claim_type_differs');
    return guide;
  }
  const type = professional ? 'professional' : 'institutional';
  if (type !== guide) warnOnce(draft, 'claim_type_differs');
  return type;
}

function lineReject(line: DraftLine, statement: Period | undefined): LineReject | undefined {
  if (line.service === '') return 'no_service';
  if (line.badDate) return 'bad_line_date';
  return line.period === undefined && statement === undefined ? 'no_line_date' : undefined;
}

function completeLine(
  line: DraftLine,
  draft: Draft,
  previous: number,
  type: ClaimType,
  statement: Period | undefined,
): ClaimLine {
  const period = line.period ?? statement;
  return {
    number: lineNumber(line.lx, previous),
    segment: line.segment,
    revenueCode: line.revenueCode === '' ? '' : line.revenueCode.padStart(4, '0'),
    code: line.code,
    modifiers: line.modifiers,
    charge: line.charge,
    units: line.units,
    placeOfService: type === 'institutional' ? '' : twoDigits(line.placeOfService || draft.facilityCode),
    pointers: line.pointers,
    start: period?.start ?? 0,
    end: period?.end ?? 0,
    renderingNpi:
      line.renderingNpi || draft.renderingNpi || (type === 'institutional' ? draft.attendingNpi : ''),
    orderingNpi: line.orderingNpi,
  };
}

/** LX01 where it goes on counting, else the next number: two lines of a claim never share one. */
function lineNumber(lx: number, previous: number): number {
  return lx > previous ? lx : previous + 1;
}

function twoDigits(code: string): string {
  return code.length === 1 ? `0${code}` : code;
}

function identityOf(draft: Draft): ClaimIdentity {
  const { subscriber, patient } = draft;
  const self = subscriber?.relationship === '18';
  const subscriberId = subscriber?.id ?? '';
  if (patient !== undefined) {
    if (self) warnOnce(draft, 'self_with_patient');
    const { birthDate, gender, firstName } = patient;
    return { subscriberId, isSubscriber: false, birthDate, gender, firstName };
  }
  if (!self) warnOnce(draft, 'relationship_missing');
  return {
    subscriberId,
    isSubscriber: true,
    birthDate: subscriber?.birthDate ?? 0,
    gender: subscriber?.gender ?? '',
    firstName: subscriber?.firstName ?? '',
  };
}

interface Parts {
  readonly type: ClaimType;
  readonly identity: ClaimIdentity;
  readonly lines: readonly ClaimLine[];
  readonly statement: Period | undefined;
}

function assemble(draft: Draft, context: ClaimContext, parts: Parts): Claim {
  const { type, identity, lines, statement } = parts;
  const warn = (warning: ClaimWarning): void => {
    warnOnce(draft, warning);
  };
  const diagnoses = sortDiagnoses(draft.codes, warn);
  const procedures = sortProcedures(draft.codes);
  if (diagnoses.principal === '') warn('no_principal');
  if (diagnoses.others.length >= MOST_CODES) warn('too_many_diagnoses');
  if (procedures.length > MOST_CODES) warn('too_many_procedures');
  if (draft.otherPayers > 0) warn('other_payer');
  if (!isKnownFrequency(draft.frequency)) warn('unknown_frequency');
  const { start, end } = claimDates(type, lines, statement);
  return {
    place: context.place,
    ordinal: context.ordinal,
    type,
    id: draft.id,
    charge: draft.charge,
    facilityCode: draft.facilityCode,
    frequency: draft.frequency,
    payerClaimNumber: draft.payerClaimNumber,
    clearinghouseNumber: draft.clearinghouseNumber,
    medicalRecordNumber: draft.medicalRecordNumber,
    interchangeTime: context.interchangeTime,
    identity,
    payerResponsibility: draft.subscriber?.responsibility ?? '',
    otherPayers: draft.otherPayers,
    start,
    end,
    admissionDate: draft.admission?.start ?? 0,
    dischargeDate: draft.dischargeHour ? (draft.statement?.end ?? 0) : 0,
    admitType: draft.admitType,
    admitSource: draft.admitSource,
    dischargeStatus: draft.dischargeStatus,
    billingNpi: draft.billing?.npi ?? '',
    billingTaxId: draft.billing?.taxId ?? '',
    renderingNpi: draft.renderingNpi,
    referringNpi: draft.referringNpi,
    attendingNpi: draft.attendingNpi,
    facilityNpi: draft.facilityNpi,
    diagnoses,
    procedures,
    lines,
  };
}

/** An institutional claim states its period; a professional one has only its lines, so theirs comes first there. */
function claimDates(type: ClaimType, lines: readonly ClaimLine[], statement: Period | undefined): Period {
  if (type === 'institutional' && statement !== undefined) return statement;
  let start: Ymd = 0;
  let end: Ymd = 0;
  for (const line of lines) {
    if (start === 0 || line.start < start) start = line.start;
    if (line.end > end) end = line.end;
  }
  return { start, end };
}
