import { type Block, lines, table } from '../../blocks.js';
import type {
  ComparedRuns,
  Comparison,
  PackComparison,
  PersonInBoth,
  ReadTotals,
  RunDifferences,
} from '../../comparison.js';
import { addCents, amountOf, moneyText } from '../../money.js';
import { type Cell, cell, type OutputColumn, type OutputRow } from '../../table.js';
import { POLICY_SUMMARY } from '../outputs/summary.js';
import { type ChangeKind, changesOf, type LineChange } from './changes.js';

/** Nothing in the manifests accounts for the difference. */
const NO_CAUSE = 'none_known';

const SIDES = ['decision', 'reason', 'flags', 'episode_start', 'allowed_amount', 'paid_amount'] as const;

/** The list of changes has every value as text, as in the outputs of the two runs. */
const COLUMNS: readonly OutputColumn[] = [
  { name: 'person_id', type: 'id', about: 'as in the outputs' },
  { name: 'claim_id', type: 'id', about: 'claim of the line' },
  { name: 'claim_line_number', type: 'id', about: 'line of the claim' },
  { name: 'service_date', type: 'text', about: 'service date of the line' },
  { name: 'code', type: 'code', about: 'the imaging code of the line' },
  { name: 'change', type: 'text', about: '`entered`, `left`, `decision` or `details`' },
  ...SIDES.flatMap((name): OutputColumn[] => [
    { name: `from_${name}`, type: 'text', about: `${name} in the first run` },
    { name: `to_${name}`, type: 'text', about: `${name} in the second run` },
  ]),
  {
    name: 'causes',
    type: 'list',
    about: 'what can have caused the difference; `none_known` where nothing is known',
  },
  { name: 'differences', type: 'list', about: 'the columns of policy-lines.csv that differ' },
];

/** Compares two runs of the same or different policies, line by line (docs/policy.md). */
export const POLICY_COMPARISON: PackComparison = {
  list: { about: 'imaging lines whose results differ between the runs', columns: COLUMNS },
  begin: () => new PolicyComparison(),
};

/**
 * Lines with the same pair of reasons, and their money in cents as the second run states it; null if none
 * states any.
 */
interface Moved {
  readonly lines: number;
  readonly allowed: number | null;
  readonly paid: number | null;
}

const NOTHING_MOVED: Moved = { lines: 0, allowed: null, paid: null };

class PolicyComparison implements Comparison {
  private readonly kinds: Record<ChangeKind, number> = { entered: 0, left: 0, decision: 0, details: 0 };
  /** By the reasons in both runs; `-` for a line that a run does not judge. */
  private readonly moved = new Map<string, Moved>();
  private total = 0;

  add(person: PersonInBoth, runs: RunDifferences): Cell[][] {
    return changesOf(person, runs).map((change) => {
      this.total += 1;
      this.kinds[change.change] += 1;
      const { before, after } = change;
      const key = `${outcomeText(before)}\n${outcomeText(after)}`;
      this.moved.set(key, added(this.moved.get(key) ?? NOTHING_MOVED, after ?? before ?? {}));
      return changeRow(change);
    });
  }

  finish(before: ReadTotals, after: ReadTotals): ComparedRuns {
    const moves = [...this.moved]
      .sort(([a, m], [b, n]) => n.lines - m.lines || (a < b ? -1 : 1))
      .map(([key, moved]) => {
        const [from = '', to = ''] = key.split('\n');
        return { from, to, ...moved };
      });
    const totals = DECISIONS.map((decision) => ({
      decision,
      before: totalOf(before(POLICY_SUMMARY.name), decision),
      after: totalOf(after(POLICY_SUMMARY.name), decision),
    }));
    return {
      changes: this.total,
      facts: {
        totals,
        changes: { total: this.total, by_kind: this.kinds, by_reason: moves.map(moveFacts) },
      },
      blocks: [
        lines('Imaging lines, and allowed and paid amounts, in both runs:'),
        totalsTable(totals),
        lines(''),
        ...changeBlocks(this.total, this.kinds, moves),
      ],
    };
  }
}

type Move = Moved & { readonly from: string; readonly to: string };

function outcomeText(row: OutputRow | null): string {
  return row === null ? '-' : `${cell(row, 'decision')} ${cell(row, 'reason')}`;
}

function added(moved: Moved, row: OutputRow): Moved {
  return {
    lines: moved.lines + 1,
    allowed: addCents(moved.allowed, amountOf(cell(row, 'allowed_amount')).cents),
    paid: addCents(moved.paid, amountOf(cell(row, 'paid_amount')).cents),
  };
}

function changeRow({ personId, change, before, after, causes, columns }: LineChange): Cell[] {
  const line = after ?? before ?? {};
  const sides = SIDES.flatMap((name) => [cell(before ?? {}, name), cell(after ?? {}, name)]);
  return [
    personId,
    ...['claim_id', 'claim_line_number', 'service_date', 'code'].map((name) => cell(line, name)),
    ...[change, ...sides],
    ...[causes.length === 0 ? NO_CAUSE : causes, columns],
  ];
}

const DECISIONS = ['pay', 'deny', 'total'] as const;

/** A row of policy-summary.csv over all claim types, modalities and reasons. */
interface Total {
  readonly lines: number;
  readonly allowed_amount: string;
  readonly paid_amount: string;
}

function totalOf(rows: readonly OutputRow[], decision: string): Total {
  const row = rows.find(
    (one) =>
      ['claim_type', 'modality', 'reason'].every((column) => one[column] === 'total') &&
      one['decision'] === decision,
  );
  return {
    lines: Number(row?.['lines'] ?? 0),
    allowed_amount: cell(row ?? {}, 'allowed_amount'),
    paid_amount: cell(row ?? {}, 'paid_amount'),
  };
}

function totalsTable(totals: readonly { decision: string; before: Total; after: Total }[]): Block {
  const columns = ['decision', 'lines', 'after', 'allowed', 'after', 'paid', 'after'];
  const rows = totals.map(({ decision, before, after }) => [
    ...[decision, before.lines, after.lines],
    ...[before.allowed_amount, after.allowed_amount, before.paid_amount, after.paid_amount],
  ]);
  return table(columns, rows, 'right');
}

function moveFacts({ from, to, lines: count, allowed, paid }: Move): Record<string, unknown> {
  return { from, to, lines: count, allowed_amount: amount(allowed), paid_amount: amount(paid) };
}

function amount(cents: number | null): string | null {
  return cents === null ? null : moneyText(cents);
}

function changeBlocks(
  total: number,
  kinds: Readonly<Record<ChangeKind, number>>,
  moves: readonly Move[],
): Block[] {
  if (total === 0) return [lines('No line changed.')];
  const counts = Object.entries(kinds).filter(([, number]) => number > 0);
  return [
    lines(`Changed lines: ${total} (${counts.map(([kind, number]) => `${kind} ${number}`).join(', ')})`),
    table(
      ['from', 'to', 'lines', 'allowed', 'paid'],
      moves.map(({ from, to, lines: count, allowed, paid }) => [
        ...[from, to, count, amount(allowed) ?? '', amount(paid) ?? ''],
      ]),
      'left',
    ),
  ];
}
