import type { ReviewDefinition } from './definition.js';

/** Fractures, accidents and injuries. */
export const INJURY: readonly ReviewDefinition[] = [
  {
    name: 'vertebral_fracture',
    judgment: true,
    codes: 'dx M48.4 M48.5 M80.08 M80.88 M84.58 M84.68 S22.0 S32.0 {7 not S}',
  },
  {
    name: 'fragility_fracture',
    judgment: true,
    codes: 'dx M48.4 M48.5 M80.08 M80.88 {7 not S}',
  },
  {
    name: 'fracture_cervical',
    codes: 'dx S12 {7 not S}',
  },
  {
    name: 'fracture_tl',
    codes: 'dx S22.0 S32.0 S32.1 {7 not S}',
  },
  {
    name: 'other_fracture',
    judgment: true,
    codes: `dx S02 S22.2..S22.9 S32.1..S32.9 S42 S49.0 S49.1 S52 S59.0..S59.2 S62 S72 S79.0 S79.1 S82
      S89.0..S89.3 S92 S99.0..S99.2 M80.01..M80.07 M80.0A M80.81..M80.87 M80.8A {7 A B C}`,
  },
  {
    name: 'any_fracture',
    judgment: true,
    codes: 'set other_fracture / dx S12 S22.0 S32.0 M80.08 M80.88 M48.5 {7 A B C}',
  },
  {
    name: 'low_trauma',
    judgment: true,
    codes: 'dx W00..W22 W50..W52 {7 not S}',
  },
  {
    name: 'high_energy',
    judgment: true,
    codes: 'dx V01..V99 W11..W17 W20 W32..W34 X93..X95 X99 {7 not S}',
  },
  {
    name: 'accident',
    judgment: true,
    codes: 'dx V01..V99 W00..W22 W32..W34 W50..W52 X93..X95 X99 {7 A}',
  },
  {
    name: 'trauma_cervical',
    judgment: true,
    codes: 'dx S00..S29 T07 T14 {7 A B C}',
  },
  {
    name: 'trauma_thoracic',
    alsoCalled: 'trauma_lumbar',
    judgment: true,
    codes: 'dx S20..S39 T07 T14 less S33.4..S33.9 S39.0 {7 A B C}',
  },
  {
    name: 'penetrating_neck',
    codes: 'dx S11 {7 A B C}',
  },
  {
    name: 'neck_injury',
    judgment: true,
    codes: 'dx S11..S14 S16 S17 S19 {7 not S}',
  },
  {
    name: 'back_injury',
    judgment: true,
    codes: 'dx S22.0 S23 S24 S32.0 S32.1 S32.2 S33.0..S33.3 S34 {7 not S}',
  },
  {
    name: 'altered_state',
    judgment: true,
    codes: `dx R40.0 R40.1 R40.20 R40.211..R40.213 R40.221..R40.224 R40.231..R40.235 R40.242..R40.244 R40.2A
      R40.3 R40.4 R41.0 R41.82 R78.0 Y90.1..Y90.9 F10.12 F10.22 F10.92 F11.12 F11.22 F11.92 F13.12 F13.22
      F13.92 F19.12 F19.22 F19.92 T51.0`,
  },
];
