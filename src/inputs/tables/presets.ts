import type { Mapping, PRESET_NAMES } from './mapping.js';

/** The built-in layouts; the user's own mapping is applied on top. */
export const PRESETS: Record<(typeof PRESET_NAMES)[number], Mapping> = {
  tuva: {},
  /** Before 2023, the input layer called the person a patient and stated the kind of coverage differently. */
  'tuva-2022': { columns: { person_id: 'patient_id' } },
  /** Their files are converted to our columns (src/inputs/layouts). */
  cclf: {},
  rif: {},
};
