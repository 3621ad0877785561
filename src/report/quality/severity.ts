import type { Finding, Severity } from '../../packs/quality.js';
import type { Part } from '../../timeline/part.js';

const ORDER: readonly Severity[] = ['error', 'warning', 'info'];

/** Whether one severity is at least as high as another. */
export function isAtLeast(severity: Severity, other: Severity): boolean {
  return ORDER.indexOf(severity) <= ORDER.indexOf(other);
}

/** The most severe first, then by code. */
export function byGravity(a: Finding, b: Finding): number {
  return (
    ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
}

/** `3.1 %`; a share above zero is never shown as 0 %, nor one below the whole as 100 %. */
export function percentOf({ count, of }: Part): string {
  if (of === 0) return '0 %';
  const percent = (100 * count) / of;
  if (count > 0 && percent < 0.1) return 'less than 0.1 %';
  if (count < of && percent > 99.9) return 'over 99.9 %';
  return `${percent.toFixed(1).replace(/\.0$/, '')} %`;
}
