import { type Block, lines, table } from '../../blocks.js';
import type {
  ComparedRuns,
  Comparison,
  PackComparison,
  PersonInBoth,
  ReadTotals,
  RunDifferences,
} from '../../comparison.js';
import { type Cell, cell, type OutputColumn, type OutputRow } from '../../table.js';
import { SUGGESTIONS } from '../decision.js';
import { OUT_OF_SCOPE, TOTAL } from '../outputs/groups.js';
import { REVIEW_SUMMARY } from '../outputs/summary.js';
import { type ChangeKind, changesOf, type LineChange } from './changes.js';

/** Nothing in the manifests accounts for the difference. */
const NO_CAUSE = 'none_known';

const SIDES = ['version', 'in_scope', 'suggestion', 'scenarios_met', 'scenarios_open', 'pain_phase'] as const;

/** The list of changes has every value as text, as in the outputs of the two runs. */
const COLUMNS: readonly OutputColumn[] = [
  { name: 'person_id', type: 'id', about: 'as in the outputs' },
  { name: 'claim_id', type: 'id', about: 'claim of the line' },
  { name: 'claim_line_number', type: 'id', about: 'line of the claim' },
  { name: 'service_date', type: 'text', about: 'service date of the line' },
  { name: 'code', type: 'code', about: 'the imaging code of the line' },
  { name: 'change', type: 'text', about: '`entered`, `left`, `suggestion`, `scenarios` or `details`' },
  ...SIDES.flatMap((name): OutputColumn[] => [
    { name: `from_${name}`, type: 'text', about: `${name} in the first run` },
    { name: `to_${name}`, type: 'text', about: `${name} in the second run` },
  ]),
  {
    name: 'causes',
    type: 'list',
    about: 'what can have caused the difference; `none_known` where nothing is known',
  },
  {
    name: 'differences',
    type: 'list',
    about:
      'the columns of review.csv that differ, scenarios as `id: from > to`, `evidence` for other records',
  },
];

/** Compares two runs of the same or different guidelines, line by line (docs/review.md). */
export const REVIEW_COMPARISON: PackComparison = {
  list: { about: 'imaging lines whose results differ between the runs', columns: COLUMNS },
  begin: () => new ReviewComparison(),
};

class ReviewComparison implements Comparison {
  private readonly kinds: Record<ChangeKind, number> = {
    ...{ entered: 0, left: 0, suggestion: 0, scenarios: 0, details: 0 },
  };
  /** Lines by the suggestions of both runs; `-` for a line that a run does not have. */
  private readonly moved = new Map<string, number>();
  private total = 0;

  add(person: PersonInBoth, runs: RunDifferences): Cell[][] {
    return changesOf(person, runs).map((change) => {
      this.total += 1;
      this.kinds[change.change] += 1;
      const key = `${outcomeText(change.before)}\n${outcomeText(change.after)}`;
      this.moved.set(key, (this.moved.get(key) ?? 0) + 1);
      return changeRow(change);
    });
  }

  finish(before: ReadTotals, after: ReadTotals): ComparedRuns {
    const moves = [...this.moved]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .map(([key, count]) => {
        const [from = '', to = ''] = key.split('\n');
        return { from, to, lines: count };
      });
    const totals = [...SUGGESTIONS, OUT_OF_SCOPE, TOTAL].map((suggestion) => ({
      suggestion,
      before: linesOf(before(REVIEW_SUMMARY.name), suggestion),
      after: linesOf(after(REVIEW_SUMMARY.name), suggestion),
    }));
    return {
      changes: this.total,
      facts: {
        totals,
        changes: { total: this.total, by_kind: this.kinds, by_suggestion: moves },
      },
      blocks: [
        lines('Imaging lines in both runs:'),
        table(
          ['suggestion', 'before', 'after'],
          totals.map(({ suggestion, before: first, after: second }) => [suggestion, first, second]),
          'right',
        ),
        lines(''),
        ...changeBlocks(this.total, this.kinds, moves),
      ],
    };
  }
}

function outcomeText(row: OutputRow | null): string {
  if (row === null) return '-';
  return cell(row, 'suggestion') || `${OUT_OF_SCOPE} (${cell(row, 'in_scope')})`;
}

function changeRow({ personId, change, before, after, causes, differences }: LineChange): Cell[] {
  const line = after ?? before ?? {};
  return [
    personId,
    ...['claim_id', 'claim_line_number', 'service_date', 'code'].map((name) => cell(line, name)),
    change,
    ...SIDES.flatMap((name) => [cell(before ?? {}, name), cell(after ?? {}, name)]),
    ...[causes.length === 0 ? NO_CAUSE : causes, differences],
  ];
}

/** The lines of a suggestion over all modalities, regions and providers. */
function linesOf(rows: readonly OutputRow[], suggestion: string): number {
  const row = rows.find(
    (one) =>
      one['suggestion'] === suggestion &&
      ['modality', 'region', 'provider'].every((column) => one[column] === TOTAL),
  );
  return Number(row?.['lines'] ?? 0);
}

function changeBlocks(
  total: number,
  kinds: Readonly<Record<ChangeKind, number>>,
  moves: readonly { readonly from: string; readonly to: string; readonly lines: number }[],
): Block[] {
  if (total === 0) return [lines('No line changed.')];
  const counts = Object.entries(kinds).filter(([, number]) => number > 0);
  return [
    lines(`Changed lines: ${total} (${counts.map(([kind, number]) => `${kind} ${number}`).join(', ')})`),
    table(
      ['from', 'to', 'lines'],
      moves.map(({ from, to, lines: count }) => [from, to, count]),
      'left',
    ),
  ];
}
