import type { ProductLine } from '../../../timeline/person.js';
import type { AgeBand, Decided, Reason } from '../decision.js';
import type { YearRules } from '../years/year-rules.js';

/** The people of one product line and age band, counted. */
export interface Counts {
  candidates: number;
  ineligible: number;
  excluded: number;
  denominator: number;
  /** People measured as of a day before day 28; they are not in any rate. */
  open: number;
  /** Of the denominator, those with an imaging study. */
  imaging: number;
  /** By reason: the people that it is the first to remove, and all people that it applies to. */
  readonly first: Map<Reason, number>;
  readonly any: Map<Reason, number>;
}

export interface Stratum {
  readonly productLine: ProductLine;
  readonly band: AgeBand | 'total';
  readonly counts: Counts;
}

/** Counts people by product line and age band, including the year's lines and bands without people. */
export class Strata {
  readonly all: readonly Stratum[];
  private readonly byKey: ReadonlyMap<string, Counts>;

  constructor(year: YearRules) {
    const bands: Stratum['band'][] = [...year.bands.map(({ band }) => band), 'other', 'total'];
    this.all = year.productLines.flatMap((productLine) =>
      bands.map((band) => ({ productLine, band, counts: noCounts() })),
    );
    this.byKey = new Map(this.all.map(({ productLine, band, counts }) => [`${productLine} ${band}`, counts]));
  }

  /** Adds people counted elsewhere, by the rules of the same year. */
  addAll(strata: readonly Stratum[]): void {
    for (const { productLine, band, counts } of strata) {
      const own = this.byKey.get(`${productLine} ${band}`);
      if (own === undefined) continue;
      for (const name of [
        'candidates',
        'ineligible',
        'excluded',
        'denominator',
        'open',
        'imaging',
      ] as const) {
        own[name] += counts[name];
      }
      addCounts(own.first, counts.first);
      addCounts(own.any, counts.any);
    }
  }

  add(decision: Decided): void {
    for (const line of decision.productLines) {
      for (const band of [decision.ageBand, 'total']) {
        const counts = this.byKey.get(`${line} ${band}`);
        if (counts !== undefined) addTo(counts, decision);
      }
    }
  }
}

/** Adds counts to counts, key by key. */
export function addCounts<Key>(to: Map<Key, number>, counts: ReadonlyMap<Key, number>): void {
  for (const [key, count] of counts) to.set(key, (to.get(key) ?? 0) + count);
}

function noCounts(): Counts {
  return {
    ...{ candidates: 0, ineligible: 0, excluded: 0, denominator: 0, open: 0, imaging: 0 },
    ...{ first: new Map(), any: new Map() },
  };
}

function addTo(counts: Counts, { status, reasons, imaging }: Decided): void {
  counts.candidates += 1;
  counts[status] += 1;
  if (status === 'denominator' && imaging !== null) counts.imaging += 1;
  if (status === 'open') return;
  reasons.forEach((reason, index) => {
    if (index === 0) counts.first.set(reason, (counts.first.get(reason) ?? 0) + 1);
    counts.any.set(reason, (counts.any.get(reason) ?? 0) + 1);
  });
}
