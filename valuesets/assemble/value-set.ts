import type { CodeSystem } from '../../src/timeline/person.js';
import { byCodeUnit } from '../../src/valuesets/order.js';
import type { DiagnosisDefinition, SetDefinition } from './definitions/definition.js';
import { codesBelow, codesInTable } from './expand.js';
import { enumerated } from './ranges.js';
import type { ExclusionRow, PublicTables } from './tables.js';

/** A code of an open set, in the form in which codes are compared. */
export interface SetCode {
  readonly system: CodeSystem;
  readonly code: string;
}

/** The exclusion table's names for the code systems it uses, without SNOMED. */
const EXCLUSION_SYSTEMS: ReadonlyMap<string, CodeSystem> = new Map([
  ['icd-10-cm', 'ICD10CM'],
  ['hcpcs', 'HCPCS'],
  ['ndc', 'NDC'],
  ['rxnorm', 'RXNORM'],
]);

/**
 * The codes of a value set, without repeats, sorted by system and code.
 *
 * @param others finds the definition of a set that this one leaves out
 * @throws Error if a range or stem matches nothing
 */
export function expandSet(
  definition: SetDefinition,
  tables: PublicTables,
  others: (name: string) => SetDefinition,
): SetCode[] {
  const { icd10cm, icd10pcs, cpt, hcpcs, hcpcsInTable, revenue, exclusionTable } = definition;
  const codes = [
    ...coded('ICD10CM', icd10cm === undefined ? [] : diagnoses(icd10cm, tables, others)),
    ...coded('ICD10PCS', icd10pcs === undefined ? [] : codesBelow(icd10pcs.stems, tables.icd10pcs)),
    ...coded('CPT', cpt === undefined ? [] : enumerated(cpt)),
    ...coded('HCPCS', hcpcs === undefined ? [] : enumerated(hcpcs)),
    ...coded('HCPCS', hcpcsInTable === undefined ? [] : codesInTable(hcpcsInTable, tables.hcpcs)),
    ...coded('UBREV', revenue === undefined ? [] : enumerated(revenue)),
    ...(exclusionTable === true ? exclusionCodes(definition.name, tables.exclusions) : []),
  ];
  return inOrder(codes);
}

/**
 * The exclusion table's codes of one set.
 *
 * @throws Error if it has none, or has one in an unknown code system
 */
export function exclusionCodes(name: string, rows: readonly ExclusionRow[]): SetCode[] {
  const own = rows.filter((row) => row.set === name);
  if (own.length === 0) throw new Error(`the exclusion table has no rows for ${name}`);
  return own.map(({ code, system }) => {
    const known = EXCLUSION_SYSTEMS.get(system);
    if (known === undefined) throw new Error(`the exclusion table has a code of ${system} in ${name}`);
    // The table calls CPT codes HCPCS, and some of its NDCs lost their leading zeros in a spreadsheet.
    if (known === 'HCPCS' && /^\d{5}$/.test(code)) return { system: 'CPT', code };
    if (known === 'NDC') return { system: known, code: code.padStart(11, '0') };
    return { system: known, code };
  });
}

/** Without repeats, sorted by system and code. */
export function inOrder(codes: readonly SetCode[]): SetCode[] {
  const byKey = new Map(codes.map((one) => [`${one.system} ${one.code}`, one]));
  return [...byKey.keys()].sort(byCodeUnit).flatMap((key) => byKey.get(key) ?? []);
}

function diagnoses(
  definition: DiagnosisDefinition,
  tables: PublicTables,
  others: (name: string) => SetDefinition,
): string[] {
  const { codes, stems, kept, withoutStems, withoutSets = [] } = definition;
  const wanted = [
    ...(codes === undefined ? [] : codesInTable(codes, tables.icd10cm)),
    ...(stems === undefined ? [] : codesBelow(stems, tables.icd10cm)),
    ...(kept === undefined ? [] : outsideTable(kept, tables)),
  ];
  const unwanted = new Set([
    ...(withoutStems === undefined ? [] : codesBelow(withoutStems, tables.icd10cm)),
    ...withoutSets.flatMap((name) => {
      const other = others(name).icd10cm;
      return other === undefined ? [] : diagnoses(other, tables, others);
    }),
  ]);
  return wanted.filter((code) => !unwanted.has(code));
}

function outsideTable(kept: string, { icd10cm }: PublicTables): string[] {
  const codes = enumerated(kept);
  const found = codes.find((code) => icd10cm.codes.includes(code));
  if (found !== undefined) throw new Error(`${found} is in ${icd10cm.name} now`);
  return codes;
}

function coded(system: CodeSystem, codes: readonly string[]): SetCode[] {
  return codes.map((code) => ({ system, code }));
}
