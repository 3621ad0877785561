import { type Block, lines, table } from '../../blocks.js';
import type { Comparison, PackComparison, PersonInBoth, RunDifferences } from '../../comparison.js';
import type { Cell, OutputColumn } from '../../table.js';
import { SUMMARY } from '../outputs/summary.js';
import { counted } from '../phrases.js';
import { type ChangeKind, changesOf, type PersonChange, type Side } from './changes.js';
import { ratePairs, ratesTable } from './rates.js';

/** What differs between two runs of the measure: rates, and people by what changed. */
interface Changes {
  /** Counts rows: a person in two product lines can change in both. */
  readonly total: number;
  readonly people: number;
  readonly by_kind: Readonly<Record<ChangeKind, number>>;
  readonly by_status: readonly { readonly from: string; readonly to: string; readonly count: number }[];
  /** By the possible causes of a change, joined by `;`; `none_known` if there is no known cause. */
  readonly by_cause: readonly { readonly causes: string; readonly count: number }[];
}

/** Nothing in the manifests accounts for the difference. */
const NO_CAUSE = 'none_known';

const SIDES = ['status', 'reasons', 'index_date', 'index_claim_id', 'imaging_date', 'compliant'] as const;

/** The list of changes has every value as text, as in the outputs of the two runs. */
const COLUMNS: readonly OutputColumn[] = [
  { name: 'person_id', type: 'id', about: 'as in the outputs' },
  { name: 'product_line', type: 'text', about: 'blank where neither run has a row in members.csv' },
  { name: 'change', type: 'text', about: '`entered`, `left`, `status`, `imaging` or `details`' },
  ...SIDES.flatMap((name): OutputColumn[] => [
    { name: `from_${name}`, type: 'text', about: `${name} in the first run` },
    { name: `to_${name}`, type: 'text', about: `${name} in the second run` },
  ]),
  {
    name: 'causes',
    type: 'list',
    about: 'what can have caused the difference; `none_known` where nothing is known',
  },
  { name: 'differences', type: 'text', about: 'what differs, in words' },
];

/** Compares two runs of the measure person by person (docs/audit.md). */
export const LBP_COMPARISON: PackComparison = {
  list: { about: 'people and product lines whose results differ between the runs', columns: COLUMNS },
  begin: () => new LbpComparison(),
};

class LbpComparison implements Comparison {
  private readonly kinds: Record<ChangeKind, number> = {
    ...{ entered: 0, left: 0, status: 0, imaging: 0, details: 0 },
  };
  private readonly statuses = new Map<string, number>();
  private readonly causes = new Map<string, number>();
  private total = 0;
  private people = 0;

  add(person: PersonInBoth, runs: RunDifferences): Cell[][] {
    const changes = changesOf(person, runs);
    if (changes.length > 0) this.people += 1;
    return changes.map((change) => {
      this.total += 1;
      this.kinds[change.change] += 1;
      count(this.statuses, `${shown(change.before)} ${shown(change.after)}`);
      count(this.causes, change.causes.join(';') || NO_CAUSE);
      return changeRow(change);
    });
  }

  finish(...[before, after]: Parameters<Comparison['finish']>): ReturnType<Comparison['finish']> {
    const rates = ratePairs(before(SUMMARY.name), after(SUMMARY.name));
    const changes = this.changes();
    return {
      changes: this.total,
      facts: { rates, changes },
      blocks: [
        lines('Rate: the share without imaging within 28 days, in percent'),
        ratesTable(rates),
        lines(''),
        ...changeBlocks(changes),
      ],
    };
  }

  private changes(): Changes {
    return {
      total: this.total,
      people: this.people,
      by_kind: this.kinds,
      by_status: byCount(this.statuses).map(([key, number]) => {
        const [from = '', to = ''] = key.split(' ');
        return { from, to, count: number };
      }),
      by_cause: byCount(this.causes).map(([names, number]) => ({ causes: names, count: number })),
    };
  }
}

/** The outcome as the rate counts it. */
function shown({ outcome, compliant }: Side): string {
  if (outcome !== 'denominator') return outcome;
  return compliant === '1' ? 'denominator_not_imaged' : 'denominator_imaged';
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The most frequent first. */
function byCount(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

function changeRow({
  personId,
  productLine,
  change,
  before,
  after,
  causes,
  differences,
}: PersonChange): Cell[] {
  const pairs = [
    [before.outcome, after.outcome],
    [before.reasons, after.reasons],
    [before.indexDate, after.indexDate],
    [before.indexClaim, after.indexClaim],
    [before.imagingDate, after.imagingDate],
    [before.compliant, after.compliant],
  ];
  return [
    ...[personId, productLine, change, ...pairs.flat()],
    ...[causes.length === 0 ? NO_CAUSE : causes, differences.join('; ')],
  ];
}

function changeBlocks({ total, people: persons, by_kind, by_status, by_cause }: Changes): Block[] {
  if (total === 0) return [lines('Nobody changed.')];
  const kinds = Object.entries(by_kind).filter(([, number]) => number > 0);
  const statuses = by_status.map(({ from, to, count: rows }) => [words(from), words(to), rows]);
  const causes = by_cause.map(({ causes: names, count: rows }) => [
    names === NO_CAUSE ? 'nothing in the manifests' : names.replaceAll(';', ' or '),
    rows,
  ]);
  return [
    lines(
      `Changed: ${persons} ${persons === 1 ? 'person' : 'people'} in ${counted(total, 'row')}, one for each product line (${kinds.map(([kind, number]) => `${kind} ${number}`).join(', ')})`,
    ),
    table(['from', 'to', 'rows'], statuses, 'left'),
    lines(''),
    table(['possible cause', 'rows'], causes, 'left'),
  ];
}

function words(outcome: string): string {
  return outcome === 'absent' ? '-' : outcome.replaceAll('_', ' ');
}
