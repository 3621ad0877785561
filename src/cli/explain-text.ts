import type { Explanation, Outcome } from '../packs/lbp/explain/explanation.js';
import type { Gate, ImagingFound, WindowDates } from '../packs/lbp/explain/gates.js';
import { recordPhrase } from '../packs/lbp/explain/phrases.js';
import type { TimelineEntry } from '../packs/lbp/explain/timeline.js';
import type { OutputRow } from '../packs/table.js';
import { OPEN_NOTICE } from '../report/manifest.js';
import type { RunManifest } from '../report/run-folder.js';
import { plainTable } from './plain-table.js';

/** Near misses farther away than this are counted and not told, on a terminal; `--json` has all of them. */
const NEAR_DAYS = 31;

/** An explanation for the terminal; its first line is the answer. */
export function explainText(
  { answer, outcomes }: Explanation,
  { measure, run_id, tool, value_sets }: RunManifest,
  isFromInputs: boolean,
): string {
  return [
    answer,
    '',
    `LBP ${measure.terms.period} ${measure.year}, rules ${measure.rules_version} (${measure.status}), run ${run_id}, lbp ${tool.version}`,
    ...(value_sets.kind === 'licensed' ? [] : [`Value sets: ${OPEN_NOTICE}`]),
    isFromInputs
      ? 'Decided again from the inputs.'
      : 'From the evidence of the run. With --with-inputs also what nearly decided, and all other records.',
    ...outcomes.flatMap((outcome) => ['', ...outcomeLines(outcome)]),
  ].join('\n');
}

function outcomeLines(outcome: Outcome): string[] {
  const { product_lines: lines, status, age, age_band: band, gates, imaging, changes, timeline } = outcome;
  const heading = lines.length === 0 ? status : `${lines.join(', ')}: ${status}, age ${age} (${band})`;
  return [
    heading.replaceAll('_', ' '),
    '',
    gatesTable(gates, imaging),
    ...section('What would change it', changeLines(changes)),
    ...section('Timeline (day: from the index date)', timeline.length === 0 ? [] : [timelineTable(timeline)]),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function gatesTable(gates: readonly Gate[], imaging: ImagingFound): string {
  const table = plainTable(['gate', 'result', 'window', 'record, or what is asked'], 'left');
  const reached = gates.filter(({ result }) => result !== 'not_reached');
  const rows = imaging.result === 'not_reached' ? reached : [...reached, { ...imaging, gate: 'imaging' }];
  for (const { gate, result, windows, records, asked } of rows) {
    const [first = asked, ...others] = records.map(recordText);
    const window = windows.map(windowText).join(', ');
    table.push([gate, result === 'failed' ? 'FAILED' : result, window, first]);
    for (const other of others) table.push(['', '', '', other]);
  }
  const left = gates.filter(({ result }) => result === 'not_reached').map(({ gate }) => gate);
  const notReached = left.length === 0 ? '' : `\nnot reached: ${left.join(', ')}`;
  return `${trimmed(table.toString())}${notReached}`;
}

function windowText({ start, end }: WindowDates): string {
  return `${start === '' ? 'any time' : start} to ${end}`;
}

function recordText(row: OutputRow): string {
  if (row['date'] === '') return `born ${row['window_start']} to ${row['window_end']} would pass`;
  const set = row['value_set'] === '' ? '' : `, ${row['value_set']}`;
  return `${recordPhrase(row)}${set}${placeText(row)}`;
}

function placeText({ source = '', locator = '' }: OutputRow): string {
  const place = [source, locator].filter((part) => part !== '').join(' ');
  return place === '' ? '' : `, ${place}`;
}

function changeLines(changes: Outcome['changes']): string[] {
  const isNear = ({ kind, days }: Outcome['changes'][number]): boolean =>
    kind === 'decided' || days === null || days <= NEAR_DAYS;
  const near = changes
    .filter(isNear)
    .map(({ kind, text }) => `- ${kind === 'near_miss' ? 'near miss, ' : ''}${text}`);
  const far = changes.length - near.length;
  return far === 0 ? near : [...near, `- ${far} more, by over ${NEAR_DAYS} days (--json shows them)`];
}

const MARKS: Record<TimelineEntry['weight'], string> = { decided: '*', near_miss: '~', seen: '' };

function timelineTable(timeline: readonly TimelineEntry[]): string {
  const table = plainTable(['date', 'day', '', 'code', 'what', 'claim'], 'left');
  for (const entry of timeline) {
    const { date, end_date: end, day, weight, code, value_set: set, what } = entry;
    const claim = entry.claim_id === '' ? '' : `${entry.claim_id} ${entry.claim_line_number}`.trim();
    table.push([
      end === '' ? date : `${date} to ${end}`,
      day === null ? '' : (day > 0 ? `+${day}` : String(day)).padStart(5),
      MARKS[weight],
      code,
      set === '' ? what : `${what} (${set})`,
      claim,
    ]);
  }
  return `${trimmed(table.toString())}\n* decided   ~ nearly did`;
}

function trimmed(table: string): string {
  return table
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
