import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf } from './accessibility.js';
import { startChromium } from './chromium.js';
import { type OpenedPage, openPage } from './opened-page.js';

/* The page tests rely on this: everything that a page must not do is done here, and must be detected. */

let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), 'lbp-browser-'));

beforeAll(async () => {
  browser = await startChromium();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const GOOD = '<main><h1>Lines</h1><p>Two lines.</p></main>';

async function opened(body: string, head = ''): Promise<OpenedPage> {
  const file = join(folder, 'page.html');
  writeFileSync(
    file,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>${head}</head><body>${body}</body></html>`,
  );
  return await openPage(browser, file);
}

describe('a page', () => {
  it('without a fault is found to have none', async () => {
    const { page, requests, refused, errors, close } = await opened(GOOD);
    expect(await page.locator('h1').textContent()).toBe('Lines');
    expect(await faultsOf(page)).toEqual([]);
    expect({ requests, refused, errors }).toEqual({ requests: [], refused: [], errors: [] });
    await close();
  });

  it.each([
    ['an image', '<img alt="" src="https://example.test/a.png">', 'https://example.test/a.png'],
    ['a script', '<script src="https://example.test/a.js"></script>', 'https://example.test/a.js'],
    ['a style', '<link rel="stylesheet" href="https://example.test/a.css">', 'https://example.test/a.css'],
    ['a file beside it', '<img alt="" src="other.png">', 'other.png'],
    [
      'a script that asks',
      '<script>fetch("https://example.test/data").catch(() => undefined)</script>',
      'https://example.test/data',
    ],
  ])('that asks for %s is seen, and gets no answer', async (_, body, address) => {
    const { page, requests, close } = await opened(GOOD + body);
    await page.waitForLoadState('load');
    await expect.poll(() => requests.length).toBe(1);
    expect(requests[0]).toContain(address);
    await close();
  });

  it('whose policy refuses a script or a style is seen', async () => {
    const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`;
    const body = `<main><h1>Lines</h1><p style="color: red">Red</p></main><script>document.title = 'changed'</script><style>p { color: red }</style>`;
    const { page, refused, close } = await opened(body, policy);
    await expect.poll(() => refused.length).toBe(3);
    expect([...refused].sort()).toEqual([
      'script-src-elem inline',
      'style-src-attr inline',
      'style-src-elem inline',
    ]);
    expect(await page.title()).toBe('A page');
    // The check of accessibility works under such a policy.
    expect(await faultsOf(page)).toEqual([]);
    await close();
  });

  it('whose script fails is seen', async () => {
    const { errors, close } = await opened(`${GOOD}<script>throw new Error('no lines')</script>`);
    await expect.poll(() => errors).toEqual(['Error: no lines']);
    await close();
  });

  it('that some readers cannot use is found to have faults', async () => {
    const { page, close } = await opened(
      '<main><h1>Lines</h1><input type="text"><p style="color:#ccc;background:#fff">Pale</p></main>',
    );
    const ids = (await faultsOf(page)).map((fault) => fault.split(':')[0]);
    expect(ids.toSorted((a = '', b = '') => a.localeCompare(b))).toEqual(['color-contrast', 'label']);
    await close();
  });
});
