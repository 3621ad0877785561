import { noticesOf, type RunFolder } from '../run-folder.js';
import type { WrittenColumn } from '../written-columns.js';

export const ABOUT_COLUMNS: readonly WrittenColumn[] = [
  { name: 'what', type: 'text' },
  { name: 'value', type: 'text' },
];

/**
 * The first sheet: what was measured, on what data, and how far to trust it, so that the numbers are never
 * without context.
 */
export function aboutRows(run: RunFolder): string[][] {
  const { manifest, pack } = run;
  const { measure, value_sets: sets } = manifest;
  const questionSettings = Object.entries(pack.asSettings(pack.question(manifest.pack.question)));
  return [
    ['measure', pack.title],
    ['measured', measure.heading],
    ...noticesOf(manifest).map((notice) => ['notice', notice]),
    ['value sets', sets.kind],
    ['rules', `${measure.rules_version}, ${measure.status}`],
    ...questionSettings.map(([name, value]) => [
      `asked: ${name}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
    ['run', manifest.run_id],
    ['started', manifest.started],
    ['lbp', manifest.tool.version],
    ...run.writtenTables().map(({ name, about }) => [`sheet ${name.replace(/\.csv$/, '')}`, about]),
    ...manifest.inputs.map(({ table, path, sha256 }) => [`input: ${table}`, `${path}, SHA-256 ${sha256}`]),
    ...sets.files.map(({ path, sha256 }) => ['value set file', `${path}, SHA-256 ${sha256}`]),
  ];
}
