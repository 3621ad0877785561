import { type Block, lines, table } from '../../blocks.js';
import { cell, type OutputRow } from '../../table.js';
import { outlineLines } from '../outline.js';
import type { LineRows } from '../reviewed-rows.js';
import type { ExplainedLeaf, ExplainedScenario } from './explained.js';

/**
 * A line for the terminal: what is known about it, its scenarios, and the outlines of those that claims do
 * not rule out.
 */
export function lineBlocks(line: LineRows, scenarios: readonly ExplainedScenario[]): Block[] {
  const shown = scenarios.filter(({ result }) => result !== 'not shown');
  const others = scenarios.filter(({ result }) => result === 'not shown');
  return [
    lines('', headingOf(line), ''),
    table(['what', 'found'], factsOf(line), 'left'),
    ...shown.map((scenario) => lines('', ...scenarioLines(scenario))),
    ...(others.length === 0 ? [] : [lines('', `Not shown: ${others.map((one) => one.scenario).join(', ')}`)]),
    ...(shown.length === 0 ? [] : [lines('', '[x] met   [ ] not shown   [?] only the chart can show')]),
  ];
}

/** `72148 on 2024-05-15 (claim C1 line 2): needs clinical review` */
export function headingOf({ row }: LineRows): string {
  const suggestion = cell(row, 'suggestion');
  const scope = cell(row, 'in_scope');
  const outcome =
    suggestion !== ''
      ? suggestion
      : scope === 'no_version'
        ? 'no version in force'
        : `out of scope (${scope})`;
  return `${cell(row, 'code')} on ${cell(row, 'service_date')} (claim ${cell(row, 'claim_id')} line ${cell(row, 'claim_line_number')}): ${outcome}`;
}

function factsOf({ row, notes }: LineRows): string[][] {
  const on = (column: string): string => cell(row, column);
  const since = on('pain_start') === '' ? '' : `, since ${on('pain_start')}`;
  const facts = [
    ['image', `${on('region')} ${on('modality')}, contrast: ${on('contrast')}`],
    ['guideline', `${on('guideline')} ${on('version')}`.trim()],
    ['age', on('age')],
    ['product line', on('product_line').replaceAll(';', ', ')],
    ['pain', on('pain_phase') === '' ? '' : `${on('pain_phase')}${since}`],
    ['therapy', therapyText(row)],
    ['prior imaging', on('prior_imaging_date')],
    ['contrast', on('contrast_note')],
    ...notes.map((note) => ['note', note]),
  ];
  return facts.filter(([, found]) => found !== '');
}

function therapyText(row: OutputRow): string {
  const parts = [
    ['evaluation', cell(row, 'pt_evaluation')],
    ['latest visit after it', cell(row, 'pt_follow_up')],
    ['days from first to last', cell(row, 'conservative_care_days')],
  ];
  return parts
    .filter(([, found]) => found !== '')
    .map((part) => part.join(' '))
    .join(', ');
}

function scenarioLines({ scenario, title, result, outline, leaves }: ExplainedScenario): string[] {
  const heading = `${scenario}  ${title}: ${result}`;
  if (outline === null) return [`${heading} (its outline is not in the guideline of this run)`];
  const byNumber = new Map(leaves.map((leaf) => [leaf.leaf, leaf]));
  return [
    heading,
    ...outlineLines(outline, ({ number, words }) => {
      const leaf = byNumber.get(number);
      const records = (leaf?.records ?? []).map(recordText).filter((text) => text !== '');
      return [`${markOf(leaf)} ${number}  ${words}`, ...records.map((text) => `       ${text}`)];
    }),
  ];
}

function markOf(leaf: ExplainedLeaf | undefined): string {
  if (leaf?.value === 'met') return '[x]';
  return leaf?.value === 'needs_chart' ? '[?]' : '[ ]';
}

/** `C61 on 2024-05-01 (claim c2 line 1), cancer, claims.csv`; empty for a leaf that rests on no record. */
function recordText(row: OutputRow): string {
  if (cell(row, 'code') === '') return '';
  const place = [cell(row, 'source'), cell(row, 'locator')].filter((part) => part !== '').join(' ');
  const record = `${cell(row, 'code')} on ${cell(row, 'date')} (claim ${cell(row, 'claim_id')} line ${cell(row, 'claim_line_number')})`;
  return [record, cell(row, 'value_set'), place].filter((part) => part !== '').join(', ');
}
