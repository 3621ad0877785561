import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REVIEW_PACK } from '../../../src/packs/review/pack.js';
import { pageEnd, pageEntry, pageStart } from '../../../src/report/page/html-page.js';
import { pageApp } from '../../../src/report/page/page-app.js';
import { runPack } from '../../../src/run/run-pack.js';
import { fileSettings } from '../../../src/run/settings/run-settings.js';
import { faultsOf } from '../../browser/accessibility.js';
import { startChromium } from '../../browser/chromium.js';
import { type OpenedPage, openPage } from '../../browser/opened-page.js';
import { whole } from '../../sampled.js';
import { EXAMPLES } from './examples.js';
import { layOut } from './laid-out.js';

/*
 * review.html in a real browser. The people are from the worked examples, one of them with ids that try to be
 * markup.
 */

const folder = mkdtempSync(join(tmpdir(), 'lbp-page-'));
const worklist = join(folder, 'out', 'review.html');
const HOSTILE = `<img src=x onerror="document.title='broken'">'&</script>`;
/** 9e is supported, 1a and 13b need clinical review, 1c and 2a are not supported by claims; 14c is of another version. */
const SHOWN = ['9e', '1a', '1c', '13b', '14c', '2a'];
let browser: Browser;

beforeAll(async () => {
  [browser] = await Promise.all([startChromium(), writeRun()]);
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function writeRun(): Promise<void> {
  const files = layOut(
    'page',
    SHOWN.flatMap((no) => EXAMPLES.find((one) => one.no === no) ?? []),
  );
  for (const name of ['medical_claim.csv', 'eligibility.csv']) {
    const rows: Record<string, string>[] = parse(files[name] ?? '', { columns: true });
    const changed = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, text]) => [column, withIds(column, text)])),
    );
    writeFileSync(join(folder, name), stringify(changed, { header: true }));
  }
  const flags = {
    ...{ claims: [join(folder, 'medical_claim.csv')], eligibility: [join(folder, 'eligibility.csv')] },
    ...{ guideline: 'kp', from: '2024-01-01', to: '2024-12-31', out: join(folder, 'out'), threads: 1 },
  };
  await runPack(REVIEW_PACK, fileSettings(REVIEW_PACK, flags), { onStage: () => undefined });
}

function withIds(column: string, text: string): string {
  return /_id$/.test(column) ? text.replace(/^2a\b/, HOSTILE) : text;
}

async function opened(options: BrowserContextOptions = {}, file = worklist): Promise<OpenedPage> {
  return await openPage(browser, file, { viewport: { width: 1280, height: 900 }, ...options });
}

/** The page did nothing that it must not do. */
function expectQuiet({ requests, refused, errors }: OpenedPage): void {
  expect({ requests, refused, errors }).toEqual({ requests: [], refused: [], errors: [] });
}

function rowsOf(page: Page): Promise<string[]> {
  return page.locator('.rows [role=row]').allInnerTexts();
}

/** The persons of the rows, in the order of the page. */
function personsOf(page: Page): Promise<string[]> {
  return page.locator('.rows .person').allInnerTexts();
}

async function print(page: Page): Promise<void> {
  await page.evaluate('dispatchEvent(new Event("beforeprint"))');
  await page.emulateMedia({ media: 'print' });
}

/** Where the rows are, in the order of the list. */
function boxesOfRows(page: Page): Promise<{ top: number; bottom: number }[]> {
  return page.locator('.rows .row').evaluateAll((rows) =>
    rows.map((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return { top, bottom };
    }),
  );
}

