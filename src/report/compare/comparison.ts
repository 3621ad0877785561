import type { RunDifference } from '../../packs/comparison.js';
import { type ChangeKind, changesOf, type PersonChange, type Side } from '../../packs/lbp/compare/changes.js';
import { type Cell, cell, type OutputRow } from '../../packs/table.js';
import type { RunFolder } from '../run-folder.js';
import { runDifferences } from './causes.js';
import { differingPeople } from './people.js';

/** Two runs side by side. */
export interface Comparison {
  /** In what the runs differ, by their manifests. */
  readonly differences: readonly RunDifference[];
  readonly rates: readonly RatePair[];
  /** People and product lines of which the runs do not say the same. */
  readonly changes: {
    readonly total: number;
    readonly by_kind: Readonly<Record<ChangeKind, number>>;
    readonly by_status: readonly { readonly from: string; readonly to: string; readonly count: number }[];
    /** By all causes that a change can have; several are joined by `;`, and `none_known` stands for none. */
    readonly by_cause: readonly { readonly causes: string; readonly count: number }[];
  };
}

/** A row of summary.csv in both runs; null where a run has no such row. */
export interface RatePair {
  readonly product_line: string;
  readonly age_band: string;
  readonly before: Rate | null;
  readonly after: Rate | null;
  /** After less before, as a fraction; null where either has no rate. */
  readonly difference: number | null;
}

export interface Rate {
  readonly candidates: number;
  readonly denominator: number;
  readonly imaging: number;
  /** Share without imaging, 0 to 1; null for an empty denominator. */
  readonly rate: number | null;
}

/** Nothing in the manifests accounts for the difference. */
export const NO_CAUSE = 'none_known';

/**
 * Compares two runs person by person.
 *
 * @param onChange is told of every change, in the order of persons
 * @throws LbpError E110 when an output of either is not there, or not as the run wrote it
 */
export async function compareRuns(
  before: RunFolder,
  after: RunFolder,
  onChange: (change: PersonChange) => void,
): Promise<Comparison> {
  const runs = runDifferences(before.manifest, after.manifest);
  const kinds: Record<ChangeKind, number> = { entered: 0, left: 0, status: 0, imaging: 0, details: 0 };
  const statuses = new Map<string, number>();
  const causes = new Map<string, number>();
  let total = 0;
  for await (const person of differingPeople(before, after)) {
    for (const change of changesOf(person, runs)) {
      total += 1;
      kinds[change.change] += 1;
      count(statuses, `${shown(change.before)} ${shown(change.after)}`);
      count(causes, change.causes.join(';') || NO_CAUSE);
      onChange(change);
    }
  }
  return {
    differences: runs.causes,
    rates: ratePairs(ratesOf(before), ratesOf(after)),
    changes: {
      total,
      by_kind: kinds,
      by_status: byCount(statuses).map(([key, number]) => {
        const [from = '', to = ''] = key.split(' ');
        return { from, to, count: number };
      }),
      by_cause: byCount(causes).map(([names, number]) => ({ causes: names, count: number })),
    },
  };
}

/** The outcome with what the rate sees of it. */
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

function ratesOf(run: RunFolder): OutputRow[] {
  const table = run.table('summary.csv');
  try {
    return [...table.all()].map((record) => table.row(record));
  } finally {
    table.close();
  }
}

function ratePairs(before: readonly OutputRow[], after: readonly OutputRow[]): RatePair[] {
  const keyOf = (row: OutputRow): string => `${cell(row, 'product_line')} ${cell(row, 'age_band')}`;
  const keys = [...new Set([...before, ...after].map(keyOf))].sort();
  return keys.map((key) => {
    const [productLine = '', band = ''] = key.split(' ');
    const [a, b] = [before, after].map((rows) => rateOf(rows.find((row) => keyOf(row) === key)));
    const known = a?.rate !== undefined && a.rate !== null && b?.rate !== undefined && b.rate !== null;
    return {
      product_line: productLine,
      age_band: band,
      before: a ?? null,
      after: b ?? null,
      difference: known ? Number(((b.rate ?? 0) - (a.rate ?? 0)).toFixed(6)) : null,
    };
  });
}

function rateOf(row: OutputRow | undefined): Rate | null {
  if (row === undefined) return null;
  const rate = cell(row, 'rate');
  return {
    candidates: Number(row['candidates']),
    denominator: Number(row['denominator']),
    imaging: Number(row['imaging']),
    rate: rate === '' ? null : Number(rate),
  };
}

/** The columns of the list of people (docs/audit.md). */
export const CHANGE_COLUMNS = [
  'person_id',
  'product_line',
  'change',
  'from_status',
  'to_status',
  'from_reasons',
  'to_reasons',
  'from_index_date',
  'to_index_date',
  'from_index_claim_id',
  'to_index_claim_id',
  'from_imaging_date',
  'to_imaging_date',
  'from_compliant',
  'to_compliant',
  'causes',
  'differences',
] as const;

export function changeRow({ personId, productLine, change, ...rest }: PersonChange): Cell[] {
  const { before, after, causes, differences } = rest;
  const pairs = [
    [before.outcome, after.outcome],
    [before.reasons, after.reasons],
    [before.indexDate, after.indexDate],
    [before.indexClaim, after.indexClaim],
    [before.imagingDate, after.imagingDate],
    [before.compliant, after.compliant],
  ];
  return [
    personId,
    productLine,
    change,
    ...pairs.flat(),
    causes.join(';') || NO_CAUSE,
    differences.join('; '),
  ];
}
