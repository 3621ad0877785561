import { type Block, lines, table } from '../../blocks.js';
import { moneyText } from '../../money.js';
import type { Summary } from '../../pack.js';
import type { PolicyRules } from '../rules.js';
import { type Group, type GroupCounts, NOTHING, TOTAL } from './groups.js';
import type { PolicyTotals } from './tally.js';

/**
 * What a finished run prints on the terminal and as JSON: lines by reason, and what the policy would have
 * saved.
 */
export function summaryOf(totals: PolicyTotals, rules: PolicyRules): Summary {
  const { groups, counts } = totals;
  const savings = savingsOf(totals);
  return {
    facts: {
      policy: rules.policy.id,
      reasons: reasonsOf(groups).map(({ key, counts: of }) => ({
        decision: key.decision,
        reason: key.reason,
        ...countFacts(of),
      })),
      would_have_saved: savings.map(({ key, counts: of }) => ({
        modality: key.modality,
        ...countFacts(of),
      })),
      attested_still_measure_hits: counts.attestedHits,
    },
    blocks: [
      lines('Imaging lines of the period by what the policy says about them:'),
      countsTable(
        'decision and reason',
        reasonsOf(groups).map(({ key, counts: of }) => [reasonText(key), of]),
      ),
      lines('', 'What the policy would have saved, among lines with status paid:'),
      countsTable(
        'modality',
        savings.map(({ key, counts: of }) => [key.modality, of]),
      ),
      lines(
        '',
        `Paid by attestation, still an LBP hit unless an exclusion is on a claim: ${counts.attestedHits}`,
        ...amountsText(totals),
      ),
    ],
  };
}

/** All claim types and modalities together, by reason; the last is the sum of all. */
function reasonsOf(groups: readonly Group[]): Group[] {
  return groups.filter(({ key }) => key.claimType === TOTAL && key.modality === TOTAL);
}

/** By modality, with their total, which is present even if nothing would have been saved. */
function savingsOf({ savings }: PolicyTotals): Group[] {
  const found = savings.filter(
    ({ key }) => key.claimType === TOTAL && key.decision === TOTAL && key.reason === TOTAL,
  );
  if (found.length > 0) return found;
  const key = { claimType: TOTAL, modality: TOTAL, decision: TOTAL, reason: TOTAL } as const;
  return [{ key, counts: NOTHING }];
}

function countFacts({ lines: count, claims, persons, allowed, paid }: GroupCounts): Record<string, unknown> {
  return {
    lines: count,
    claims,
    persons,
    // As text: a number would lose its cents.
    allowed_amount: amountText(allowed) || null,
    paid_amount: amountText(paid) || null,
  };
}

/** `deny imaging_within_days`, `pay total`, `total` */
function reasonText({ decision, reason }: Group['key']): string {
  return decision === TOTAL ? TOTAL : `${decision} ${reason}`;
}

function countsTable(name: string, rows: readonly (readonly [string, GroupCounts])[]): Block {
  return table(
    [name, 'lines', 'claims', 'persons', 'allowed', 'paid'],
    rows.map(([first, { lines: count, claims, persons, allowed, paid }]) => [
      ...[first, count, claims, persons, amountText(allowed), amountText(paid)],
    ]),
    'right',
  );
}

function amountText(cents: number | null): string {
  return cents === null ? '' : moneyText(cents);
}

/** Marks a sum that does not cover all lines. */
function amountsText({ counts }: PolicyTotals): string[] {
  const { withoutAllowed, withoutPaid, lines: all } = counts;
  if (withoutAllowed === 0 && withoutPaid === 0) return [];
  return [
    `Of ${all} lines ${withoutAllowed} have no allowed amount and ${withoutPaid} no paid amount; sums are of the others.`,
  ];
}
