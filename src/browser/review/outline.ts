import type { OutlineNode } from '../../packs/review/outline.js';
import type { PageOutline } from '../../packs/review/page/page-data.js';
import { element } from '../element.js';
import type { LineDetail, LineScenario } from './line.js';
import { leafMark, resultMark } from './marks.js';
import { chartWords, recordText } from './record.js';

type Outlines = Readonly<Record<string, PageOutline>>;

/** The scenarios of a line as outlines: those that claims support are open, the others closed. */
export function scenarioSection(detail: LineDetail, outlines: Outlines): HTMLElement {
  const shown = detail.scenarios.filter(({ result }) => result !== 'not shown');
  const others = detail.scenarios.filter(({ result }) => result === 'not shown');
  const inOrder = (['met', 'open', 'chart only'] as const).flatMap((one) =>
    shown.filter(({ result }) => result === one),
  );
  const section = element(
    'section',
    { 'aria-labelledby': 'criteria' },
    element('h3', { id: 'criteria' }, 'Criteria'),
  );
  if (shown.length === 0) section.append(element('p', {}, 'Claims show no scenario, and support none.'));
  section.append(...inOrder.map((scenario) => scenarioOutline(scenario, detail, outlines, true)));
  if (others.length > 0) {
    const heading = `Not shown by claims: ${others.length} ${others.length === 1 ? 'scenario' : 'scenarios'}`;
    section.append(
      element(
        'details',
        { class: 'others' },
        element('summary', {}, heading),
        ...others.map((scenario) => scenarioOutline(scenario, detail, outlines, false)),
      ),
    );
  }
  return section;
}

function scenarioOutline(
  scenario: LineScenario,
  detail: LineDetail,
  outlines: Outlines,
  isOpen: boolean,
): HTMLElement {
  const known = outlines[scenario.id];
  const summary = element(
    'summary',
    {},
    resultMark(scenario.result),
    ' ',
    element('span', { class: 'id' }, scenario.id),
    ` ${known?.title ?? ''}`,
  );
  const made = element('details', { class: 'scenario', open: isOpen }, summary);
  if (known === undefined) return made;
  if (known.contrast.length > 0)
    made.append(element('p', { class: 'advice' }, `Contrast advised: ${known.contrast.join(' or ')}`));
  made.append(element('ul', { class: 'outline' }, node(known.outline, scenario, detail)));
  return made;
}

function node(one: OutlineNode, scenario: LineScenario, detail: LineDetail): HTMLElement {
  if (one.kind !== 'leaf') {
    return element(
      'li',
      {},
      branchWords(one),
      element('ul', {}, ...one.of.map((below) => node(below, scenario, detail))),
    );
  }
  const item = element(
    'li',
    { class: 'leaf' },
    leafMark(scenario.values[one.number - 1] ?? 'n'),
    ' ',
    element('span', { class: 'number' }, String(one.number)),
    ` ${chartWords(one.words)}`,
  );
  const [, ...places] = scenario.evidence.find(([leaf]) => leaf === one.number) ?? [];
  const records = places.flatMap((place) => {
    const record = detail.records[place];
    return record === undefined ? [] : [element('li', {}, recordText(record))];
  });
  if (records.length > 0) item.append(element('ul', { class: 'records' }, ...records));
  return item;
}

function branchWords(one: Exclude<OutlineNode, { kind: 'leaf' }>): string {
  if (one.kind === 'all') return 'all of';
  if (one.kind === 'at_least') return `at least ${one.count} of`;
  return one.of.length === 0 ? 'never shown by claims' : 'any of';
}
