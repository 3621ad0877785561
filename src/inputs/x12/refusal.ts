import { LbpError } from '../../errors.js';
import type { X12Totals } from './totals.js';

/** A file with nothing of a kind that is read, and what it is instead. */
export interface Refusal {
  readonly kind: string;
  /** How many claims it still seems to hold. */
  readonly unreadClaims: number;
}

/** How other files begin, most specific first; each pattern is tried on the first bytes as Latin-1. */
const BEGINNINGS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^PK/, 'a zip archive'],
  [/^%PDF/, 'a PDF'],
  [/^(?:\xff\xfe|\xfe\xff)/, 'UTF-16 text'],
  [/^PAR1/, 'a Parquet file'],
  [/^(?:\xef\xbb\xbf)?\s*</, 'XML or HTML'],
  [/^(?:\xef\xbb\xbf)?\s*[[{]/, 'JSON'],
  [/^(?:\xef\xbb\xbf)?\s*(?:GS|ST).(?:HC|837)/, 'X12 without its interchange header (ISA)'],
  [/^(?:\xef\xbb\xbf)?\s*ISA/, 'X12 with an ISA whose delimiters cannot be determined'],
  [/^(?:\xef\xbb\xbf)?\s*UN[AB]/, 'EDIFACT'],
];

/**
 * What a file without readable claims is; undefined if it had one, or a transaction that could have held one.
 */
export function refusalOf(totals: X12Totals, head: string): Refusal | undefined {
  const unreadClaims = totals.claimsRejected.unreadable ?? 0;
  if (totals.interchanges === 0) {
    const kind = BEGINNINGS.find(([pattern]) => pattern.test(head))?.[1] ?? 'text that is not X12';
    return { kind, unreadClaims };
  }
  const kinds = Object.keys(totals.transactions);
  if (kinds.length === 0) return { kind: 'X12 without transactions', unreadClaims };
  if (kinds.includes('837 professional') || kinds.includes('837 institutional')) return undefined;
  return { kind: kinds.join(', '), unreadClaims };
}

/** The error for a refused file that must not be skipped. */
export function refusalError(file: string, { kind, unreadClaims }: Refusal): LbpError {
  if (unreadClaims > 0) {
    const claims = unreadClaims === 1 ? 'a claim in it' : `${unreadClaims} claims in it`;
    return new LbpError(
      'E107',
      `${file}: this is ${kind}, with ${claims} that cannot be read. Have the file sent again.`,
    );
  }
  return new LbpError(
    'E109',
    `${file}: this is ${kind}, not an 837 professional or institutional claim file of version 5010. Leave it out.`,
  );
}
