import type { ReviewDefinition } from './definition.js';

/** Inflammatory, demyelinating, congenital and other chronic conditions. */
export const CHRONIC: readonly ReviewDefinition[] = [
  {
    name: 'inflammatory_arthritis',
    judgment: true,
    codes: 'dx M02 M05 M06 M08 M45 L40.5',
  },
  {
    name: 'ra',
    codes: 'dx M05 M06',
  },
  {
    name: 'ankylosing',
    codes: 'dx M45 less M45.A',
  },
  {
    name: 'm45',
    codes: 'dx M45',
  },
  {
    name: 'suspected_spa',
    judgment: true,
    codes: 'dx M45.A M46.0 M46.1 M46.8 M46.9',
  },
  {
    name: 'axial_spa',
    judgment: true,
    codes: 'dx M45 M46.8 M46.9 M08.1 M02.3 M07.6 L40.53',
  },
  {
    name: 'dish',
    codes: 'dx M48.1',
  },
  {
    name: 'ms',
    codes: 'dx G35',
  },
  {
    name: 'cis',
    judgment: true,
    codes: 'dx H46.0 H46.1 H46.8 H46.9 G37.3 G37.9',
  },
  {
    name: 'white_matter',
    judgment: true,
    codes: 'dx G36 G37 A81.2 E71.52 E75.23 E75.25..E75.29',
  },
  {
    name: 'cord_anomaly',
    judgment: true,
    codes: 'dx Q06.0..Q06.3 Q06.9',
  },
  {
    name: 'dysraphism',
    judgment: true,
    codes: 'dx Q05 Q06.8 Q07.01 Q07.03',
  },
  {
    name: 'sacral_dimple',
    codes: 'dx Q82.6',
  },
  {
    name: 'skeletal_dysplasia',
    codes: 'dx Q77 Q78',
  },
  {
    name: 'vertebral_defect',
    judgment: true,
    codes: 'set skeletal_dysplasia / dx Q67.5 Q76.1..Q76.4',
  },
  {
    name: 'down',
    codes: 'dx Q90',
  },
  {
    name: 'grisel',
    judgment: true,
    codes: 'dx M43.3 M43.4',
  },
  {
    name: 'scoliosis_high',
    judgment: true,
    codes: 'dx Q67.5 Q76.3 M41.0 M41.11 M41.4',
  },
  {
    name: 'scoliosis_ais',
    codes: 'dx M41.12',
  },
  {
    name: 'scoliosis_degen',
    judgment: true,
    codes: 'dx M41.5 M41.8',
  },
  {
    name: 'scoliosis_any',
    codes: 'dx M41 Q67.5 Q76.3',
  },
  {
    name: 'jia',
    codes: 'dx M08 L40.54',
  },
  {
    name: 'paget',
    codes: 'dx M88',
  },
  {
    name: 'cord_infarction',
    codes: 'dx G95.11',
  },
  {
    name: 'sih',
    judgment: true,
    codes: 'dx G96.0 G96.810 G96.811 less G96.01 G96.08',
  },
  {
    name: 'syrinx',
    codes: 'dx G95.0 Q06.4',
  },
  {
    name: 'spine_tumor',
    judgment: true,
    codes: 'dx D16.6 D32.1 D33.4 D42.1 D43.4',
  },
  {
    name: 'maybe_tumor',
    judgment: true,
    codes: `dx C41.2 C70.1 C72.0 C72.1 R93.7 C41.4 C79.40 C79.49 C79.51 C49.6 D16.8 D18.09 D21.6 D48.0 D49.2
      D49.7 R22.1 R22.2`,
  },
  {
    name: 'hardware',
    judgment: true,
    codes: 'dx T84.216 T84.226 T84.296 T84.63 T85.112 T85.122 T85.192 M96.0 G96.12',
  },
  {
    name: 'postlaminectomy',
    judgment: true,
    codes: 'dx M96.1 T84.216 T84.226 T84.296 T84.63',
  },
];
