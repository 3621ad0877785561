import type { ClaimSource, SourceFacts } from '../extract/claim-source.js';
import { CLAIM_FILES } from '../report/input-kinds.js';

/** Paths of claim files that are not tables, under the name of their flag. */
export interface ClaimFilePaths {
  readonly [CLAIM_FILES]: readonly string[];
}

/** The reader of claim files; loaded only if there are any. */
export async function claimSource(): Promise<ClaimSource> {
  const { X12 } = await import('../extract/x12/read-x12.js');
  return X12;
}

/**
 * Paths of claim files with claims that cannot be read, or signs of such claims: no result based on them is
 * complete.
 */
export function damaged({ files }: SourceFacts): string[] {
  return files.filter(({ isDamaged }) => isDamaged).map(({ path }) => path);
}
