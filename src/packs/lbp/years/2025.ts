import { RULES_2024 } from './2024.js';
import { changed, MERGED_RULES, OSTEOPOROSIS_DIAGNOSIS_OR_THERAPY } from './rules.js';
import type { YearRules } from './year-rules.js';

/** Any line can be the event, both ages are taken on 31 December, osteoporosis excludes as a diagnosis, and directories merge their sets. */
export const RULES_2025: YearRules = {
  ...RULES_2024,
  year: 2025,
  status: 'confirmed',
  statusNote: '',
  visitSets: null,
  age: { minimum: 18, minimumBy: 'last_day', maximum: 75 },
  exclusions: changed(RULES_2024.exclusions, OSTEOPOROSIS_DIAGNOSIS_OR_THERAPY, ...MERGED_RULES),
};
