import { type ScannedRecord, scanActivity } from '../../extract/activity/scan.js';
import type { Engine } from '../../extract/duckdb.js';
import type { ActivityColumn } from '../../inputs/activity/columns.js';
import type { ActivityGroup } from '../../inputs/activity/plan.js';
import { stated } from '../../packs/ebi/codes.js';
import { factsOf, type Reading } from '../../packs/ebi/decision.js';
import type { Guidance } from '../../packs/ebi/guidance.js';
import { ACTIVITY, activityRow, type Place } from '../../packs/ebi/outputs/activity.js';
import { EbiTally, type EbiTotals, type Grouping } from '../../packs/ebi/outputs/tally.js';
import { codesNeeded } from '../../packs/ebi/procedures.js';
import type { ActivityRecord } from '../../packs/ebi/record.js';
import { OutputTable, type Sink } from '../../report/output-folder.js';
import type { ActivityInputs } from './activity-inputs.js';
import { DatesOfGroup } from './dates-of-group.js';
import { Places } from './places.js';

/** The decisions on the records of all inputs. */
export interface DecidedRecords {
  readonly totals: EbiTotals;
  /** By file number: records that the rule evaluated. */
  readonly records: readonly number[];
  /** Records that meet the procedure test and have an invalid date. */
  readonly badDates: BadDates;
}

interface BadDates {
  readonly count: number;
  /** `opa.csv record 7`; empty without one. */
  readonly first: string;
}

export interface Question {
  readonly guidance: Guidance;
  readonly reading: Reading;
  readonly by: readonly Grouping[];
}

/**
 * Decides the records of all inputs in order, one at a time.
 *
 * @param rows where the rows of flagged records go, as CSV with a header
 */
export async function decideRecords(
  engine: Engine,
  inputs: ActivityInputs,
  question: Question,
  rows: Sink,
): Promise<DecidedRecords> {
  const deciding = new Deciding(inputs, question, OutputTable.begin(rows, ACTIVITY));
  try {
    for (const group of inputs.groups) {
      const dates = new DatesOfGroup(engine, group);
      await scanActivity(engine, group, codesNeeded(question.guidance), {
        records: (scanned) => deciding.decide(scanned, group, dates),
        read: (fileNo, records) => deciding.count(fileNo, records),
      });
    }
    return deciding.done();
  } finally {
    await deciding.close();
  }
}

class Deciding {
  private readonly tally: EbiTally;
  private readonly places: Places;
  /** By file number. */
  private readonly records: number[];
  private candidates: number = 0;
  private badDates: BadDates = { count: 0, first: '' };

  constructor(
    private readonly inputs: ActivityInputs,
    private readonly question: Question,
    private readonly table: OutputTable,
  ) {
    this.tally = new EbiTally(question.guidance, question.reading, question.by);
    this.places = new Places(inputs);
    this.records = inputs.files.map(() => 0);
  }

  /** Records that have been read, decided or not. */
  count(fileNo: number, records: number): void {
    this.records[fileNo] = (this.records[fileNo] ?? 0) + records;
  }

  async decide(scanned: readonly ScannedRecord[], group: ActivityGroup, dates: DatesOfGroup): Promise<void> {
    const { guidance, reading } = this.question;
    await dates.settleFormats(scanned);
    this.candidates += scanned.length;
    for (const one of scanned) {
      const { day, hasBadDate } = dates.dayOf(one, this.inputs.files[one.fileNo]?.path ?? '');
      const activity = { ...statedBy(one, group), date: day };
      const facts = factsOf(activity, guidance);
      const step = this.tally.add(activity, facts);
      if (step === 'procedure' || (step !== 'flagged' && !hasBadDate)) continue;
      const place = this.places.inSoundFile(one) ?? (await this.places.inBrokenFile(one, group));
      if (hasBadDate) this.addBadDate(place);
      if (step === 'flagged') this.table.add(activityRow(place, activity, facts, reading.pairing));
    }
  }

  done(): DecidedRecords {
    this.table.flush();
    const all = this.records.reduce((sum, records) => sum + records, 0);
    this.tally.addWithoutProcedure(all - this.candidates);
    return { totals: this.tally.totals, records: this.records, badDates: this.badDates };
  }

  async close(): Promise<void> {
    await this.places.close();
  }

  private addBadDate({ source, record }: Place): void {
    const { count, first } = this.badDates;
    this.badDates = { count: count + 1, first: count === 0 ? `${source} record ${record}` : first };
  }
}

function statedBy(scanned: ScannedRecord, { activity }: ActivityGroup): Omit<ActivityRecord, 'date'> {
  const textsOf = (column: ActivityColumn): readonly string[] => {
    const source = activity.get(column);
    return source?.from === 'constant' ? [source.value] : scanned.texts(column);
  };
  const textOf = (column: ActivityColumn): string => {
    const texts = textsOf(column);
    return (texts.length === 1 ? texts[0] : texts.find((text) => stated(text) !== '')) ?? '';
  };
  return {
    recordId: textOf('record_id'),
    provider: textOf('provider'),
    commissioner: textOf('commissioner'),
    procedures: textOf('procedures'),
    diagnoses: textOf('diagnoses'),
    ages: textsOf('age'),
    administrativeCategory: textOf('administrative_category'),
  };
}
