import type { CodeSystem, ListedCode } from '../../timeline/person.js';
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

/** A role of a code and the set that gives it. */
export interface Meaning {
  readonly role: Role;
  readonly set: string;
}

/** The rules of a year, tied to the sets that the loaded directories have. */
export interface MeasureRules {
  readonly year: YearRules;
  /** The exclusions that the directories can decide, in the order of the reasons. */
  readonly exclusions: readonly ExclusionRule[];
  /** What a code means; the same array for the same code every time. */
  readonly meaningsOf: (code: ListedCode) => readonly Meaning[];
  /** The sets in use, and what each gives its codes. */
  readonly rolesOfSet: ReadonlyMap<string, readonly Role[]>;
  /** Codes that a rule names itself, whether or not a set holds them. */
  readonly ownCodes: readonly { readonly system: CodeSystem; readonly code: string }[];
  /** Sets that a rule could use, and that are not there although other sets of the rule are. */
  readonly absentSets: readonly { readonly rule: string; readonly set: string }[];
  /** Sets that the directory lists for LBP and that no rule of the year asks for, sorted. */
  readonly unusedSets: readonly string[];
}

/**
 * The names of the sets that the directory's own sheets of measures list for LBP; null where it has no such sheet, so
 * that nothing is known.
 */
export interface ListedForMeasure {
  readonly valueSets: ReadonlySet<string> | null;
  readonly medicationLists: ReadonlySet<string> | null;
}

const NOTHING_LISTED: ListedForMeasure = { valueSets: null, medicationLists: null };

/**
 * The sets that the rules of a year could ask a directory for, by what they mean: separate and merged ones, and those that
 * count only where a directory lists them.
 */
export function setsByRole(year: YearRules): ReadonlyMap<Role, readonly string[]> {
  const sets = new Map<Role, string[]>();
  for (const { role, valueSets, medicationLists } of allNeeds(year)) {
    sets.set(role, [...(sets.get(role) ?? []), ...valueSets, ...medicationLists]);
  }
  return sets;
}

function allNeeds(year: YearRules): Need[] {
  const exclusions = year.exclusions.map((rule) =>
    rule.kind === 'record' ? { ...rule, valueSets: [...rule.valueSets, ...rule.valueSetsIfListed] } : rule,
  );
  return [...coreNeeds(year), ...exclusions.flatMap((rule) => exclusionNeeds(rule, new Set()))];
}

/** A rule that has none of its sets, so that it could only ever answer "no". */
export interface RuleWithoutSets {
  readonly rule: string;
  readonly sets: readonly string[];
}

export class MissingSetsError extends Error {
  readonly rules: readonly RuleWithoutSets[];
  constructor(rules: readonly RuleWithoutSets[]) {
    super(rules.map(({ rule, sets }) => `rule ${rule} has none of its sets (${sets.join(', ')})`).join('; '));
    this.name = 'MissingSetsError';
    this.rules = rules;
  }
}

/** The sets a rule asks for under one role; at least one must be there. */
interface Need {
  readonly rule: string;
  readonly role: Role;
  readonly valueSets: readonly string[];
  readonly medicationLists: readonly string[];
  /** Sets that stand in for value sets that are not there; no set does for a medication list. */
  readonly standIns: readonly string[];
  /** Whether the rule cannot be decided without any of them. */
  readonly required: boolean;
}

/**
 * Ties the rules of a year to a directory: separate sets where the directory has them, merged ones where it has those
 * (docs/measure-logic.md 3).
 *
 * @param setNames the names of all value sets and medication lists that are loaded
 * @param listed what the directory says that LBP uses
 * @throws MissingSetsError when a rule has none of its sets
 */
