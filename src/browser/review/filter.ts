import { element } from '../element.js';
import { type Line, NOT_REVIEWED, providersOf } from './line.js';

/** Which lines to show; an empty text filters nothing. */
export interface Wanted {
  readonly suggestion: string;
  /** A scenario that is met or open. */
  readonly scenario: string;
  readonly version: string;
  /** The beginning of the id of who billed, rendered or ordered. */
  readonly provider: string;
  /** First and last service date, ISO. */
  readonly from: string;
  readonly to: string;
  /** Part of a person or claim id. */
  readonly id: string;
}

export function isWanted(line: Line, wanted: Wanted): boolean {
  const { on } = line;
  const date = on('service_date');
  return (
    (wanted.suggestion === '' || line.suggestion === wanted.suggestion) &&
    (wanted.scenario === '' || line.met.includes(wanted.scenario) || line.open.includes(wanted.scenario)) &&
    (wanted.version === '' || versionOf(line) === wanted.version) &&
    (wanted.provider === '' || providersOf(line).some((id) => id.startsWith(wanted.provider))) &&
    (wanted.from === '' || date >= wanted.from) &&
    (wanted.to === '' || date <= wanted.to) &&
    (wanted.id === '' || on('person_id').includes(wanted.id) || on('claim_id').includes(wanted.id))
  );
}

/** The guideline and its version: `kp kp-3`. */
function versionOf({ on }: Line): string {
  return `${on('guideline')} ${on('version') || 'without a version'}`;
}

/** The order in which a reviewer works through suggestions. */
const SUGGESTIONS = ['needs clinical review', 'not supported by claims', 'supported', NOT_REVIEWED];

/** The suggested providers; others can be typed. */
const OFFERED = 1000;

/**
 * The filter form.
 *
 * @param titles of scenarios, by their ids
 * @param onChange is called with the filters, immediately and after each change
 */
export function filterForm(
  lines: readonly Line[],
  titles: ReadonlyMap<string, string>,
  onChange: (wanted: Wanted) => void,
): HTMLElement {
  const suggestion = choice(
    'Suggestion',
    SUGGESTIONS.filter((one) => lines.some((line) => line.suggestion === one)),
  );
  const scenario = choice(
    'Scenario met or open',
    counted(lines.flatMap(({ met, open }) => [...met, ...open])).toSorted(byText),
    (id) => `${id}: ${titles.get(id) ?? ''}`,
  );
  const version = choice('Guideline', counted(lines.map(versionOf)).toSorted(byText));
  const provider = field('Provider (NPI)', { type: 'search', list: 'providers', inputmode: 'numeric' });
  const from = field('From', { type: 'date' });
  const to = field('To', { type: 'date' });
  const id = field('Person or claim', { type: 'search' });
  const providers = element('datalist', { id: 'providers' });
  for (const one of counted(lines.flatMap(providersOf)).slice(0, OFFERED)) {
    providers.append(element('option', { value: one }));
  }
  const clear = element('button', { type: 'reset' }, 'Clear');
  const fields = [suggestion, scenario, version, provider, from, to, id];
  const form = element('form', { role: 'search', 'aria-label': 'Filter lines', class: 'filter' });
  form.append(...fields.map(({ label }) => label), providers, clear);
  const tell = (): void => {
    onChange({
      ...{ suggestion: suggestion.value(), scenario: scenario.value(), version: version.value() },
      ...{ provider: provider.value(), from: from.value(), to: to.value(), id: id.value() },
    });
  };
  form.addEventListener('input', tell);
  form.addEventListener('submit', (event) => event.preventDefault());
  // The fields are empty only after the event is over.
  form.addEventListener('reset', () => setTimeout(tell));
  tell();
  return form;
}

interface Field {
  readonly label: HTMLElement;
  value(): string;
}

function choice(
  name: string,
  values: readonly string[],
  wordsOf: (value: string) => string = (value) => value,
): Field {
  const select = element('select', {}, element('option', { value: '' }, 'all'));
  for (const value of values) select.append(element('option', { value }, wordsOf(value)));
  return { label: element('label', {}, name, select), value: () => select.value };
}

function field(name: string, attributes: Readonly<Record<string, string>>): Field {
  const input = element('input', { autocomplete: 'off', ...attributes });
  return { label: element('label', {}, name, input), value: () => input.value.trim() };
}

/** Each text once, the most frequent first. */
function counted(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([text]) => text);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
