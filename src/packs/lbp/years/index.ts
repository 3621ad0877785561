import { RULES_2018 } from './2018.js';
import { RULES_2019 } from './2019.js';
import { RULES_2020 } from './2020.js';
import { RULES_2021 } from './2021.js';
import { RULES_2022 } from './2022.js';
import { RULES_2023 } from './2023.js';
import { RULES_2024 } from './2024.js';
import { RULES_2025 } from './2025.js';
import { RULES_2026 } from './2026.js';
import type { YearRules } from './year-rules.js';

const ALL: readonly YearRules[] = [
  RULES_2018,
  RULES_2019,
  RULES_2020,
  RULES_2021,
  RULES_2022,
  RULES_2023,
  RULES_2024,
  RULES_2025,
  RULES_2026,
];

/** The years that have rules, ascending. */
export const YEARS: readonly number[] = ALL.map((rules) => rules.year);

/**
 * The rules of a measurement year.
 * @throws RangeError for a year without rules; its message lists those that have them
 */
export function rulesOfYear(year: number): YearRules {
  const rules = ALL.find((candidate) => candidate.year === year);
  if (rules === undefined) {
    throw new RangeError(`there are no rules for ${year}; the years with rules are ${YEARS.join(', ')}`);
  }
  return rules;
}
