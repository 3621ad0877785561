import { RULES_2021 } from './2021.js';
import {
  changed,
  FRAGILITY_FRACTURE,
  FRAILTY_INPATIENT_AWARE,
  LUMBAR_SURGERY,
  OSTEOPOROSIS_THERAPY,
  PALLIATIVE_CARE,
  SPONDYLOPATHY,
} from './rules.js';
import type { YearRules } from './year-rules.js';

/** Medicare and ages to 75 come in, and with them the red flags and exclusions of the older. */
export const RULES_2022: YearRules = {
  ...RULES_2021,
  year: 2022,
  age: { minimum: 18, minimumBy: 'first_day', maximum: 75 },
  bands: [
    { band: '18-64', from: 18, to: 64 },
    { band: '65-75', from: 65, to: 75 },
  ],
  productLines: ['commercial', 'medicaid', 'medicare'],
  exclusions: changed(
    RULES_2021.exclusions,
    OSTEOPOROSIS_THERAPY,
    SPONDYLOPATHY,
    LUMBAR_SURGERY,
    FRAGILITY_FRACTURE,
    PALLIATIVE_CARE,
    FRAILTY_INPATIENT_AWARE,
  ),
};
