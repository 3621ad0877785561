import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LBP_REPORT } from '../../../src/packs/lbp/report/report.js';
import type { ReportedRun } from '../../../src/packs/report.js';
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

async function openedRun(run: ReportedRun): Promise<OpenedPage> {
  const path = join(folder, 'other.html');
  writeFileSync(path, await reportPage(LBP_REPORT, run, null, new Map()));
  return await openPage(browser, path, { viewport: { width: 1280, height: 900 } });
}

const PROVIDER = { role: 'index', name: '', rate: '0.6', rate_low: '0.4', rate_high: '0.8' };

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

  it('keeps the numbers of a provider in sight beside a long name, and on paper', async () => {
    const providers = [
      { ...PROVIDER, npi: '1000000004', name: 'X'.repeat(300), episodes: '8', imaged: '0', rate: '1' },
      {
        ...PROVIDER,
        npi: '1000000012',
        name: 'Long Name of a Group '.repeat(20),
        episodes: '9',
        imaged: '3',
      },
    ];
    const one = await openedRun(reportedRun(0, { 'providers.csv': providers }));
    const { page } = one;
    const overflow = `[...document.querySelectorAll('#providers .scroll')].map((one) => one.scrollWidth - one.clientWidth)`;
    expect(await page.evaluate(overflow)).toContain(0);
    expect(Math.max(...((await page.evaluate(overflow)) as number[]))).toBe(0);
    // `100.0 %` is one figure.
    const rate = page.locator('#providers td.number', { hasText: '100.0 %' }).first();
    expect((await rate.boundingBox())?.width).toBeGreaterThan(50);
    await page.setViewportSize({ width: 718, height: 1000 });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await one.close();
  });

  it('shows values of the data as they are', async () => {
    const values = ['plan_a', 'plan a'].map((value) => ({
      ...{ column: 'plan', value, product_line: 'commercial', denominator: '50', imaging: '10' },
      ...{ rate: '0.8', rate_low: '0.6', rate_high: '0.9' },
    }));
    const one = await openedRun(reportedRun(60, { 'summary-by.csv': values }));
    const shown = await one.page.locator('#groups tbody td:nth-child(2)').allInnerTexts();
    expect(shown).toEqual(['plan_a', 'plan a']);
    await one.close();
  });

  it('computes percentages from the counts', async () => {
    // 501 of 1,001 not imaged are 50.04995 %, by Wilson 46.96 to 53.14 %. The table has rounded figures.
    const close = {
      ...{ product_line: 'commercial', age_band: 'total', denominator: '1001', imaging: '500' },
      ...{ rate: '0.500500', rate_low: '0.469583', rate_high: '0.531413' },
    };
    const page = await reportPage(LBP_REPORT, reportedRun(60, { 'summary.csv': [close] }), null, new Map());
    expect(page).toContain('50.0 % not imaged (47.0–53.1 %), of 1,001 people');
  });

  it('names the ages of the year', async () => {
    const run = reportedRun();
    const of = (year: number): Promise<string> => {
      const facts = { ...run.facts, pack: { id: 'lbp', question: { year } } };
      return reportPage(LBP_REPORT, { ...run, facts }, null, new Map());
    };
    expect(await of(2021)).toContain('of people aged 18 to 50 with');
    expect(await of(2022)).toContain('of people aged 18 to 75 with');
  });

  it('marks an axis with every share once, and with whole people', async () => {
    const close = ['0.7400', '0.7450', '0.7551', '0.7600'].map((rate, at) => ({
      ...{ product_line: 'commercial', age_band: `${at}`, denominator: '9000', imaging: '2300' },
      ...{ rate, rate_low: rate, rate_high: rate },
    }));
    const modality = [{ product_line: 'commercial', modality: 'xray', region: 'lumbar', imaged: '1' }];
    const run = reportedRun(60, { 'summary.csv': close, 'imaging-modality.csv': modality });
    const one = await openedRun(run);
    const texts = async (section: string): Promise<string[]> =>
      (await one.page.locator(`#${section} svg text`).allTextContents()).filter((text) =>
        /^[\d.]+%?$/.test(text),
      );
    const shares = await texts('rates');
    expect(shares.length).toBeGreaterThan(2);
    expect(new Set(shares).size).toBe(shares.length);
    expect(await texts('modality')).toEqual(['0', '1', '1']);
    await one.close();
  });

  it('draws no days where nobody was imaged', async () => {
    const nobody = [{ product_line: 'commercial', days: '0', imaged: '0' }];
    const page = await reportPage(
      LBP_REPORT,
      reportedRun(60, { 'imaging-days.csv': nobody }),
      null,
      new Map(),
    );
    expect(page).not.toContain('Of 0 imaged people');
    expect(page.match(/There is nothing to draw/g)).toHaveLength(1);
  });

  it('does not let a suppressed count pass for nobody', async () => {
    const run = reportedRun(0, {
      'imaging-days.csv': [
        { product_line: 'commercial', days: '0', imaged: '' },
        { product_line: 'commercial', days: '1', imaged: '30' },
      ],
      'imaging-modality.csv': [
        { product_line: 'commercial', modality: 'xray', region: 'lumbar', imaged: '30' },
        { product_line: 'commercial', modality: 'ct', region: 'lumbar', imaged: '' },
      ],
      'waterfall.csv': [
        { product_line: 'commercial', age_band: 'total', rule: 'candidates', persons_first: '90' },
        { product_line: 'commercial', age_band: 'total', rule: 'cancer', persons_first: '' },
      ],
      'providers.csv': [
        { ...PROVIDER, npi: '1000000004', episodes: '30', imaged: '12' },
        { ...PROVIDER, npi: '1000000012', episodes: '', imaged: '' },
      ],
    });
    const facts = { ...run.facts, pack: { id: 'lbp', question: { year: 2025, suppress: 11 } } };
    const page = await reportPage(LBP_REPORT, { ...run, facts }, null, new Map());
    expect(page).not.toContain('were imaged on the index date itself');
    for (const hidden of ['day 0', 'ct', 'cancer']) {
      expect(page).toContain(`Not drawn, because the counts are suppressed: ${hidden}.`);
    }
    expect(page).toContain('Others, whose counts are suppressed: 1.');
    expect(page).not.toContain('All index providers');
    // One warning, in the manifest.
    expect(page).not.toContain('Warnings: no rows');
    expect(page).toContain('Warnings: 1. Their texts hold counts, and are in manifest.json alone.');
  });

  it('compares with an earlier run that suppresses as much, and names what else differs', async () => {
    const run = reportedRun();
    const withSuppress = (suppress?: number): ReturnType<typeof reportedRun> => {
      const question = { year: 2025, ...(suppress === undefined ? {} : { suppress }) };
      return { ...run, facts: { ...run.facts, pack: { id: 'lbp', question } } };
    };
    const against = (now: typeof run, then: typeof run): Promise<string> =>
      reportPage(LBP_REPORT, now, then, new Map());
    const isHidden = 'Its rates are not shown, because it shows counts that this run suppresses.';
    const fromMore = await against(withSuppress(11), withSuppress());
    expect(fromMore).toContain(isHidden);
    expect(fromMore).not.toContain('diamonds');
    expect(await against(run, run)).toContain('The diamonds are its rates.');
    // 54 of 240 imaged: 77.5 %. Neither an earlier rate nor a change.
    const figures = ['77.5 %', '71.8–82.3 %', '–', '–'];
    expect(fromMore).toContain(figures.map((text) => `<td class="number">${text}</td>`).join(''));
    expect(await against(withSuppress(11), withSuppress(11))).not.toContain(isHidden);
    expect(await against(withSuppress(), withSuppress(11))).not.toContain(isHidden);
    const licensed = { ...run, facts: { ...run.facts, value_sets: { kind: 'licensed' as const } } };
    expect(await against(licensed, run)).toContain(
      'Its value sets are open, those of this run licensed: the rates can differ for that alone.',
    );
    expect(await against(run, run)).not.toContain('Its value sets');
    // Nothing changed: no sign.
    expect(await against(run, run)).toContain('<td class="number">0.0 points</td>');
  });

  it('says of a few providers only what they can show', async () => {
    const three = ['1000000004', '1000000012', '1000000020'].map((npi, at) => ({
      ...{ ...PROVIDER, npi, episodes: '10', imaged: ['6', '3', '1'][at] ?? '' },
    }));
    const page = await reportPage(LBP_REPORT, reportedRun(0, { 'providers.csv': three }), null, new Map());
    // Half of three is the first, with 6 of 10, and half of the second: 1.5 of 10.
    expect(page).toContain('the providers with the most of them have: 50.0 % of providers 75.0 %.');
    const one = await reportPage(
      LBP_REPORT,
      reportedRun(0, { 'providers.csv': three.slice(0, 1) }),
      null,
      new Map(),
    );
    expect(one).not.toContain('Concentration of the imaging');
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
      inputs: [{ table: 'eligibility', path: 'e.csv', sha256: 'abc', rows_read: 4000, rows_used: 1005 }],
      warnings: [{ code: 'LBP-W108', text: 'SECRET 4 index events', count: 4 }],
      data_quality: [{ code: 'LBP-D201', severity: 'error' as const, text: 'SECRET 5 of 90 rows' }],
    };
    const page = await reportPage(LBP_REPORT, { ...run, facts: secrets }, null, new Map());
    expect(page).not.toMatch(/SECRET|index lines without npi|1,005/);
    expect(page).toContain('4,000');
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
    expect(page).toContain('no rate: the counts are suppressed');
    expect(page.match(/There is nothing to draw/g)).toHaveLength(5);
    expect(page).not.toMatch(/\bNaN/);
  });
});
