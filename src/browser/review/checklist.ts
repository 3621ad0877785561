import type { OutlineNode } from '../../packs/review/outline.js';
import type { PageOutline } from '../../packs/review/page/page-data.js';
import { element } from '../element.js';
import type { LineDetail, LineScenario } from './line.js';
import { chartWords } from './record.js';

type Outlines = Readonly<Record<string, PageOutline>>;

/** What to look for in the chart, first for the scenarios that claims support. */
export function checklistSection(detail: LineDetail, outlines: Outlines): HTMLElement {
  const section = element(
    'section',
    { class: 'checklist', 'aria-labelledby': 'checklist' },
    element('h3', { id: 'checklist' }, 'Look for in the chart'),
  );
  const listed = new Set<string>();
  const add = (heading: string, result: LineScenario['result']): void => {
    const scenarios = detail.scenarios.filter((one) => one.result === result);
    const items = [...questionsOf(scenarios, outlines)].filter(([words]) => !listed.has(words));
    if (items.length === 0) return;
    for (const [words] of items) listed.add(words);
    section.append(
      element('h4', {}, heading),
      element('ul', {}, ...items.map(([words, ids]) => question(words, ids))),
    );
  };
  add('For scenarios that are open', 'open');
  add('For scenarios that only the chart can show', 'chart only');
  if (listed.size === 0) section.append(element('p', {}, 'No scenario waits for the chart.'));
  section.append(
    element(
      'p',
      { class: 'signature' },
      element('span', {}, 'Reviewer'),
      element('span', {}, 'Date'),
      element('span', {}, 'Notes'),
    ),
  );
  return section;
}

/** Each thing to look for, once, with the scenarios that ask for it. */
function questionsOf(scenarios: readonly LineScenario[], outlines: Outlines): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { id, values } of scenarios) {
    const outline = outlines[id]?.outline;
    if (outline === undefined) continue;
    for (const { number, words } of leavesOf(outline)) {
      if (values[number - 1] !== 'c') continue;
      const ids = found.get(words) ?? [];
      if (!ids.includes(id)) ids.push(id);
      found.set(words, ids);
    }
  }
  return found;
}

function leavesOf(node: OutlineNode): Extract<OutlineNode, { kind: 'leaf' }>[] {
  return node.kind === 'leaf' ? [node] : node.of.flatMap(leavesOf);
}

function question(words: string, ids: readonly string[]): HTMLElement {
  return element(
    'li',
    {},
    element(
      'label',
      {},
      element('input', { type: 'checkbox' }),
      element('span', {}, chartWords(words), ' ', element('span', { class: 'for' }, ids.join(', '))),
    ),
  );
}
