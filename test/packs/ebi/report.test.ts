import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { GUIDANCE } from '../../../src/packs/ebi/guidance.js';
import { summaryRows } from '../../../src/packs/ebi/outputs/summary.js';
import type { MonthCell, SummaryCell } from '../../../src/packs/ebi/outputs/tally.js';
import { ebiSections, type ReportedActivity } from '../../../src/packs/ebi/report.js';
import type { ReportPart } from '../../../src/packs/report.js';
import { sectionsPage } from '../../../src/report/html/report-page.js';
import { faultsOf } from '../../browser/accessibility.js';
import { startChromium } from '../../browser/chromium.js';
import { openPage } from '../../browser/opened-page.js';

const HOSTILE = `<script>document.title='broken'</script>`;

function run(isSuppressed: boolean, months: readonly MonthCell[]): ReportedActivity {
  const cells = [HOSTILE, 'RAB', 'RAC', 'RAD'].map((provider, index): SummaryCell => {
    return { group: [provider], financialYear: '2024/25', band: '30-39', matched: 100, flagged: 20 + index };
  });
  return {
    ...{ guidance: GUIDANCE, reading: { pairing: 'record', nulls: 'keep' } as const, by: ['provider'] },
    ...{ isSuppressed, notice: ['For review.'], summary: summaryRows(cells, ['provider'], isSuppressed) },
    totals: {
      steps: { procedure: 900, age_unknown: 1, age: 2, diagnosis: 3, private: 4, flagged: 86 },
      byReading: [],
      ...{ cells, months, unread: { diagnoses: 0, categories: 0 } },
    },
  };
}

const month = (name: string, matched: number, flagged: number): MonthCell => ({
  month: name,
  matched,
  flagged,
});
/** A financial year from April to June, and the March before it. */
const MONTHS = [
  ...[month('2024-03', 300, 60), month('2024-04', 100, 20), month('2024-05', 100, 5)],
  ...[month('2024-06', 100, 25), month('unknown', 9, 9)],
];

function numbersOf(reported: ReportedActivity, id: string): readonly (readonly string[])[] {
  const part: ReportPart | undefined = ebiSections(reported)
    .find((section) => section.id === id)
    ?.parts.find(({ kind }) => kind === 'chart');
  return part?.kind === 'chart' ? part.numbers.rows : [];
}

it('shows each month that is known, in its order', () => {
  expect(numbersOf(run(false, MONTHS), 'trend')).toEqual([
    ['2024-03', '300', '60', '20.0 %'],
    ['2024-04', '100', '20', '20.0 %'],
    ['2024-05', '100', '5', '5.0 %'],
    ['2024-06', '100', '25', '25.0 %'],
  ]);
});

it('hides a small month, and another of its financial year, for the total of the year is published', () => {
  const rows = numbersOf(run(true, MONTHS), 'trend');
  const hidden = rows.filter(([, matched]) => matched === '*').map(([name]) => name);
  expect(hidden).toContain('2024-05');
  expect(hidden).toHaveLength(2);
  expect(hidden).not.toContain('2024-03');
});

it('leaves counts of steps out of what is to be published', () => {
  const texts = (isSuppressed: boolean): string => JSON.stringify(ebiSections(run(isSuppressed, MONTHS))[0]);
  expect(texts(false)).toContain('Records, each at the first step');
  expect(texts(true)).not.toContain('Records, each at the first step');
  // What was counted as flagged is no number.
  expect(texts(true)).toContain('read with pairing record and NULL keep.');
});

it('needs providers alone for a funnel plot, and says so', () => {
  const by = ['provider', 'commissioner'] as const;
  expect(JSON.stringify(ebiSections({ ...run(false, MONTHS), by }))).toContain('--by provider');
  expect(numbersOf(run(false, MONTHS), 'providers-2024-25').map(([name]) => name)).toEqual([
    ...[HOSTILE, 'RAB', 'RAC', 'RAD'],
  ]);
});

it('is a page that asks for nothing, runs nothing of the data and has no fault of accessibility', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lbp-ebi-report-'));
  const file = join(folder, 'report.html');
  writeFileSync(file, await sectionsPage('EBI 2S', ['Run of 2025.'], ebiSections(run(false, MONTHS))));
  const browser = await startChromium();
  try {
    const { page, requests, refused, errors } = await openPage(browser, file, {
      viewport: { width: 380, height: 800 },
    });
    await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
    expect(await faultsOf(page)).toEqual([]);
    expect({ requests, refused, errors }).toEqual({ requests: [], refused: [], errors: [] });
    expect(await page.title()).toBe('EBI 2S');
    expect(await page.locator('figure svg[role=img]').count()).toBe(2);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
});
