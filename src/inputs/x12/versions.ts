import { actionOf } from '../bill-frequency.js';

/** The facts needed about each claim to decide which versions count; columns of the same names hold them. */
export interface ClaimVersion {
  /** Identifies this copy of the claim among all that were read. */
  readonly claimKey: string;
  /** ISA09 and ISA10 as YYYYMMDDHHMM. */
  readonly interchangeTime: string;
  readonly isa13: string;
  /** The file's number in the run and the claim's number in the file. */
  readonly fileNumber: number;
  readonly ordinal: number;
  readonly claimId: string;
  readonly billingNpi: string;
  readonly subscriberId: string;
  /**
   * The person, or the patient key if persons are unknown: one subscriber's family can share account numbers.
   */
  readonly personId: string;
  /** First service date, which distinguishes account numbers that a provider reuses. */
  readonly start: string;
  readonly frequency: string;
  /** REF*F8. */
  readonly payerClaimNumber: string;
  readonly contentHash: string;
}

export type VersionOutcome =
  | { readonly status: 'counts' }
  /** An identical copy of `by`, which came first. */
  | { readonly status: 'duplicate'; readonly by: string }
  | { readonly status: 'replaced'; readonly by: string }
  | { readonly status: 'voided'; readonly by: string }
  /** A void never counts itself. */
  | { readonly status: 'void' };

export type VersionWarning =
  /** A replacement or void without an earlier version among the files. */
  | 'orphan_replacement'
  | 'orphan_void'
  /** Several earlier claims fit; the latest was taken. */
  | 'several_originals'
  /** The claim that was replaced or voided was sent at the same moment in another file, and does the same. */
  | 'same_moment';

export interface ResolvedVersions {
  readonly outcomes: ReadonlyMap<string, VersionOutcome>;
  /**
   * The claim that each replacement or void replaces or voids, if found. Following it backward yields the
   * chain.
   */
  readonly predecessors: ReadonlyMap<string, string>;
  readonly warnings: readonly { readonly claimKey: string; readonly warning: VersionWarning }[];
}

/**
 * Versions in the order in which they were sent: by interchange time and control number, and in a file by
 * position. If files share both, their content decides, never their names: a claim comes before those that
 * replace it, and these before those that void it; otherwise the files' content determines an arbitrary but
 * fixed order.
 */
function inOrderSent(versions: Iterable<ClaimVersion>): ClaimVersion[] {
  const read = [...versions].sort((a, b) => a.fileNumber - b.fileNumber || a.ordinal - b.ordinal);
  const steps = new Map<string, number>();
  for (const version of read) {
    const claim = accountInFile(version);
    if (!steps.has(claim)) steps.set(claim, STEPS[actionOf(version.frequency)]);
  }
  const contents = orderOfContents(read);
  return read
    .map((version) => ({
      version,
      step: steps.get(accountInFile(version)) ?? 0,
      content: contents.get(momentOf(version)) ?? 0,
    }))
    .sort(
      (a, b) =>
        compareText(a.version.interchangeTime, b.version.interchangeTime) ||
        compareText(a.version.isa13, b.version.isa13) ||
        a.step - b.step ||
        a.content - b.content ||
        a.version.fileNumber - b.version.fileNumber ||
        a.version.ordinal - b.version.ordinal,
    )
    .map(({ version }) => version);
}

/**
 * A number for each file's content at each moment, based only on content: equal content has equal numbers.
 */
function orderOfContents(versions: readonly ClaimVersion[]): ReadonlyMap<string, number> {
  const hashes = new Map<string, string[]>();
  for (const version of versions) push(hashes, momentOf(version), version.contentHash);
  const contents = [...hashes].map(([moment, all]) => [moment, all.sort().join(' ')] as const);
  const sorted = [...new Set(contents.map(([, content]) => content))].sort(compareText);
  const numbers = new Map(sorted.map((content, number) => [content, number]));
  return new Map(contents.map(([moment, content]) => [moment, numbers.get(content) ?? 0]));
}

const STEPS = { count: 0, replace: 1, void: 2 } as const;

/** Identifies one file's content under one interchange time and control number. */
function momentOf({ fileNumber, interchangeTime, isa13 }: ClaimVersion): string {
  return `${fileNumber}|${interchangeTime}|${isa13}`;
}

