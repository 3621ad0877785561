import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page as a reader sees it, and anything it did that our pages must not do. */
export interface OpenedPage {
  readonly page: Page;
  /** Addresses that it asked for, beside its own file. None of them was answered. */
  readonly requests: readonly string[];
  /** What the Content-Security-Policy of the page refused, `script-src-elem inline`. */
  readonly refused: readonly string[];
  /** Errors of its scripts, and what the console calls an error. */
  readonly errors: readonly string[];
  /** A picture of what is shown, under LBP_SCREENSHOTS where that names a folder. */
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

/** The beginning of console messages about policy violations; the event has more detail. */
const POLICY_ERROR = /Content Security Policy|Content-Security-Policy/;

/**
 * Opens a page from a file, with the network cut off.
 *
 * @param options size of the window, colors, reduced motion
 */
export async function openPage(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const own = pathToFileURL(file).href;
  const context = await browser.newContext({ ...options, offline: true });
  const requests: string[] = [];
  const refused: string[] = [];
  const errors: string[] = [];
  // Before any script of the page, so that no refusal is missed.
  await context.exposeFunction('reportRefused', (text: string) => refused.push(text));
  await context.addInitScript(
    `document.addEventListener('securitypolicyviolation', (event) => window.reportRefused(event.effectiveDirective + ' ' + event.blockedURI));`,
  );
  await context.route('**/*', async (route) => {
    const url = route.request().url();
    if (url.split('#')[0] === own) return await route.continue();
    return await route.abort();
  });
  const page = await context.newPage();
  page.on('request', (request) => {
    const url = request.url();
    if (url.split('#')[0] !== own) requests.push(url);
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !POLICY_ERROR.test(message.text())) errors.push(message.text());
  });
  await page.goto(own);
  return {
    ...{ page, requests, refused, errors },
    picture: async (name) => {
      const folder = process.env['LBP_SCREENSHOTS'];
      if (folder === undefined) return;
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${name}.png`) });
    },
    close: () => context.close(),
  };
}