export function resolveRules(
  year: YearRules,
  setNames: ReadonlySet<string>,
  listed: ListedForMeasure = NOTHING_LISTED,
): MeasureRules {
  const merged = new Set(
    year.exclusions.flatMap((rule) => (rule.kind === 'record' && rule.onlyIfPresent ? rule.valueSets : [])),
  );
  const exclusions = year.exclusions
    .map((rule) => (rule.kind === 'record' ? asListed(rule, setNames, merged, listed.valueSets) : rule))
    .filter((rule) => isInUse(rule, setNames, merged));
  const needs = [...coreNeeds(year), ...exclusions.flatMap((rule) => exclusionNeeds(rule, merged))];

  const missing = needs.filter((need) => need.required && !allSetsOf(need).some((set) => setNames.has(set)));
  if (missing.length > 0) {
    throw new MissingSetsError(missing.map((need) => ({ rule: need.rule, sets: allSetsOf(need) })));
  }

  const meanings = new Map<string, Meaning[]>();
  const absentSets: { rule: string; set: string }[] = [];
  for (const { rule, role, valueSets, medicationLists, standIns } of needs) {
    const standInsThere = standIns.length > 0 && standIns.every((set) => setNames.has(set));
    for (const set of [...valueSets, ...medicationLists]) {
      if (setNames.has(set)) meanings.set(set, [...(meanings.get(set) ?? []), { role, set }]);
      else if (!standInsThere || medicationLists.includes(set)) absentSets.push({ rule, set });
    }
  }

  const ownMeanings = new Map<string, Meaning[]>();
  for (const rule of exclusions.filter((candidate) => candidate.kind === 'record')) {
    for (const { system, code } of rule.codes) {
      ownMeanings.set(`${system} ${code}`, [{ role: rule.id, set: '' }]);
    }
  }

  const known = new Map<ListedCode, readonly Meaning[]>();
  const meaningsOf = (code: ListedCode): readonly Meaning[] => {
    let found = known.get(code);
    if (found === undefined) {
      found = [
        ...code.sets.flatMap((set) => meanings.get(set) ?? []),
        ...(ownMeanings.get(`${code.system} ${code.code}`) ?? []),
      ];
      known.set(code, found);
    }
    return found;
  };

  return {
    year,
    exclusions,
    meaningsOf,
    rolesOfSet: new Map([...meanings].map(([set, given]) => [set, given.map(({ role }) => role)])),
    ownCodes: exclusions.flatMap((rule) => (rule.kind === 'record' ? rule.codes : [])),
    absentSets,
    unusedSets: unusedSets(needs, listed),
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

function unusedSets(needs: readonly Need[], { valueSets, medicationLists }: ListedForMeasure): string[] {
  const asked = new Set(needs.flatMap(allSetsOf));
  const listed = new Set([...(valueSets ?? []), ...(medicationLists ?? [])]);
  return [...listed].filter((set) => !asked.has(set)).sort((a, b) => (a < b ? -1 : 1));
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

function coreNeeds(year: YearRules): Need[] {
  return [
    need('index', 'low_back_pain', ['Uncomplicated Low Back Pain']),
    ...(year.visitSets === null ? [] : [need('index', 'visit', year.visitSets)]),
    need('index', 'inpatient_stay', ['Inpatient Stay']),
    need('imaging', 'imaging', ['Imaging Study']),
  ];
}

function exclusionNeeds(rule: ExclusionRule, merged: ReadonlySet<string>): Need[] {
  switch (rule.kind) {
    case 'record':
      return [
        {
          ...need(rule.id, rule.id, rule.valueSets),
          medicationLists: rule.medicationLists,
          standIns: rule.mergedInto.filter((set) => merged.has(set)),
        },
      ];
    case 'steroids':
      return [{ ...need(rule.id, rule.id, []), medicationLists: rule.medicationLists }];
    case 'frailty':
      return [
        need(rule.id, 'frailty', rule.frailtySets),
        need(rule.id, 'advanced_illness', rule.illnessSets),
        { ...need(rule.id, 'dementia_drug', []), medicationLists: rule.dementiaLists, required: false },
        ...(rule.acceptsAcuteStay ? [need(rule.id, 'nonacute_inpatient_stay', rule.nonacuteSets)] : []),
      ];
    case 'death':
      return [];
  }
}

function need(rule: string, role: Role, valueSets: readonly string[]): Need {
  return { rule, role, valueSets, medicationLists: [], standIns: [], required: true };
}

function allSetsOf({ valueSets, medicationLists, standIns }: Need): string[] {
  return [...valueSets, ...medicationLists, ...standIns];
}

/** The set that gives a code a role, empty where the rule names the code itself; null where the code has not the role. */
export function setGiving(role: Role, code: ListedCode, rules: MeasureRules): string | null {
  for (const meaning of rules.meaningsOf(code)) if (meaning.role === role) return meaning.set;
  return null;
}
