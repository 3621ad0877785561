import { meaningOfCode } from '../../packs/ebi/code-meaning.js';
import { GUIDANCE } from '../../packs/ebi/guidance.js';

/** How England's rule interprets a code. */
export interface CodeOfEngland {
  readonly system: 'OPCS4' | 'ICD10';
  readonly code: string;
  /** The code of the intervention. */
  readonly of: string;
  readonly meaning: string;
}

/**
 * How England's rule uses a code; null for a code that it ignores.
 *
 * @param code upper-case and without dots
 */
export function codeOfEngland(code: string): CodeOfEngland | null {
  const found = meaningOfCode(code, GUIDANCE);
  return found === null ? null : { ...found, code, of: GUIDANCE.code };
}
