import { type Day, dayOf } from '../../../timeline/day.js';
import type { MemberToScore } from '../../deck.js';
import type { OutputTable } from '../../table.js';
import { GATES, type Reason } from '../decision.js';
import type { Judgment } from '../evaluate.js';
import { ageAtYearEnd } from '../rules/age.js';
import { productLinesOn } from '../rules/enrollment.js';
import type { YearRules } from '../years/year-rules.js';

const SCORE_ABOUT = {
  MemID: 'member id of the deck',
  Meas: 'the measure, `LBP`',
  Payer: 'payer code as scored',
  CE: '1 for continuous enrollment around the index date',
  Event: '1 for an index event with a negative diagnosis history',
  Epop: '1 for the denominator',
  Excl: 'always 0: the measure has no optional exclusion',
  Num: '1 for imaging from the index date to day 28',
  RExcl: '1 for frailty with advanced illness',
  RExclD: '1 for any other exclusion',
  Age: 'whole years on 31 December',
  Gender: 'as in the deck',
} as const;

export const SCORE_COLUMNS = [
  ...([
    'MemID',
    'Meas',
    'Payer',
    'CE',
    'Event',
    'Epop',
    'Excl',
    'Num',
    'RExcl',
    'RExclD',
    'Age',
    'Gender',
  ] as const),
] as const;
export type ScoreColumn = (typeof SCORE_COLUMNS)[number];

/** score.txt: one row per member and payer (docs/deck.md). */
export const SCORE: OutputTable = {
  name: 'score.txt',
  about: 'one row per member and payer of a deck',
  columns: SCORE_COLUMNS.map((name) => ({ name, type: 'text', about: SCORE_ABOUT[name] })),
};

/** The measure's name in a score. */
export const MEASURE = 'LBP';

export type LbpScoreRow = Readonly<Record<ScoreColumn, string>>;

/** Exclusions of the population itself; all others are counted in the data element of exclusions (docs/deck.md). */
const OF_POPULATION: ReadonlySet<Reason> = new Set<Reason>(['frailty_advanced_illness']);

/**
 * A member's rows, by payer; none for a member without coverage that the year reports.
 *
 * @param judgment null for a member without an index event, and so without windows
 */
export function scoreRows(member: MemberToScore, judgment: Judgment | null, year: YearRules): LbpScoreRow[] {
  const day = dayOfPayers(member, judgment, year);
  const flags = flagsOf(judgment);
  const age = String(ageAtYearEnd(member.birth, year));
  return payersOn(day, member, year).map((payer) => ({
    MemID: member.id,
    Meas: MEASURE,
    Payer: payer,
    ...flags,
    Age: age,
    Gender: member.gender,
  }));
}

type Flags = Omit<LbpScoreRow, 'MemID' | 'Meas' | 'Payer' | 'Age' | 'Gender'>;

function flagsOf(judgment: Judgment | null): Flags {
  const reasons: readonly Reason[] = judgment?.reasons ?? [];
  const gates: readonly Reason[] = GATES;
  const exclusions = reasons.filter((reason) => !gates.includes(reason));
  return {
    CE: flag(judgment !== null && !reasons.includes('enrollment')),
    Event: flag(judgment !== null && !reasons.includes('negative_history')),
    Epop: flag(judgment !== null && reasons.length === 0),
    // The measure has no optional exclusions.
    Excl: flag(false),
    Num: flag(judgment !== null && judgment.imaging !== null),
    RExcl: flag(exclusions.some((reason) => OF_POPULATION.has(reason))),
    RExclD: flag(exclusions.some((reason) => !OF_POPULATION.has(reason))),
  };
}

function flag(holds: boolean): '0' | '1' {
  return holds ? '1' : '0';
}

/**
 * The IESD if a span covers it, else the last covered day up to the end of the year; null if there is none.
 */
function dayOfPayers({ cover }: MemberToScore, judgment: Judgment | null, year: YearRules): Day | null {
  const iesd = judgment?.index.date;
  if (iesd !== undefined && cover.some(({ start, end }) => start <= iesd && iesd <= end)) return iesd;
  const yearEnd = dayOf(year.year, 12, 31);
  const ends = cover.filter(({ start }) => start <= yearEnd).map(({ end }) => Math.min(end, yearEnd));
  return ends.length === 0 ? null : Math.max(...ends);
}

/** The payers of the product lines that are reported for the day (docs/measure-logic.md 2.9). */
function payersOn(day: Day | null, { cover }: MemberToScore, year: YearRules): string[] {
  if (day === null) return [];
  const spans = cover.map((span) => ({
    ...span,
    medicalBenefit: true,
    plan: '',
    further: [],
    source: '',
    locator: '',
  }));
  const { reported } = productLinesOn(day, spans, year);
  const lines: readonly string[] = reported;
  const payers = cover
    .filter(({ start, end, productLine }) => start <= day && day <= end && lines.includes(productLine))
    .map(({ payer }) => payer);
  return [...new Set(payers)].sort((a, b) => (a < b ? -1 : 1));
}
