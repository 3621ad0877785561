import type { Cell } from '../packs/table.js';

/** claim_versions.csv: the 837 claims that do not count because of another one (docs/x12.md). */
export const VERSION_COLUMNS = [
  'claim_id',
  'file',
  'locator',
  'outcome',
  'by_claim_id',
  'by_file',
  'by_locator',
] as const;

export interface ClaimPlace {
  readonly claimId: string;
  readonly file: string;
  readonly place: string;
}

/** @param by null for a void, which sets itself aside */
export function versionRow(claim: ClaimPlace, outcome: string, by: ClaimPlace | null): Cell[] {
  return [
    claim.claimId,
    claim.file,
    claim.place,
    outcome,
    by?.claimId ?? '',
    by?.file ?? '',
    by?.place ?? '',
  ];
}
