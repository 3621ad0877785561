import { type Day, dayOf } from '../../../timeline/day.js';
import { setGiving } from '../../../timeline/meaning.js';
import { compareLines, compareText } from '../../../timeline/order.js';
import type { ClaimLine, LineCode } from '../../../timeline/person.js';
import { isDiagnosis, type ReadClaim } from '../../../timeline/records.js';
import { isWithin, type Window } from '../../../timeline/window.js';
import type { YearRules } from '../years/year-rules.js';
import type { LbpRecords, Role, RulesWithSets } from './kind.js';
import type { Disqualification } from './near.js';

/** The sets with the diagnosis that the measure is about. */
export const LOW_BACK_PAIN_SETS = ['Uncomplicated Low Back Pain'] as const;

/**
 * Whether any line (even a laboratory's) of a claim with a principal diagnosis of uncomplicated low back pain
 * is in the intake period. Without one a person is not a candidate for the measure.
 */
export function isCandidate(records: LbpRecords, rules: RulesWithSets): boolean {
  const intake = intakePeriod(rules.year);
  return records.claims.some(
    (read) =>
      !read.isSupplemental &&
      (principalLowBackPain(read, rules) ?? principalOfLaboratory(read, rules)) !== null &&
      read.claim.lines.some((line) => isWithin(line.serviceDate, intake)),
  );
}

/** The days on which an index episode can start, such as 2025-01-01 to 2025-12-03 (docs/measure-logic.md 2.1). */
export function intakePeriod({ year, intake }: YearRules): Window {
  return {
    start: dayOf(year, intake.first.month, intake.first.day),
    end: dayOf(year, intake.last.month, intake.last.day),
  };
}

/** A line of a claim with a principal diagnosis of low back pain, and why it does not qualify, if so. */
export interface LowBackPainLine {
  readonly read: ReadClaim;
  readonly line: ClaimLine;
  readonly diagnosis: LineCode;
  readonly disqualified: Disqualification | null;
}

/** Every line of the claims with a principal diagnosis of low back pain (docs/measure-logic.md 2.2 to 2.4). */
export function lowBackPainLines(records: LbpRecords, rules: RulesWithSets): LowBackPainLine[] {
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
 * Whether some line would qualify if its date were up to `days` days earlier or later.
 *
 * @example with 7 days, a line of 2025-12-10 would (the intake period ends on 2025-12-03), one of 2025-12-11 would not
 */
export function wouldQualify(records: LbpRecords, rules: RulesWithSets, days: number): boolean {
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

/** A visit on the day before a stay, or during it, became the stay: 2025-03-09 to 2025-03-12 for 2025-03-10 to 12. */
function becameInpatient(date: Day, stay: ReadClaim['stay']): boolean {
  return stay.from - 1 <= date && date <= stay.to;
}

function isVisit(line: ClaimLine, rules: RulesWithSets): boolean {
  return rules.year.visitSets === null || codesOf(line, 'visit', rules).length > 0;
}

/** Puts the earlier event first; within a day, the lower claim and line (docs/measure-logic.md 2.5). */
export function compareEvents(a: LowBackPainLine, b: LowBackPainLine): number {
  return (
    a.line.serviceDate - b.line.serviceDate ||
    compareText(a.read.claim.id, b.read.claim.id) ||
    a.read.no - b.read.no ||
    compareLines(a.line, b.line)
  );
}

/**
 * The claim's principal diagnosis if it is uncomplicated low back pain; if lines disagree, the first by code.
 */
function principalLowBackPain(read: ReadClaim, rules: RulesWithSets): LineCode | null {
  return firstPrincipal(read.diagnoses, rules);
}

/** The same if only laboratory lines state it, in a year that ignores those. */
function principalOfLaboratory({ claim, diagnosisLines }: ReadClaim, rules: RulesWithSets): LineCode | null {
  if (diagnosisLines.length === claim.lines.length) return null;
  return firstPrincipal(
    claim.lines.flatMap((line) => line.codes.filter(isDiagnosis)),
    rules,
  );
}

function firstPrincipal(diagnoses: readonly LineCode[], rules: RulesWithSets): LineCode | null {
  let first: LineCode | null = null;
  for (const code of diagnoses) {
    if (code.position !== 1 || setGiving('low_back_pain', code.listed, rules.sets) === null) continue;
    if (first === null || compareText(code.listed.code, first.listed.code) < 0) first = code;
  }
  return first;
}

/** The codes of a line that have a role. */
export function codesOf(line: ClaimLine, role: Role, rules: RulesWithSets): LineCode[] {
  return line.codes.filter((code) => setGiving(role, code.listed, rules.sets) !== null);
}
