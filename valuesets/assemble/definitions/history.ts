import type { SetDefinition } from './definition.js';

const TABLES = 'ICD-10-CM tables (CDC and CMS); health-plan provider sheets name the conditions';

/** Conditions that warrant imaging no matter how long ago they were recorded. */
export const HISTORY: readonly SetDefinition[] = [
  {
    name: 'Malignant Neoplasms',
    source: TABLES,
    // C4A (Merkel cell), C7A and C7B (neuroendocrine) are also between C00 and C96, but are not two-digit
    // categories.
    icd10cm: { stems: 'C00-C96 C4A C7A C7B', withoutStems: 'C44' },
  },
  { name: 'Other Malignant Neoplasm of Skin', source: TABLES, icd10cm: { stems: 'C44' } },
  {
    name: 'Other Neoplasms',
    source: TABLES,
    // D3A (benign neuroendocrine) is one of the benign neoplasms before D37 and is left out like D10-D36.
    icd10cm: { stems: 'D00-D09 D37-D49' },
  },
  { name: 'History of Malignant Neoplasm', source: TABLES, icd10cm: { stems: 'Z85' } },
  {
    name: 'HIV',
    source: TABLES,
    icd10cm: { codes: 'B20 B97.35 Z21 O98.711 O98.712 O98.713 O98.719 O98.72 O98.73' },
  },
  {
    name: 'Kidney Transplant',
    source: 'ICD-10-PCS table (CMS), root operation transplantation; public procedure lists',
    cpt: '50360 50365 50380',
    hcpcs: 'S2065',
    icd10pcs: { stems: '0TY00Z 0TY10Z' },
  },
  { name: 'History of Kidney Transplant', source: TABLES, icd10cm: { codes: 'Z94.0' } },
  {
    name: 'Organ Transplant Other Than Kidney',
    source: 'ICD-10-PCS table (CMS), root operation transplantation; public procedure lists',
    cpt: '32850-32856 33935 33945 44135 44136 47135 48554',
    // Heart, lungs and their lobes, liver, pancreas, small and large intestine, stomach, esophagus, spleen,
    // thymus.
    icd10pcs: { stems: '02YA 0BY 0FY0 0FYG 0DY8 0DYE 0DY6 0DY5 07YP 07YM' },
  },
  { name: 'Osteoporosis', source: TABLES, icd10cm: { stems: 'M80', codes: 'M81.0 M81.6 M81.8' } },
  {
    name: 'Osteoporosis Medication Therapy',
    source: 'HCPCS table (CMS); health-plan provider sheets name the drugs',
    hcpcs: 'J0897 J1740 J3110 J3111 J3489',
  },
  { name: 'Spondylopathy', source: TABLES, icd10cm: { stems: 'M45 M48.1' } },
  {
    name: 'Lumbar Surgery',
    source: 'public procedure lists',
    cpt: `22114 22207 22214 22224 22511 22512 22514 22515 22533 22534 22558 22612 22630 22632-22634 22857 22860 22862
      22865 22867-22870 62287 62380 63005 63012 63017 63030 63035 63042 63044 63047 63048 63052 63053 63056 63057
      63087 63088 63090 63091 63102 63103 63170 63200 63252 63267 63272 63277 63282 63287`,
    hcpcs: 'S2348 S2350',
  },
];
