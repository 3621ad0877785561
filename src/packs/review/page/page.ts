import type { PersonRows } from '../../explanation.js';
import type { PackPage, PageContents } from '../../page.js';
import { cell } from '../../table.js';
import { REGIONS } from '../guideline/tree.js';
import { outlineOf } from '../outline.js';
import { NOTE_SEPARATOR, REVIEW } from '../outputs/lines.js';
import type { ReviewQuestion } from '../question.js';
import { type LineRows, linesIn, type ScenarioRows } from '../reviewed-rows.js';
import {
  type PageDetail,
  type PageFacts,
  type PageOutline,
  type PageRecord,
  type PageRow,
  type PageScenario,
  VALUE_LETTERS,
} from './page-data.js';

/** With more lines than this, the page is slow to open, and nobody could review them all. */
export const MOST_LINES = 50_000;

/** review.html: the worklist of a reviewer (docs/review.md). */
export function reviewPage(
  question: ReviewQuestion,
  { heading, notice }: Pick<PageFacts, 'heading' | 'notice'>,
): PackPage {
  return {
    name: 'review.html',
    about:
      'the lines as a worklist for a reviewer, each with its timeline, its criteria and what to look for',
    app: 'review',
    title: heading,
    begin: () => new ReviewContents(question, { heading, notice }),
  };
}

class ReviewContents implements PageContents {
  private readonly outlines: Record<string, Record<string, PageOutline>> = {};

  constructor(
    private readonly question: ReviewQuestion,
    private readonly words: Pick<PageFacts, 'heading' | 'notice'>,
  ) {}

  entriesOf(rows: PersonRows): (PageRow | PageDetail)[] {
    return linesIn(rows).flatMap((line) => {
      this.rememberOutlines(line);
      return [REVIEW.columns.map(({ name }) => cell(line.row, name)), detailOf(line)];
    });
  }

  facts(): PageFacts {
    return {
      ...this.words,
      columns: REVIEW.columns.map(({ name }) => name),
      noteSeparator: NOTE_SEPARATOR,
      outlines: this.outlines,
    };
  }

  /** The outlines that the lines of the page need. */
  private rememberOutlines({ row, scenarios }: LineRows): void {
    const [version, region] = [cell(row, 'version'), REGIONS.find((one) => one === row['region']) ?? null];
    const key = outlineKey(version, cell(row, 'region'));
    const known = this.outlines[key] ?? {};
    this.outlines[key] = known;
    const { guideline } = this.question;
    for (const { id } of scenarios) {
      if (Object.hasOwn(known, id)) continue;
      const scenario = guideline.scenarios.find((one) => one.id === id && one.versions.includes(version));
      if (scenario === undefined) continue;
      const { title, contrast } = scenario;
      known[id] = { title, contrast, outline: outlineOf(scenario, guideline, region) };
    }
  }
}

function outlineKey(version: string, region: string): string {
  return `${version} ${region}`;
}

function detailOf({ scenarios }: LineRows): PageDetail {
  const places = new Map<string, number>();
  const records: PageRecord[] = [];
  const placeOf = (record: PageRecord): number => {
    const key = JSON.stringify(record);
    const place = places.get(key) ?? records.length;
    if (place === records.length) {
      places.set(key, place);
      records.push(record);
    }
    return place;
  };
  return { records, scenarios: scenarios.map((scenario) => pageScenario(scenario, placeOf)) };
}

function pageScenario(
  { id, result, values, evidence }: ScenarioRows,
  placeOf: (record: PageRecord) => number,
): PageScenario {
  const letters = [...values].sort(([a], [b]) => a - b).map(([, value]) => VALUE_LETTERS[value]);
  const behind = [...evidence].map(([leaf, rows]) => [
    leaf,
    ...rows
      .filter((row) => cell(row, 'code') !== '')
      .map((row) =>
        placeOf([
          ...([cell(row, 'date'), cell(row, 'code_system'), cell(row, 'code')] as const),
          ...([cell(row, 'value_set'), cell(row, 'claim_id'), cell(row, 'claim_line_number')] as const),
        ]),
      ),
  ]);
  return [id, result, letters.join(''), behind.filter(({ length }) => length > 1)];
}
