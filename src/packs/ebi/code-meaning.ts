import { isExcludedDiagnosis } from './exclusions.js';
import type { Guidance } from './guidance.js';

/** How many characters of an OPCS-4 code are compared. */
const OPCS_LENGTH = 4;

/**
 * How England's rule uses a code, in words; null for a code that it does not use.
 *
 * @param code upper-case and without dots: OPCS-4 or ICD-10
 * @example meaningOfCode('U055', GUIDANCE) // { system: 'OPCS4', meaning: 'imaging of the spine: flags a record by itself' }
 */
export function meaningOfCode(
  code: string,
  guidance: Guidance,
): { readonly system: 'OPCS4' | 'ICD10'; readonly meaning: string } | null {
  const opcs = code.slice(0, OPCS_LENGTH);
  const procedure = (meaning: string) => ({ system: 'OPCS4', meaning }) as const;
  if (guidance.direct.includes(opcs)) return procedure('imaging of the spine: flags a record by itself');
  if (guidance.imaging.includes(opcs)) {
    return procedure('imaging: flags a record that also has a site of the lower back');
  }
  if (guidance.sites.includes(opcs)) return procedure('lower back: flags a record that also has imaging');
  if (!isExcludedDiagnosis(code, guidance)) return null;
  return { system: 'ICD10', meaning: 'excludes: cancer, in any place of the record' };
}
