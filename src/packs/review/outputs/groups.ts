import { compareText } from '../../../timeline/order.js';
import { addCents } from '../../money.js';
import { type ImagingLine, type Outcome, SUGGESTIONS, type Suggestion } from '../decision.js';
import { MODALITIES, type Modality, REGIONS, type Region } from '../guideline/tree.js';

export const TOTAL = 'total';
/** Shown instead of a suggestion for lines out of scope, and instead of a provider that no line names. */
export const OUT_OF_SCOPE = 'out of scope';
const UNKNOWN_PROVIDER = 'unknown';

/** What the lines of a group have in common; `total` represents all values of a column. */
export interface GroupKey {
  readonly suggestion: Suggestion | typeof OUT_OF_SCOPE | typeof TOTAL;
  readonly modality: Modality | typeof TOTAL;
  readonly region: Region | typeof TOTAL;
  readonly provider: string;
}

/** Counts for a group of lines; the amount in cents, null if no line states one. */
export interface GroupCounts {
  readonly lines: number;
  readonly claims: number;
  readonly persons: number;
  readonly allowed: number | null;
}

export interface Group {
  readonly key: GroupKey;
  readonly counts: GroupCounts;
}

export const NOTHING: GroupCounts = { lines: 0, claims: 0, persons: 0, allowed: null };

/**
 * Counts lines by suggestion, modality, region and provider, and by the totals of each: the groups overlap,
 * so that a total counts each claim and person once.
 */
export class Groups {
  private readonly counts = new Map<string, Group>();

  /** @param outcomes all outcomes of one person, so that claims and persons are counted once */
  add(outcomes: readonly Outcome[]): void {
    const ofPerson = new Map<string, { key: GroupKey; lines: ImagingLine[] }>();
    for (const outcome of outcomes) {
      for (const key of groupsOf(outcome)) {
        const text = textOf(key);
        const known = ofPerson.get(text);
        if (known === undefined) ofPerson.set(text, { key, lines: [outcome.line] });
        else known.lines.push(outcome.line);
      }
    }
    for (const { key, lines } of ofPerson.values()) this.addTo(key, countsOf(lines));
  }

  addAll(groups: readonly Group[]): void {
    for (const { key, counts } of groups) this.addTo(key, counts);
  }

  /** In the order of the file: suggestions, modalities, regions, providers, each followed by its total. */
  get all(): Group[] {
    return [...this.counts.values()].sort((a, b) => compareKeys(a.key, b.key));
  }

  private addTo(key: GroupKey, more: GroupCounts): void {
    const text = textOf(key);
    const known = this.counts.get(text)?.counts ?? NOTHING;
    this.counts.set(text, {
      key,
      counts: {
        lines: known.lines + more.lines,
        claims: known.claims + more.claims,
        persons: known.persons + more.persons,
        allowed: addCents(known.allowed, more.allowed),
      },
    });
  }
}

/**
 * The provider responsible for an image: who ordered it, else who performed or read it, else who billed it.
 */
export function providerOf({ orderingNpi, renderingNpi, billingNpi }: ImagingLine): string {
  return orderingNpi || renderingNpi || billingNpi || UNKNOWN_PROVIDER;
}

function countsOf(lines: readonly ImagingLine[]): GroupCounts {
  return {
    lines: lines.length,
    claims: new Set(lines.map(({ claimNo }) => claimNo)).size,
    persons: 1,
    allowed: lines.map(({ allowed }) => allowed.cents).reduce(addCents, null),
  };
}

function groupsOf(outcome: Outcome): GroupKey[] {
  const { line } = outcome;
  const suggestion = outcome.kind === 'no_version' ? OUT_OF_SCOPE : (outcome.suggestion ?? OUT_OF_SCOPE);
  const kinds = [
    { modality: line.modality, region: line.region },
    { modality: line.modality, region: TOTAL },
    { modality: TOTAL, region: TOTAL },
  ] as const;
  return ([suggestion, TOTAL] as const).flatMap((one) =>
    kinds.flatMap((kind) =>
      [providerOf(line), TOTAL].map((provider): GroupKey => ({ suggestion: one, ...kind, provider })),
    ),
  );
}

function textOf({ suggestion, modality, region, provider }: GroupKey): string {
  return `${suggestion} ${modality} ${region} ${provider}`;
}

const ORDERS = {
  suggestion: [...SUGGESTIONS, OUT_OF_SCOPE, TOTAL],
  modality: [...MODALITIES, TOTAL],
  region: [...REGIONS, TOTAL],
} as const;

function compareKeys(a: GroupKey, b: GroupKey): number {
  return (
    place(ORDERS.suggestion, a.suggestion) - place(ORDERS.suggestion, b.suggestion) ||
    place(ORDERS.modality, a.modality) - place(ORDERS.modality, b.modality) ||
    place(ORDERS.region, a.region) - place(ORDERS.region, b.region) ||
    Number(a.provider === TOTAL) - Number(b.provider === TOTAL) ||
    compareText(a.provider, b.provider)
  );
}

function place(order: readonly string[], value: string): number {
  return order.indexOf(value);
}
