import type { PersonFacts } from '../../../report/manifest.js';
import type { OutputTable } from '../../../report/output-folder.js';
import { evidenceRows } from '../../evidence-table.js';
import type { Decision, UnreportedReason } from '../decision.js';
import type { YearRules } from '../years/year-rules.js';
import { memberRows } from './members.js';
import { addCounts, type Stratum, Tally } from './tally.js';
import { unreportedRow } from './unreported.js';

/** The tables with rows of single persons, in the order in which they are begun. */
export const PERSON_TABLES = ['members.csv', 'evidence.csv', 'unreported.csv'] as const;
export type PersonTable = (typeof PERSON_TABLES)[number];

/** What people add up to; plain, so that one thread can send it to another. */
export interface PeopleCounts {
  readonly strata: readonly Stratum[];
  readonly unreportedBy: ReadonlyMap<UnreportedReason, number>;
  readonly decided: number;
  readonly onImagingLines: number;
  readonly withoutDaysSupply: number;
}

/** Writes the decisions on people as they come, in the order of persons, and counts them. */
export class ReportedPeople {
  readonly tally: Tally;
  private readonly unreportedBy = new Map<UnreportedReason, number>();
  private decided = 0;
  private onImagingLines = 0;
  private withoutDaysSupply = 0;

  constructor(
    private readonly tables: Readonly<Record<PersonTable, OutputTable>>,
    private readonly year: YearRules,
  ) {
    this.tally = new Tally(year);
  }

  add(decision: Decision): void {
    if (decision.kind === 'not_a_candidate') return;
    if (decision.index?.isImaging === true) this.onImagingLines += 1;
    if (decision.kind === 'unreported') {
      this.unreportedBy.set(decision.reason, (this.unreportedBy.get(decision.reason) ?? 0) + 1);
      this.tables['unreported.csv'].add(unreportedRow(decision));
      return;
    }
    this.decided += 1;
    if (decision.warnings.includes('fill_without_days_supply')) this.withoutDaysSupply += 1;
    this.tally.add(decision);
    this.tables['members.csv'].addAll(memberRows(decision, this.year.year));
    this.tables['evidence.csv'].addAll(evidenceRows(decision));
  }

  /** Adds people who were decided elsewhere, by the rules of the same year, and who come next in the order of persons. */
  addAll(rows: Readonly<Record<PersonTable, string>>, counts: PeopleCounts): void {
    for (const name of PERSON_TABLES) this.tables[name].addText(rows[name]);
    this.tally.addAll(counts.strata);
    addCounts(this.unreportedBy, counts.unreportedBy);
    this.decided += counts.decided;
    this.onImagingLines += counts.onImagingLines;
    this.withoutDaysSupply += counts.withoutDaysSupply;
  }

  /** Writes what is left. */
  flush(): void {
    for (const name of PERSON_TABLES) this.tables[name].flush();
  }

  get counts(): PeopleCounts {
    const { decided, onImagingLines, withoutDaysSupply, unreportedBy } = this;
    return { strata: this.tally.strata, unreportedBy, decided, onImagingLines, withoutDaysSupply };
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
