/** Values as elements of a segment. */
import { type Day, iso } from '../calendar.js';

const dates = new Map<Day, string>();

/** A day as `20250309`. */
export function date(day: Day): string {
  let text = dates.get(day);
  if (text === undefined) {
    text = iso(day).replaceAll('-', '');
    dates.set(day, text);
  }
  return text;
}

/** An amount in cents, without zeros at its end: `92`, `92.5`, `92.55`. */
export function amount(cents: number): string {
  const units = Math.floor(cents / 100);
  const rest = cents - units * 100;
  if (rest === 0) return String(units);
  return `${units}.${rest % 10 === 0 ? rest / 10 : String(rest).padStart(2, '0')}`;
}

const upper = new Map<string, string>();

/** Names of people and plans in capitals, as they usually are in an 837. */
export function capitals(name: string): string {
  let text = upper.get(name);
  if (text === undefined) {
    text = name.toUpperCase();
    upper.set(name, text);
  }
  return text;
}
