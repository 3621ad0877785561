import type { SetDefinition } from './definition.js';

const EXCLUSION_TABLE = 'the Tuva Project, exclusion value sets (Apache-2.0)';

/** End-of-life care, frailty and advanced illness. */
export const CARE: readonly SetDefinition[] = [
  {
    name: 'Hospice Encounter',
    source: 'HCPCS table (CMS); public lists of hospice revenue codes',
    hcpcs: 'G9473-G9479 Q5003-Q5008 Q5010 S9126 T2042-T2046',
    revenue: '0115 0125 0135 0145 0155 0235 0650-0652 0655-0659',
  },
  {
    name: 'Hospice Intervention',
    source: 'HCPCS table (CMS); public procedure lists',
    cpt: '99377 99378',
    hcpcs: 'G0182',
  },
  {
    name: 'Palliative Care Encounter',
    source: 'HCPCS and ICD-10-CM tables (CMS)',
    hcpcs: 'G9054 M1017',
    icd10cm: { codes: 'Z51.5' },
  },
  { name: 'Frailty Diagnosis', source: EXCLUSION_TABLE, exclusionTable: true },
  { name: 'Frailty Encounter', source: EXCLUSION_TABLE, exclusionTable: true },
  { name: 'Frailty Symptom', source: EXCLUSION_TABLE, exclusionTable: true },
  {
    name: 'Frailty Device',
    source: 'HCPCS table (CMS)',
    // Walkers, commodes, beds, oxygen, wheelchairs.
    hcpcsInTable: 'E0100-E0149 E0163-E0171 E0250-E0304 E0424-E0444 E1130-E1298',
  },
  {
    name: 'Advanced Illness',
    source: `${EXCLUSION_TABLE}; ICD-10-CM tables (CDC and CMS) for codes that came since`,
    exclusionTable: true,
    // The exclusion table has every code that FY2022 had below these stems: the same conditions, subdivided
    // since.
    icd10cm: { stems: 'C77-C79 F01-F03 G20 G35' },
  },
];
