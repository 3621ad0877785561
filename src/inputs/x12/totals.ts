import type { ClaimReject, Fault, LineReject, Warning } from './findings.js';

export interface Counted {
  count: number;
  /** Where it was first found: file and position, never member data. */
  first: string;
}

/** What was read, by outcome. Everything that was read is in exactly one place (`imbalances`). */
export interface X12Totals {
  files: number;
  /** After decompression. */
  bytes: number;
  interchanges: number;
  groups: number;
  segments: number;
  /** By the name of their guide, including skipped ones. */
  transactions: Record<string, number>;
  claimsRead: number;
  claimsEmitted: number;
  claimsRejected: Partial<Record<ClaimReject, number>>;
  /** Claims in unread transactions, by the guide's name. */
  claimsSkipped: Record<string, number>;
  /** Lines of the transactions that are read. */
  linesRead: number;
  linesEmitted: number;
  linesRejected: Partial<Record<LineReject, number>>;
  faults: Partial<Record<Fault, Counted>>;
  warnings: Partial<Record<Warning, Counted>>;
}

export function newTotals(): X12Totals {
  return {
    files: 0,
    bytes: 0,
    interchanges: 0,
    groups: 0,
    segments: 0,
    transactions: {},
    claimsRead: 0,
    claimsEmitted: 0,
    claimsRejected: {},
    claimsSkipped: {},
    linesRead: 0,
    linesEmitted: 0,
    linesRejected: {},
    faults: {},
    warnings: {},
  };
}

export function bump<K extends string>(counts: Partial<Record<K, number>>, key: K, by = 1): void {
  counts[key] = (counts[key] ?? 0) + by;
}

export function note<K extends string>(
  counts: Partial<Record<K, Counted>>,
  key: K,
  where: () => string,
): void {
  const known = counts[key];
  if (known === undefined) counts[key] = { count: 1, first: where() };
  else known.count += 1;
}

/** The combined totals of several files, in the order passed. */
export function addTotals(all: Iterable<X12Totals>): X12Totals {
  const sum = newTotals();
  for (const one of all) {
    sum.files += one.files;
    sum.bytes += one.bytes;
    sum.interchanges += one.interchanges;
    sum.groups += one.groups;
    sum.segments += one.segments;
    sum.claimsRead += one.claimsRead;
    sum.claimsEmitted += one.claimsEmitted;
    sum.linesRead += one.linesRead;
    sum.linesEmitted += one.linesEmitted;
    addCounts(sum.transactions, one.transactions);
    addCounts(sum.claimsRejected, one.claimsRejected);
    addCounts(sum.claimsSkipped, one.claimsSkipped);
    addCounts(sum.linesRejected, one.linesRejected);
    addCounted(sum.faults, one.faults);
    addCounted(sum.warnings, one.warnings);
  }
  return sum;
}

function addCounts(into: Partial<Record<string, number>>, from: Partial<Record<string, number>>): void {
  for (const [key, count] of Object.entries(from)) bump(into, key, count);
}

function addCounted(into: Partial<Record<string, Counted>>, from: Partial<Record<string, Counted>>): void {
  for (const [key, counted] of Object.entries(from)) {
    if (counted === undefined) continue;
    const known = into[key];
    if (known === undefined) into[key] = { ...counted };
    else known.count += counted.count;
  }
}

/** What does not balance, one sentence each; empty when nothing was lost. */
export function imbalances(totals: X12Totals): string[] {
  const found: string[] = [];
  const claims = totals.claimsEmitted + sum(totals.claimsRejected) + sum(totals.claimsSkipped);
  if (claims !== totals.claimsRead) found.push(`${totals.claimsRead} claims read, ${claims} accounted for`);
  const lines = totals.linesEmitted + sum(totals.linesRejected);
  if (lines !== totals.linesRead) found.push(`${totals.linesRead} lines read, ${lines} accounted for`);
  return found;
}

/** Faults after which claims may be missing. */
const DAMAGE: ReadonlySet<string> = new Set<Fault>([
  ...(['segment_too_long', 'segment_cut_off', 'unknown_segment', 'gzip_damaged'] as const),
  ...(['interchange_not_closed', 'group_not_closed', 'transaction_not_closed'] as const),
]);

/** Whether a finding is a fault after which claims may be missing. */
export function losesClaims(finding: string): boolean {
  return DAMAGE.has(finding);
}

/** Whether a file holds claims that cannot be read, or may have held some. */
export function isDamaged({ faults, claimsRead, claimsRejected, transactions }: X12Totals): boolean {
  if ((claimsRejected.unreadable ?? 0) > 0 || faults.gzip_damaged !== undefined) return true;
  // A fault may have lost every claim of a transaction, so that none was read.
  const hadClaims = claimsRead > 0 || READ_KINDS.some((kind) => (transactions[kind] ?? 0) > 0);
  return hadClaims && Object.keys(faults).some(losesClaims);
}

/** The transactions whose claims are read. */
const READ_KINDS = ['837 professional', '837 institutional'];

function sum(counts: Partial<Record<string, number>>): number {
  return Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0);
}
