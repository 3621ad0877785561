import { type Day, dayOfIso, isoDay } from '../../../timeline/day.js';
import type { Window } from '../../../timeline/window.js';
import { EVIDENCE_COLUMNS } from '../../evidence-table.js';
import type { OutputRow } from '../../table.js';
import { GATES, type UnreportedReason } from '../decision.js';
import { intakePeriod } from '../index-episode.js';
import { windowOf } from '../window.js';
import type { ExclusionRule, WindowRule, YearRules } from '../years/year-rules.js';
import type { LbpRows } from './lbp-rows.js';

export type GateResult = 'passed' | 'failed' | 'not_reached';

/** First and last day on which a record could count, ISO; an empty start means any time before. */
export interface WindowDates {
  readonly start: string;
  readonly end: string;
}

/** One of the questions on the way to the denominator, with its answer. */
export interface Gate {
  readonly gate: string;
  readonly result: GateResult;
  /** What the gate asks for, as a phrase. */
  readonly asked: string;
  readonly windows: readonly WindowDates[];
  /** The rows of evidence.csv that answered it. */
  readonly records: readonly OutputRow[];
}

/** Whether imaging was found, for everyone with an index event; it is no gate. */
export interface ImagingFound extends Omit<Gate, 'gate' | 'result'> {
  readonly result: 'found' | 'none' | 'not_reached';
}

/** The gates before those of members.csv, and the reason in unreported.csv for which each one stops a person. */
const EARLY: readonly { readonly gate: string; readonly stops: UnreportedReason; readonly asked: string }[] =
  [
    {
      gate: 'index_event',
      stops: 'no_index_event',
      asked: 'a line that qualifies, not of an inpatient stay',
    },
    { gate: 'eligibility', stops: 'no_eligibility', asked: 'an enrolment row that can be used' },
    {
      gate: 'enrolled_on_index_date',
      stops: 'not_enrolled_on_index_date',
      asked: 'a span over the index date',
    },
    {
      gate: 'product_line',
      stops: 'product_line_not_reported',
      asked: 'a product line that the year reports',
    },
  ];

/**
 * The gates in their order for the rows of one person and product line.
 *
 * @param inUse the exclusions of the run, in the order of the reasons
 */
export function gatesOf(
  { members, evidence, unreported }: LbpRows,
  inUse: readonly string[],
  year: YearRules,
): Gate[] {
  const [member] = members;
  const isCandidate = member !== undefined || unreported !== null;
  const intake = [dates(intakePeriod(year))];
  const stoppedBy = EARLY.findIndex(({ stops }) => stops === unreported?.['reason']);
  const records = (rule: string): OutputRow[] => evidence.filter((row) => row['rule'] === rule);
  const indexRecords = unreported === null ? records('index') : indexOf(unreported);
  const early = EARLY.map(({ gate, asked }, index): Gate => {
    const result = !isCandidate || (stoppedBy >= 0 && index > stoppedBy) ? 'not_reached' : 'passed';
    return {
      gate,
      result: index === stoppedBy ? 'failed' : result,
      asked: gate === 'index_event' && year.visitSets !== null ? `${asked}, with a visit code` : asked,
      windows: gate === 'index_event' ? intake : [],
      records: gate === 'index_event' ? indexRecords : [],
    };
  });
  const reasons = (member?.['reasons'] ?? '').split(';');
  const iesd = dayOfIso(member?.['index_date'] ?? unreported?.['index_date'] ?? '');
  const late = [...GATES, ...inUse].map((rule): Gate => {
    const held = reasons.includes(rule) ? 'failed' : 'passed';
    return {
      gate: rule,
      result: member === undefined ? 'not_reached' : held,
      asked: askedBy(rule, year),
      windows: iesd === null ? [] : windowsOf(rule, year, iesd),
      records: records(rule),
    };
  });
  return [
    {
      gate: 'candidate',
      result: isCandidate ? 'passed' : 'failed',
      asked: 'a principal low-back-pain diagnosis in the intake period',
      windows: intake,
      records: [],
    },
    ...early,
    ...late,
  ];
}

/** Of someone in unreported.csv no more is written than day and claim. */
function indexOf({ index_date: date = '', index_claim_id: claim = '' }: OutputRow): OutputRow[] {
  if (date === '') return [];
  const blank = EVIDENCE_COLUMNS.map(({ name }): [string, string] => [name, '']);
  return [{ ...Object.fromEntries(blank), rule: 'index', date, claim_id: claim }];
}

export function imagingOf({ members, evidence, unreported }: LbpRows, year: YearRules): ImagingFound {
  const [member] = members;
  const iesd = dayOfIso(member?.['index_date'] ?? unreported?.['index_date'] ?? '');
  const found = member?.['imaging'] === '1' ? 'found' : 'none';
  return {
    result: member === undefined ? 'not_reached' : found,
    asked: 'imaging of the spine, not denied, on a claim with low back pain',
    windows: iesd === null ? [] : [dates(windowOf(year.imaging, year.year, iesd))],
    records: evidence.filter((row) => row['rule'] === 'imaging'),
  };
}

/** In words: `18 to 75 on 31 December`. */
export function agesOf({ age }: YearRules): string {
  return age.minimumBy === 'last_day'
    ? `${age.minimum} to ${age.maximum} on 31 December`
    : `${age.minimum} on 1 January to ${age.maximum} on 31 December`;
}

function askedBy(rule: string, year: YearRules): string {
  switch (rule) {
    case 'age':
      return agesOf(year);
    case 'negative_history':
      return 'no low-back-pain diagnosis before';
    case 'enrollment':
      return 'medical benefit on every day';
    default:
      return `no ${rule.replaceAll('_', ' ')}`;
  }
}

function windowsOf(rule: string, year: YearRules, iesd: Day): WindowDates[] {
  const at = (window: WindowRule): WindowDates => dates(windowOf(window, year.year, iesd));
  if (rule === 'negative_history') return [at(year.negativeHistory)];
  if (rule === 'enrollment') return [at(year.enrollment)];
  const exclusion = year.exclusions.find(({ id }) => id === rule);
  return exclusion === undefined ? [] : windowRules(exclusion).map(at);
}

function windowRules(rule: ExclusionRule): readonly WindowRule[] {
  return rule.kind === 'frailty' ? [rule.frailtyWindow, rule.illnessWindow] : [rule.window];
}

function dates({ start, end }: Window): WindowDates {
  return { start: start === null ? '' : isoDay(start), end: isoDay(end) };
}
