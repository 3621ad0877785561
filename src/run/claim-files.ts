import type { ClaimSource } from '../extract/claim-source.js';
import { CLAIM_FILES } from '../report/input-kinds.js';

/** Paths of claim files that are no tables, under the name of their flag. */
export interface ClaimFilePaths {
  readonly [CLAIM_FILES]: readonly string[];
}

/** What reads them; loaded only where there are any. */
export async function claimSource(): Promise<ClaimSource> {
  const { X12 } = await import('../extract/x12/read-x12.js');
  return X12;
}
