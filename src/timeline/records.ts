import type { Day } from './day.js';
import type { Evidence } from './evidence.js';
import { type Meanings, setGiving } from './meaning.js';
import { compareLineNumbers, compareLines, compareText } from './order.js';
import type { Claim, ClaimLine, Fill, LineCode, ListedCode, Person } from './person.js';
import { isWithin, type Window } from './window.js';

/** How a person's claims are read, for rules that use these roles. */
export interface Reading<Role extends string> extends Meanings<Role> {
  /** The role of codes that make a claim an inpatient stay, and of those that make such a stay nonacute. */
  readonly inpatientStay: Role;
  readonly nonacuteStay: Role | null;
  /** Whether a line with place of service 81 carries no diagnosis. */
  readonly ignoresLabDiagnoses: boolean;
  /** Roles that a code on a supplemental record cannot have: such a record can only exclude. */
  readonly onClaimsOnly: readonly Role[];
}

/**
 * A person's timeline as the rules see it: dated records by role, and claims with their claim-level facts.
 */
export interface Records<Role extends string> {
  readonly claims: readonly ReadClaim[];
  /** The records of a role, in the order of `compareRecords`. */
  of(role: Role): readonly DatedRecord[];
  /** Those of them that are the principal diagnosis of their claim. */
  principal(role: Role): readonly DatedRecord[];
}

/** A code with the day on which it counts. */
export interface DatedRecord {
  readonly date: Day;
  readonly listed: ListedCode;
  /** The value set that gives the record its role; empty where the rule names the code itself. */
  readonly set: string;
  /** Whether the record is on the claim of an acute inpatient stay. */
  readonly isOfAcuteStay: boolean;
  /** Number of its claim, as in `ReadClaim`; null for a drug. */
  readonly claimNo: number | null;
  readonly claimId: string;
  readonly lineNumber: string;
  readonly source: string;
  readonly locator: string;
}

export interface ReadClaim {
  /** Its number in the order of the person's claims: two sources can give two claims one id. */
  readonly no: number;
  readonly claim: Claim;
  /** Whether its lines are supplemental records; the event, the history and imaging ignore such claims. */
  readonly isSupplemental: boolean;
  readonly isInpatient: boolean;
  readonly isAcute: boolean;
  /** First and last day of the stay of an inpatient claim. */
  readonly stay: { readonly from: Day; readonly to: Day };
  /**
   * The diagnoses that count for the claim: those of all its lines, except laboratory lines in years that
   * ignore them.
   */
  readonly diagnoses: readonly LineCode[];
  /** The lines that can carry a diagnosis. */
  readonly diagnosisLines: readonly ClaimLine[];
}

const LABORATORY = '81';

/** Reads a timeline once for all rules. */
export function readTimeline<Role extends string>(person: Person, reading: Reading<Role>): Records<Role> {
  const byRole = new Map<Role, DatedRecord[]>();
  const add = (listed: ListedCode, date: Day, place: PlaceOfRecord, isSupplementalRecord: boolean): void => {
    for (const { role, set } of reading.meaningsOf(listed)) {
      if (isSupplementalRecord && reading.onClaimsOnly.includes(role)) continue;
      const records = byRole.get(role);
      const { isOfAcuteStay, claimNo, claimId, lineNumber, source, locator } = place;
      const record = { date, listed, set, isOfAcuteStay, claimNo, claimId, lineNumber, source, locator };
      if (records === undefined) byRole.set(role, [record]);
      else records.push(record);
    }
  };

  const claims = person.claims.some(({ lines }) => lines.some(isSupplemental))
    ? person.claims.flatMap(withSupplementalApart)
    : person.claims;
  const read = claims.map((claim, no) => readClaim(claim, no, reading));
  for (const one of read) {
    for (const line of one.claim.lines) {
      const place = placeOf(one, line);
      for (const code of line.codes) {
        if (isDiagnosis(code)) continue;
        add(code.listed, procedureDate(code, line, one), place, one.isSupplemental);
      }
    }
    for (const line of datedLines(one)) {
      const date = diagnosisDate(line, one);
      const place = placeOf(one, line);
      for (const { listed } of one.diagnoses) add(listed, date, place, one.isSupplemental);
    }
  }
  for (const fill of person.fills) add(fill.drug, fill.dispensed, placeOfFill(fill), false);

  for (const records of byRole.values()) records.sort(compareRecords);
  const principal = new Map<Role, DatedRecord[]>();
  return {
    claims: read,
    of: (role) => byRole.get(role) ?? [],
    principal: (role) => {
      const records =
        principal.get(role) ??
        read.flatMap((one) => principalRecords(one, role, reading)).sort(compareRecords);
      principal.set(role, records);
      return records;
    },
  };
}

function principalRecords<Role extends string>(
  read: ReadClaim,
  role: Role,
  reading: Reading<Role>,
): DatedRecord[] {
  if (read.isSupplemental && reading.onClaimsOnly.includes(role)) return [];
  return read.diagnoses.flatMap(({ listed, position }) => {
    const set = setGiving(role, listed, reading);
    if (position !== 1 || set === null) return [];
    return datedLines(read).map((line) => ({
      date: diagnosisDate(line, read),
      listed,
      set,
      ...placeOf(read, line),
    }));
  });
}

/** The record as evidence for a rule. */
export function evidenceOf<Rule extends string>(
  rule: Rule,
  record: DatedRecord,
  window: Window,
): Evidence<Rule> {
  return {
    rule,
    date: record.date,
    endDate: null,
    codeSystem: record.listed.system,
    code: record.listed.code,
    valueSet: record.set,
    claimId: record.claimId,
    lineNumber: record.lineNumber,
    windowStart: window.start,
    windowEnd: window.end,
    source: record.source,
    locator: record.locator,
  };
}

