import { type Day, dayOf } from '../../timeline/day.js';
import type { Evidence } from '../../timeline/evidence.js';
import { setGiving } from '../../timeline/meaning.js';
import { compareLines, compareText } from '../../timeline/order.js';
import type { ClaimLine, LineCode } from '../../timeline/person.js';
import { isDiagnosis, type ReadClaim } from '../../timeline/records.js';
import { isWithin, type Window } from '../../timeline/window.js';
import type { IndexEvent } from './decision.js';
import type { LbpRecords, MeasureRules, Role } from './resolve.js';
import type { YearRules } from './years/year-rules.js';

/**
 * Whether any line with a principal diagnosis of uncomplicated low back pain lies in the intake period: without one a
 * person is no candidate for the measure at all.
 */
export function isCandidate(records: LbpRecords, rules: MeasureRules): boolean {
  const intake = intakePeriod(rules.year);
  return records.claims.some(
    (read) =>
      !read.isSupplemental &&
      principalLowBackPain(read, rules) !== null &&
      read.diagnosisLines.some((line) => isWithin(line.serviceDate, intake)),
  );
}

export interface IndexEpisode {
  readonly event: IndexEvent;
  readonly evidence: Evidence;
}

/** The days on which an index episode can start (docs/measure-logic.md 2.1). */
export function intakePeriod({ year, intake }: YearRules): Window {
  return {
    start: dayOf(year, intake.first.month, intake.first.day),
    end: dayOf(year, intake.last.month, intake.last.day),
  };
}

/** Why a line whose claim has a principal diagnosis of low back pain is not the start of an episode (2.1 to 2.4). */
export type Disqualification =
  | 'laboratory_line'
  | 'outside_intake_period'
  | 'inpatient_claim'
  | 'became_inpatient'
  | 'no_visit_code';

/** A line of a claim with a principal diagnosis of low back pain, and why it does not qualify, if it does not. */
export interface LowBackPainLine {
  readonly read: ReadClaim;
  readonly line: ClaimLine;
  readonly diagnosis: LineCode;
  readonly disqualified: Disqualification | null;
}

/** Every line of the claims with a principal diagnosis of low back pain (docs/measure-logic.md 2.2 to 2.4). */
export function lowBackPainLines(records: LbpRecords, rules: MeasureRules): LowBackPainLine[] {
  const intake = intakePeriod(rules.year);
  const stays = staysIn(records);
  const disqualified = (read: ReadClaim, line: ClaimLine): Disqualification | null => {
    const date = line.serviceDate;
    if (!read.diagnosisLines.includes(line)) return 'laboratory_line';
    if (!isWithin(date, intake)) return 'outside_intake_period';
    if (read.isInpatient) return 'inpatient_claim';
    if (stays.some((stay) => becameInpatient(date, stay))) return 'became_inpatient';
    return isVisit(line, rules) ? null : 'no_visit_code';
  };
  return records.claims.flatMap((read): LowBackPainLine[] => {
    if (read.isSupplemental) return [];
    const diagnosis = principalLowBackPain(read, rules);
    if (diagnosis !== null) {
      return read.claim.lines.map((line) => ({
        read,
        line,
        diagnosis,
        disqualified: disqualified(read, line),
      }));
    }
    const ofLaboratory = principalOfLaboratory(read, rules);
    if (ofLaboratory === null) return [];
    return read.claim.lines.map((line) => ({
      read,
      line,
      diagnosis: ofLaboratory,
      disqualified: 'laboratory_line',
    }));
  });
}

/**
 * The earliest line that qualifies as the start of a low-back-pain episode, or null (docs/measure-logic.md 2.1 to
 * 2.5). What becomes of this event later, an earlier or later one is never taken instead.
 */
export function findIndexEpisode(records: LbpRecords, rules: MeasureRules): IndexEpisode | null {
  let first: LowBackPainLine | null = null;
  for (const candidate of lowBackPainLines(records, rules)) {
    if (candidate.disqualified !== null) continue;
    if (first === null || compareEvents(candidate, first) < 0) first = candidate;
  }
  return first === null ? null : episodeOf(first, intakePeriod(rules.year), rules);
}

