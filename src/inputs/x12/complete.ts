import { actionOf, isKnownFrequency } from '../bill-frequency.js';
import { type Claim, type ClaimLine, type RejectedLine, warnOnce } from './claim.js';
import type { Period, Ymd } from './dates.js';
import { sortDiagnoses } from './diagnoses.js';
import type { ClaimReject, LineReject } from './findings.js';
import type { ClaimType } from './guide.js';
import { BLANK } from './pieces.js';

const MOST_CODES = 25;

/**
 * Applies the rules of docs/x12.md to a claim with all its segments: fills in what follows from them, and
 * sets unusable lines aside. Returns why the claim is unusable, if so; odd but usable facts become warnings.
 */
export function completeClaim(claim: Claim, guide: ClaimType): ClaimReject | undefined {
  const { subscriber } = claim;
  if (claim.id === BLANK) return 'no_claim_id';
  if (claim.patient?.underItsSubscriber === false) return 'wrong_parent';
  if (subscriber === undefined || subscriber.id === BLANK) return 'no_subscriber';
  // A void takes back another claim and is never counted itself, so it needs neither lines nor dates.
  const isVoid = actionOf(claim.frequency) === 'void';
  if (claim.lines.length === 0 && !isVoid) return 'no_service_line';

  claim.type = claimType(claim, guide);
  const statement = claim.statement ?? claim.service;
  const rejected = isVoid ? NONE : rejectedLines(claim.lines, statement);
  if (rejected.length === claim.lines.length && !isVoid)
    return onlyUndated(rejected) ? 'no_date' : 'no_usable_line';
  if (rejected.length > 0) {
    claim.rejectedLines = rejected;
    claim.lines = claim.lines.filter((line) => rejected.every((one) => one.line !== line));
  }
  completeLines(claim, statement);
  setDates(claim, statement);
  claim.diagnoses = sortDiagnoses(claim.codes, (warning) => warnOnce(claim, warning));
  warnOfClaim(claim, subscriber.isPatient);
  return undefined;
}

function onlyUndated(lines: readonly RejectedLine[]): boolean {
  return lines.every(({ reason }) => reason === 'no_line_date' || reason === 'bad_line_date');
}

/** Some senders put professional services under the institutional guide's header: the services decide. */
function claimType(claim: Claim, guide: ClaimType): ClaimType {
  let professional = false;
  let institutional = false;
  for (const { service } of claim.lines) {
    if (service === 'SV1') professional = true;
    else if (service === 'SV2') institutional = true;
  }
  if (professional === institutional) {
    if (professional) warnOnce(claim, 'claim_type_differs');
    return guide;
  }
  const type = professional ? 'professional' : 'institutional';
  if (type !== guide) warnOnce(claim, 'claim_type_differs');
  return type;
}

const NONE: readonly RejectedLine[] = [];

function rejectedLines(lines: readonly ClaimLine[], statement: Period | undefined): readonly RejectedLine[] {
  let rejected: RejectedLine[] | undefined;
  for (const line of lines) {
    const reason = lineReject(line, statement);
    if (reason === undefined) continue;
    rejected ??= [];
    rejected.push({ line, reason });
  }
  return rejected ?? NONE;
}

function lineReject(line: ClaimLine, statement: Period | undefined): LineReject | undefined {
  if (line.service === '') return 'no_service';
  if (line.badDate) return 'bad_line_date';
  return line.start === 0 && statement === undefined ? 'no_line_date' : undefined;
}

/** Fills in from the claim what a line does not state itself. */
function completeLines(claim: Claim, statement: Period | undefined): void {
  const institutional = claim.type === 'institutional';
  const renderingNpi = claim.renderingNpi || (institutional ? claim.attendingNpi : BLANK);
  let previous = 0;
  for (const line of claim.lines) {
    // LX01 if it keeps counting up, else the next number: two lines of a claim never share one.
    if (line.number <= previous) line.number = previous + 1;
    previous = line.number;
    if (line.start === 0 && statement !== undefined) {
      line.start = statement.start;
      line.end = statement.end;
    }
    line.placeOfService = institutional ? '' : twoDigits(line.placeOfService || claim.facilityCode);
    line.renderingNpi ||= renderingNpi;
  }
}

function twoDigits(code: string): string {
  return code.length === 1 ? `0${code}` : code;
}

/**
 * An institutional claim states its period; a professional one has only its lines, so their period comes
 * first.
 */
function setDates(claim: Claim, statement: Period | undefined): void {
  let start: Ymd = 0;
  let end: Ymd = 0;
  for (const line of claim.lines) {
    if (start === 0 || line.start < start) start = line.start;
    if (line.end > end) end = line.end;
  }
  const stated = claim.type === 'institutional' ? statement : undefined;
  claim.start = stated?.start ?? start;
  claim.end = stated?.end ?? end;
}

function warnOfClaim(claim: Claim, subscriberIsPatient: boolean): void {
  const { diagnoses } = claim;
  if (claim.patient !== undefined && subscriberIsPatient) warnOnce(claim, 'self_with_patient');
  if (claim.patient === undefined && !subscriberIsPatient) warnOnce(claim, 'relationship_missing');
  if (diagnoses.principal === BLANK) warnOnce(claim, 'no_principal');
  if (diagnoses.others.length >= MOST_CODES) warnOnce(claim, 'too_many_diagnoses');
  if (diagnoses.procedures.length > MOST_CODES) warnOnce(claim, 'too_many_procedures');
  if (claim.otherPayers > 0) warnOnce(claim, 'other_payer');
  if (!isKnownFrequency(claim.frequency)) warnOnce(claim, 'unknown_frequency');
}
