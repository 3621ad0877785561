import { INSIDE_CODES, NULL_TEXT } from './codes.js';
import type { Guidance } from './guidance.js';

/**
 * How close an imaging code and the code of its site must be:
 * - `record`: anywhere in the record, as the published script has it
 * - `episode`: in the same episode of a spell
 * - `adjacent`: the site follows the imaging code with nothing but other Y and Z codes between
 */
export const PAIRINGS = ['record', 'episode', 'adjacent'] as const;
export type Pairing = (typeof PAIRINGS)[number];

/** What met the procedure test: imaging of the spine itself, or imaging of a site. */
export type ProcedureRule = 'direct' | 'site';

/** OPCS-4 codes have four characters; extracts may have longer ones. */
const CODE_LENGTH = 4;

/**
 * The procedure test (docs/ebi.md, "Procedures").
 *
 * @param episodes the codes of a record by episode, in the order of the record
 * @returns null for a record without imaging of the lower back
 * @example procedureRule([['U212', 'Y973'], ['Z665']], 'record', GUIDANCE)  // 'site'
 * @example procedureRule([['U212', 'Y973'], ['Z665']], 'episode', GUIDANCE) // null
 */
export function procedureRule(
  episodes: readonly (readonly string[])[],
  pairing: Pairing,
  { direct, imaging, sites, qualifiers }: Guidance,
): ProcedureRule | null {
  const listed = (codes: readonly string[]) => (code: string) => codes.includes(code.slice(0, CODE_LENGTH));
  const isDirect = listed(direct);
  const isImaging = listed(imaging);
  const isSite = listed(sites);
  const isPair = (codes: readonly string[]): boolean => codes.some(isImaging) && codes.some(isSite);
  const isAdjacentPair = (codes: readonly string[]): boolean =>
    codes.some((code, at) => {
      if (!isImaging(code)) return false;
      const after = codes.slice(at + 1);
      const end = after.findIndex((next) => isSite(next) || !qualifiers.includes(next.charAt(0)));
      return isSite(after[end] ?? '');
    });

  if (episodes.some((codes) => codes.some(isDirect))) return 'direct';
  const isMet = {
    record: () => isPair(episodes.flat()),
    episode: () => episodes.some(isPair),
    adjacent: () => episodes.some(isAdjacentPair),
  };
  return isMet[pairing]() ? 'site' : null;
}

/**
 * The codes that a record needs to meet the test under any pairing: for one of the alternatives, one code
 * from each of its lists. Characters of `inside` may appear within a code.
 */
export function codesNeeded({ direct, imaging, sites }: Guidance): {
  readonly anyOf: readonly (readonly (readonly string[])[])[];
  readonly inside: string;
  readonly nothing: string;
} {
  return { anyOf: [[direct], [imaging, sites]], inside: INSIDE_CODES, nothing: NULL_TEXT };
}
