import type { PageRecord } from '../../packs/review/page/page-data.js';

/** `G83.4 on 2024-05-15, cauda equina, claim C1 line 2` */
export function recordText([date, system, code, set, claim, line]: PageRecord): string {
  const parts = [`${shownCode(system, code)} on ${date}`, setWords(set), `claim ${claim} line ${line}`];
  return parts.filter((part) => part !== '').join(', ');
}

/** A diagnosis with its dot. */
export function shownCode(system: string, code: string): string {
  return system === 'ICD10CM' && code.length > 3 ? `${code.slice(0, 3)}.${code.slice(3)}` : code;
}

/** `spinal_procedure` in words. */
export function setWords(set: string): string {
  return set.replaceAll('_', ' ');
}

/** What to look for, without the word "chart"; the mark next to it says so. */
export function chartWords(words: string): string {
  return words.replace(/^chart: /, '');
}

const DAY = 86_400_000;

/** Days from one ISO date to another. @example daysBetween('2024-02-28', '2024-03-01') // 2 */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/** `20 days before`, `on the day` */
export function beforeText(date: string, image: string): string {
  const days = daysBetween(date, image);
  if (days === 0) return 'on the day';
  const count = Math.abs(days).toLocaleString('en-US');
  return `${count} ${count === '1' ? 'day' : 'days'} ${days > 0 ? 'before' : 'after'}`;
}
