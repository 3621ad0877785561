import type { ProductLine } from '../../../timeline/person.js';
import type { Modality, Region } from '../../imaging-codes.js';
import { type Decided, EXCLUSIONS, type Exclusion } from '../decision.js';

/** The imaged people in a product line's denominator, by each person's first study. */
export interface Study {
  readonly productLine: ProductLine;
  readonly modality: Modality;
  readonly region: Region;
  /** From the index date, 0 to 28. */
  readonly days: number;
  persons: number;
}

/** The excluded people of a product line who meet an exclusion, whether or not they meet others. */
interface ExcludedCount {
  readonly productLine: ProductLine;
  readonly reason: Exclusion;
  persons: number;
  imaged: number;
}

export interface ImagingTotals {
  readonly studies: readonly Study[];
  readonly excluded: readonly ExcludedCount[];
}

/** Counts the imaging of the denominator, and that of the excluded. */
export class ImagingTally {
  private readonly studies = new Map<string, Study>();
  private readonly excluded = new Map<string, ExcludedCount>();

  get totals(): ImagingTotals {
    return { studies: [...this.studies.values()], excluded: [...this.excluded.values()] };
  }

  add({ status, reasons, imaging, productLines }: Decided): void {
    for (const productLine of productLines) {
      if (status === 'denominator' && imaging !== null) {
        const { modality, region, days } = imaging;
        this.addStudy({ productLine, modality, region, days, persons: 1 });
      }
      if (status !== 'excluded') continue;
      for (const reason of EXCLUSIONS) {
        if (reasons.includes(reason))
          this.addExcluded({ productLine, reason, persons: 1, imaged: imaging === null ? 0 : 1 });
      }
    }
  }

  addAll({ studies, excluded }: ImagingTotals): void {
    for (const study of studies) this.addStudy(study);
    for (const count of excluded) this.addExcluded(count);
  }

  private addStudy(study: Study): void {
    const key = [study.productLine, study.modality, study.region, study.days].join(' ');
    const known = this.studies.get(key);
    if (known === undefined) this.studies.set(key, { ...study });
    else known.persons += study.persons;
  }

  private addExcluded(count: ExcludedCount): void {
    const key = [count.productLine, count.reason].join(' ');
    const known = this.excluded.get(key);
    if (known === undefined) {
      this.excluded.set(key, { ...count });
    } else {
      known.persons += count.persons;
      known.imaged += count.imaged;
    }
  }
}
