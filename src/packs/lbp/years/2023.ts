import { RULES_2022 } from './2022.js';
import { changed, DEATH } from './rules.js';
import type { YearRules } from './year-rules.js';

/** Death in the year excludes; laboratory claims give no diagnoses. */
export const RULES_2023: YearRules = {
  ...RULES_2022,
  year: 2023,
  status: 'provisional',
  statusNote: 'public sources do not settle every rule of this year',
  ignoresLabDiagnoses: true,
  exclusions: changed(RULES_2022.exclusions, DEATH),
};
