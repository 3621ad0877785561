import type { Day } from '../../timeline/day.js';
import type { Reading } from '../../timeline/records.js';
import { type LoadedSets, type SetNeed, type SetsInUse, setsInUse } from '../sets.js';
import { needsOf, type RulesInOrder, rulesInOrder } from './rules/in-order.js';
import type { Role } from './rules/kind.js';
import type { YearRules } from './years/year-rules.js';

/**
 * The rules of a year, tied to the sets in the loaded directories, with the exclusions that these can decide.
 */
export interface MeasureRules extends RulesInOrder, MeasureOptions {
  readonly year: YearRules;
  readonly sets: SetsInUse<Role>;
  /** How the rules read a timeline. */
  readonly reading: Reading<Role>;
}

/** The options of a run besides the year. */
export interface MeasureOptions {
  /** Whether people are counted by how they meet or miss each rule (coverage.csv). */
  readonly hasCoverage: boolean;
  /** Columns of eligibility to count people by. */
  readonly by: readonly string[];
  /** Counts below this are not shown; 0 shows all. */
  readonly suppressBelow: number;
  /** The last day with data, from `--as-of`; null for a year that is over. */
  readonly asOf: Day | null;
}

const DEFAULT_OPTIONS: MeasureOptions = { hasCoverage: false, by: [], suppressBelow: 0, asOf: null };

/**
 * The sets that the rules of a year could ask a directory for: separate and merged ones, and those that count
 * only if a directory lists them.
 */
export function needsOfYear(year: YearRules): SetNeed<Role>[] {
  return needsOf(rulesInOrder(year));
}

/**
 * Ties the rules of a year to a directory: separate sets if the directory has them, merged sets if it has
 * those (docs/measure-logic.md 3).
 *
 * @throws MissingSetsError when a rule has none of its sets
 */
export function resolveRules(
  year: YearRules,
  loaded: LoadedSets,
  options: Partial<MeasureOptions> = {},
): MeasureRules {
  const ofYear = rulesInOrder(year);
  const exclusions = ofYear.exclusions.flatMap((rule) => rule.settledBy(loaded) ?? []);
  const rules = { ...ofYear, exclusions };
  const ownCodes = exclusions.flatMap((rule) => rule.ownCodes);
  const sets = setsInUse(needsOf(rules), ownCodes, loaded);
  return {
    ...rules,
    ...DEFAULT_OPTIONS,
    ...options,
    year,
    sets,
    reading: {
      meaningsOf: sets.meaningsOf,
      inpatientStay: 'inpatient_stay',
      nonacuteStay: 'nonacute_inpatient_stay',
      ignoresLabDiagnoses: year.ignoresLabDiagnoses,
      // The history of low back pain is the only rule on records that is not an exclusion.
      onClaimsOnly: ['low_back_pain'],
    },
  };
}
