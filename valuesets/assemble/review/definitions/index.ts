import { CHRONIC } from './chronic.js';
import type { ReviewDefinition } from './definition.js';
import { DISEASE } from './disease.js';
import { INJURY } from './injury.js';
import { NERVES } from './nerves.js';
import { PAIN } from './pain.js';
import { PROCEDURES } from './procedures.js';
import { TREATMENT } from './treatment.js';

/** Every code set of the review criteria; each comes after those that it names. */
export const REVIEW_SETS: readonly ReviewDefinition[] = [
  ...PAIN,
  ...NERVES,
  ...DISEASE,
  ...INJURY,
  ...CHRONIC,
  ...PROCEDURES,
  ...TREATMENT,
];
