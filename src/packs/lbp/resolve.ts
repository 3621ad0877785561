import type { Reading, Records } from '../../timeline/records.js';
import { type LoadedSets, need, type OwnCode, type SetNeed, type SetsInUse, setsInUse } from '../sets.js';
import type { Exclusion } from './decision.js';
import type { ExclusionRule, RecordRule, YearRules } from './years/year-rules.js';

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

/** The rules of a year, tied to the sets that the loaded directories have. */
export interface MeasureRules {
  readonly year: YearRules;
  /** The exclusions that the directories can decide, in the order of the reasons. */
  readonly exclusions: readonly ExclusionRule[];
  readonly sets: SetsInUse<Role>;
  /** How the rules read a timeline. */
  readonly reading: Reading<Role>;
  /** Whether people are counted by how far they come with each rule. */
  readonly hasCoverage: boolean;
}

/**
 * The sets that the rules of a year could ask a directory for: separate and merged ones, and those that count only where
 * a directory lists them.
 */
export function needsOfYear(year: YearRules): SetNeed<Role>[] {
  const exclusions = year.exclusions.map((rule) =>
    rule.kind === 'record' ? { ...rule, valueSets: [...rule.valueSets, ...rule.valueSetsIfListed] } : rule,
  );
  return [...coreNeeds(year), ...exclusions.flatMap((rule) => exclusionNeeds(rule, new Set()))];
}

/**
 * Ties the rules of a year to a directory: separate sets where the directory has them, merged ones where it has those
 * (docs/measure-logic.md 3).
 *
 * @throws MissingSetsError when a rule has none of its sets
 */
export function resolveRules(year: YearRules, loaded: LoadedSets, hasCoverage = false): MeasureRules {
  const { names, listed } = loaded;
  const merged = new Set(
    year.exclusions.flatMap((rule) => (rule.kind === 'record' && rule.onlyIfPresent ? rule.valueSets : [])),
  );
  const exclusions = year.exclusions
    .map((rule) => (rule.kind === 'record' ? asListed(rule, names, merged, listed.valueSets) : rule))
    .filter((rule) => isInUse(rule, names, merged));
  const needs = [...coreNeeds(year), ...exclusions.flatMap((rule) => exclusionNeeds(rule, merged))];
  const ownCodes = exclusions.flatMap((rule) =>
    rule.kind === 'record' ? rule.codes.map((code): OwnCode<Role> => ({ role: rule.id, ...code })) : [],
  );
  const sets = setsInUse(needs, ownCodes, loaded);
  return {
    year,
    exclusions,
    sets,
    hasCoverage,
    reading: {
      meaningsOf: sets.meaningsOf,
      inpatientStay: 'inpatient_stay',
      nonacuteStay: 'nonacute_inpatient_stay',
      ignoresLabDiagnoses: year.ignoresLabDiagnoses,
      // Of all that is asked of records, only the history of low back pain is no exclusion.
      onClaimsOnly: ['low_back_pain'],
    },
  };
}

/**
 * A rule with the sets that count for it by what the directory lists for LBP. A set of the rule that is there for other
 * measures alone does not count beside the merged sets that took it over for this one.
 */
function asListed(
  rule: RecordRule,
  setNames: ReadonlySet<string>,
  merged: ReadonlySet<string>,
  listed: ReadonlySet<string> | null,
): RecordRule {
  if (listed === null) return rule;
  const standIns = rule.mergedInto.filter((set) => merged.has(set));
  const isTakenOver = standIns.length > 0 && standIns.every((set) => listed.has(set) && setNames.has(set));
  const sets = isTakenOver ? rule.valueSets.filter((set) => listed.has(set)) : rule.valueSets;
  return { ...rule, valueSets: [...sets, ...rule.valueSetsIfListed.filter((set) => listed.has(set))] };
}

/**
 * A rule on a merged set is in use where that set is there; one on separate sets unless the directory has none of
 * them and has the merged ones that took them over. Before 2025 no year knows merged sets, so none stands in. A rule that
 * a directory would have to list is not in use where none does.
 */
function isInUse(rule: ExclusionRule, setNames: ReadonlySet<string>, merged: ReadonlySet<string>): boolean {
  if (rule.kind !== 'record') return true;
  const own = [...rule.valueSets, ...rule.medicationLists];
  if (own.length === 0 && rule.valueSetsIfListed.length > 0) return false;
  const hasOwn = own.some((set) => setNames.has(set));
  if (rule.onlyIfPresent) return hasOwn;
  if (hasOwn || rule.medicationLists.length > 0) return true;
  const standIns = rule.mergedInto.filter((set) => merged.has(set));
  return standIns.length === 0 || !standIns.every((set) => setNames.has(set));
}

function coreNeeds(year: YearRules): SetNeed<Role>[] {
  return [
    need<Role>('index', 'low_back_pain', ['Uncomplicated Low Back Pain']),
    ...(year.visitSets === null ? [] : [need<Role>('index', 'visit', year.visitSets)]),
    need<Role>('index', 'inpatient_stay', ['Inpatient Stay']),
    need<Role>('imaging', 'imaging', ['Imaging Study']),
  ];
}

function exclusionNeeds(rule: ExclusionRule, merged: ReadonlySet<string>): SetNeed<Role>[] {
  switch (rule.kind) {
    case 'record':
      return [
        need<Role>(rule.id, rule.id, rule.valueSets, {
          medicationLists: rule.medicationLists,
          standIns: rule.mergedInto.filter((set) => merged.has(set)),
        }),
      ];
    case 'steroids':
      return [need<Role>(rule.id, rule.id, [], { medicationLists: rule.medicationLists })];
    case 'frailty':
      return [
        need<Role>(rule.id, 'frailty', rule.frailtySets),
        need<Role>(rule.id, 'advanced_illness', rule.illnessSets),
        need<Role>(rule.id, 'dementia_drug', [], { medicationLists: rule.dementiaLists, required: false }),
        ...(rule.acceptsAcuteStay ? [need<Role>(rule.id, 'nonacute_inpatient_stay', rule.nonacuteSets)] : []),
      ];
    case 'death':
      return [];
  }
}
