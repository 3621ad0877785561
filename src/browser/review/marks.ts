import type { ScenarioResult } from '../../packs/review/decision.js';
import { element } from '../element.js';

/* Every mark is a sign and a word: nothing depends on color alone. */

const SUGGESTION_SIGNS: Readonly<Record<string, string>> = {
  supported: '✓',
  'needs clinical review': '?',
  'not supported by claims': '–',
};

export function suggestionMark(suggestion: string): HTMLElement {
  return mark(SUGGESTION_SIGNS[suggestion] ?? '·', suggestion, suggestion.replaceAll(' ', '-'));
}

const RESULT_SIGNS: Readonly<Record<ScenarioResult, string>> = {
  met: '✓',
  open: '?',
  'chart only': '?',
  'not shown': '–',
};

export function resultMark(result: ScenarioResult): HTMLElement {
  return mark(RESULT_SIGNS[result], result, result.replaceAll(' ', '-'));
}

/** @param letter the result of a leaf: m, n or c */
export function leafMark(letter: string): HTMLElement {
  if (letter === 'm') return mark('✓', 'met', 'met');
  return letter === 'c' ? mark('?', 'chart', 'open') : mark('–', 'not shown', 'not-shown');
}

function mark(sign: string, word: string, kind: string): HTMLElement {
  return element(
    'span',
    { class: `mark ${kind}` },
    element('span', { 'aria-hidden': 'true', class: 'sign' }, sign),
    word,
  );
}
