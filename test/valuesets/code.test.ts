import { describe, expect, test } from 'vitest';
import type { CodeSystem } from '../../src/timeline/person.js';
import { codeProblem, normalizeCode } from '../../src/valuesets/code.js';
import { codeSystemNamed } from '../../src/valuesets/code-systems.js';

describe('normalizeCode', () => {
  const same: [CodeSystem, string, string][] = [
    ['ICD10CM', 'M54.50', 'M5450'],
    ['ICD10CM', ' m54.5 ', 'M545'],
    ['ICD10CM', 'S39.012A', 'S39012A'],
    ['ICD10CM', 'c7a.00', 'C7A00'],
    ['ICD10CM', 'B20', 'B20'],
    ['ICD10PCS', '0ty00z0', '0TY00Z0'],
    ['CPT', '72100', '72100'],
    ['CPT', ' 72 100', '72100'],
    ['HCPCS', 'g0463', 'G0463'],
    ['HCPCS', '99504', '99504'],
    ['UBREV', '0450', '0450'],
    ['UBREV', '450', '0450'],
    ['UBREV', '22', '0022'],
    ['UBREV', '1000', '1000'],
    ['UBTOB', '131', '0131'],
    ['UBTOB', '0131', '0131'],
    ['UBTOB', '13i', '013I'],
    ['POS', '1', '01'],
    ['POS', '81', '81'],
    ['Modifier', 'gt', 'GT'],
    ['NDC', '0071-0155-23', '00071015523'],
    ['RXNORM', '197319', '197319'],
  ];
  test.each(same)('%s %j is %s', (system, text, code) => {
    expect(normalizeCode(system, text)).toBe(code);
  });

  const refused: [CodeSystem, string][] = [
    ['ICD10CM', ''],
    ['ICD10CM', '   '],
    ['ICD10CM', '724.2'],
    ['ICD10CM', '279039007'],
    ['ICD10CM', 'M54500000'],
    ['ICD10PCS', '0TY00ZO'],
    ['ICD10PCS', '0TY00Z'],
    ['CPT', '7210'],
    ['UBREV', '04500'],
    ['UBREV', '045X'],
    ['UBTOB', '1311'],
    ['UBTOB', '13'],
    ['POS', '111'],
    ['Modifier', 'G'],
    ['RXNORM', 'aspirin'],
  ];
  test.each(refused)('%s %j is refused', (system, text) => {
    expect(normalizeCode(system, text)).toBeNull();
    expect(codeProblem(system, text)).not.toBe('');
  });
});

describe('codeSystemNamed', () => {
  const names: [string, CodeSystem][] = [
    ['ICD10CM', 'ICD10CM'],
    ['ICD-10-CM', 'ICD10CM'],
    ['icd-10-pcs', 'ICD10PCS'],
    ['CPT', 'CPT'],
    ['CPT-4', 'CPT'],
    ['HCPCS', 'HCPCS'],
    ['HCPCS Level II', 'HCPCS'],
    ['UBREV', 'UBREV'],
    ['UB-04 Revenue', 'UBREV'],
    ['UBTOB', 'UBTOB'],
    ['POS', 'POS'],
    ['Modifier', 'Modifier'],
    ['NDC', 'NDC'],
    ['RxNorm', 'RXNORM'],
    ['RXNORM', 'RXNORM'],
  ];
  test.each(names)('%s', (name, system) => {
    expect(codeSystemNamed(name)).toBe(system);
  });

  test.each(['LOINC', 'SNOMED CT US Edition', 'CPT-CAT-II', 'ICD9CM', 'ICD-10', 'CVX', ''])(
    '%j is not one of ours',
    (name) => {
      expect(codeSystemNamed(name)).toBeNull();
    },
  );
});
