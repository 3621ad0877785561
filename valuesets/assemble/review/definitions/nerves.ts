import type { ReviewDefinition } from './definition.js';

/** Deficits of the nerves, the cauda equina and the spinal cord. */
export const NERVES: readonly ReviewDefinition[] = [
  {
    name: 'motor_deficit',
    judgment: true,
    codes: 'dx M21.37 G82.2 G83.1 G83.3 R26.1 R29.898',
  },
  {
    name: 'neuro_findings_thoracic',
    alsoCalled: 'neuro_findings_lumbar',
    judgment: true,
    codes: 'set motor_deficit / dx R20.0 R20.1 R29.2 G54.3 G54.4 G95.2',
  },
  {
    name: 'neuro_findings_cervical',
    judgment: true,
    codes: 'set motor_deficit / dx M21.33 G82.5 G83.2 R20.0 R20.1 R29.2 G54.2 G95.2',
  },
  {
    name: 'cauda_equina',
    codes: 'dx G83.4 / dx S34.3 {7 not S}',
  },
  {
    name: 'cauda_signs',
    judgment: true,
    codes: 'dx R20.0 R20.1 R20.2 R33.8 R33.9 R32 R39.14 N39.42 N39.49 N52.9 R15 K59.2 N31 G95.81',
  },
  {
    name: 'myelopathy_general',
    judgment: true,
    codes: 'dx G95.1 G95.2 G95.8 G95.9 G99.2 G32.0 G04.89 G04.91 G05.4 G37.3 G37.4 M47.019 M47.10',
  },
  {
    name: 'myelopathy_cervical',
    judgment: true,
    codes: 'set myelopathy_general / dx M43.3 M47.011..M47.013 M47.11..M47.13 M50.0',
  },
  {
    name: 'myelopathy_thoracic',
    judgment: true,
    codes: 'set myelopathy_general / dx M47.014 M47.015 M47.14 M47.15 M51.04 M51.05',
  },
  {
    name: 'myelopathy_lumbar',
    judgment: true,
    codes: 'set myelopathy_general / dx M47.016 M47.16 M51.06',
  },
  {
    name: 'myelopathy_signs',
    judgment: true,
    codes: 'dx R29.2 R26.0 R26.1 R27.0 G82.2 G82.5',
  },
];
