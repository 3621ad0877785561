import type { Day } from '../../../timeline/day.js';
import { setGiving } from '../../../timeline/meaning.js';
import type { Person } from '../../../timeline/person.js';
import type { Tally } from '../../pack.js';
import type { Outcome, UnreportedReason } from '../decision.js';
import type { MeasureRules } from '../resolve.js';
import { lacksDaysSupply } from '../rules/steroids.js';
import { type CoverageCounts, CoverageTally } from './coverage-tally.js';
import { addCounts, Strata, type Stratum } from './strata.js';

/** What people add up to; plain, so that one thread can send it to another. */
export interface LbpTotals {
  readonly people: PeopleCounts;
  readonly seen: SeenCounts;
  /** Null where it was not asked for. */
  readonly coverage: CoverageCounts | null;
}

export interface PeopleCounts {
  readonly strata: readonly Stratum[];
  readonly unreportedBy: ReadonlyMap<UnreportedReason, number>;
  readonly decided: number;
  readonly onImagingLines: number;
  readonly withoutDaysSupply: number;
}

/** What is seen of the data of candidates on the way. */
export interface SeenCounts {
  readonly indexDays: ReadonlyMap<Day, number>;
  readonly steroids: number;
  readonly steroidsWithoutSupply: number;
}

export class LbpTally implements Tally<Outcome, LbpTotals> {
  private readonly strata: Strata;
  private readonly unreportedBy = new Map<UnreportedReason, number>();
  private readonly indexDays = new Map<Day, number>();
  private readonly counts = {
    ...{ decided: 0, onImagingLines: 0, withoutDaysSupply: 0 },
    ...{ steroids: 0, steroidsWithoutSupply: 0 },
  };
  private readonly coverage: CoverageTally | null;

  constructor(private readonly rules: MeasureRules) {
    this.strata = new Strata(rules.year);
    this.coverage = rules.hasCoverage ? new CoverageTally(rules) : null;
  }

  add(person: Person, outcomes: readonly Outcome[]): void {
    this.addSteroids(person);
    for (const outcome of outcomes) this.addOutcome(outcome);
    this.coverage?.add(person);
  }

  addAll({ people, seen, coverage }: LbpTotals): void {
    this.strata.addAll(people.strata);
    addCounts(this.unreportedBy, people.unreportedBy);
    addCounts(this.indexDays, seen.indexDays);
    for (const name of ['decided', 'onImagingLines', 'withoutDaysSupply'] as const)
      this.counts[name] += people[name];
    for (const name of ['steroids', 'steroidsWithoutSupply'] as const) this.counts[name] += seen[name];
    if (coverage !== null) this.coverage?.addAll(coverage);
  }

  get totals(): LbpTotals {
    const { decided, onImagingLines, withoutDaysSupply, steroids, steroidsWithoutSupply } = this.counts;
    const { unreportedBy, indexDays } = this;
    return {
      people: { strata: this.strata.all, unreportedBy, decided, onImagingLines, withoutDaysSupply },
      seen: { indexDays, steroids, steroidsWithoutSupply },
      coverage: this.coverage?.reached ?? null,
    };
  }

  private addSteroids({ fills }: Person): void {
    for (const fill of fills) {
      if (setGiving('corticosteroids', fill.drug, this.rules.sets) === null) continue;
      this.counts.steroids += 1;
      if (lacksDaysSupply(fill)) this.counts.steroidsWithoutSupply += 1;
    }
  }

  private addOutcome(outcome: Outcome): void {
    const { counts } = this;
    if (outcome.index?.isImaging === true) counts.onImagingLines += 1;
    if (outcome.index !== null) addCounts(this.indexDays, new Map([[outcome.index.date, 1]]));
    if (outcome.kind === 'unreported') {
      addCounts(this.unreportedBy, new Map([[outcome.reason, 1]]));
      return;
    }
    counts.decided += 1;
    if (outcome.warnings.includes('fill_without_days_supply')) counts.withoutDaysSupply += 1;
    this.strata.add(outcome);
  }
}
