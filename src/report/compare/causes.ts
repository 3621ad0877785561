import type { OutputRow } from '../output-rows.js';
import type { RunManifest } from '../run-folder.js';

/** What can make two runs differ about a person. */
export const CAUSES = [
  'measurement_year',
  'rules_version',
  'tool_version',
  'value_sets',
  'settings',
  'claims',
  'pharmacy',
  'eligibility',
] as const;
export type Cause = (typeof CAUSES)[number];

/** In what two runs differ, by their manifests. */
export interface RunDifferences {
  readonly causes: readonly RunDifference[];
  /** The files, by path, that one run read and the other did not, whatever their names there. */
  readonly newFiles: { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> };
}

export interface RunDifference {
  readonly cause: Cause;
  /** How they differ, as a phrase. */
  readonly how: string;
}

const TABLES: Readonly<Record<'claims' | 'pharmacy' | 'eligibility', readonly string[]>> = {
  claims: ['medical_claim', 'x12', 'claim_status'],
  pharmacy: ['pharmacy_claim'],
  eligibility: ['eligibility'],
};

export function runDifferences(before: RunManifest, after: RunManifest): RunDifferences {
  const found: RunDifference[] = [];
  const differs = (cause: Cause, a: string, b: string, how = `${a} and ${b}`): void => {
    if (a !== b) found.push({ cause, how });
  };
  const [a, b] = [before.measure, after.measure];
  differs('measurement_year', String(a.year), String(b.year));
  if (a.year === b.year) differs('rules_version', a.rules_version, b.rules_version);
  differs('tool_version', before.tool.version, after.tool.version);
  const sets = filesApart(before.value_sets.files, after.value_sets.files);
  if (sets !== null) found.push({ cause: 'value_sets', how: sets });
  differs('settings', readingOf(before), readingOf(after), 'mapping or strictness');
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

/** Files are the same where their content is, whatever their paths. */
function filesApart(before: readonly HashedFile[], after: readonly HashedFile[]): string | null {
  const [gone, come] = [only(before, after).size, only(after, before).size];
  const both = after.length - come;
  return gone + come === 0 && before.length === after.length
    ? null
    : `${gone} only before, ${come} only after, ${both} in both`;
}

/** The settings that bear on what is read, as text. */
function readingOf({ arguments: given }: RunManifest): string {
  return JSON.stringify([given['mapping'], given['strict']], (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)))
      : value,
  );
}

/** Rules that rest on enrolment alone, and so on no value set. */
const OF_ENROLLMENT: ReadonlySet<string> = new Set([
  ...['age', 'enrollment', 'death', 'product_line'],
  ...['no_eligibility', 'not_enrolled_on_index_date', 'product_line_not_reported'],
]);

/**
 * The causes that a difference about a rule can have, by what its records are made of.
 *
 * @param rule a reason, `index`, `imaging`, `product_line`, or a reason of unreported.csv
 * @param rows the records on either side
 */
export function possibleCauses(rule: string, rows: readonly OutputRow[]): ReadonlySet<Cause> {
  const always: Cause[] = ['measurement_year', 'rules_version', 'tool_version', 'settings'];
  if (OF_ENROLLMENT.has(rule)) return new Set([...always, 'eligibility']);
  const drugs = rows.filter((row) => row['code_system'] === 'NDC');
  const facts = rule === 'hospice' ? rows.filter((row) => row['claim_id'] === '') : [];
  const kinds: Cause[] = [
    ...(drugs.length > 0 ? (['pharmacy'] as const) : []),
    ...(facts.length > 0 ? (['eligibility'] as const) : []),
    ...(drugs.length + facts.length < rows.length || rows.length === 0 ? (['claims'] as const) : []),
  ];
  return new Set([...always, 'value_sets', ...kinds]);
}