describe('the list', () => {
  it('shows every line, with texts of the data as texts', async () => {
    const one = await opened();
    await one.picture('review-list');
    // By the bytes of the ids, as review.csv is.
    expect(await personsOf(one.page)).toEqual(['13b', '14c', '1a', '1c', '9e', HOSTILE].toSorted(byBytes));
    expect(await one.page.locator('img').count()).toBe(0);
    // Its id is too long for the row.
    expect(await one.page.getByTitle(HOSTILE).count()).toBe(1);
    expect(await one.page.title()).toContain('Guideline kp');
    expect(await faultsOf(one.page)).toEqual([]);
    expectQuiet(one);
    await one.close();
  });

  it.each([
    ['Suggestion', 'supported', ['9e']],
    ['Suggestion', 'needs clinical review', ['13b', '14c', '1a']],
    ['Scenario met or open', 'kp-I.C', ['9e']],
    ['Scenario met or open', 'kp-II.urgent', ['13b']],
    ['Guideline', 'kp kp-2', ['14c']],
  ])('is filtered by %s %s', async (field, value, persons) => {
    const one = await opened();
    await one.page.getByLabel(field).selectOption(value);
    expect(await personsOf(one.page)).toEqual(persons);
    expect(await one.page.getByRole('status').innerText()).toBe(`${persons.length} of 6 lines`);
    await one.page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(() => personsOf(one.page)).toHaveLength(6);
    await one.close();
  });

  it('is filtered by date, both ends counted, by provider, and by person', async () => {
    const one = await opened();
    const count = async (): Promise<number> => (await personsOf(one.page)).length;
    await one.page.getByLabel('From').fill('2024-05-15');
    expect(await count()).toBe(5);
    await one.page.getByLabel('To', { exact: true }).fill('2024-05-14');
    expect(await count()).toBe(0);
    await one.page.getByLabel('To', { exact: true }).fill('2024-05-15');
    await one.page.getByLabel('Provider').fill('12345');
    expect(await count()).toBe(5);
    await one.page.getByLabel('Provider').fill('99');
    expect(await count()).toBe(0);
    await one.page.getByLabel('Provider').fill('');
    await one.page.getByLabel('Person or claim').fill('1c');
    expect(await personsOf(one.page)).toEqual(['1c']);
    await one.close();
  });

  it('says first that the value sets are the open ones', async () => {
    const one = await opened();
    expect(await one.page.locator('header').innerText()).toMatch(/Open demonstration set, not NCQA's/);
    await one.close();
  });

  it.each([
    [1160, 'beside each other'],
    [1000, 'below each other'],
  ])('shows every suggestion whole in a window of %i pixels, with the cells %s', async (width) => {
    const one = await opened({ viewport: { width, height: 900 } });
    const isCut = `[...document.querySelectorAll('.rows .suggestion')].some((cell) => cell.scrollWidth > cell.clientWidth)`;
    expect(await one.page.locator('.rows .suggestion').count()).toBe(6);
    expect(await one.page.evaluate(isCut)).toBe(false);
    await one.close();
  });

  it('is printed on paper row below row', async () => {
    const one = await opened();
    const { page } = one;
    await print(page);
    await one.picture('review-list-print');
    const boxes = await boxesOfRows(page);
    expect(boxes).toHaveLength(6);
    // Each follows the one before: a place that was computed for the screen would be wrong on a narrower sheet.
    expect(boxes.slice(1).map(({ top }) => top)).toEqual(boxes.slice(0, -1).map(({ bottom }) => bottom));
    expect(await page.getByText('Printed are the first').isVisible()).toBe(false);
    await one.close();
  });

  whole('is sorted from the keyboard, up and then down, and says so', async () => {
    const one = await opened();
    const { page } = one;
    await page.getByRole('button', { name: 'Suggestion' }).focus();
    await page.keyboard.press('Enter');
    const heading = page.getByRole('columnheader', { name: 'Suggestion' });
    expect(await heading.getAttribute('aria-sort')).toBe('ascending');
    const up = await page.locator('.rows .suggestion .mark').allInnerTexts();
    expect(up.map(withoutSign)).toEqual([
      ...Array<string>(3).fill('needs clinical review'),
      ...Array<string>(2).fill('not supported by claims'),
      'supported',
    ]);
    await page.keyboard.press('Enter');
    expect(await heading.getAttribute('aria-sort')).toBe('descending');
    expect((await personsOf(page))[0]).toBe('9e');
    await one.close();
  });

  it('is walked with the arrows, and the way back leads to the line', async () => {
    const one = await opened();
    const { page } = one;
    await page.locator('.rows a').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    const wanted = (await personsOf(page))[4];
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: `person ${wanted}` }).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H2');
    await page.goBack();
    await page.locator('.rows').waitFor();
    expect(
      await page.evaluate(`document.activeElement.closest('.row').querySelector('.person').textContent`),
    ).toBe(wanted);
    await one.close();
  });
});

