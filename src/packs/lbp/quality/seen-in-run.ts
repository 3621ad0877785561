import type { Day, Person } from '../../../timeline/person.js';
import type { Decision } from '../decision.js';
import { addCounts } from '../outputs/tally.js';
import { type MeasureRules, setGiving } from '../resolve.js';
import type { Part, QualityFacts } from './facts.js';

/** Plain, so that one thread can send it to another. */
export interface SeenCounts {
  readonly days: ReadonlyMap<Day, number>;
  readonly indexDays: ReadonlyMap<Day, number>;
  readonly lines: number;
  readonly unknownStatus: number;
  readonly steroids: number;
  readonly withoutSupply: number;
  readonly decided: number;
  readonly imaged: number;
}

/** What a run sees of its data while it decides: no row is read for it that would not be read anyway. */
export class SeenInRun {
  private readonly days = new Map<Day, number>();
  private readonly indexDays = new Map<Day, number>();
  private lines = 0;
  private unknownStatus = 0;
  private steroids = 0;
  private withoutSupply = 0;
  private decided = 0;
  private imaged = 0;

  constructor(private readonly rules: MeasureRules) {}

  add(person: Person, decision: Decision): void {
    for (const { lines } of person.claims) {
      for (const { serviceDate, status } of lines) {
        this.lines += 1;
        this.days.set(serviceDate, (this.days.get(serviceDate) ?? 0) + 1);
        if (status === 'unknown') this.unknownStatus += 1;
      }
    }
    for (const { drug, daysSupply } of person.fills) {
      if (setGiving('corticosteroids', drug, this.rules) === null) continue;
      this.steroids += 1;
      if (daysSupply === null || daysSupply <= 0) this.withoutSupply += 1;
    }
    if (decision.kind === 'not_a_candidate' || decision.index === null) return;
    const { date } = decision.index;
    this.indexDays.set(date, (this.indexDays.get(date) ?? 0) + 1);
    if (decision.kind !== 'decided') return;
    this.decided += 1;
    if (decision.imaging !== null) this.imaged += 1;
  }

  /** Adds what was seen of other people. */
  addAll(counts: SeenCounts): void {
    addCounts(this.days, counts.days);
    addCounts(this.indexDays, counts.indexDays);
    this.lines += counts.lines;
    this.unknownStatus += counts.unknownStatus;
    this.steroids += counts.steroids;
    this.withoutSupply += counts.withoutSupply;
    this.decided += counts.decided;
    this.imaged += counts.imaged;
  }

  get counts(): SeenCounts {
    const { days, indexDays, lines, unknownStatus, steroids, withoutSupply, decided, imaged } = this;
    return { days, indexDays, lines, unknownStatus, steroids, withoutSupply, decided, imaged };
  }

  get claimDays(): ReadonlyMap<Day, number> {
    return this.days;
  }

  get firstDays(): ReadonlyMap<Day, number> {
    return this.indexDays;
  }

  get statusUnknown(): Part {
    return { count: this.unknownStatus, of: this.lines };
  }

  get steroidsWithoutSupply(): Part {
    return { count: this.withoutSupply, of: this.steroids };
  }

  /** How many of the decided have imaging; a hundred without a single one are no chance. */
  get rowsByRole(): QualityFacts['rowsByRole'] {
    return this.decided >= 100 && this.imaged === 0
      ? new Map([
          ['low_back_pain', this.decided],
          ['visit', this.decided],
          ['inpatient_stay', this.decided],
        ])
      : null;
  }
}
