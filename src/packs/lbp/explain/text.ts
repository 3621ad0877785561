import { type Block, lines, table } from '../../blocks.js';
import type { OutputRow } from '../../table.js';
import { recordPhrase } from '../phrases.js';
import type { Gate, ImagingFound, WindowDates } from './gates.js';
import type { Outcome } from './outcome.js';
import type { TimelineEntry } from './timeline.js';

/** On a terminal, near misses farther away than this are counted but not shown; `--json` has all of them. */
const NEAR_DAYS = 31;

/** An outcome for the terminal: the gates, what would change it, and the timeline. */
export function outcomeBlocks(outcome: Outcome): Block[] {
  const { product_lines: productLines, status, age, age_band: band, gates, imaging } = outcome;
  const heading =
    productLines.length === 0 ? status : `${productLines.join(', ')}: ${status}, age ${age} (${band})`;
  const changes = changeLines(outcome.changes);
  return [
    lines('', heading.replaceAll('_', ' '), ''),
    ...gateBlocks(gates, imaging),
    ...(changes.length === 0 ? [] : [lines('', 'What would change it', ...changes)]),
    ...(outcome.timeline.length === 0 ? [] : timelineBlocks(outcome.timeline)),
  ];
}

function gateBlocks(gates: readonly Gate[], imaging: ImagingFound): Block[] {
  const cells: string[][] = [];
  const reached = gates.filter(({ result }) => result !== 'not_reached');
  const rows = imaging.result === 'not_reached' ? reached : [...reached, { ...imaging, gate: 'imaging' }];
  for (const { gate, result, windows, records, asked } of rows) {
    const [first = asked, ...others] = records.map(recordText);
    const window = windows.map(windowText).join(', ');
    const isAgainst = result === 'failed' || result === 'met';
    const shown = isAgainst ? result.toUpperCase() : result.replaceAll('_', ' ');
    cells.push([gate, shown, window, first]);
    for (const other of others) cells.push(['', '', '', other]);
  }
  const left = gates.filter(({ result }) => result === 'not_reached').map(({ gate }) => gate);
  return [
    table(['gate', 'result', 'window', 'record, or what is required'], cells, 'left'),
    ...(left.length === 0 ? [] : [lines(`not reached: ${left.join(', ')}`)]),
  ];
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

function timelineBlocks(timeline: readonly TimelineEntry[]): Block[] {
  const rows = timeline.map((entry) => {
    const { date, end_date: end, day, weight, code, value_set: set, what } = entry;
    const claim = entry.claim_id === '' ? '' : `${entry.claim_id} ${entry.claim_line_number}`.trim();
    return [
      end === '' ? date : `${date} to ${end}`,
      day === null ? '' : (day > 0 ? `+${day}` : String(day)).padStart(5),
      MARKS[weight],
      code,
      set === '' ? what : `${what} (${set})`,
      claim,
    ];
  });
  return [
    lines('', 'Timeline (day: from the index date)'),
    table(['date', 'day', '', 'code', 'what', 'claim'], rows, 'left'),
    lines('* decided   ~ nearly did'),
  ];
}
