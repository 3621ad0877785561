import type { Day } from '../../../timeline/day.js';
import type { Evidence } from '../../../timeline/evidence.js';
import type { Meanings } from '../../../timeline/meaning.js';
import type { Person } from '../../../timeline/person.js';
import type { DatedRecord, Records } from '../../../timeline/records.js';
import type { Window } from '../../../timeline/window.js';
import type { LoadedSets, OwnCode, SetNeed } from '../../sets.js';
import type { Exclusion, RuleId, Warning } from '../decision.js';
import type { YearRules } from '../years/year-rules.js';
import type { NearMiss, Reach } from './near.js';
import type { Statement } from './statement.js';
import type { RuleWords } from './words.js';

/*
 * Each kind of rule is one module of this folder, the only place that knows what such a rule needs, which
 * records meet it, how close a near miss was, and how to put it in words. Code that evaluates, explains or
 * counts rules calls the module.
 */

/** What a code can mean to the rules. An exclusion's id is the role of the codes that meet it. */
export type Role =
  | 'low_back_pain'
  | 'visit'
  | 'inpatient_stay'
  | 'nonacute_inpatient_stay'
  | 'imaging'
  | 'frailty'
  | 'advanced_illness'
  | 'dementia_drug'
  | Exclusion;

export type LbpRecords = Records<Role>;

/** The rules of a year, and what codes mean to them. */
export interface RulesWithSets {
  readonly year: YearRules;
  /** The last day with data, from `--as-of`; null for a year that is over. */
  readonly asOf: Day | null;
  readonly sets: Meanings<Role>;
}

/** An index episode, as the rules after the event see it. */
export interface Episode {
  readonly person: Person;
  readonly birth: Day;
  readonly records: LbpRecords;
  readonly sets: Meanings<Role>;
  /** The index episode start date. */
  readonly iesd: Day;
  /** The last day with data, from `--as-of`; null for a year that is over. */
  readonly asOf: Day | null;
  /** In whole years on 31 December of the measurement year. */
  readonly age: number;
}

/** A rule of a year that is tested on an index episode: a gate, an exclusion, or imaging. */
export interface Rule<Id extends RuleId = RuleId> {
  readonly id: Id;
  /** What the rule fixes, with labels and references. */
  readonly statement: Statement;
  readonly words: RuleWords;

  readonly needs: readonly SetNeed<Role>[];
  readonly ownCodes: readonly OwnCode<Role>[];
  /** The minimum age on 31 December for the rule to hold. */
  readonly minimumAge: number;
  /** How it uses the roles of its sets. */
  readonly uses: readonly RoleUse[];
  /** The role that meets the rule with one record in the window; null for a rule that needs more, or none. */
  readonly metByOneOf: Role | null;

  /**
   * The windows in which records can count for an episode that starts on the day; none for a rule without a
   * window.
   */
  windows(iesd: Day): readonly Window[];
  /** The records that make the rule hold (for a gate: fail); empty if it does not. */
  evidence(episode: Episode): Evidence[];
  /** The records that came closest, nearest first, for an episode where the rule does not hold. */
  nearMisses(episode: Episode): NearMiss[];
  reach(episode: Episode): Reach;
  /** A warning about the episode's records; null for a rule that never warns. */
  readonly warnings: ((episode: Episode) => Warning[]) | null;
}

/** How a rule uses the records of a role. */
export interface RoleUse {
  readonly role: Role;
  readonly window: (iesd: Day) => Window;
  /**
   * Whether the rule counts the record at all, regardless of its day: an illness only as a diagnosis, for
   * example.
   */
  readonly counts: (record: DatedRecord) => boolean;
}

/** Defaults for a rule without its own sets and without warnings. */
export const NO_SETS = {
  needs: [],
  ownCodes: [],
  uses: [],
  metByOneOf: null,
  minimumAge: 0,
  warnings: null,
} satisfies Partial<Rule>;

/** A use of all records of a role. */
export function useOf(role: Role, window: RoleUse['window']): RoleUse {
  return { role, window, counts: () => true };
}

/**
 * An exclusion. A directory can settle which of its sets count, and whether it is in use at all
 * (docs/measure-logic.md 3).
 */
export interface DenominatorExclusion extends Rule<Exclusion> {
  /** The rule with the sets of the directory; null if the directory leaves the rule out. */
  settledBy(directory: LoadedSets): DenominatorExclusion | null;
}
