import type { Comparison, Rate } from '../report/compare/comparison.js';
import { NO_CAUSE } from '../report/compare/comparison.js';
import type { RunFolder } from '../report/run-folder.js';
import { plainTable } from './plain-table.js';

/** A comparison for the terminal. */
export function compareText(
  { differences, rates, changes }: Comparison,
  before: RunFolder,
  after: RunFolder,
  out: string | undefined,
): string {
  return [
    runLine('before', before),
    runLine('after', after),
    '',
    ...(differences.length === 0
      ? ['By their manifests the runs are of the same inputs, value sets, rules and version.']
      : ['The runs differ in', ...differences.map(({ cause, how }) => `- ${cause}: ${how}`)]),
    '',
    'Rate: the share without imaging within 28 days, in percent',
    ratesTable(rates),
    '',
    ...changeLines(changes),
    ...(out === undefined ? [] : ['', `People: ${out}`]),
  ].join('\n');
}

function runLine(name: string, { path, manifest }: RunFolder): string {
  const { measure, tool, run_id, started } = manifest;
  return `${name.padEnd(6)} ${path}: ${measure.year}, rules ${measure.rules_version}, lbp ${tool.version}, run ${run_id} of ${started}`;
}

function ratesTable(rates: Comparison['rates']): string {
  const table = plainTable([
    'product line',
    'age',
    ...['denominator', 'after', 'imaging', 'after', 'rate', 'after', 'difference'],
  ]);
  for (const { product_line: line, age_band: band, before, after, difference } of rates) {
    if (band === 'other') continue;
    const pair = (of: (rate: Rate) => number): (number | string)[] =>
      [before, after].map((rate) => (rate === null ? '' : of(rate)));
    table.push([
      line,
      band,
      ...pair(({ denominator }) => denominator),
      ...pair(({ imaging }) => imaging),
      ...[before, after].map((rate) => percent(rate?.rate ?? null)),
      difference === null ? '' : signed(difference),
    ]);
  }
  return table.toString();
}

function percent(share: number | null): string {
  return share === null ? '' : (share * 100).toFixed(2);
}

function signed(share: number): string {
  return `${share > 0 ? '+' : ''}${percent(share)}`;
}

function changeLines({ total, by_kind, by_status, by_cause }: Comparison['changes']): string[] {
  if (total === 0) return ['Nobody changed.'];
  const kinds = Object.entries(by_kind).filter(([, count]) => count > 0);
  const statuses = plainTable(['from', 'to', 'people'], 'left');
  for (const { from, to, count } of by_status) statuses.push([words(from), words(to), count]);
  const causes = plainTable(['can come from', 'people'], 'left');
  for (const { causes: names, count } of by_cause) {
    causes.push([names === NO_CAUSE ? 'nothing in the manifests' : names.replaceAll(';', ' or '), count]);
  }
  return [
    `Changed (people by product line): ${total} (${kinds.map(([kind, count]) => `${kind} ${count}`).join(', ')})`,
    statuses.toString(),
    '',
    causes.toString(),
  ];
}

function words(outcome: string): string {
  return outcome === 'absent' ? '-' : outcome.replaceAll('_', ' ');
}
