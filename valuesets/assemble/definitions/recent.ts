import type { SetDefinition } from './definition.js';

const TABLES = 'ICD-10-CM tables (CDC and CMS); health-plan provider sheets name the conditions';

/** Conditions and injuries that warrant imaging for a limited time. */
export const RECENT: readonly SetDefinition[] = [
  {
    name: 'IV Drug Abuse',
    source: TABLES,
    icd10cm: { stems: 'F11.1 F11.2 F13.1 F13.2 F14.1 F14.2 F15.1 F15.2' },
  },
  {
    name: 'Neurologic Impairment',
    source: TABLES,
    icd10cm: { codes: 'G83.4 K59.2 M48.062 R26.2 R29.2' },
  },
  {
    name: 'Spinal Infection',
    source: TABLES,
    icd10cm: { codes: 'A17.81 G06.1 M46.25-.28 M46.35-.38 M46.46-.48' },
  },
  {
    name: 'Trauma',
    source: TABLES,
    icd10cm: {
      codes: 'G89.11',
      stems: 'S',
      // Without this, every index episode of a sprained back (S33, S39) would exclude itself.
      withoutSets: ['Uncomplicated Low Back Pain'],
      withoutStems: 'S33.4-.9 S39.0',
    },
  },
  {
    name: 'Fragility Fractures',
    source: TABLES,
    icd10cm: { stems: 'M48.4 M80.08X M80.88X M84.359 M97.01X M97.02X' },
  },
];
