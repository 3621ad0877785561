import { dateFormatFurtherDown } from '../../extract/activity/date-format.js';
import type { ScannedRecord } from '../../extract/activity/scan.js';
import type { Engine } from '../../extract/duckdb.js';
import { type DateReading, readDate, saysNothing } from '../../inputs/activity/dates.js';
import type { ActivityGroup } from '../../inputs/activity/plan.js';
import type { DateFormat } from '../../inputs/tables/dates.js';
import type { Day } from '../../timeline/day.js';

/** A column of dates, and the parsed value of each text seen: the same few thousand days keep coming up. */
interface DateColumn {
  readonly index: number;
  format: DateFormat | null;
  readonly known: Map<string, DateReading>;
}

/** The most texts remembered per column, so that memory stays flat for any content. */
const MOST_KNOWN = 50_000;

/** The columns of dates of a group of files. */
export class DatesOfGroup {
  private readonly columns: readonly DateColumn[];

  constructor(
    private readonly engine: Engine,
    private readonly group: ActivityGroup,
  ) {
    const source = group.activity.get('activity_date');
    this.columns = (source?.from === 'columns' ? source.columns : []).map(({ index, dateFormat }) => ({
      ...{ index, format: dateFormat },
      known: new Map(),
    }));
  }

  /**
   * Finds the formats of columns that were blank before these records.
   *
   * @throws LbpError E104 and E105
   */
  async settleFormats(records: readonly ScannedRecord[]): Promise<void> {
    for (const [place, column] of this.columns.entries()) {
      const needsFormat =
        column.format === null &&
        records.some((record) => !saysNothing(record.texts('activity_date')[place] ?? ''));
      if (needsFormat) column.format = await dateFormatFurtherDown(this.engine, this.group, column.index);
    }
  }

  /**
   * The first day that a record states.
   *
   * @param path of its file, for the error's text
   * @throws LbpError E104 for a column with days and months in both orders
   */
  dayOf(record: ScannedRecord, path: string): { readonly day: Day | null; readonly hasBadDate: boolean } {
    let hasBadDate = false;
    const texts = record.texts('activity_date');
    for (const [place, column] of this.columns.entries()) {
      const found = reading(column, texts[place] ?? '', path);
      if (typeof found === 'number') return { day: found, hasBadDate: false };
      hasBadDate ||= found === 'no date';
    }
    return { day: null, hasBadDate };
  }
}

function reading({ format, known }: DateColumn, text: string, path: string): DateReading {
  // Without a format, the column has been blank so far.
  if (text === '' || format === null) return 'nothing';
  const before = known.get(text);
  if (before !== undefined) return before;
  const found = readDate(text, format, path);
  if (known.size < MOST_KNOWN) known.set(text, found);
  return found;
}
