import { isoDay } from '../../../timeline/day.js';
import { type AgeBand, ageBand } from '../age.js';
import { stated } from '../codes.js';
import { NULL_READINGS, type Reading, type RecordFacts, type Step, stepOf } from '../decision.js';
import { financialYear, UNKNOWN_YEAR } from '../financial-year.js';
import type { Guidance } from '../guidance.js';
import { PAIRINGS } from '../procedures.js';
import type { ActivityRecord } from '../record.js';

/** Columns by which ebi-summary.csv can be divided. */
export const GROUPINGS = ['provider', 'commissioner'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Shown instead of a provider or commissioner that a record does not state. */
const UNKNOWN_GROUP = 'unknown';

/** Records of one group, year and age band. */
export interface SummaryCell {
  readonly group: readonly string[];
  readonly financialYear: string;
  readonly band: AgeBand;
  /** Records that meet the procedure test. */
  matched: number;
  flagged: number;
}

/** Records of one month, `2024-04`, of all groups and ages. */
export interface MonthCell {
  readonly month: string;
  matched: number;
  flagged: number;
}

export interface FlaggedByReading {
  readonly reading: Reading;
  records: number;
}

export interface EbiTotals {
  readonly steps: Readonly<Record<Step, number>>;
  /** How many records would be flagged, for every way of reading the guidance. */
  readonly byReading: readonly FlaggedByReading[];
  readonly cells: readonly SummaryCell[];
  readonly months: readonly MonthCell[];
  readonly unread: UnreadTexts;
}

/** Records that meet the procedure test and have a diagnosis or a category that the rule cannot read. */
export interface UnreadTexts {
  readonly diagnoses: number;
  readonly categories: number;
}

/** Counts records. Memory grows with groups, years, months and age bands, not with records. */
export class EbiTally {
  private readonly steps: Record<Step, number> = {
    procedure: 0,
    age_unknown: 0,
    age: 0,
    diagnosis: 0,
    private: 0,
    flagged: 0,
  };
  private readonly byReading: FlaggedByReading[] = PAIRINGS.flatMap((pairing) =>
    NULL_READINGS.map((nulls) => ({ reading: { pairing, nulls }, records: 0 })),
  );
  private readonly cells = new Map<string, SummaryCell>();
  private readonly months = new Map<string, MonthCell>();
  private readonly unread = { diagnoses: 0, categories: 0 };

  constructor(
    private readonly guidance: Guidance,
    private readonly reading: Reading,
    private readonly by: readonly Grouping[],
  ) {}

  /** Adds a record that was read in full; returns the step that it ends at. */
  add(record: ActivityRecord, facts: RecordFacts): Step {
    const step = stepOf(facts, this.reading, this.guidance);
    this.steps[step] += 1;
    for (const one of this.byReading) {
      if (stepOf(facts, one.reading, this.guidance) === 'flagged') one.records += 1;
    }
    if (step !== 'procedure') {
      if (facts.diagnosis === 'unread') this.unread.diagnoses += 1;
      if (facts.category === 'unread') this.unread.categories += 1;
      for (const cell of [this.cellOf(record, facts.age), this.monthOf(record)]) {
        cell.matched += 1;
        if (step === 'flagged') cell.flagged += 1;
      }
    }
    return step;
  }

  /** Adds records known not to meet the procedure test under any pairing. */
  addWithoutProcedure(records: number): void {
    this.steps.procedure += records;
  }

  get totals(): EbiTotals {
    const [cells, months] = [[...this.cells.values()], [...this.months.values()]];
    return { steps: this.steps, byReading: this.byReading, cells, months, unread: this.unread };
  }

  private monthOf({ date }: ActivityRecord): MonthCell {
    const month = date === null ? UNKNOWN_YEAR : isoDay(date).slice(0, 7);
    const cell = this.months.get(month) ?? { month, matched: 0, flagged: 0 };
    this.months.set(month, cell);
    return cell;
  }

  private cellOf(record: ActivityRecord, age: number | null): SummaryCell {
    const group = this.by.map((grouping) => stated(record[grouping]) || UNKNOWN_GROUP);
    const year = financialYear(record.date);
    const band = ageBand(age);
    const key = [...group, year, band].join('\n');
    const known = this.cells.get(key);
    if (known !== undefined) return known;
    const cell = { group, financialYear: year, band, matched: 0, flagged: 0 };
    this.cells.set(key, cell);
    return cell;
  }
}

/** How many records this reading of the guidance would flag. */
export function flaggedIf({ byReading }: EbiTotals, { pairing, nulls }: Reading): number {
  return (
    byReading.find(({ reading }) => reading.pairing === pairing && reading.nulls === nulls)?.records ?? 0
  );
}
