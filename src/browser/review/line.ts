import type { ScenarioResult } from '../../packs/review/decision.js';
import type { PageDetail, PageFacts, PageRecord, PageRow } from '../../packs/review/page/page-data.js';
import { entriesOfPage } from '../page-data.js';

/** A line of the worklist. */
export interface Line {
  /** Its position in the file, which is also its address: `#line-17`. */
  readonly number: number;
  /** A cell of its row in review.csv. */
  on(column: string): string;
  /** The scenarios that are met, and those that are open. */
  readonly met: readonly string[];
  readonly open: readonly string[];
  /** For filters: the suggestion, or the reason why the line has no suggestion. */
  readonly suggestion: string;
  /** Reads the line's details. */
  detail(): LineDetail;
}

export interface LineDetail {
  readonly records: readonly PageRecord[];
  readonly scenarios: readonly LineScenario[];
}

export interface LineScenario {
  readonly id: string;
  readonly result: ScenarioResult;
  /** The result of each leaf as a letter, in the order of the leaf numbers. */
  readonly values: string;
  /** The number of a leaf, then the indexes of its records. */
  readonly evidence: readonly (readonly number[])[];
}

/** Shown instead of a suggestion for lines out of scope and lines without a version. */
export const NOT_REVIEWED = 'not reviewed';

/** All lines of the page, in the order of review.csv. */
export function linesOfPage({ columns }: PageFacts): Line[] {
  const places = new Map(columns.map((name, at) => [name, at] as const));
  const entries = entriesOfPage();
  const lines: Line[] = [];
  for (let at = 0; at + 1 < entries.length; at += 2) {
    const row: PageRow = JSON.parse(entries[at] ?? '[]');
    const behind = entries[at + 1] ?? '';
    const on = (column: string): string => row[places.get(column) ?? -1] ?? '';
    lines.push({
      number: lines.length + 1,
      on,
      met: listed(on('scenarios_met')),
      open: listed(on('scenarios_open')),
      suggestion: on('suggestion') || NOT_REVIEWED,
      detail: () => detailIn(behind),
    });
  }
  return lines;
}

function detailIn(text: string): LineDetail {
  const { records, scenarios }: PageDetail = JSON.parse(text);
  return {
    records,
    scenarios: scenarios.map(([id, result, values, evidence]) => ({ id, result, values, evidence })),
  };
}

/** Who billed, rendered and ordered, each once. */
export function providersOf({ on }: Line): string[] {
  const ids = ['billing_npi', 'rendering_npi', 'ordering_npi'].map(on).filter((id) => id !== '');
  return [...new Set(ids)];
}

function listed(text: string): string[] {
  return text === '' ? [] : text.split(';');
}
