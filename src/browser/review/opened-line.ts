import type { PageFacts } from '../../packs/review/page/page-data.js';
import { element } from '../element.js';
import { checklistSection } from './checklist.js';
import type { Line } from './line.js';
import { suggestionMark } from './marks.js';
import { scenarioSection } from './outline.js';
import { timelineSection } from './timeline.js';

/** A line with all its details: facts, timeline, what to look for in the chart, criteria. */
export function openedLine(line: Line, facts: PageFacts): HTMLElement {
  const { on } = line;
  const heading = element(
    'h2',
    { tabindex: -1, id: 'opened' },
    `${on('code')} on ${on('service_date')}, person ${on('person_id')}`,
  );
  const article = element(
    'article',
    { 'aria-labelledby': 'opened', class: 'opened' },
    heading,
    element('p', { class: 'suggestion' }, 'Claims suggest: ', suggestionMark(line.suggestion)),
    factList(line, facts),
  );
  if (on('in_scope') !== 'yes') {
    article.append(element('p', {}, outOfScopeText(on('in_scope'))));
    return article;
  }
  const outlines = facts.outlines[`${on('version')} ${on('region')}`] ?? {};
  const detail = line.detail();
  article.append(
    timelineSection(line, detail),
    checklistSection(detail, outlines),
    scenarioSection(detail, outlines),
  );
  return article;
}

function outOfScopeText(reason: string): string {
  return reason === 'no_version'
    ? 'No version of the guideline was in force on this day, so nothing was reviewed.'
    : `The guideline leaves out ${reason}, so nothing was reviewed.`;
}

function factList({ on }: Line, { noteSeparator }: PageFacts): HTMLElement {
  const since = on('pain_start') === '' ? '' : `, since ${on('pain_start')}`;
  const contrastNote = on('contrast_note') === '' ? '' : ` (${on('contrast_note')})`;
  const facts: readonly (readonly [string, string])[] = [
    ['Claim and line', `${on('claim_id')} ${on('claim_line_number')}`],
    ['Image', `${on('region')} ${on('modality')}, contrast: ${on('contrast')}${contrastNote}`],
    ['Guideline', `${on('guideline')} ${on('version')}`],
    ['Age', on('age')],
    ['Product line', on('product_line').replaceAll(';', ', ')],
    ['Pain', on('pain_phase') === '' ? '' : `${on('pain_phase')}${since}`],
    ['Therapy evaluation', on('pt_evaluation')],
    ['Latest therapy after it', on('pt_follow_up')],
    [
      'Therapy, first to last',
      on('conservative_care_days') === '' ? '' : `${on('conservative_care_days')} days`,
    ],
    ['Earlier image', on('prior_imaging_date')],
    ['Ordered by', on('ordering_npi')],
    ['Rendered by', on('rendering_npi')],
    ['Billed by', on('billing_npi')],
    ['Allowed amount', on('allowed_amount')],
    ...notesOf(on('notes'), noteSeparator).map((note) => ['Note', note] as const),
  ];
  const list = element('dl', { class: 'facts' });
  for (const [name, text] of facts) {
    if (text.trim() !== '') list.append(element('div', {}, element('dt', {}, name), element('dd', {}, text)));
  }
  return list;
}

function notesOf(text: string, separator: string): string[] {
  return text === '' ? [] : text.split(separator);
}
