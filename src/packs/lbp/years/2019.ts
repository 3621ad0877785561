import { RULES_2018 } from './2018.js';
import type { YearRules } from './year-rules.js';

/** As the year before. */
export const RULES_2019: YearRules = { ...RULES_2018, year: 2019 };
