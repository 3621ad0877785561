import type { Cause, RunDifference, RunDifferences } from '../../packs/comparison.js';
import { CLAIM_KINDS } from '../input-kinds.js';
import type { RunManifest } from '../run-folder.js';

const TABLES: Readonly<Record<'claims' | 'pharmacy' | 'eligibility', readonly string[]>> = {
  claims: [...CLAIM_KINDS, 'claim_status'],
  pharmacy: ['pharmacy_claim'],
  eligibility: ['eligibility'],
};

export function runDifferences(before: RunManifest, after: RunManifest): RunDifferences {
  const found: RunDifference[] = [];
  const differs = (cause: Cause, a: string, b: string, how = `${a} and ${b}`): void => {
    if (a !== b) found.push({ cause, how });
  };
  const [a, b] = [before.measure, after.measure];
  differs('measurement_year', String(a.year ?? ''), String(b.year ?? ''));
  if (a.year === b.year) differs('rules_version', a.rules_version, b.rules_version);
  differs('tool_version', before.tool.version, after.tool.version);
  const sets = filesApart(before.value_sets.files, after.value_sets.files);
  if (sets !== null) found.push({ cause: 'value_sets', how: sets });
  differs('settings', readingOf(before), readingOf(after), 'mapping or strictness');
  differs('settings', daysOf(before), daysOf(after));
  for (const cause of ['claims', 'pharmacy', 'eligibility'] as const) {
    const of = ({ inputs }: RunManifest): RunManifest['inputs'] =>
      inputs.filter(({ table }) => TABLES[cause].includes(table));
    const files = filesApart(of(before), of(after));
    if (files !== null) found.push({ cause, how: files });
  }
  return {
    causes: found,
    newFiles: { before: only(before.inputs, after.inputs), after: only(after.inputs, before.inputs) },
  };
}

interface HashedFile {
  readonly path: string;
  readonly sha256: string;
}

function only(these: readonly HashedFile[], others: readonly HashedFile[]): Set<string> {
  const known = new Set(others.map(({ sha256 }) => sha256));
  return new Set(these.filter(({ sha256 }) => !known.has(sha256)).map(({ path }) => path));
}

/** Files are the same if their content is, regardless of their paths. */
function filesApart(before: readonly HashedFile[], after: readonly HashedFile[]): string | null {
  const [gone, come] = [only(before, after).size, only(after, before).size];
  const both = after.length - come;
  return gone + come === 0 && before.length === after.length
    ? null
    : `${gone} only before, ${come} only after, ${both} in both`;
}

/** The cutoff day of a run, as text. */
function daysOf({ pack: { question } }: RunManifest): string {
  const asOf = question['as-of'];
  return asOf === undefined ? 'the whole year' : `the year as of ${asOf}`;
}

/** The settings that affect what is read, as text. */
function readingOf({ arguments: given }: RunManifest): string {
  return JSON.stringify([given['mapping'], given['strict']], (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)))
      : value,
  );
}
