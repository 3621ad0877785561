import { RULES_2025 } from './2025.js';
import type { YearRules } from './year-rules.js';

/** The rules of 2025 in new words. */
export const RULES_2026: YearRules = {
  ...RULES_2025,
  year: 2026,
  status: 'provisional',
  statusNote: 'the rules of 2025 are used until those of 2026 are public',
  terms: {
    population: 'initial population',
    exclusion: 'denominator exclusion',
    period: 'measurement period',
  },
};
