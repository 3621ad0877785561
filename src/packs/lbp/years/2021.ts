import { RULES_2020 } from './2020.js';
import type { YearRules } from './year-rules.js';

/** As the year before. */
export const RULES_2021: YearRules = { ...RULES_2020, year: 2021 };
