import { LbpError } from '../../errors.js';
import type { X12Totals } from './totals.js';

/** A file with nothing of a kind that is read, and what it is instead. */
export interface Refusal {
  readonly kind: string;
  /** How many claims it still seems to hold. */
  readonly unreadClaims: number;
}

/** The kind of a file of which nothing can be unpacked, so that what it held is not known. */
const DAMAGED_GZIP = 'a damaged gzip file';
const EMPTY_GZIP = 'a gzip file with nothing in it';

/** Whether claims that somebody sent are, or may be, in a file that is not read. */
export function isLost({ kind, unreadClaims }: Refusal): boolean {
  return unreadClaims > 0 || kind === DAMAGED_GZIP;
}

/** How other files begin, most specific first; each pattern is tried on the first bytes as Latin-1. */
const BEGINNINGS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  // Zip archives too, but not of claims.
  [
    /^PK[\s\S]{28}(?:\[Content_Types\][.]xml|_rels\/|docProps\/|word\/|xl\/|mimetype)/,
    'a workbook or document',
  ],
  [/^PK/, 'a zip archive'],
  [/^[^ -~]\x8b/, 'a gzip file within another'],
  [/^\x28\xb5\x2f\xfd/, 'a zstd file'],
  [/^BZh/, 'a bzip2 file'],
  [/^7z\xbc\xaf/, 'a 7z archive'],
  [/^\xfd7zXZ/, 'an xz file'],
  [/^%PDF/, 'a PDF'],
  [/^(?:\xff\xfe|\xfe\xff)/, 'UTF-16 text'],
  [/^PAR1/, 'a Parquet file'],
  [/^(?:\xef\xbb\xbf)?\s*</, 'XML or HTML'],
  [/^(?:\xef\xbb\xbf)?\s*[[{]/, 'JSON'],
  [/^(?:\xef\xbb\xbf)?\s*(?:GS|ST).(?:HC|837)/, 'X12 without its interchange header (ISA)'],
  [/^(?:\xef\xbb\xbf)?\s*ISA/, 'X12 with an ISA whose delimiters cannot be determined'],
  [/^(?:\xef\xbb\xbf)?\s*isa[^a-z]/, 'X12 in lower case'],
  [/^\xc9\xe2\xc1/, 'X12 in EBCDIC'],
  [/^(?:\xef\xbb\xbf)?\s*UN[AB]/, 'EDIFACT'],
];

/** Files that may hold claims once they are written in another way, and what their user can do. */
const REMEDIES: readonly (readonly [kind: RegExp, remedy: string])[] = [
  [/^an? (?:zip|zstd|bzip2|7z|xz) |gzip file within/, 'Unpack it first.'],
  [/EBCDIC/, 'Convert it to ASCII first.'],
  [/lower case/, 'Have it sent in upper case.'],
];

/** Whether a file may hold claims that its user can make readable, as an archive may. */
export function isPacked({ kind }: Refusal): boolean {
  return kind !== EMPTY_GZIP && REMEDIES.some(([pattern]) => pattern.test(kind));
}

/**
 * What a file without readable claims is; undefined if it had one, or a transaction that could have held one.
 */
export function refusalOf(totals: X12Totals, head: string): Refusal | undefined {
  const unreadClaims = totals.claimsRejected.unreadable ?? 0;
  const kinds = Object.keys(totals.transactions);
  if (kinds.includes('837 professional') || kinds.includes('837 institutional')) return undefined;
  return { kind: kindOf(totals, kinds, head), unreadClaims };
}

function kindOf({ bytes, faults, interchanges }: X12Totals, kinds: readonly string[], head: string): string {
  if (faults.gzip_damaged !== undefined) return DAMAGED_GZIP;
  if (bytes === 0) return EMPTY_GZIP;
  if (interchanges === 0)
    return BEGINNINGS.find(([pattern]) => pattern.test(head))?.[1] ?? 'text that is not X12';
  return kinds.length === 0 ? 'X12 without transactions' : kinds.join(', ');
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
  if (kind === DAMAGED_GZIP)
    return new LbpError('E107', `${file}: this is ${kind}. Have the file sent again.`);
  const remedy = REMEDIES.find(([pattern]) => pattern.test(kind))?.[1] ?? 'Leave it out.';
  return new LbpError(
    'E109',
    `${file}: this is ${kind}, not an 837 professional or institutional claim file of version 5010. ${remedy}`,
  );
}
