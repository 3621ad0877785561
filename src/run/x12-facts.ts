import type { X12Claims, X12File } from '../extract/x12/read-x12.js';
import { isX12Reject } from '../extract/x12/rejects.js';
import { CLAIM_REJECTS, CLAIM_WARNINGS, ENVELOPE_WARNINGS, FAULTS } from '../inputs/x12/findings.js';
import { addTotals, imbalances } from '../inputs/x12/totals.js';
import type { WarningFacts } from '../packs/quality.js';
import type { X12Facts } from '../report/manifest.js';

/** What the manifest says of an 837 file beyond its rows. */
export function x12Facts({ totals, refusal, claimsLost }: X12File): X12Facts {
  const { bytes, interchanges, groups, segments, transactions, claimsRead, claimsEmitted } = totals;
  const lost = Object.entries(claimsLost);
  return {
    refused: refusal,
    uncompressed_bytes: bytes,
    interchanges,
    groups,
    segments,
    transactions,
    claims_read: claimsRead,
    claims_used: claimsEmitted - lost.reduce((sum, [, claims]) => sum + claims, 0),
    claims_ignored: Object.fromEntries(lost.filter(([reason]) => !isX12Reject(reason))),
    claims_rejected: {
      ...totals.claimsRejected,
      ...Object.fromEntries(lost.filter(([reason]) => isX12Reject(reason))),
    },
    claims_skipped: totals.claimsSkipped,
    faults: totals.faults,
    warnings: totals.warnings,
    imbalances: imbalances(totals),
  };
}

/** What is odd in the 837 files of a run, all together. */
export function x12Warnings({ files, versionWarnings, statusFates }: X12Claims): WarningFacts[] {
  // What is odd in a file that holds no claims is of no interest: it is named as such.
  const totals = addTotals(files.filter(({ refusal }) => refusal === null).map((file) => file.totals));
  const claims = (reason: string): number =>
    files.reduce((sum, { claimsLost }) => sum + (claimsLost[reason] ?? 0), 0);
  const statusesBy = (outcome: string): number =>
    statusFates.filter((row) => row.outcome === outcome).reduce((sum, { rows }) => sum + rows, 0);

  const found: WarningFacts[] = [
    refused(files),
    ...countsOf('LBP-W402', 'part of an 837 file could not be read', FAULTS, totals.faults),
    ...Object.entries(totals.claimsRejected).map(([reason, count]) => ({
      code: 'LBP-W403',
      text: `837 claims rejected: ${sentence(CLAIM_REJECTS, reason)}`,
      count,
    })),
    {
      code: 'LBP-W404',
      text: '837 claims rejected: nobody in eligibility fits the patient',
      count: claims('unmatched_person'),
    },
    {
      code: 'LBP-W405',
      text: '837 claims rejected: several people in eligibility fit the patient',
      count: claims('ambiguous_person'),
    },
    {
      code: 'LBP-W406',
      text: '837 replacements of claims that were not read; they count as originals',
      count: versionWarnings.get('orphan_replacement') ?? 0,
    },
    {
      code: 'LBP-W407',
      text: '837 voids of claims that were not read',
      count: versionWarnings.get('orphan_void') ?? 0,
    },
    {
      code: 'LBP-W408',
      text: '837 replacements and voids that fit several earlier claims; the latest was taken',
      count: versionWarnings.get('several_originals') ?? 0,
    },
    ...countsOf('LBP-W410', '837 envelope', ENVELOPE_WARNINGS, totals.warnings),
    ...countsOf('LBP-W411', '837 claims', CLAIM_WARNINGS, totals.warnings),
    {
      code: 'LBP-W412',
      text: 'rows of the claim-status file about claims that no 837 file holds',
      count: statusesBy('no_such_claim'),
    },
    {
      code: 'LBP-W413',
      text: 'rows of the claim-status file that contradict each other; the status of their claims stays unknown',
      count: statusesBy('conflicting_status'),
    },
    {
      code: 'LBP-W414',
      text: 'rows of the claim-status file that fit the claims of several providers or subscribers; the status of those claims stays unknown',
      count: statusesBy('ambiguous_status'),
    },
  ];
  return found.filter(({ count }) => count > 0);
}

function refused(files: readonly X12File[]): WarningFacts {
  const kinds = new Map<string, number>();
  for (const { refusal } of files) {
    if (refusal !== null) kinds.set(refusal, (kinds.get(refusal) ?? 0) + 1);
  }
  const listed = [...kinds].map(([kind, count]) => `${kind} (${count})`).join(', ');
  return {
    code: 'LBP-W401',
    text: `files without 837 claims of version 5010, which were left out: ${listed}`,
    count: [...kinds.values()].reduce((sum, count) => sum + count, 0),
  };
}

/** The counts whose names are in a list of findings, each with its sentence. */
function countsOf(
  code: string,
  about: string,
  findings: Readonly<Record<string, string>>,
  counts: Readonly<Partial<Record<string, { readonly count: number; readonly first: string }>>>,
): WarningFacts[] {
  return Object.entries(counts)
    .filter(([name]) => Object.hasOwn(findings, name))
    .map(([name, counted]) => ({
      code,
      text: `${about}: ${sentence(findings, name)}; first at ${counted?.first ?? ''}`,
      count: counted?.count ?? 0,
    }));
}

function sentence(findings: Readonly<Record<string, string>>, name: string): string {
  return findings[name] ?? name;
}
