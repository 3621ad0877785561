import type { Cell, OutputTable } from '../packs/table.js';

/** claim_versions.csv: claims of claim files that another claim keeps from counting. */
export const VERSIONS_TABLE: OutputTable = {
  name: 'claim_versions.csv',
  about: 'claims that a copy, replacement or void set aside',
  columns: [
    { name: 'claim_id', type: 'id', about: 'the claim that does not count' },
    { name: 'file', type: 'text', about: 'its file' },
    { name: 'locator', type: 'text', about: 'its place in the file' },
    { name: 'outcome', type: 'text', about: 'why it does not count' },
    { name: 'by_claim_id', type: 'id', about: 'the claim that set it aside; blank for a void' },
    { name: 'by_file', type: 'text', about: 'file of that claim' },
    { name: 'by_locator', type: 'text', about: 'its place in the file' },
  ],
};

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
