import { dayOfIso, isoDay } from '../../../timeline/day.js';
import type { Window } from '../../../timeline/window.js';
import { EVIDENCE_COLUMNS } from '../../evidence-table.js';
import type { OutputRow } from '../../table.js';
import { GATES, type UnreportedReason } from '../decision.js';
import { findRule, type RulesInOrder, wordsOf } from '../rules/in-order.js';
import type { LbpRows } from './lbp-rows.js';

/** A gate is passed or failed, an exclusion met or not met. */
type GateResult = 'passed' | 'failed' | 'met' | 'not_met' | 'not_reached';

/** First and last day on which a record could count, ISO; an empty start means any time before. */
export interface WindowDates {
  readonly start: string;
  readonly end: string;
}

/** One of the questions on the way to the denominator, with its answer. */
export interface Gate {
  readonly gate: string;
  readonly result: GateResult;
  /** What the gate requires, as a phrase. */
  readonly asked: string;
  readonly windows: readonly WindowDates[];
  /** The rows of evidence.csv that answered it. */
  readonly records: readonly OutputRow[];
}

/** Whether imaging was found, for everyone with an index event; it is not a gate. */
export interface ImagingFound extends Omit<Gate, 'gate' | 'result'> {
  readonly result: 'found' | 'none' | 'not_reached';
}

/**
 * The gates before those of members.csv, and the reason in unreported.csv that each one stops a person for.
 */
const EARLY: readonly EarlyGate[] = [
  { gate: 'index_event', stops: 'no_index_event', asked: ({ index }) => index.requirement },
  { gate: 'eligibility', stops: 'no_eligibility', asked: () => 'an enrollment row that can be used' },
  {
    gate: 'enrolled_on_index_date',
    stops: 'not_enrolled_on_index_date',
    asked: () => 'a span over the index date',
  },
  {
    gate: 'product_line',
    stops: 'product_line_not_reported',
    asked: () => 'a product line that the year reports',
  },
];

interface EarlyGate {
  readonly gate: string;
  readonly stops: UnreportedReason;
  readonly asked: (rules: RulesInOrder) => string;
}

/**
 * The gates in their order for the rows of one person and product line.
 *
 * @param inUse the exclusions of the run, in the order of the reasons
 */
export function gatesOf(
  { members, evidence, unreported }: LbpRows,
  inUse: readonly string[],
  rules: RulesInOrder,
): Gate[] {
  const [member] = members;
  const isCandidate = member !== undefined || unreported !== null;
  const intake = [dates(rules.index.intake)];
  const stoppedBy = EARLY.findIndex(({ stops }) => stops === unreported?.['reason']);
  const records = (rule: string): OutputRow[] => evidence.filter((row) => row['rule'] === rule);
  const indexRecords = unreported === null ? records('index') : indexOf(unreported);
  const early = EARLY.map(({ gate, asked }, index): Gate => {
    const result = !isCandidate || (stoppedBy >= 0 && index > stoppedBy) ? 'not_reached' : 'passed';
    return {
      gate,
      result: index === stoppedBy ? 'failed' : result,
      asked: asked(rules),
      windows: gate === 'index_event' ? intake : [],
      records: gate === 'index_event' ? indexRecords : [],
    };
  });
  const reasons = (member?.['reasons'] ?? '').split(';');
  const iesd = dayOfIso(member?.['index_date'] ?? unreported?.['index_date'] ?? '');
  const late = [...GATES, ...inUse].map((id): Gate => {
    return {
      gate: id,
      result: member === undefined ? 'not_reached' : resultOf(id, reasons.includes(id)),
      asked: wordsOf(id, rules).requirement,
      windows: iesd === null ? [] : (findRule(id, rules)?.windows(iesd) ?? []).map(dates),
      records: records(id),
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

/** @param holds whether the reason holds: the gate fails, or the exclusion is met */
function resultOf(id: string, holds: boolean): GateResult {
  const gates: readonly string[] = GATES;
  if (gates.includes(id)) return holds ? 'failed' : 'passed';
  return holds ? 'met' : 'not_met';
}

/** unreported.csv has only the day and the claim of a person. */
function indexOf({ index_date: date = '', index_claim_id: claim = '' }: OutputRow): OutputRow[] {
  if (date === '') return [];
  const blank = EVIDENCE_COLUMNS.map(({ name }): [string, string] => [name, '']);
  return [{ ...Object.fromEntries(blank), rule: 'index', date, claim_id: claim }];
}

export function imagingOf(
  { members, evidence, unreported }: LbpRows,
  { imaging }: RulesInOrder,
): ImagingFound {
  const [member] = members;
  const iesd = dayOfIso(member?.['index_date'] ?? unreported?.['index_date'] ?? '');
  const found = member?.['imaging'] === '1' ? 'found' : 'none';
  return {
    result: member === undefined ? 'not_reached' : found,
    asked: imaging.words.requirement,
    windows: iesd === null ? [] : imaging.windows(iesd).map(dates),
    records: evidence.filter((row) => row['rule'] === 'imaging'),
  };
}

function dates({ start, end }: Window): WindowDates {
  return { start: start === null ? '' : isoDay(start), end: isoDay(end) };
}
