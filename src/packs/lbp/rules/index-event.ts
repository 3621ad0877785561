import type { Evidence } from '../../../timeline/evidence.js';
import { setGiving } from '../../../timeline/meaning.js';
import { compareText } from '../../../timeline/order.js';
import type { ClaimLine, LineCode } from '../../../timeline/person.js';
import { evidenceOf, placeOf } from '../../../timeline/records.js';
import { daysOutside, type Window } from '../../../timeline/window.js';
import { need, type SetNeed } from '../../sets.js';
import type { IndexEvent } from '../decision.js';
import { described } from '../reference.js';
import type { MonthDay, YearRules } from '../years/year-rules.js';
import { type LbpRecords, type Role, type RoleUse, type RulesWithSets, useOf } from './kind.js';
import { factsOf, providerOf } from './line-facts.js';
import {
  codesOf,
  compareEvents,
  intakePeriod,
  isCandidate,
  LOW_BACK_PAIN_SETS,
  type LowBackPainLine,
  lowBackPainLines,
  wouldQualify,
} from './low-back-pain-lines.js';
import { NEAR_DAYS, type NearMiss, type Reach } from './near.js';
import { settingOf } from './setting.js';
import { namesDetail, type Statement } from './statement.js';

const INPATIENT_SETS = ['Inpatient Stay'] as const;

/** The rule of the index event, on which all others depend (docs/measure-logic.md 2.1 to 2.5). */
export interface IndexRule {
  readonly statement: Statement;
  /** What it requires, as a phrase. */
  readonly requirement: string;
  readonly needs: readonly SetNeed<Role>[];
  readonly uses: readonly RoleUse[];
  /** The days on which an index episode can start. */
  readonly intake: Window;
}

/** A line that starts an episode, and the record that says so. */
export interface IndexEpisode {
  readonly event: IndexEvent;
  readonly evidence: Evidence;
}

export function indexRule(year: YearRules): IndexRule {
  const intake = intakePeriod(year);
  const requirement = 'a line that qualifies, not of an inpatient stay';
  return {
    statement: statementOf(year),
    requirement: year.visitSets === null ? requirement : `${requirement}, with a visit code`,
    needs: [
      need<Role>('index', 'low_back_pain', LOW_BACK_PAIN_SETS),
      ...(year.visitSets === null ? [] : [need<Role>('index', 'visit', year.visitSets)]),
      need<Role>('index', 'inpatient_stay', INPATIENT_SETS),
    ],
    uses: (['low_back_pain', 'visit', 'inpatient_stay'] as const).map((role) => useOf(role, () => intake)),
    intake,
  };
}

/**
 * The earliest line that qualifies as the start of a low-back-pain episode, or null (docs/measure-logic.md 2.1 to
 * 2.5). If this event fails a later test, no other event takes its place.
 *
 * @example of qualifying lines of 2025-02-01 and 2025-06-01 the first, even if low back pain on 2025-01-15 of a claim
 * that does not qualify breaks its negative history
 */
export function findIndexEpisode(records: LbpRecords, rules: RulesWithSets): IndexEpisode | null {
  let first: LowBackPainLine | null = null;
  for (const candidate of lowBackPainLines(records, rules)) {
    if (candidate.disqualified !== null) continue;
    if (first === null || compareEvents(candidate, first) < 0) first = candidate;
  }
  return first === null ? null : episodeOf(first, rules);
}

/** Why no claim with a principal diagnosis of low back pain yields an index event; the nearest miss first. */
export function missedIndexEvents(records: LbpRecords, rules: RulesWithSets): NearMiss[] {
  const intake = intakePeriod(rules.year);
  const byClaimAndDay = new Map<string, NearMiss>();
  for (const { read, line, diagnosis, disqualified } of lowBackPainLines(records, rules)) {
    const key = JSON.stringify([read.claim.id, line.serviceDate, disqualified]);
    if (disqualified === null || byClaimAndDay.has(key)) continue;
    const set = setGiving('low_back_pain', diagnosis.listed, rules.sets) ?? '';
    const record = { date: line.serviceDate, listed: diagnosis.listed, set, ...placeOf(read, line) };
    byClaimAndDay.set(key, {
      rule: 'index',
      missedBy: disqualified,
      days: daysOutside(line.serviceDate, intake),
      had: null,
      record: evidenceOf('index', record, intake),
    });
  }
  return [...byClaimAndDay.values()].sort(
    (a, b) => a.days - b.days || (a.record.date ?? 0) - (b.record.date ?? 0),
  );
}

/** `not_reached` for a person who is not a candidate, or within a few days of being one. */
export function reachOfIndex(records: LbpRecords, rules: RulesWithSets): Reach {
  if (wouldQualify(records, rules, 0)) return 'met';
  if (wouldQualify(records, rules, NEAR_DAYS)) return 'near';
  return isCandidate(records, rules) ? 'missed' : 'not_reached';
}

function episodeOf({ read, line, diagnosis }: LowBackPainLine, rules: RulesWithSets): IndexEpisode {
  const { listed } = diagnosis;
  const facts = factsOf(line, read.claim);
  const event: IndexEvent = {
    date: line.serviceDate,
    claimId: read.claim.id,
    lineNumber: line.number,
    diagnosis: listed.code,
    code: displayCode(line, rules),
    isImaging: codesOf(line, 'imaging', rules).length > 0,
    npi: providerOf(facts),
    setting: settingOf({ ...line, billType: facts.billType }),
  };
  const set = setGiving('low_back_pain', listed, rules.sets) ?? '';
  const record = { date: line.serviceDate, listed, set, ...placeOf(read, line) };
  return { event, evidence: evidenceOf('index', record, intakePeriod(rules.year)) };
}

/** The visit code of the line, a CPT or HCPCS code first; in a year without visit codes, any code of the line. */
function displayCode(line: ClaimLine, rules: RulesWithSets): string {
  if (rules.year.visitSets === null) return line.procedureCode || line.revenueCode;
  const isProcedure = (code: LineCode): boolean =>
    code.listed.system === 'CPT' || code.listed.system === 'HCPCS';
  const visits = codesOf(line, 'visit', rules).sort((a, b) => compareText(a.listed.code, b.listed.code));
  return (visits.find(isProcedure) ?? visits[0])?.listed.code ?? '';
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
] as const;

function statementOf({ intake: { first, last }, visitSets }: YearRules): Statement {
  const text = ({ month, day }: MonthDay): string => `${day} ${MONTHS[month - 1]}`;
  const data = ({ month, day }: MonthDay): { month: number; day: number } => ({ month, day });
  const ofVisit = described('2.3');
  return {
    ...{ id: 'index', kind: 'event', label: 'index event', reference: described('2') },
    details: [
      {
        ...{ id: 'intake', label: 'intake period', reference: described('2.1') },
        texts: [`${text(first)} to ${text(last)}`],
        value: { from: data(first), to: data(last), closed: true },
      },
      ...namesDetail(
        'diagnosis_sets',
        'principal diagnosis: value sets',
        LOW_BACK_PAIN_SETS,
        described('2.2'),
      ),
      {
        ...{ id: 'visit_sets', label: 'visit code on the line: value sets', reference: ofVisit },
        texts: visitSets ?? ['none, every line qualifies'],
        value: visitSets,
      },
      ...namesDetail('inpatient_sets', 'no stay: value sets', INPATIENT_SETS, described('2.4')),
    ],
  };
}
