import type { SetDefinition } from './definition.js';

/** The event and the numerator. */
export const BACK_PAIN: readonly SetDefinition[] = [
  {
    name: 'Uncomplicated Low Back Pain',
    source: 'health-plan provider sheets on the measure; ICD-10-CM tables (CDC and CMS)',
    icd10cm: {
      codes: `M47.26-.28 M47.816-.818 M47.896-.898 M48.061 M48.07 M48.08 M51.16 M51.17 M51.26 M51.27
        M51.36 M51.360-.362 M51.369 M51.37 M51.370-.372 M51.379 M51.86 M51.87 M53.2X6-.2X8 M53.3
        M53.86-.88 M54.16-.18 M54.30-.32 M54.40-.42 M54.5 M54.50 M54.51 M54.59 M54.89 M54.9
        M99.03 M99.04 M99.23 M99.33 M99.43 M99.53 M99.63 M99.73 M99.83 M99.84
        S33.100A S33.100D S33.100S S33.110A S33.110D S33.110S S33.120A S33.120D S33.120S
        S33.130A S33.130D S33.130S S33.140A S33.140D S33.140S
        S33.5XXA S33.6XXA S33.8XXA S33.9XXA
        S39.002A S39.002D S39.002S S39.012A S39.012D S39.012S S39.092A S39.092D S39.092S
        S39.82XA S39.82XD S39.82XS S39.92XA S39.92XD S39.92XS`,
      // Split on 1 October 2017, before the oldest table.
      kept: 'M48.06',
    },
  },
  {
    name: 'Imaging Study',
    source: 'health-plan provider sheets on the measure',
    cpt: `72020 72052 72081-72084 72100 72110 72114 72120 72131-72133 72141 72142 72146-72149 72156-72158
      72200 72202 72220`,
  },
];
