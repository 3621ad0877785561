import type { ReviewDefinition } from './definition.js';

/** Infection, cancer and conditions that weaken bone or body. */
export const DISEASE: readonly ReviewDefinition[] = [
  {
    name: 'spine_infection',
    judgment: true,
    codes: 'dx M46.2 M46.3 M46.4 M46.5 G06.1 A17.81 A18.01 G03.9',
  },
  {
    name: 'fever',
    codes: 'dx R50.81 R50.82 R50.9',
  },
  {
    name: 'esr_crp',
    codes: 'dx R70.0 R79.82',
  },
  {
    name: 'bacteraemia',
    judgment: true,
    codes: 'dx R78.81 A40 A41 I33 T80.211 A02.1 A22.7 A26.7 A32.7 A42.7 A54.86 B37.7',
  },
  {
    name: 'diabetes',
    codes: 'dx E08 E09 E10 E11 E13',
  },
  {
    name: 'immunosuppression',
    judgment: true,
    codes: 'dx B20 D70 D80 D81 D82 D83 D84 Z79.52 Z79.6 Z92.25 Z94.0..Z94.4 Z94.8',
  },
  {
    name: 'steroid_fills',
    codes: 'rx Corticosteroid Medications',
  },
  {
    name: 'iv_drug_use',
    judgment: true,
    codes: 'measure IV Drug Abuse',
  },
  {
    name: 'hiv',
    codes: 'measure HIV',
  },
  {
    name: 'dialysis',
    judgment: true,
    codes: 'dx Z99.2 Z49 N18.6 / cpt 90935 90937 90945 90947 90951..90970 90999 / rev 0820..0859',
  },
  {
    name: 'spine_wound',
    judgment: true,
    codes: 'dx L89.1 L98.42 S21.2 S31.0',
  },
  {
    name: 'cancer',
    codes: 'dx C00..C96 less C44',
  },
  {
    name: 'cancer_history',
    codes: 'dx Z85 less Z85.828',
  },
  {
    name: 'weight_loss',
    codes: 'dx R63.4 R64',
  },
  {
    name: 'osteoporosis',
    codes: 'dx M80 M81',
  },
  {
    name: 'osteopenia',
    codes: 'dx M85.8',
  },
];
