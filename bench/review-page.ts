import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { chromium } from 'playwright-core';
import { pageEnd, pageEntry, pageStart } from '../src/report/page/html-page.js';
import { pageApp } from '../src/report/page/page-app.js';

/*
 * `node dist/bench/review-page.js --page out/review.html`: how long a browser takes until a long worklist is
 * usable. The lines are those of a finished run, repeated. Chromium must be on the PATH.
 */
const { page, lines, times, chromiumPath } = new Command('review-page')
  .requiredOption('--page <file>', 'a review.html of lbp review')
  .option('--lines <n>', 'lines of the page that is measured', '20000')
  .option('--times <n>', 'times that it is opened', '5')
  .option('--chromium-path <file>', 'the browser', '/usr/bin/chromium')
  .parse()
  .opts<{
    readonly page: string;
    readonly lines: string;
    readonly times: string;
    readonly chromiumPath: string;
  }>();

const folder = mkdtempSync(join(tmpdir(), 'lbp-bench-page-'));
const file = join(folder, 'long.html');
writeFileSync(file, longPage(readFileSync(page, 'utf8'), Number(lines)));
const browser = await chromium.launch({ executablePath: chromiumPath, chromiumSandbox: false });
const seconds: number[] = [];
for (let time = 0; time < Number(times); time += 1) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const start = performance.now();
  await tab.goto(pathToFileURL(file).href);
  await tab.locator('.rows a').first().waitFor();
  seconds.push((performance.now() - start) / 1000);
  await context.close();
}
await browser.close();
rmSync(folder, { recursive: true });
const sorted = seconds.toSorted((a, b) => a - b);
process.stdout.write(
  `${lines} lines: first rows after ${sorted.map((one) => one.toFixed(2)).join(', ')} s, median ${sorted[sorted.length >> 1]?.toFixed(2)} s\n`,
);

function longPage(text: string, count: number): string {
  const inside = (id: string): string => new RegExp(`id="${id}">([\\s\\S]*?)</script>`).exec(text)?.[1] ?? '';
  const entries = inside('entries').split('\n').slice(1);
  const parts = [pageStart('Worklist', pageApp('review'))];
  for (let at = 0; at < count; at += 1) {
    const place = (2 * at) % entries.length;
    const [, ...rest]: string[] = JSON.parse(entries[place] ?? '[]');
    parts.push(pageEntry([`P${at}`, ...rest]), pageEntry(JSON.parse(entries[place + 1] ?? 'null')));
  }
  parts.push(pageEnd(JSON.parse(inside('facts')), pageApp('review')));
  return parts.join('');
}