/**
 * The earliest record in the window; records are in date order.
 *
 * @example
 * Records of 2024-12-31, 2025-01-15 and 2025-01-29, window 2025-01-01 to 2025-01-29: the record of 2025-01-15.
 */
export function firstWithin(records: readonly DatedRecord[], window: Window): DatedRecord | undefined {
  return records.find((record) => isWithin(record.date, window));
}

/**
 * The first record on each of the earliest `count` distinct dates in the window; fewer if there are fewer.
 *
 * @example
 * Records of 2025-03-01, 2025-03-01 and 2025-07-10, two wanted in 2025: the first of 2025-03-01, and 2025-07-10.
 */
export function firstOnDifferentDates(
  records: readonly DatedRecord[],
  window: Window,
  count: number,
): DatedRecord[] {
  const chosen: DatedRecord[] = [];
  for (const record of records) {
    if (chosen.length === count) break;
    if (isWithin(record.date, window) && record.date !== chosen.at(-1)?.date) chosen.push(record);
  }
  return chosen;
}

export function isDiagnosis(code: LineCode): boolean {
  return code.listed.system === 'ICD10CM';
}

/** A total order, so that the deciding record does not depend on the order in which records were read. */
export function compareRecords(a: DatedRecord, b: DatedRecord): number {
  return (
    a.date - b.date ||
    compareText(a.claimId, b.claimId) ||
    compareLineNumbers(a.lineNumber, b.lineNumber) ||
    compareText(a.listed.system, b.listed.system) ||
    compareText(a.listed.code, b.listed.code) ||
    compareText(a.set, b.set) ||
    Number(a.claimNo) - Number(b.claimNo) ||
    compareText(a.source, b.source) ||
    compareText(a.locator, b.locator)
  );
}

/**
 * Separates supplemental lines from the claim whose id they carry: the claim does not state what they state.
 */
function withSupplementalApart(claim: Claim): Claim[] {
  if (!claim.lines.some(isSupplemental)) return [claim];
  const supplemental = { ...claim, lines: claim.lines.filter(isSupplemental) };
  const others = { ...claim, lines: claim.lines.filter((line) => !isSupplemental(line)) };
  return others.lines.length === 0 ? [supplemental] : [others, supplemental];
}

function isSupplemental(line: ClaimLine): boolean {
  return line.status === 'supplemental';
}

function readClaim<Role extends string>(claim: Claim, no: number, reading: Reading<Role>): ReadClaim {
  const has = (role: Role): boolean =>
    claim.lines.some((line) => line.codes.some((code) => setGiving(role, code.listed, reading) !== null));
  const { inpatientStay, nonacuteStay } = reading;
  const isInpatient = has(inpatientStay);
  const diagnosisLines = reading.ignoresLabDiagnoses
    ? claim.lines.filter((line) => line.placeOfService !== LABORATORY)
    : claim.lines;
  return {
    no,
    claim,
    isSupplemental: claim.lines[0] !== undefined && isSupplemental(claim.lines[0]),
    isInpatient,
    isAcute: isInpatient && (nonacuteStay === null || !has(nonacuteStay)),
    stay: {
      from: claim.admission ?? claim.start ?? earliest(claim.lines),
      to: claim.discharge ?? claim.end ?? latest(claim.lines),
    },
    diagnoses: distinctDiagnoses(diagnosisLines),
    diagnosisLines,
  };
}

function earliest(lines: readonly ClaimLine[]): Day {
  return lines.reduce((day, line) => Math.min(day, line.serviceDate), Number.POSITIVE_INFINITY);
}

function latest(lines: readonly ClaimLine[]): Day {
  return lines.reduce((day, line) => Math.max(day, line.serviceDate), Number.NEGATIVE_INFINITY);
}

/** Each diagnosis once, at its best position on any line. */
function distinctDiagnoses(lines: readonly ClaimLine[]): LineCode[] {
  const best = new Map<ListedCode, LineCode>();
  for (const line of lines) {
    for (const code of line.codes) {
      if (!isDiagnosis(code)) continue;
      const known = best.get(code.listed);
      if (known === undefined || code.position < known.position) best.set(code.listed, code);
    }
  }
  return [...best.values()];
}

/**
 * The lines whose dates are the dates of the claim's diagnoses. For an inpatient claim one line is enough, because all
 * its diagnoses have the date of the discharge.
 */
function datedLines(read: ReadClaim): readonly ClaimLine[] {
  if (read.diagnoses.length === 0) return [];
  return read.isInpatient ? read.diagnosisLines.toSorted(compareLines).slice(0, 1) : read.diagnosisLines;
}

function diagnosisDate(line: ClaimLine, read: ReadClaim): Day {
  return read.isInpatient ? read.stay.to : line.serviceDate;
}

/**
 * The line's own code (CPT, HCPCS, revenue, type of bill) counts on the service date, an ICD-10-PCS procedure
 * on its own date.
 */
function procedureDate(code: LineCode, line: ClaimLine, read: ReadClaim): Day {
  if (code.listed.system !== 'ICD10PCS') return line.serviceDate;
  return code.ownDate ?? diagnosisDate(line, read);
}

type PlaceOfRecord = Omit<DatedRecord, 'date' | 'listed' | 'set'>;

/** Where a code of a claim line comes from. */
export function placeOf({ no, claim, isAcute }: ReadClaim, line: ClaimLine): PlaceOfRecord {
  const { number, source, locator } = line;
  return { isOfAcuteStay: isAcute, claimNo: no, claimId: claim.id, lineNumber: number, source, locator };
}

function placeOfFill({ claimId, lineNumber, source, locator }: Fill): PlaceOfRecord {
  return { isOfAcuteStay: false, claimNo: null, claimId, lineNumber, source, locator };
}
