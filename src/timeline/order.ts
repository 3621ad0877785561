import type { ClaimLine, LineFacts } from './person.js';

/** Compares text by code units, independent of any locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Compares line numbers numerically if both are numbers, else as text. */
export function compareLineNumbers(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  return a !== '' && b !== '' && !Number.isNaN(difference) && difference !== 0
    ? difference
    : compareText(a, b);
}

/** A total order of a claim's lines, even of lines that share a number. */
export function compareLines(a: ClaimLine, b: ClaimLine): number {
  return (
    compareLineNumbers(a.number, b.number) ||
    a.serviceDate - b.serviceDate ||
    compareText(a.procedureCode, b.procedureCode) ||
    compareText(a.revenueCode, b.revenueCode) ||
    compareText(a.placeOfService, b.placeOfService) ||
    compareText(a.status, b.status) ||
    compareFacts(a.facts, b.facts) ||
    compareText(a.source, b.source) ||
    compareText(a.locator, b.locator)
  );
}

function compareFacts(a: LineFacts | null, b: LineFacts | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return compareText(Object.values(a).join('|'), Object.values(b).join('|'));
}
