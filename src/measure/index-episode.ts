import { dayOf, isWithin, type Window } from './day.js';
import type { Evidence, IndexEvent } from './decision.js';
import { compareLines, compareText, type ReadClaim, type Records } from './records.js';
import { type MeasureRules, type Role, setGiving } from './resolve.js';
import type { ClaimLine, Day, LineCode } from './timeline.js';
import type { YearRules } from './years/year-rules.js';

/**
 * Whether any line with a principal diagnosis of uncomplicated low back pain lies in the intake period: without one a
 * person is no candidate for the measure at all.
 */
export function isCandidate(records: Records, rules: MeasureRules): boolean {
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

/**
 * The earliest line that qualifies as the start of a low-back-pain episode, or null (docs/measure-logic.md 2.1 to
 * 2.5). What becomes of this event later, an earlier or later one is never taken instead.
 */
export function findIndexEpisode(records: Records, rules: MeasureRules): IndexEpisode | null {
  const first = firstQualifyingLine(records, rules, 0);
  return first === null ? null : episodeOf(first, intakePeriod(rules.year), rules);
}

/** Whether some line would qualify, were its date another one by so many days at the most. */
export function wouldQualify(records: Records, rules: MeasureRules, days: number): boolean {
  return firstQualifyingLine(records, rules, days) !== null;
}

/** The first of the lines that qualify on their date, or would on one that is so many days off. */
function firstQualifyingLine(records: Records, rules: MeasureRules, days: number): Candidate | null {
  const intake = intakePeriod(rules.year);
  const stays = records.claims
    .filter((read) => read.isInpatient && !read.isSupplemental)
    .map((read) => read.stay);
  const isOpen = (date: Day): boolean =>
    isWithin(date, intake) && !stays.some((stay) => stay.from - 1 <= date && date <= stay.to);

  let first: Candidate | null = null;
  for (const read of records.claims) {
    if (read.isInpatient || read.isSupplemental) continue;
    const diagnosis = principalLowBackPain(read, rules);
    if (diagnosis === null) continue;
    for (const line of read.diagnosisLines) {
      if (!isAnyOf(line.serviceDate, days, isOpen)) continue;
      if (rules.year.visitSets !== null && codesOf(line, 'visit', rules).length === 0) continue;
      const candidate = { read, line, diagnosis };
      if (first === null || compareCandidates(candidate, first) < 0) first = candidate;
    }
  }
  return first;
}

function isAnyOf(date: Day, days: number, holds: (date: Day) => boolean): boolean {
  for (let by = -days; by <= days; by += 1) if (holds(date + by)) return true;
  return false;
}

interface Candidate {
  readonly read: ReadClaim;
  readonly line: ClaimLine;
  readonly diagnosis: LineCode;
}

function compareCandidates(a: Candidate, b: Candidate): number {
  return (
    a.line.serviceDate - b.line.serviceDate ||
    compareText(a.read.claim.id, b.read.claim.id) ||
    compareLines(a.line, b.line)
  );
}

/** The claim's principal diagnosis where it is uncomplicated low back pain; should lines disagree, the first by code. */
function principalLowBackPain(read: ReadClaim, rules: MeasureRules): LineCode | null {
  return (
    read.diagnoses
      .filter((code) => code.position === 1 && setGiving('low_back_pain', code.listed, rules) !== null)
      .sort((a, b) => compareText(a.listed.code, b.listed.code))[0] ?? null
  );
}

function codesOf(line: ClaimLine, role: Role, rules: MeasureRules): LineCode[] {
  return line.codes.filter((code) => setGiving(role, code.listed, rules) !== null);
}

function episodeOf({ read, line, diagnosis }: Candidate, intake: Window, rules: MeasureRules): IndexEpisode {
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
    valueSet: setGiving('low_back_pain', diagnosis.listed, rules) ?? '',
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
