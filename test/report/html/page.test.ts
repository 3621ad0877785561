import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LBP_REPORT } from '../../../src/packs/lbp/report/report.js';
import { reportPage } from '../../../src/report/html/report-page.js';
import { faultsOf } from '../../browser/accessibility.js';
import { startChromium } from '../../browser/chromium.js';
import { type OpenedPage, openPage } from '../../browser/opened-page.js';
import { HOSTILE, reportedRun } from './run.js';

/* report.html in a real browser, from a run that was written by hand and whose texts try to be markup. */

const folder = mkdtempSync(join(tmpdir(), 'lbp-report-'));
const file = join(folder, 'report.html');
let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
  writeFileSync(file, await reportPage(LBP_REPORT, reportedRun(), reportedRun(60), new Map()));
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function opened(options: BrowserContextOptions = {}): Promise<OpenedPage> {
  return await openPage(browser, file, { viewport: { width: 1280, height: 900 }, ...options });
}

const VIEWS: readonly (readonly [string, BrowserContextOptions])[] = [
  ['on a wide screen', {}],
  ['in dark mode', { colorScheme: 'dark' }],
  ['on a telephone', { viewport: { width: 380, height: 800 } }],
];

describe('the page', () => {
  it.each(VIEWS)('asks for nothing and has no fault of accessibility %s', async (name, options) => {
    const one = await opened(options);
    await one.page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
    expect(await faultsOf(one.page)).toEqual([]);
    expect({ requests: one.requests, refused: one.refused, errors: one.errors }).toEqual({
      ...{ requests: [], refused: [], errors: [] },
    });
    expect(await one.page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(
      0,
    );
    await one.picture(`report-${name.replaceAll(' ', '-')}`);
    await one.close();
  });

  it('has its sections in the order in which they are read', async () => {
    const one = await opened();
    expect(await one.page.locator('section').evaluateAll((all) => all.map(({ id }) => id))).toEqual([
      ...['trust', 'rates', 'waterfall', 'days', 'modality', 'trend', 'providers', 'excluded', 'groups'],
      ...['methods', 'run'],
    ]);
    await one.close();
  });

  it('keeps texts of the data texts', async () => {
    const one = await opened();
    expect(await one.page.title()).toBe('LBP measurement year 2025: report');
    expect(await one.page.locator('img').count()).toBe(0);
    for (const section of ['trust', 'providers', 'groups', 'run']) {
      expect(await one.page.locator(`#${section}`).textContent()).toContain(HOSTILE);
    }
    await one.close();
  });

  it('says each drawing in words, and has its numbers', async () => {
    const one = await opened();
    const drawings = await one.page
      .locator('figure svg[role=img]')
      .evaluateAll((all) => all.map((svg) => svg.getAttribute('aria-label') ?? ''));
    expect(drawings).toHaveLength(7);
    for (const text of drawings) expect(text.length).toBeGreaterThan(40);
    expect(await one.page.locator('figure + details table').count()).toBe(7);
    await one.close();
  });

  it('sorts a table by a column, by keyboard, numbers as numbers', async () => {
    const one = await opened();
    const table = one.page.locator('#providers table', { hasText: 'All index providers' });
    const episodes = (): Promise<string[]> => table.locator('tbody tr td:nth-child(5)').allInnerTexts();
    const button = table.getByRole('button', { name: 'Episodes' });
    await button.focus();
    await one.page.keyboard.press('Enter');
    expect((await episodes()).slice(0, 3)).toEqual(['1', '1', '2']);
    expect(await table.locator('th[aria-sort=ascending]').innerText()).toContain('Episodes');
    await one.page.keyboard.press('Enter');
    expect((await episodes())[0]).toBe('40');
    await one.close();
  });

  it('opens all numbers for print', async () => {
    const one = await opened();
    expect(await one.page.locator('details[open]').count()).toBe(0);
    await one.page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await one.page.locator('details:not([open])').count()).toBe(0);
    await one.page.evaluate('dispatchEvent(new Event("afterprint"))');
    expect(await one.page.locator('details[open]').count()).toBe(0);
    await one.close();
  });

  it('stays under 2 MB with the providers of a million candidates', async () => {
    const page = await reportPage(LBP_REPORT, reportedRun(100_000), null, new Map());
    expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
    expect(page).toContain('The 500 providers with the most episodes');
  });

  it('shows no count of the manifest where counts are suppressed', async () => {
    const run = reportedRun();
    const { facts } = run;
    const secrets = {
      ...facts,
      pack: { ...facts.pack, question: { year: 2025, suppress: 11 } },
      persons: { index_lines_without_npi: 3 },
      warnings: [{ code: 'LBP-W108', text: 'SECRET 4 index events', count: 4 }],
      data_quality: [{ code: 'LBP-D201', severity: 'error' as const, text: 'SECRET 5 of 90 rows' }],
    };
    const page = await reportPage(LBP_REPORT, { ...run, facts: secrets }, null, new Map());
    expect(page).not.toMatch(/SECRET|index lines without npi/);
    expect(page).toContain('Counts below 11, and counts from which they could be derived, are not shown.');
    expect(page).toContain('1 errors, 0 warnings, 0 notes');
  });

  it('says that there is nothing to draw where counts are suppressed', async () => {
    const blank = { denominator: '', imaging: '', rate: '', rate_low: '', rate_high: '' };
    const run = reportedRun(0, {
      'summary.csv': [{ product_line: 'medicaid', age_band: 'total', candidates: '', ...blank }],
      'trend.csv': [{ product_line: 'medicaid', month: '2025-01', ...blank }],
      'imaging-days.csv': [{ product_line: 'medicaid', days: '0', imaged: '' }],
      'imaging-modality.csv': [],
      'waterfall.csv': [],
    });
    const page = await reportPage(LBP_REPORT, run, null, new Map());
    expect(page).toContain('no rate: nobody is in the denominator, or the counts are suppressed');
    expect(page.match(/There is nothing to draw/g)).toHaveLength(5);
    expect(page).not.toMatch(/\bNaN/);
  });
});
