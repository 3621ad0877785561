import { isLost, isPacked } from '../../inputs/x12/refusal.js';
import { addTotals, type Counted, imbalances, isDamaged } from '../../inputs/x12/totals.js';
import type { VersionWarning } from '../../inputs/x12/versions.js';
import { fateOf, type RowFate } from '../accounts.js';
import type { ClaimAccount, SourceFacts, SourceFile } from '../claim-source.js';
import type { Engine } from '../duckdb.js';
import type { ConvertedFile } from './convert-to-disk.js';
import { findingsOf } from './findings.js';
import { isX12Reject, rejects } from './rejects.js';
import { setAside } from './set-aside.js';
import { COUNT_LOST } from './sql/accounts.js';
import type { StatusRows } from './statuses.js';

/** What the manifest says about an 837 file beyond its rows, which are claim lines. */
export interface X12Facts {
  /** What the file is, if nothing in it is read. */
  readonly refused: string | null;
  readonly uncompressed_bytes: number;
  readonly interchanges: number;
  readonly groups: number;
  readonly segments: number;
  readonly transactions: Readonly<Record<string, number>>;
  /** The sum of used, ignored, rejected and skipped. */
  readonly claims_read: number;
  readonly claims_used: number;
  readonly claims_ignored: Readonly<Record<string, number>>;
  readonly claims_rejected: Readonly<Record<string, number>>;
  /** Claims of transactions that are not read. */
  readonly claims_skipped: Readonly<Record<string, number>>;
  /** How often something was found, and where first. */
  readonly faults: Readonly<Record<string, Counted>>;
  readonly warnings: Readonly<Record<string, Counted>>;
  /** Empty unless something was lost. */
  readonly imbalances: readonly string[];
}

/** Claims of a file that are not passed on, by reason, with their lines. */
interface Lost extends RowFate {
  readonly claims: number;
}

/**
 * All findings about converted files once their patients are matched and their versions resolved.
 *
 * @param statuses the rows of the claim-status file
 */
export async function factsOf(
  engine: Engine,
  converted: readonly ConvertedFile[],
  versionWarnings: ReadonlyMap<VersionWarning, number>,
  statuses: StatusRows,
): Promise<SourceFacts> {
  const lost = (await engine.rows(COUNT_LOST)).map((row): Lost => {
    const fate = fateOf(row);
    return { ...fate, isRejected: isX12Reject(fate.outcome), claims: Number(row['claim_count']) };
  });
  // Oddities in a file without claims are of no interest: the file is reported as having none.
  const withClaims = converted.filter(({ refusal }) => refusal === null || isLost(refusal));
  return {
    files: converted.map((file) =>
      sourceFile(
        file,
        lost.filter(({ fileNo }) => fileNo === file.fileNumber),
      ),
    ),
    fates: [...lost, ...converted.flatMap(fatesInReader), ...statuses.fates],
    findings: findingsOf({
      refusals: converted.flatMap(({ refusal }) => refusal ?? []),
      totals: addTotals(withClaims.map(({ totals }) => totals)),
      allTotals: addTotals(converted.map(({ totals }) => totals)),
      lostClaims: (reason) =>
        sum(lost.filter(({ outcome }) => outcome === reason).map(({ claims }) => claims)),
      versionWarnings,
      statusRows: (fate) =>
        sum(statuses.fates.filter(({ outcome }) => outcome === fate).map(({ rows }) => rows)),
      statusWords: statuses.words,
    }),
    rejects: (limit) => rejects(engine, converted, limit),
    versions: () => setAside(engine, converted),
  };
}

function sourceFile(file: ConvertedFile, lost: readonly Lost[]): SourceFile {
  const { path, fileNumber, bytes, sha256, totals, refusal } = file;
  const facts = x12Facts(file, lost);
  return {
    ...{ path, fileNo: fileNumber, bytes, sha256 },
    rows: totals.linesEmitted - sum(lost.map(({ rows }) => rows)),
    claims: claimAccount(facts),
    isLeftOut: refusal !== null,
    isDamaged: isDamaged(totals) || (refusal !== null && isPacked(refusal)),
    imbalances: facts.imbalances,
    further: { x12: facts },
  };
}

function x12Facts({ totals, refusal }: ConvertedFile, lost: readonly Lost[]): X12Facts {
  const { bytes, interchanges, groups, segments, transactions, claimsRead, claimsEmitted } = totals;
  const byReason = (some: readonly Lost[]): Record<string, number> =>
    Object.fromEntries(some.map(({ outcome, claims }) => [outcome, claims]));
  return {
    refused: refusal?.kind ?? null,
    uncompressed_bytes: bytes,
    interchanges,
    groups,
    segments,
    transactions,
    claims_read: claimsRead,
    claims_used: claimsEmitted - sum(lost.map(({ claims }) => claims)),
    claims_ignored: byReason(lost.filter(({ isRejected }) => isRejected !== true)),
    claims_rejected: {
      ...totals.claimsRejected,
      ...byReason(lost.filter(({ isRejected }) => isRejected === true)),
    },
    claims_skipped: totals.claimsSkipped,
    faults: totals.faults,
    warnings: totals.warnings,
    imbalances: imbalances(totals),
  };
}

function claimAccount(facts: X12Facts): ClaimAccount {
  return {
    read: facts.claims_read,
    used: facts.claims_used,
    ignored: sum(Object.values(facts.claims_ignored)),
    rejected: sum(Object.values(facts.claims_rejected)),
    skipped: sum(Object.values(facts.claims_skipped)),
  };
}

/** Lines the reader itself could not use. */
function fatesInReader({ fileNumber, totals }: ConvertedFile): RowFate[] {
  return Object.entries(totals.linesRejected).map(([outcome, rows]) => ({
    ...{ fileNo: fileNumber, outcome, rows },
    isRejected: true,
  }));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
