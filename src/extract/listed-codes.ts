import type { MeasureRules } from '../packs/lbp/resolve.js';
import type { CodeSystem, ListedCode } from '../timeline/person.js';
import { type CodeKind, kindNumber } from './sql/steps.js';

/** The column in which codes of a system stand on claims; null for systems that no column of ours holds. */
const COLUMN_OF: Record<CodeSystem, CodeKind | 'ndc' | null> = {
  ICD10CM: 'diagnosis',
  ICD10PCS: 'icd_procedure',
  CPT: 'procedure',
  HCPCS: 'procedure',
  UBREV: 'revenue',
  UBTOB: 'bill_type',
  POS: 'place',
  NDC: 'ndc',
  Modifier: null,
  RXNORM: null,
};

/** The codes that mean something to the rules, numbered from 1; only these are fetched. */
export interface ListedCodes {
  readonly byNumber: readonly (ListedCode | null)[];
  /** (code_no, kind, code), of the codes that stand on medical claims. */
  readonly medical: readonly (readonly [number, number, string])[];
  /** (code_no, code), of the drugs. */
  readonly drugs: readonly (readonly [number, string])[];
  readonly lowBackPain: readonly string[];
}

export function listCodes(codes: readonly ListedCode[], rules: MeasureRules): ListedCodes {
  const ownCodes = new Set(rules.ownCodes.map(({ code }) => code));
  const known = new Set(
    codes.filter(({ code }) => ownCodes.has(code)).map(({ system, code }) => `${system} ${code}`),
  );
  const own: ListedCode[] = rules.ownCodes
    .filter(({ system, code }) => !known.has(`${system} ${code}`))
    .map((code) => ({ ...code, sets: [] }));
  const isOwn = new Set(rules.ownCodes.map(({ system, code }) => `${system} ${code}`));
  // By set and not by code: there are tens of thousands of codes, and few sets.
  const used = [
    ...codes.filter(
      ({ system, code, sets }) =>
        sets.some((set) => rules.rolesOfSet.has(set)) || isOwn.has(`${system} ${code}`),
    ),
    ...own,
  ];

  const byNumber: (ListedCode | null)[] = [null];
  const medical: [number, number, string][] = [[0, kindNumber('line'), '*']];
  const drugs: [number, string][] = [];
  for (const listed of used) {
    const column = COLUMN_OF[listed.system];
    if (column === null) continue;
    if (column === 'ndc') drugs.push([byNumber.length, listed.code]);
    else medical.push([byNumber.length, kindNumber(column), listed.code]);
    byNumber.push(listed);
  }
  const givesLowBackPain = (set: string): boolean =>
    rules.rolesOfSet.get(set)?.includes('low_back_pain') === true;
  const lowBackPain = used
    .filter(({ system, sets }) => system === 'ICD10CM' && sets.some(givesLowBackPain))
    .map(({ code }) => code);
  return { byNumber, medical, drugs, lowBackPain };
}
