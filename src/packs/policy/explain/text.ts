import { type Block, lines, table } from '../../blocks.js';
import { cell, type OutputRow } from '../../table.js';
import type { ExplainedLine, FlagResult, TestResult } from './line.js';

/** A judged line for the terminal: what was decided, test by test, then the episode and the flags. */
export function lineBlocks(explained: ExplainedLine): Block[] {
  const { line, tests, episode, flags, without_episode: without } = explained;
  return [
    lines('', headingOf(line), ''),
    table(['test', 'result', 'what is required'], tests.map(testCells), 'left'),
    lines(
      '',
      episode === null
        ? `Episode: none${without === '' ? '' : `; ${without}`}`
        : `Episode: from ${cell(line, 'episode_start')}, the line is on day ${cell(line, 'day')}; ${recordText(episode)}`,
    ),
    ...(flags.length === 0
      ? []
      : [table(['red flag', 'window', 'earliest record'], flags.map(flagCells), 'left')]),
  ];
}

/** `72148 on 2025-03-10 (claim C1 line 2): deny, imaging_within_days` */
export function headingOf(line: OutputRow): string {
  return `${lineText(line)}: ${cell(line, 'decision')}, ${cell(line, 'reason')}`;
}

export function lineText(line: OutputRow): string {
  return `${cell(line, 'code')} on ${cell(line, 'service_date')} (claim ${cell(line, 'claim_id')} line ${cell(line, 'claim_line_number')})`;
}

function testCells({ test, result, asked }: TestResult): string[] {
  return [test, result === 'decided' ? 'DECIDED' : result.replace('_', ' '), asked];
}

function flagCells({ flag, window, record }: FlagResult): string[] {
  const start = window.start === '' ? 'any time' : window.start;
  return [flag, `${start} to ${window.end}`, record === null ? 'none' : recordText(record)];
}

/** `C61 on 2024-05-01 (claim c2 line 1), Malignant Neoplasms, claims.csv` */
function recordText(row: OutputRow): string {
  const place = [cell(row, 'source'), cell(row, 'locator')].filter((part) => part !== '').join(' ');
  const record = `${cell(row, 'code')} on ${cell(row, 'date')} (claim ${cell(row, 'claim_id')} line ${cell(row, 'claim_line_number')})`;
  return [record, cell(row, 'value_set'), place].filter((part) => part !== '').join(', ');
}
