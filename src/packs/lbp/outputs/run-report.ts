import type { Cell, OutputFolder } from '../../../report/output-folder.js';
import { EVIDENCE_COLUMNS } from '../../evidence-table.js';
import type { MeasureRules } from '../resolve.js';
import { IDSS_COLUMNS, idssRows } from './idss.js';
import { MEMBER_COLUMNS } from './members.js';
import { ReportedPeople } from './reported-people.js';
import { SUMMARY_COLUMNS, summaryRows } from './summary.js';
import { UNREPORTED_COLUMNS } from './unreported.js';
import { WATERFALL_COLUMNS, waterfallRows } from './waterfall.js';

/** The tables of a run: those of its people as they are decided, and at the end what they add up to. */
export class RunReport extends ReportedPeople {
  constructor(
    private readonly folder: OutputFolder,
    private readonly rules: MeasureRules,
  ) {
    super(
      {
        'members.csv': folder.table('members.csv', MEMBER_COLUMNS),
        'evidence.csv': folder.table('evidence.csv', EVIDENCE_COLUMNS),
        'unreported.csv': folder.table('unreported.csv', UNREPORTED_COLUMNS),
      },
      rules.year,
    );
  }

  /** Writes what is left, and the tables of totals. */
  finish(): void {
    this.flush();
    const { year } = this.rules.year;
    const totals: [string, readonly string[], Cell[][]][] = [
      ['summary.csv', SUMMARY_COLUMNS, summaryRows(this.tally, year)],
      ['waterfall.csv', WATERFALL_COLUMNS, waterfallRows(this.tally, this.rules)],
      ['idss.csv', IDSS_COLUMNS, idssRows(this.tally)],
    ];
    for (const [name, columns, rows] of totals) {
      const table = this.folder.table(name, columns);
      table.addAll(rows);
      table.flush();
    }
  }
}
