import { CLAIM_REJECTS, CLAIM_WARNINGS, ENVELOPE_WARNINGS, FAULTS } from '../../inputs/x12/findings.js';
import { isTest } from '../../inputs/x12/guide.js';
import { isLost, type Refusal } from '../../inputs/x12/refusal.js';
import { type Counted, losesClaims, type X12Totals } from '../../inputs/x12/totals.js';
import type { VersionWarning } from '../../inputs/x12/versions.js';
import type { SourceFinding } from '../claim-source.js';

/** What is known about all 837 files of a run. */
export interface X12Counts {
  /** What the unread files are. */
  readonly refusals: readonly Refusal[];
  /** From all files with claims. */
  readonly totals: X12Totals;
  /** Also from files without claims. */
  readonly allTotals: X12Totals;
  /** How many claims are not passed on for a reason found after the files were read. */
  readonly lostClaims: (reason: string) => number;
  readonly versionWarnings: ReadonlyMap<VersionWarning, number>;
  /** How many rows of the claim-status files had an outcome. */
  readonly statusRows: (fate: string) => number;
  /** How many of them have a status that is not understood, by word. */
  readonly statusWords: ReadonlyMap<string, number>;
}

type Found = Pick<SourceFinding, 'code' | 'text' | 'count'> & Partial<Pick<SourceFinding, 'severity'>>;

const BEARING = {
  effect: 'Claims that could not be read or matched are missing from everything.',
  fix: 'See docs/x12.md, and rejects.csv of a run.',
};

/** Oddities in the 837 files of a run (docs/x12.md). */
export function findingsOf(counts: X12Counts): SourceFinding[] {
  const found = [
    leftOut(counts.refusals),
    ofOtherKinds(counts.totals),
    unreadable(counts.refusals),
    ...countsOf('LBP-W402', 'part of an 837 file could not be read', FAULTS, counts.totals.faults),
    ...rejectedClaims(counts),
    ...versionFindings(counts.versionWarnings),
    tests(counts.allTotals),
    ...countsOf('LBP-W410', '837 envelope', ENVELOPE_WARNINGS, counts.totals.warnings),
    ...countsOf('LBP-W411', '837 claims', CLAIM_WARNINGS, counts.totals.warnings),
    ...statusFindings(counts),
  ];
  return found.filter(({ count }) => count > 0).map((one) => ({ severity: 'warning', ...one, ...BEARING }));
}

function leftOut(refusals: readonly Refusal[]): Found {
  const others = refusals.filter((one) => !isLost(one) && !isTest(one.kind));
  return {
    code: 'LBP-W401',
    text: `files without 837 claims of version 5010, which were left out: ${listed(others)}`,
    count: others.length,
  };
}

/** Claims of transactions that are not read, in files with others that are: nothing else would name them. */
function ofOtherKinds({ claimsSkipped }: X12Totals): Found {
  const claims = Object.entries(claimsSkipped).filter(([name]) => !isTest(name));
  return {
    code: 'LBP-W401',
    text: `claims of other kinds within 837 files, which were left out: ${claims.map(([name, count]) => `${name} (${count})`).join(', ')}`,
    count: claims.reduce((sum, [, count]) => sum + count, 0),
  };
}

function unreadable(refusals: readonly Refusal[]): Found {
  const damaged = refusals.filter(({ unreadClaims }) => unreadClaims > 0);
  return {
    code: 'LBP-W417',
    severity: 'error',
    text: `files that hold claims and cannot be read: ${listed(damaged)}`,
    count: damaged.length,
  };
}

function listed(refusals: readonly Refusal[]): string {
  const kinds = new Map<string, number>();
  for (const { kind } of refusals) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return [...kinds].map(([kind, count]) => `${kind} (${count})`).join(', ');
}

/** Claims of interchanges that are tests, which are skipped. */
function tests({ claimsSkipped }: X12Totals): Found {
  const claims = Object.entries(claimsSkipped).filter(([name]) => isTest(name));
  return {
    code: 'LBP-W409',
    text: '837 claims that were sent as a test (ISA15 is T), which were left out',
    count: claims.reduce((sum, [, count]) => sum + count, 0),
  };
}

function rejectedClaims({ totals, lostClaims }: X12Counts): Found[] {
  return [
    ...Object.entries(totals.claimsRejected).map(([reason, count]) => ({
      code: 'LBP-W403',
      severity: reason === 'unreadable' ? ('error' as const) : ('warning' as const),
      text: `837 claims rejected: ${sentence(CLAIM_REJECTS, reason)}`,
      count,
    })),
    {
      code: 'LBP-W404',
      text: '837 claims rejected: nobody in eligibility fits the patient',
      count: lostClaims('unmatched_person'),
    },
    {
      code: 'LBP-W405',
      text: '837 claims rejected: several people in eligibility fit the patient',
      count: lostClaims('ambiguous_person'),
    },
  ];
}

function versionFindings(warnings: X12Counts['versionWarnings']): Found[] {
  const found = (code: string, warning: VersionWarning, text: string): Found => ({
    ...{ code, text },
    count: warnings.get(warning) ?? 0,
  });
  return [
    found(
      'LBP-W406',
      'orphan_replacement',
      '837 replacements of claims that were not read; they count as originals',
    ),
    found('LBP-W407', 'orphan_void', '837 voids of claims that were not read'),
    found(
      'LBP-W408',
      'several_originals',
      '837 replacements and voids that fit several earlier claims; the latest was taken',
    ),
    found(
      'LBP-W415',
      'same_moment',
      '837 replacements of claims with the same interchange time and control number in another file; which of them came last is not known',
    ),
  ];
}

/** How many words a message lists. */
const WORDS_LISTED = 10;

function statusFindings({ statusRows: rows, statusWords }: X12Counts): Found[] {
  const words = [...statusWords].slice(0, WORDS_LISTED).map(([word, count]) => `${word} (${count})`);
  const more = statusWords.size > words.length ? ` and ${statusWords.size - words.length} more` : '';
  return [
    {
      code: 'LBP-W103',
      text: `rows of the claim-status file with a word that is not understood; the status of their claims stays unknown: ${words.join(', ')}${more}`,
      count: [...statusWords.values()].reduce((sum, count) => sum + count, 0),
    },
    {
      code: 'LBP-W412',
      text: 'rows of the claim-status file about claims that no 837 file holds',
      count: rows('no_such_claim'),
    },
    {
      code: 'LBP-W413',
      text: 'rows of the claim-status file that contradict each other; the status of their claims stays unknown',
      count: rows('conflicting_status'),
    },
    {
      code: 'LBP-W414',
      text: 'rows of the claim-status file that fit the claims of several providers or subscribers; the status of those claims stays unknown',
      count: rows('ambiguous_status'),
    },
  ];
}

/** The counts whose names are in a list of findings, each with its message. */
function countsOf(
  code: string,
  about: string,
  findings: Readonly<Record<string, string>>,
  counts: Readonly<Partial<Record<string, Counted>>>,
): Found[] {
  return Object.entries(counts)
    .filter(([name]) => Object.hasOwn(findings, name))
    .map(([name, counted]) => ({
      code,
      severity: losesClaims(name) ? ('error' as const) : ('warning' as const),
      text: `${about}: ${sentence(findings, name)}; first at ${counted?.first ?? ''}`,
      count: counted?.count ?? 0,
    }));
}

function sentence(findings: Readonly<Record<string, string>>, name: string): string {
  return findings[name] ?? name;
}
