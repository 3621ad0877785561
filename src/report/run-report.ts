import type { Decision, UnreportedReason } from '../measure/decision.js';
import type { MeasureRules } from '../measure/resolve.js';
import { EVIDENCE_COLUMNS, evidenceRows } from './evidence.js';
import { IDSS_COLUMNS, idssRows } from './idss.js';
import type { PersonFacts } from './manifest.js';
import { MEMBER_COLUMNS, memberRows } from './members.js';
import type { Cell, OutputFolder, OutputTable } from './output-folder.js';
import { SUMMARY_COLUMNS, summaryRows } from './summary.js';
import { Tally } from './tally.js';
import { UNREPORTED_COLUMNS, unreportedRow } from './unreported.js';
import { WATERFALL_COLUMNS, waterfallRows } from './waterfall.js';

/** Writes the decisions of a run as they come, in the order of persons, and at the end what they add up to. */
export class RunReport {
  readonly tally: Tally;
  private readonly members: OutputTable;
  private readonly evidence: OutputTable;
  private readonly unreported: OutputTable;
  private readonly unreportedBy = new Map<UnreportedReason, number>();
  private decided = 0;
  private onImagingLines = 0;
  private withoutDaysSupply = 0;

  constructor(
    private readonly folder: OutputFolder,
    private readonly rules: MeasureRules,
  ) {
    this.tally = new Tally(rules.year);
    this.members = folder.table('members.csv', MEMBER_COLUMNS);
    this.evidence = folder.table('evidence.csv', EVIDENCE_COLUMNS);
    this.unreported = folder.table('unreported.csv', UNREPORTED_COLUMNS);
  }

  add(decision: Decision): void {
    if (decision.kind === 'not_a_candidate') return;
    if (decision.index?.isImaging === true) this.onImagingLines += 1;
    if (decision.kind === 'unreported') {
      this.unreportedBy.set(decision.reason, (this.unreportedBy.get(decision.reason) ?? 0) + 1);
      this.unreported.add(unreportedRow(decision));
      return;
    }
    this.decided += 1;
    if (decision.warnings.includes('fill_without_days_supply')) this.withoutDaysSupply += 1;
    this.tally.add(decision);
    this.members.addAll(memberRows(decision, this.rules.year.year));
    this.evidence.addAll(evidenceRows(decision));
  }

  /** Writes what is left, and the tables of totals. */
  finish(): void {
    for (const table of [this.members, this.evidence, this.unreported]) table.flush();
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

  get persons(): PersonFacts {
    const unreported: Partial<Record<UnreportedReason, number>> = Object.fromEntries(
      [...this.unreportedBy].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    const without = [...this.unreportedBy.values()].reduce((sum, count) => sum + count, 0);
    return {
      candidates: this.decided + without,
      with_index_event: this.decided + without - (unreported.no_index_event ?? 0),
      in_members_csv: this.decided,
      unreported,
      index_events_on_imaging_lines: this.onImagingLines,
    };
  }

  /** People with a steroid fill that states no days of supply. */
  get personsWithoutDaysSupply(): number {
    return this.withoutDaysSupply;
  }
}
