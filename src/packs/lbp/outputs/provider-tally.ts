import type { Modality } from '../../imaging-codes.js';
import type { Decided, ImagingEvent } from '../decision.js';

/** `index`: who saw the person on the index date. `ordering`: who ordered the imaging. */
export type ProviderRole = 'index' | 'ordering';

/** People in the denominator, each counted once across product lines. */
export interface ProviderCounts {
  /** For an ordering provider, the people whose imaging it ordered, so all of them are imaged. */
  episodes: number;
  imaged: number;
  /** Sum of the days from the index date to the imaging. */
  days: number;
  imagedOnDay0: number;
  readonly modalities: Record<Modality, number>;
}

/** By NPI; empty for lines that state none. */
export type ProviderTotals = Readonly<Record<ProviderRole, ReadonlyMap<string, ProviderCounts>>>;

/** Counts the denominator by its providers. */
export class ProviderTally {
  readonly totals = {
    index: new Map<string, ProviderCounts>(),
    ordering: new Map<string, ProviderCounts>(),
  };

  add({ status, index, imaging }: Decided): void {
    if (status !== 'denominator') return;
    this.count('index', index.npi, imaging);
    if (imaging !== null) this.count('ordering', imaging.orderingNpi, imaging);
  }

  addAll(totals: ProviderTotals): void {
    for (const role of ['index', 'ordering'] as const) {
      for (const [npi, counts] of totals[role]) {
        const own = this.at(role, npi);
        for (const name of ['episodes', 'imaged', 'days', 'imagedOnDay0'] as const) own[name] += counts[name];
        for (const modality of ['xray', 'ct', 'mri', 'other'] as const)
          own.modalities[modality] += counts.modalities[modality];
      }
    }
  }

  private count(role: ProviderRole, npi: string, imaging: ImagingEvent | null): void {
    const counts = this.at(role, npi);
    counts.episodes += 1;
    if (imaging === null) return;
    counts.imaged += 1;
    counts.days += imaging.days;
    if (imaging.days === 0) counts.imagedOnDay0 += 1;
    counts.modalities[imaging.modality] += 1;
  }

  private at(role: ProviderRole, npi: string): ProviderCounts {
    const known = this.totals[role].get(npi);
    if (known !== undefined) return known;
    const counts = {
      ...{ episodes: 0, imaged: 0, days: 0, imagedOnDay0: 0 },
      modalities: { xray: 0, ct: 0, mri: 0, other: 0 },
    };
    this.totals[role].set(npi, counts);
    return counts;
  }
}
