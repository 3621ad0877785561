import { chromium } from 'playwright-core';
import axe from 'axe-core';
const [file, out] = process.argv.slice(2);
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: false, args: ['--disable-dev-shm-usage'] });
for (const [name, opt] of [['wide', { viewport: { width: 1280, height: 900 } }], ['narrow', { viewport: { width: 380, height: 800 } }], ['dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }]]) {
  const c = await b.newContext(opt); const p = await c.newPage();
  p.on('console', (m) => console.log(name, m.type(), m.text())); p.on('pageerror', (e) => console.log(name, 'ERR', String(e)));
  await p.goto('file://' + file); await p.screenshot({ path: `${out}-${name}-list.png` });
  const ax = async () => { await p.evaluate(axe.source); const r = await p.evaluate('axe.run(document)'); for (const v of r.violations) console.log(name, v.id, v.nodes.map((n) => n.html.slice(0, 150))); };
  await ax();
  console.log(name, 'scrollWidth', await p.evaluate('document.documentElement.scrollWidth'));
  await p.locator('.rows a').first().click(); await p.waitForTimeout(300);
  await p.screenshot({ path: `${out}-${name}-line.png`, fullPage: true });
  await ax();
  console.log(name, 'scrollWidth', await p.evaluate('document.documentElement.scrollWidth'));
  if (name === 'wide') await p.pdf({ path: `${out}.pdf`, format: 'A4' });
  await c.close();
}
await b.close();
