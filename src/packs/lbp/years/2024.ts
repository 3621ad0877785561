import { RULES_2023 } from './2023.js';
import { changed, FRAILTY_TWO_DATES } from './rules.js';
import type { YearRules } from './year-rules.js';

/** Advanced illness asks for two dates, in whatever setting. */
export const RULES_2024: YearRules = {
  ...RULES_2023,
  year: 2024,
  exclusions: changed(RULES_2023.exclusions, FRAILTY_TWO_DATES),
};
