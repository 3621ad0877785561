import type { Meaning, Meanings } from '../timeline/meaning.js';
import type { CodeSystem, ListedCode } from '../timeline/person.js';

/** The contents of the loaded directories that rules are tied to. */
export interface LoadedSets {
  /** The names of all value sets and medication lists. */
  readonly names: ReadonlySet<string>;
  /** What the directory's own sheets of measures list for the measure of the pack. */
  readonly listed: ListedForMeasure;
}

/**
 * The names of the sets that a directory's sheets of measures list for one measure; null without such a
 * sheet, because nothing is known then.
 */
export interface ListedForMeasure {
  readonly valueSets: ReadonlySet<string> | null;
  readonly medicationLists: ReadonlySet<string> | null;
}

export const NOTHING_LISTED: ListedForMeasure = { valueSets: null, medicationLists: null };

/** The sets a rule asks for under one role; at least one must be there. */
export interface SetNeed<Role extends string = string> {
  readonly rule: string;
  readonly role: Role;
  readonly valueSets: readonly string[];
  readonly medicationLists: readonly string[];
  /** Sets that can replace missing value sets; medication lists have no replacement. */
  readonly standIns: readonly string[];
  /** Whether the rule needs at least one of them to be decided. */
  readonly required: boolean;
}

/** A need for value sets, any of which is enough. */
export function need<Role extends string>(
  rule: string,
  role: Role,
  valueSets: readonly string[],
  rest: Partial<Pick<SetNeed, 'medicationLists' | 'standIns' | 'required'>> = {},
): SetNeed<Role> {
  return { rule, role, valueSets, medicationLists: [], standIns: [], required: true, ...rest };
}

/** A code that a rule names itself, whether or not a set holds it. */
export interface OwnCode<Role extends string = string> {
  readonly role: Role;
  readonly system: CodeSystem;
  readonly code: string;
}

/** The rules' needs, tied to the sets that are loaded. */
export interface SetsInUse<Role extends string = string> extends Meanings<Role> {
  /** The sets in use, and the roles that each gives its codes. */
  readonly rolesOfSet: ReadonlyMap<string, readonly Role[]>;
  readonly ownCodes: readonly OwnCode<Role>[];
  /** Sets that a rule could use and that are missing, although other sets of the rule are loaded. */
  readonly absentSets: readonly { readonly rule: string; readonly set: string }[];
  /** Sets that the directory lists for the measure and that no rule asks for, sorted. */
  readonly unusedSets: readonly string[];
}

/** A rule with none of its sets loaded, which could never hold. */
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

/**
 * Ties needs to the sets that are loaded.
 *
 * @param ownCodes codes that rules name themselves
 * @throws MissingSetsError when a required need has none of its sets
 */
export function setsInUse<Role extends string>(
  needs: readonly SetNeed<Role>[],
  ownCodes: readonly OwnCode<Role>[],
  { names, listed }: LoadedSets,
): SetsInUse<Role> {
  const missing = needs.filter((one) => one.required && !allSetsOf(one).some((set) => names.has(set)));
  if (missing.length > 0) {
    throw new MissingSetsError(
      missing.map((one) => ({ rule: one.rule, sets: allSetsOf(one).map((set) => missingSet(set, names)) })),
    );
  }
  const meanings = new Map<string, Meaning<Role>[]>();
  const absentSets: { rule: string; set: string }[] = [];
  for (const { rule, role, valueSets, medicationLists, standIns } of needs) {
    const areStandInsThere = standIns.length > 0 && standIns.every((set) => names.has(set));
    for (const set of [...valueSets, ...medicationLists]) {
      if (names.has(set)) meanings.set(set, [...(meanings.get(set) ?? []), { role, set }]);
      else if (!areStandInsThere || medicationLists.includes(set)) absentSets.push({ rule, set });
    }
  }
  return {
    meaningsOf: meaningsBy(meanings, ownCodes),
    rolesOfSet: new Map([...meanings].map(([set, given]) => [set, given.map(({ role }) => role)])),
    ownCodes,
    absentSets,
    unusedSets: unusedSets(needs, listed),
  };
}

