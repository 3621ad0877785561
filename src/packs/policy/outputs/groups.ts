import { MODALITIES, type Modality } from '../../imaging-codes.js';
import { addCents } from '../../money.js';
import { DECISIONS, type Decision, decisionOf, type JudgedLine, REASONS, type Reason } from '../decision.js';
import { CLAIM_TYPES } from '../policy.js';

export const TOTAL = 'total';
type OrTotal<T extends string> = T | typeof TOTAL;

/** What the lines of a group have in common. */
export interface GroupKey {
  readonly claimType: OrTotal<JudgedLine['claimType']>;
  readonly modality: OrTotal<Modality>;
  readonly decision: OrTotal<Decision>;
  readonly reason: OrTotal<Reason>;
}

/** Counts for a group of lines; amounts in cents, null if no line states one. */
export interface GroupCounts {
  readonly lines: number;
  readonly claims: number;
  readonly persons: number;
  readonly allowed: number | null;
  readonly paid: number | null;
}

export interface Group {
  readonly key: GroupKey;
  readonly counts: GroupCounts;
}

export const NOTHING: GroupCounts = { lines: 0, claims: 0, persons: 0, allowed: null, paid: null };

/**
 * Counts lines by claim type, modality, decision and reason, and by the totals of each: the groups overlap,
 * so that a total counts each claim and person once.
 */
export class Groups {
  private readonly counts = new Map<string, Group>();

  /** @param lines all judged lines of one person, so that claims and persons are counted once */
  add(lines: readonly JudgedLine[]): void {
    const ofPerson = new Map<string, { key: GroupKey; lines: JudgedLine[] }>();
    for (const line of lines) {
      for (const key of groupsOf(line)) {
        const text = textOf(key);
        const known = ofPerson.get(text);
        if (known === undefined) ofPerson.set(text, { key, lines: [line] });
        else known.lines.push(line);
      }
    }
    for (const { key, lines: inGroup } of ofPerson.values()) this.addTo(key, countsOf(inGroup));
  }

  addAll(groups: readonly Group[]): void {
    for (const { key, counts } of groups) this.addTo(key, counts);
  }

  /** In the order of the file: claim types, modalities, then reasons, each followed by its total. */
  get all(): Group[] {
    return [...this.counts.values()].sort((a, b) => compareKeys(a.key, b.key));
  }

  private addTo(key: GroupKey, more: GroupCounts): void {
    const known = this.counts.get(textOf(key))?.counts ?? NOTHING;
    this.counts.set(textOf(key), {
      key,
      counts: {
        lines: known.lines + more.lines,
        claims: known.claims + more.claims,
        persons: known.persons + more.persons,
        allowed: addCents(known.allowed, more.allowed),
        paid: addCents(known.paid, more.paid),
      },
    });
  }
}

function countsOf(lines: readonly JudgedLine[]): GroupCounts {
  return {
    lines: lines.length,
    claims: new Set(lines.map(({ claimNo }) => claimNo)).size,
    persons: 1,
    allowed: lines.map(({ allowed }) => allowed.cents).reduce(addCents, null),
    paid: lines.map(({ paid }) => paid.cents).reduce(addCents, null),
  };
}

function groupsOf({ claimType, modality, reason }: JudgedLine): GroupKey[] {
  const decision = decisionOf(reason);
  const outcomes = [
    { decision, reason },
    { decision, reason: TOTAL },
    { decision: TOTAL, reason: TOTAL },
  ] as const;
  return ([claimType, TOTAL] as const).flatMap((type) =>
    ([modality, TOTAL] as const).flatMap((one) =>
      outcomes.map((outcome): GroupKey => ({ claimType: type, modality: one, ...outcome })),
    ),
  );
}

function textOf({ claimType, modality, decision, reason }: GroupKey): string {
  return `${claimType} ${modality} ${decision} ${reason}`;
}

const ORDERS = {
  claimType: [...CLAIM_TYPES, 'unknown', TOTAL],
  modality: [...MODALITIES, TOTAL],
  decision: [...DECISIONS, TOTAL],
  reason: [...REASONS, TOTAL],
} as const satisfies Record<keyof GroupKey, readonly string[]>;

function compareKeys(a: GroupKey, b: GroupKey): number {
  return (
    place(ORDERS.claimType, a.claimType) - place(ORDERS.claimType, b.claimType) ||
    place(ORDERS.modality, a.modality) - place(ORDERS.modality, b.modality) ||
    place(ORDERS.decision, a.decision) - place(ORDERS.decision, b.decision) ||
    place(ORDERS.reason, a.reason) - place(ORDERS.reason, b.reason)
  );
}

function place(order: readonly string[], value: string): number {
  return order.indexOf(value);
}
