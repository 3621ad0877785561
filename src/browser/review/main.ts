import type { PageFacts } from '../../packs/review/page/page-data.js';
import { element } from '../element.js';
import { factsOfPage } from '../page-data.js';
import { type Line, linesOfPage } from './line.js';
import { LineList } from './list.js';
import { openedLine } from './opened-line.js';

/* The worklist: a list, or one open line. The address says which, so that the browser's Back button works. */

const facts = factsOfPage<PageFacts>();
const lines = linesOfPage(facts);
const titles = new Map(
  Object.values(facts.outlines).flatMap((scenarios) =>
    Object.entries(scenarios).map(([id, { title }]) => [id, title] as const),
  ),
);
const list = new LineList(lines, titles);
const opened = element('div', { hidden: true });
const header = element(
  'header',
  {},
  element('h1', {}, facts.heading),
  ...facts.notice.map((text) => element('p', { class: 'notice' }, text)),
);
document.body.append(header, element('main', {}, list.main, opened));

let current: Line | null = null;

function show(): void {
  const number = Number(/^#line-(\d+)$/.exec(location.hash)?.[1]);
  const line = lines[number - 1] ?? null;
  const before = current;
  current = line;
  list.main.hidden = line !== null;
  opened.hidden = line === null;
  opened.replaceChildren();
  if (line === null) {
    document.title = facts.heading;
    list.focus(before);
    return;
  }
  opened.append(navigation(line), openedLine(line, facts));
  document.title = `${line.on('code')} on ${line.on('service_date')}: ${line.suggestion}`;
  scrollTo(0, 0);
  opened.querySelector('h2')?.focus({ preventScroll: true });
}

/** Links to the list, and to the previous and next line in its order. */
function navigation(line: Line): HTMLElement {
  const at = list.shown.indexOf(line);
  const [previous, next] = [list.shown[at - 1], at < 0 ? undefined : list.shown[at + 1]];
  const print = element('button', { type: 'button' }, 'Print');
  print.addEventListener('click', () => globalThis.print());
  const made = element('nav', { 'aria-label': 'Lines' }, element('a', { href: '#' }, 'Back to the list'));
  if (previous !== undefined) made.append(element('a', { href: `#line-${previous.number}` }, 'Previous'));
  if (next !== undefined) made.append(element('a', { href: `#line-${next.number}` }, 'Next'));
  made.append(print);
  return made;
}

addEventListener('hashchange', show);
show();
