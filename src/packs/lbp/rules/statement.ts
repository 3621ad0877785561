import type { RuleId } from '../decision.js';
import type { Reference } from '../reference.js';
import type { WindowRule } from '../years/year-rules.js';

/** A rule as `lbp rules` shows it: its label, its values, and their reference. */
export interface Statement {
  readonly id: RuleId | 'year';
  readonly kind: 'year' | 'event' | 'gate' | 'exclusion' | 'numerator';
  readonly label: string;
  readonly reference: Reference;
  readonly details: readonly Detail[];
}

/** One thing that a rule fixes: a window, an age, its sets, a switch. */
export interface Detail {
  /** What it is, the same in every year, because years are compared detail by detail. */
  readonly id: string;
  readonly label: string;
  /** In words, one text for each line of a list. */
  readonly texts: readonly string[];
  readonly value: Data;
  readonly reference: Reference;
}

/** Plain data. */
export type Data = string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data };

/** A window as data: closed, its days counted from the IESD. `day -180 to day -1` in words. */
export function windowDetail(
  label: string,
  { from, to }: WindowRule,
  reference: Reference,
  id = 'window',
): Detail {
  const data = (end: WindowRule['from'] | WindowRule['to']): Data =>
    typeof end === 'string' ? end : { days: end.days };
  return {
    ...{ id, label, reference },
    texts: [`${endText(from)} to ${endText(to)}`],
    value: { from: data(from), to: data(to), closed: true },
  };
}

const ENDS: Readonly<Record<Extract<WindowRule['from'] | WindowRule['to'], string>, string>> = {
  any_time: 'any time',
  first_day_of_year: '1 January',
  first_day_of_prior_year: '1 January of the year before',
  last_day_of_year: '31 December',
};

function endText(end: WindowRule['from'] | WindowRule['to']): string {
  return typeof end === 'string' ? ENDS[end] : `day ${end.days}`;
}

/** A list of names, `value sets` for example; nothing if it is empty. */
export function namesDetail(
  id: string,
  label: string,
  names: readonly string[],
  reference: Reference,
): Detail[] {
  return names.length === 0 ? [] : [{ id, label, texts: names, value: names, reference }];
}

export function numberDetail(
  id: string,
  label: string,
  value: number,
  reference: Reference,
  text = String(value),
): Detail {
  return { id, label, texts: [text], value, reference };
}

export function switchDetail(
  id: string,
  label: string,
  value: boolean,
  reference: Reference,
  text = value ? 'yes' : 'no',
): Detail {
  return { id, label, texts: [text], value, reference };
}
