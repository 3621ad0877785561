import { RULES_2019 } from './2019.js';
import type { YearRules } from './year-rules.js';

/** As the year before. */
export const RULES_2020: YearRules = { ...RULES_2019, year: 2020 };
