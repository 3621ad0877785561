import type { Day } from '../../../timeline/day.js';
import { setGiving } from '../../../timeline/meaning.js';
import type { Person } from '../../../timeline/person.js';
import type { Tally } from '../../pack.js';
import { knownBy } from '../as-of.js';
import type { Outcome, UnreportedReason } from '../decision.js';
import type { MeasureRules } from '../resolve.js';
import { lacksDaysSupply } from '../rules/steroids.js';
import { type CoverageCounts, CoverageTally } from './coverage-tally.js';
import { type Group, GroupTally } from './group-tally.js';
import { ImagingTally, type ImagingTotals } from './imaging-tally.js';
import { ProviderTally, type ProviderTotals } from './provider-tally.js';
import { addCounts, Strata, type Stratum } from './strata.js';

/** The totals over people; plain data, so that one thread can send it to another. */
export interface LbpTotals {
  readonly people: PeopleCounts;
  readonly seen: SeenCounts;
  /** Null without the flag. */
  readonly coverage: CoverageCounts | null;
  readonly groups: readonly Group[];
  readonly imaging: ImagingTotals;
  readonly providers: ProviderTotals;
}

export interface PeopleCounts {
  readonly strata: readonly Stratum[];
  readonly unreportedBy: ReadonlyMap<UnreportedReason, number>;
  readonly decided: number;
  readonly onImagingLines: number;
  readonly withoutDaysSupply: number;
  /** People with imaging, regardless of their status. */
  readonly imaged: number;
  /** Index lines that state no provider, and imaging lines that do not say who ordered. */
  readonly withoutIndexNpi: number;
  readonly withoutOrderingNpi: number;
}

/** What a run learns about the candidates' data. */
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
    ...{ imaged: 0, withoutIndexNpi: 0, withoutOrderingNpi: 0 },
    ...{ steroids: 0, steroidsWithoutSupply: 0 },
  };
  private readonly coverage: CoverageTally | null;
  private readonly groups = new GroupTally();
  private readonly imaging = new ImagingTally();
  private readonly providers = new ProviderTally();

  constructor(private readonly rules: MeasureRules) {
    this.strata = new Strata(rules.year);
    this.coverage = rules.hasCoverage ? new CoverageTally(rules) : null;
  }

  add(given: Person, outcomes: readonly Outcome[]): void {
    const person = knownBy(given, this.rules.asOf);
    this.addSteroids(person);
    for (const outcome of outcomes) this.addOutcome(outcome);
    this.coverage?.add(person);
  }

  addAll({ people, seen, coverage, groups, imaging, providers }: LbpTotals): void {
    this.groups.addAll(groups);
    this.imaging.addAll(imaging);
    this.providers.addAll(providers);
    this.strata.addAll(people.strata);
    addCounts(this.unreportedBy, people.unreportedBy);
    addCounts(this.indexDays, seen.indexDays);
    for (const name of ['decided', 'onImagingLines', 'withoutDaysSupply'] as const)
      this.counts[name] += people[name];
    for (const name of ['imaged', 'withoutIndexNpi', 'withoutOrderingNpi'] as const)
      this.counts[name] += people[name];
    for (const name of ['steroids', 'steroidsWithoutSupply'] as const) this.counts[name] += seen[name];
    if (coverage !== null) this.coverage?.addAll(coverage);
  }

  get totals(): LbpTotals {
    const { steroids, steroidsWithoutSupply, ...people } = this.counts;
    const { unreportedBy, indexDays } = this;
    return {
      people: { strata: this.strata.all, unreportedBy, ...people },
      seen: { indexDays, steroids, steroidsWithoutSupply },
      coverage: this.coverage?.reached ?? null,
      groups: this.groups.groups,
      imaging: this.imaging.totals,
      providers: this.providers.totals,
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
    if (outcome.index.npi === '') counts.withoutIndexNpi += 1;
    if (outcome.imaging !== null) counts.imaged += 1;
    if (outcome.imaging?.orderingNpi === '') counts.withoutOrderingNpi += 1;
    if (outcome.warnings.includes('fill_without_days_supply')) counts.withoutDaysSupply += 1;
    this.strata.add(outcome);
    this.groups.add(outcome);
    this.imaging.add(outcome);
    this.providers.add(outcome);
  }
}