/** Whether some line would qualify, were its date another one by so many days at the most. */
export function wouldQualify(records: LbpRecords, rules: MeasureRules, days: number): boolean {
  const intake = intakePeriod(rules.year);
  const stays = staysIn(records);
  const isOpen = (date: Day): boolean =>
    isWithin(date, intake) && !stays.some((stay) => becameInpatient(date, stay));
  return records.claims.some(
    (read) =>
      !read.isInpatient &&
      !read.isSupplemental &&
      principalLowBackPain(read, rules) !== null &&
      read.diagnosisLines.some((line) => isVisit(line, rules) && isAnyOf(line.serviceDate, days, isOpen)),
  );
}

function isAnyOf(date: Day, days: number, holds: (date: Day) => boolean): boolean {
  for (let by = -days; by <= days; by += 1) if (holds(date + by)) return true;
  return false;
}

function staysIn(records: LbpRecords): ReadClaim['stay'][] {
  return records.claims.filter((read) => read.isInpatient && !read.isSupplemental).map((read) => read.stay);
}

/** A visit on the day before a stay, or during it, resulted in the stay. */
function becameInpatient(date: Day, stay: ReadClaim['stay']): boolean {
  return stay.from - 1 <= date && date <= stay.to;
}

function isVisit(line: ClaimLine, rules: MeasureRules): boolean {
  return rules.year.visitSets === null || codesOf(line, 'visit', rules).length > 0;
}

function compareEvents(a: LowBackPainLine, b: LowBackPainLine): number {
  return (
    a.line.serviceDate - b.line.serviceDate ||
    compareText(a.read.claim.id, b.read.claim.id) ||
    compareLines(a.line, b.line)
  );
}

/** The claim's principal diagnosis where it is uncomplicated low back pain; should lines disagree, the first by code. */
function principalLowBackPain(read: ReadClaim, rules: MeasureRules): LineCode | null {
  return firstPrincipal(read.diagnoses, rules);
}

/** The same where only laboratory lines state it, in a year that ignores what they state. */
function principalOfLaboratory({ claim, diagnosisLines }: ReadClaim, rules: MeasureRules): LineCode | null {
  if (diagnosisLines.length === claim.lines.length) return null;
  return firstPrincipal(
    claim.lines.flatMap((line) => line.codes.filter(isDiagnosis)),
    rules,
  );
}

function firstPrincipal(diagnoses: readonly LineCode[], rules: MeasureRules): LineCode | null {
  let first: LineCode | null = null;
  for (const code of diagnoses) {
    if (code.position !== 1 || setGiving('low_back_pain', code.listed, rules.sets) === null) continue;
    if (first === null || compareText(code.listed.code, first.listed.code) < 0) first = code;
  }
  return first;
}

function codesOf(line: ClaimLine, role: Role, rules: MeasureRules): LineCode[] {
  return line.codes.filter((code) => setGiving(role, code.listed, rules.sets) !== null);
}

function episodeOf(
  { read, line, diagnosis }: LowBackPainLine,
  intake: Window,
  rules: MeasureRules,
): IndexEpisode {
  const event: IndexEvent = {
    date: line.serviceDate,
    claimId: read.claim.id,
    lineNumber: line.number,
    diagnosis: diagnosis.listed.code,
    code: displayCode(line, rules),
    isImaging: codesOf(line, 'imaging', rules).length > 0,
  };
  const evidence: Evidence = {
    rule: 'index',
    date: line.serviceDate,
    endDate: null,
    codeSystem: diagnosis.listed.system,
    code: diagnosis.listed.code,
    valueSet: setGiving('low_back_pain', diagnosis.listed, rules.sets) ?? '',
    claimId: read.claim.id,
    lineNumber: line.number,
    windowStart: intake.start,
    windowEnd: intake.end,
    source: line.source,
    locator: line.locator,
  };
  return { event, evidence };
}

/** The visit code of the line, its CPT or HCPCS code before any other; where no visit is asked for, what code the line has. */
function displayCode(line: ClaimLine, rules: MeasureRules): string {
  if (rules.year.visitSets === null) return line.procedureCode || line.revenueCode;
  const isProcedure = (code: LineCode): boolean =>
    code.listed.system === 'CPT' || code.listed.system === 'HCPCS';
  const visits = codesOf(line, 'visit', rules).sort((a, b) => compareText(a.listed.code, b.listed.code));
  return (visits.find(isProcedure) ?? visits[0])?.listed.code ?? '';
}
