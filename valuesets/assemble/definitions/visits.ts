import type { SetDefinition } from './definition.js';

const SHEETS = 'health-plan provider sheets on the measure';

/** Places of care: the codes that make a line a visit before 2025, and a claim a stay. */
export const VISITS: readonly SetDefinition[] = [
  {
    name: 'Outpatient',
    source: SHEETS,
    cpt: `99202-99205 99211-99215 99241-99245 99341-99345 99347-99350 99381-99387 99391-99397 99401-99404
      99411 99412 99429 99455 99456 99483`,
    hcpcs: 'G0402 G0438 G0439 G0463 T1015',
    revenue: '0510-0517 0519-0523 0526-0529 0982 0983',
  },
  { name: 'Observation', source: SHEETS, cpt: '99217-99220' },
  { name: 'ED', source: SHEETS, cpt: '99281-99285', revenue: '0450-0452 0456 0459 0981' },
  { name: 'Telephone Visits', source: SHEETS, cpt: '98966-98968 99441-99443' },
  {
    name: 'Online Assessments',
    source: SHEETS,
    cpt: '98970-98972 98980 98981 99421-99423 99457 99458',
    hcpcs: 'G0071 G2010 G2012 G2250-G2252',
  },
  {
    name: 'Osteopathic and Chiropractic Manipulative Treatment',
    source: SHEETS,
    cpt: '98925-98929 98940-98942',
  },
  { name: 'Physical Therapy', source: SHEETS, cpt: '97110 97112 97113 97124 97140 97161-97164' },
  {
    name: 'Inpatient Stay',
    source: 'public lists of inpatient room-and-board revenue codes',
    revenue: `0100 0101 0110-0114 0116-0124 0126-0134 0136-0144 0146-0154 0156-0160 0164 0167 0169-0174 0179
      0190-0194 0199-0204 0206-0214 0219 1000-1002`,
  },
  {
    name: 'Nonacute Inpatient Stay',
    source: 'public lists of nonacute room-and-board revenue codes',
    revenue: `0022 0024 0118 0128 0138 0148 0158 0190-0194 0199 0524 0525 0550-0552 0559 0660-0663 0669
      1000-1002`,
  },
];