/** The spelling in which the directory has a set that is missing by its own: in another case; or undefined. */
export function otherSpelling(set: string, names: ReadonlySet<string>): string | undefined {
  return [...names].find((name) => name.toLowerCase() === set.toLowerCase());
}

/**
 * The name of a missing set for a message, with its other spelling if it has one.
 *
 * @example missingSet('HIV', new Set(['Hiv'])) // 'HIV (spelled Hiv)'
 */
export function missingSet(set: string, names: ReadonlySet<string>): string {
  const other = otherSpelling(set, names);
  return other === undefined ? set : `${set} (spelled ${other})`;
}

/** The names of the sets that needs ask for, by role. */
export function setsByRole<Role extends string>(
  needs: readonly SetNeed<Role>[],
): ReadonlyMap<Role, readonly string[]> {
  const sets = new Map<Role, string[]>();
  for (const { role, valueSets, medicationLists } of needs) {
    sets.set(role, [...(sets.get(role) ?? []), ...valueSets, ...medicationLists]);
  }
  return sets;
}

/** The codes of the directories that have a role, and the codes that rules themselves name. */
export function codesInUse(
  codes: readonly ListedCode[],
  { rolesOfSet, ownCodes }: Pick<SetsInUse, 'rolesOfSet' | 'ownCodes'>,
): ListedCode[] {
  const key = ({ system, code }: { readonly system: CodeSystem; readonly code: string }): string =>
    `${system} ${code}`;
  const isOwn = new Set(ownCodes.map(key));
  const ownTexts = new Set(ownCodes.map(({ code }) => code));
  const known = new Set(codes.filter(({ code }) => ownTexts.has(code)).map(key));
  const unknown = ownCodes
    .filter((own) => !known.has(key(own)))
    .map(({ system, code }): ListedCode => ({ system, code, sets: [] }));
  // By set, not by code: there are tens of thousands of codes but few sets.
  const used = codes.filter(
    (listed) =>
      listed.sets.some((set) => rolesOfSet.has(set)) || (ownTexts.has(listed.code) && isOwn.has(key(listed))),
  );
  return [...used, ...unknown];
}

/** Those of the codes that have a role. */
export function codesOfRole<Role extends string>(
  role: Role,
  codes: readonly ListedCode[],
  { rolesOfSet, ownCodes }: Pick<SetsInUse<Role>, 'rolesOfSet' | 'ownCodes'>,
): ListedCode[] {
  return codesInUse(codes, {
    rolesOfSet: new Map([...rolesOfSet].filter(([, roles]) => roles.includes(role))),
    ownCodes: ownCodes.filter((own) => own.role === role),
  });
}

function meaningsBy<Role extends string>(
  bySet: ReadonlyMap<string, readonly Meaning<Role>[]>,
  ownCodes: readonly OwnCode<Role>[],
): Meanings<Role>['meaningsOf'] {
  const own = new Map<string, Meaning<Role>[]>();
  for (const { role, system, code } of ownCodes) {
    const key = `${system} ${code}`;
    own.set(key, [...(own.get(key) ?? []), { role, set: '' }]);
  }
  const known = new Map<ListedCode, readonly Meaning<Role>[]>();
  return (code) => {
    let found = known.get(code);
    if (found === undefined) {
      found = [
        ...code.sets.flatMap((set) => bySet.get(set) ?? []),
        ...(own.get(`${code.system} ${code.code}`) ?? []),
      ];
      known.set(code, found);
    }
    return found;
  };
}

function unusedSets(needs: readonly SetNeed[], { valueSets, medicationLists }: ListedForMeasure): string[] {
  const needed = new Set(needs.flatMap(allSetsOf));
  const listed = new Set([...(valueSets ?? []), ...(medicationLists ?? [])]);
  return [...listed].filter((set) => !needed.has(set)).sort((a, b) => (a < b ? -1 : 1));
}

function allSetsOf({ valueSets, medicationLists, standIns }: SetNeed): string[] {
  return [...valueSets, ...medicationLists, ...standIns];
}
