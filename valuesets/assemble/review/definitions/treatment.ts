import type { ReviewDefinition } from './definition.js';

/** Contraindications to magnetic resonance imaging, and reasons to measure bone density. */
export const TREATMENT: readonly ReviewDefinition[] = [
  {
    name: 'mri_barrier',
    judgment: true,
    codes: 'dx Z95.0 Z95.810 F40.240 Z18.10 Z18.11',
  },
  {
    name: 'natalizumab',
    codes: 'hcpcs J2323 Q5134',
  },
  {
    name: 'biologic',
    judgment: true,
    codes: `dx Z79.620 / hcpcs C9166 J0135 J0139 J0717 J1438 J1602 J1745 J1748 J3247 Q5102 Q5103 Q5104 Q5109
      Q5121 Q5131 Q5132 Q5140..Q5145`,
  },
  {
    name: 'menopause',
    judgment: true,
    codes: 'dx Z78.0 N95 E89.4 E28.31 Z90.722',
  },
  {
    name: 'op_drug',
    judgment: true,
    codes: 'dx Z79.52 Z79.811 Z79.818',
  },
  {
    name: 'op_treatment',
    codes: 'measure Osteoporosis Medication Therapy / rx Osteoporosis Medications / dx Z79.83',
  },
  {
    name: 'op_disease',
    judgment: true,
    codes: `set vertebral_fracture / set osteopenia / set ra / dx F50.0 K70 K72.1 K73 K74 K75.4 K75.81 B18 N18
      E24 N91.0 E30.0 E28.31 F10.1 F10.2 R82.994 E29.1 E23.0 E28.39 K50 K51 K90 M80 E21.0 Z74.01 M62.3
      E00..E07 Z87.310`,
  },
  {
    name: 'op_risk',
    judgment: true,
    codes: 'set op_disease / set op_drug / dx Z82.62 Z72.0 F17.2 Z68.1 R63.6',
  },
];