function accountInFile(version: ClaimVersion): string {
  return `${momentOf(version)}|${accountKey(version, version.claimId)}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Decides which versions of the claims count.
 *
 * Claims are processed in the order they were sent. An identical copy of a claim already seen is dropped. A
 * replacement or void looks for the claim it names: by the payer's number first, then by CLM01 of the same
 * billing provider and person. The claim it finds stops counting. A replacement that finds nothing counts as
 * an original; a void that finds nothing does nothing; both cause a warning.
 *
 * Memory grows with what is passed in, so over an archive pass only claims that share a number with a replacement, a
 * void or a copy (docs/x12.md, "Versions"): all others count anyway.
 */
export function resolveVersions(versions: Iterable<ClaimVersion>): ResolvedVersions {
  const outcomes = new Map<string, VersionOutcome>();
  const predecessors = new Map<string, string>();
  const warnings: { claimKey: string; warning: VersionWarning }[] = [];
  const firstCopies = new Map<string, ClaimVersion>();
  const active = new ActiveClaims();

  function supersede(version: ClaimVersion, action: 'replace' | 'void'): void {
    const { claimKey } = version;
    const { found, several } = active.find(version);
    if (several) warnings.push({ claimKey, warning: 'several_originals' });
    if (found === undefined) {
      warnings.push({ claimKey, warning: action === 'void' ? 'orphan_void' : 'orphan_replacement' });
      return;
    }
    if (isOrderUnknown(version, found)) warnings.push({ claimKey, warning: 'same_moment' });
    active.remove(found);
    predecessors.set(claimKey, found.claimKey);
    outcomes.set(found.claimKey, { status: action === 'void' ? 'voided' : 'replaced', by: claimKey });
  }

  for (const version of inOrderSent(versions)) {
    const { claimKey } = version;
    const copy = contentKey(version);
    const first = firstCopies.get(copy);
    if (first !== undefined && !isResubmission(version, first, outcomes.get(first.claimKey))) {
      outcomes.set(claimKey, { status: 'duplicate', by: first.claimKey });
      continue;
    }
    firstCopies.set(copy, version);
    const action = actionOf(version.frequency);
    if (action !== 'count') supersede(version, action);
    if (action === 'void') outcomes.set(claimKey, { status: 'void' });
    else {
      outcomes.set(claimKey, { status: 'counts' });
      active.add(version);
    }
  }
  return { outcomes, predecessors, warnings };
}

/** Nothing in the two files says which came first. */
function isOrderUnknown(a: ClaimVersion, b: ClaimVersion): boolean {
  return (
    a.fileNumber !== b.fileNumber &&
    a.interchangeTime === b.interchangeTime &&
    a.isa13 === b.isa13 &&
    actionOf(a.frequency) === actionOf(b.frequency)
  );
}

/** The same claim in a later interchange, after the first was voided, is a new submission, not a copy. */
function isResubmission(
  version: ClaimVersion,
  first: ClaimVersion,
  outcome: VersionOutcome | undefined,
): boolean {
  const sameInterchange = version.interchangeTime === first.interchangeTime && version.isa13 === first.isa13;
  return outcome?.status === 'voided' && !sameInterchange;
}

function contentKey(version: ClaimVersion): string {
  return `${version.claimId}|${version.billingNpi}|${version.subscriberId}|${version.contentHash}`;
}

/** The versions that count so far, by the numbers that a later version can use to refer to them. */
class ActiveClaims {
  private readonly byPayerNumber = new Map<string, ClaimVersion[]>();
  private readonly byAccount = new Map<string, ClaimVersion[]>();

  add(version: ClaimVersion): void {
    if (version.payerClaimNumber !== '') push(this.byPayerNumber, version.payerClaimNumber, version);
    push(this.byAccount, accountKey(version, version.claimId), version);
  }

  remove(version: ClaimVersion): void {
    if (version.payerClaimNumber !== '') drop(this.byPayerNumber, version.payerClaimNumber, version);
    drop(this.byAccount, accountKey(version, version.claimId), version);
  }

  /**
   * The payer's number also finds earlier versions that quoted it. The very first version cannot quote it,
   * because it was sent before the payer assigned the number; it is found by CLM01 (or by REF*F8, for senders
   * that put their own number there).
   */
  find(version: ClaimVersion): { found: ClaimVersion | undefined; several: boolean } {
    const { payerClaimNumber, claimId } = version;
    const candidates =
      some(this.byPayerNumber.get(payerClaimNumber)?.filter((earlier) => related(earlier, version))) ??
      some(this.byAccount.get(accountKey(version, claimId))) ??
      some(payerClaimNumber === '' ? undefined : this.byAccount.get(accountKey(version, payerClaimNumber))) ??
      [];
    const sameDay = candidates.filter((candidate) => candidate.start === version.start);
    const fitting = sameDay.length > 0 ? sameDay : candidates;
    return { found: fitting.at(-1), several: fitting.length > 1 };
  }
}

/**
 * Senders fill REF*F8 with words like NONE too; a claim with another provider and another member is not the
 * one meant.
 */
function related(a: ClaimVersion, b: ClaimVersion): boolean {
  return a.billingNpi === b.billingNpi || a.subscriberId === b.subscriberId;
}

function some<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

function accountKey(version: ClaimVersion, claimId: string): string {
  return `${claimId}|${version.billingNpi}|${version.personId}`;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function drop<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) return;
  const at = list.indexOf(value);
  if (at >= 0) list.splice(at, 1);
}