describe('an opened line', () => {
  async function openLine(person: string, options: BrowserContextOptions = {}): Promise<OpenedPage> {
    const one = await opened(options);
    await one.page.getByLabel('Person or claim').fill(person);
    await one.page.locator('.rows a').first().click();
    await one.page.getByRole('heading', { level: 2 }).waitFor();
    return one;
  }

  it('shows what is met, what is not, and what only the chart can show, each with a word', async () => {
    const one = await openLine('9e');
    const { page } = one;
    await one.picture('review-supported');
    const first = page.locator('.scenario').first();
    expect(await first.locator('summary').innerText()).toMatch(/✓\s*met\s+kp-I\.C/);
    // Met: the phase, the infection, and two of the five signs. Not shown: the other three.
    const leaves = await first.locator('.leaf').allInnerTexts();
    expect(leaves.filter((text) => /✓\s*met/.test(text)).length).toBeGreaterThanOrEqual(4);
    expect(leaves.find((text) => text.includes('iv drug use'))).toMatch(/–\s*not shown/);
    expect(leaves.find((text) => text.includes('two of the five signs'))).toMatch(/\?\s*chart/);
    expect(leaves.join('\n')).toContain('M46.46 on 2024-05-15');
    expect(leaves.join('\n')).toContain('R50.9 on 2024-05-12');
    expect(await faultsOf(page)).toEqual([]);
    expectQuiet(one);
    await one.close();
  });

  whole('lists what to look for in the chart, each thing once, to tick and to print', async () => {
    // 1a: open kp-I.A waits for one thing; chart only kp-I.D2 for four.
    const one = await openLine('1a');
    const { page } = one;
    const items = page.locator('.checklist li');
    expect(await items.count()).toBe(5);
    expect(await items.first().innerText()).toMatch(/deficit worse on a repeat examination.*kp-I\.A/s);
    await items.first().getByRole('checkbox').check();
    expect(await items.first().getByRole('checkbox').isChecked()).toBe(true);
    await page.emulateMedia({ media: 'print' });
    await one.picture('review-print');
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect(await items.first().isVisible()).toBe(true);
    expect(await page.locator('.signature').isVisible()).toBe(true);
    await one.close();
  });

  it('draws its timeline and says it in words too', async () => {
    const one = await openLine('1a');
    const drawing = one.page.getByRole('img');
    expect(await drawing.getAttribute('aria-label')).toMatch(
      /image on 2024-05-15.*pain episode, acute: 42 days before/,
    );
    expect(await drawing.locator('rect').count()).toBe(1);
    expect(await drawing.locator('circle').count()).toBeGreaterThan(0);
    await one.page.getByText('Records behind the criteria').click();
    expect(await one.page.locator('.records tbody tr').allInnerTexts()).toContainEqual(
      expect.stringMatching(/2024-05-15\s+on the day\s+M21\.371/),
    );
    await one.close();
  });

  it('takes hostile texts as texts', async () => {
    const one = await openLine('<img');
    expect(await one.page.getByRole('heading', { level: 2 }).innerText()).toContain(HOSTILE);
    expect(await one.page.locator('img').count()).toBe(0);
    expect(await one.page.title()).not.toBe('broken');
    expectQuiet(one);
    await one.close();
  });

  it.each([
    ['a narrow window', { viewport: { width: 380, height: 800 } }],
    ['dark colors', { colorScheme: 'dark' as const }],
  ])('works in %s', async (name, options) => {
    const one = await opened(options);
    const { page } = one;
    const width = (): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth - innerWidth');
    await one.picture(`review-list-${name.replaceAll(' ', '-')}`);
    expect(await width()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await page.locator('.rows a').first().click();
    await page.getByRole('heading', { level: 2 }).waitFor();
    await one.picture(`review-line-${name.replaceAll(' ', '-')}`);
    expect(await width()).toBe(0);
    // All outlines, the closed ones too.
    await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
    expect(await width()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    expectQuiet(one);
    await one.close();
  });

  whole('never uses the words of a decision', async () => {
    for (const person of ['9e', '1a', '1c']) {
      const one = await openLine(person);
      const text = await one.page.locator('body').innerText();
      expect(text).not.toMatch(/\b(?:approv|den(?:y|ied|ial)|(?:medically )?necess)/i);
      await one.close();
    }
  });
});

describe('a list of 20,000 lines', () => {
  it('is printed to its line 2,000, says so, and ends there', async () => {
    const file = join(folder, 'printed.html');
    writeLongPage(file, 20_000);
    const one = await opened({}, file);
    const { page } = one;
    await print(page);
    expect(await page.getByText('Printed are the first 2,000 of these lines.').isVisible()).toBe(true);
    const boxes = await boxesOfRows(page);
    expect(boxes).toHaveLength(2000);
    const bottom = await page.evaluate('document.querySelector(".rows").getBoundingClientRect().bottom');
    expect(bottom).toBe(boxes.at(-1)?.bottom);
    await page.emulateMedia({ media: 'screen' });
    expect(await page.getByText('Printed are the first').isVisible()).toBe(false);
    await one.close();
  });

  it('draws the rows near the window, and finds and sorts among all', async () => {
    const file = join(folder, 'long.html');
    writeLongPage(file, 20_000);
    const one = await opened({}, file);
    const { page } = one;
    expect(await page.getByRole('status').innerText()).toBe('20,000 of 20,000 lines');
    expect((await rowsOf(page)).length).toBeLessThan(80);
    await page.locator('.rows a').first().focus();
    await page.keyboard.press('End');
    expect(
      await page.evaluate(`document.activeElement.closest('.row').querySelector('.person').textContent`),
    ).toBe('P19999');
    expect((await rowsOf(page)).length).toBeLessThan(80);
    await page.getByRole('button', { name: 'Person' }).click();
    await page.getByRole('button', { name: 'Person' }).click();
    await page.getByLabel('Person or claim').fill('P12345');
    expect(await personsOf(page)).toEqual(['P12345']);
    expectQuiet(one);
    await one.close();
  });
});

/** The lines of the run again and again, each under a person of its own. */
function writeLongPage(file: string, count: number): void {
  const text = readFileSync(worklist, 'utf8');
  const inside = (id: string): string => new RegExp(`id="${id}">([\\s\\S]*?)</script>`).exec(text)?.[1] ?? '';
  const entries = inside('entries').split('\n').slice(1);
  const rows: string[][] = entries.filter((_, at) => at % 2 === 0).map((line) => JSON.parse(line));
  const details: unknown[] = entries.filter((_, at) => at % 2 === 1).map((line) => JSON.parse(line));
  const parts = [pageStart('Long', pageApp('review'))];
  for (let at = 0; at < count; at += 1) {
    const [, ...rest] = rows[at % rows.length] ?? [];
    parts.push(pageEntry([`P${at}`, ...rest]), pageEntry(details[at % details.length]));
  }
  parts.push(pageEnd(JSON.parse(inside('facts')), pageApp('review')));
  writeFileSync(file, parts.join(''));
}

function withoutSign(text: string): string {
  return text.replace(/^\S\s*/, '');
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
