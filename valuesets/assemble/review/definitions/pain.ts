import type { ReviewDefinition } from './definition.js';

/** Pain, nerve roots and spinal stenosis: what starts an episode, and its kind. */
export const PAIN: readonly ReviewDefinition[] = [
  {
    name: 'lbp',
    alsoCalled: 'pain_lumbar',
    judgment: true,
    codes: 'measure Uncomplicated Low Back Pain / dx M48.062',
  },
  {
    name: 'back_episode',
    judgment: true,
    codes: `set lbp / dx M43.05..M43.07 M43.15..M43.17 M47.16 M51.06 M51.46 M51.47 M51.9 M96.1 Q76.2 / dx S33.5
      S33.6 S33.8 S33.9 {7 D}`,
  },
  {
    name: 'pain_cervical',
    judgment: true,
    codes: `dx M54.2 M50 M47.21..M47.23 M47.811..M47.813 M47.891..M47.893 M48.01..M48.03 M53.0 M53.1
      M54.11..M54.13 M99.01 S13.4 S16.1`,
  },
  {
    name: 'pain_thoracic',
    judgment: true,
    codes: `dx M54.6 M51.04 M51.05 M51.14 M51.15 M51.24 M51.25 M51.34 M51.35 M51.84 M51.85 M47.24 M47.25 M47.814
      M47.815 M47.894 M47.895 M48.04 M48.05 M54.14 M54.15 M99.02 S23.3 S29.012`,
  },
  {
    name: 'spine_dx',
    judgment: true,
    codes: `set back_episode / set pain_cervical / set pain_thoracic / dx M40..M54 M96.1 M99.03 M99.04 S13 S16.1
      S23 S29.01 S33 S39.0`,
  },
  {
    name: 'radiculopathy_lumbar',
    judgment: true,
    codes: 'dx M54.16..M54.18 M51.16 M51.17 M47.26..M47.28 M54.3 M54.4',
  },
  {
    name: 'radiculopathy_cervical',
    codes: 'dx M54.11..M54.13 M50.1 M47.21..M47.23',
  },
  {
    name: 'radiculopathy_thoracic',
    codes: 'dx M54.14 M54.15 M51.14 M51.15 M47.24 M47.25',
  },
  {
    name: 'sciatica_right',
    codes: 'dx M54.31 M54.41',
  },
  {
    name: 'sciatica_left',
    codes: 'dx M54.32 M54.42',
  },
  {
    name: 'claudication',
    codes: 'dx M48.062',
  },
  {
    name: 'stenosis_lumbar',
    judgment: true,
    codes: 'dx =M48.06 M48.061 M48.07 M48.08 M99.23 M99.33 M99.43 M99.53 M99.63 M99.73',
  },
  {
    name: 'spondylolisthesis_lumbar',
    codes: 'dx M43.15..M43.17 Q76.2',
  },
  {
    name: 'spondylolysis',
    codes: 'dx M43.00 M43.05..M43.09 Q76.2',
  },
];
