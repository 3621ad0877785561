import type { CodeSystem } from '../timeline/person.js';

/** The names that directories use for the code systems we read, without case, blanks and punctuation. */
const SPELLINGS: ReadonlyMap<string, CodeSystem> = new Map([
  ['ICD10CM', 'ICD10CM'],
  ['ICD10PCS', 'ICD10PCS'],
  ['CPT', 'CPT'],
  ['CPT4', 'CPT'],
  ['HCPCS', 'HCPCS'],
  ['HCPCSII', 'HCPCS'],
  ['HCPCSLEVEL2', 'HCPCS'],
  ['HCPCSLEVELII', 'HCPCS'],
  ['UBREV', 'UBREV'],
  ['UB04REVENUE', 'UBREV'],
  ['UB04REVENUECODE', 'UBREV'],
  ['REVENUECODE', 'UBREV'],
  ['UBTOB', 'UBTOB'],
  ['UB04TYPEOFBILL', 'UBTOB'],
  ['TYPEOFBILL', 'UBTOB'],
  ['POS', 'POS'],
  ['PLACEOFSERVICE', 'POS'],
  ['MODIFIER', 'Modifier'],
  ['CPTMODIFIER', 'Modifier'],
  ['HCPCSMODIFIER', 'Modifier'],
  ['NDC', 'NDC'],
  ['RXNORM', 'RXNORM'],
]);

/**
 * The code system a directory means by a name, or null for one that no rule reads (LOINC, SNOMED CT, CPT-CAT-II ...).
 *
 * @example codeSystemNamed('ICD-10-CM') // 'ICD10CM'
 */
export function codeSystemNamed(name: string): CodeSystem | null {
  return SPELLINGS.get(name.toUpperCase().replace(/[^A-Z0-9]/g, '')) ?? null;
}

/** How the names of systems that are read begin, without case, blanks and punctuation. */
const LIKE_READ = /^(ICD10|CPT|HCPCS|UB(REV|TOB|04)|REVENUE|TYPEOFBILL|BILLTYPE|POS$|PLACEOFSERV|NDC|RXN)/;

/** Systems with such a name that no rule reads. */
const OTHER = /^CPT(CAT.*|CATEGORY.*|2|II|F)$/;

/**
 * Whether a name that `codeSystemNamed` does not know can mean a system that is read: an export's own
 * spelling, or none at all. The rows of LOINC and its like are no loss; these would be.
 *
 * @example mayBeRead('CPT/HCPCS') // true
 * @example mayBeRead('CPT-CAT-II') // false
 */
export function mayBeRead(name: string): boolean {
  const bare = name.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return bare === '' || (LIKE_READ.test(bare) && !OTHER.test(bare));
}
