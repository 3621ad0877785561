import type { Mapping, PRESET_NAMES } from './mapping.js';

/** Layouts that are known by name; the user's own mapping comes on top. */
export const PRESETS: Record<(typeof PRESET_NAMES)[number], Mapping> = {
  tuva: {},
  /** Before 2023 the input layer called the person a patient, and stated the kind of cover otherwise. */
  'tuva-2022': { columns: { person_id: 'patient_id' } },
  /** What their files become has our columns (src/inputs/layouts). */
  cclf: {},
  rif: {},
};
