import { evidenceOf, firstWithin } from '../../../timeline/records.js';
import type { Window } from '../../../timeline/window.js';
import { type LoadedSets, need, type OwnCode, type SetNeed } from '../../sets.js';
import { ourReading } from '../reference.js';
import { windowOf } from '../window.js';
import type { RecordRule, YearRules } from '../years/year-rules.js';
import { earliestFact } from './facts.js';
import { type DenominatorExclusion, NO_SETS, type Role, useOf } from './kind.js';
import { datesOf, inDateOrder, nearestOutside, reachOfDates } from './near.js';
import { namesDetail, type Statement, switchDetail, windowDetail } from './statement.js';
import { withoutIt, wordsOfOneRecord } from './words.js';

/**
 * An exclusion that one dated record meets: a code of a value set, a fill of a medication list, a code that
 * the rule names, or a hospice date of the enrollment file (docs/measure-logic.md 3). Until a directory
 * settles which sets count, it asks for all that a directory could have for it.
 */
export function recordExclusion(rule: RecordRule, year: YearRules): DenominatorExclusion {
  const standIns = standInsIn(year, rule);
  return exclusionWith({
    ...{ rule, year: year.year, standIns },
    need: need<Role>(rule.id, rule.id, [...rule.valueSets, ...rule.valueSetsIfListed], {
      medicationLists: rule.medicationLists,
    }),
  });
}

/** The merged sets that replace those of the rule; none in a year without merged sets. */
function standInsIn({ exclusions }: YearRules, { mergedInto }: RecordRule): string[] {
  const merged = exclusions.flatMap((rule) =>
    rule.kind === 'record' && rule.onlyIfPresent ? rule.valueSets : [],
  );
  return mergedInto.filter((set) => merged.includes(set));
}

/** A rule in a year, and what it needs from directories. */
interface RuleInYear {
  readonly rule: RecordRule;
  readonly year: number;
  readonly standIns: readonly string[];
  readonly need: SetNeed<Role>;
}

function exclusionWith(inYear: RuleInYear): DenominatorExclusion {
  const { rule, year } = inYear;
  const { id } = rule;
  const at = (iesd: number): Window => windowOf(rule.window, year, iesd);
  return {
    ...NO_SETS,
    id,
    statement: statementOf(inYear),
    words: wordsOfOneRecord(withoutIt(id)),
    needs: [inYear.need],
    ownCodes: rule.codes.map((code): OwnCode<Role> => ({ role: id, ...code })),
    uses: [useOf(id, at)],
    metByOneOf: id,
    settledBy: (directory) => settled(inYear, directory),
    windows: (iesd) => [at(iesd)],
    // A fact of the enrollment file has no claim.
    evidence: ({ person, records, iesd }) => {
      const window = at(iesd);
      const first = firstWithin(records.of(id), window);
      if (first !== undefined) return [evidenceOf(id, first, window)];
      return rule.countsHospiceFact ? earliestFact(id, person.hospice, window) : [];
    },
    nearMisses: ({ person, records, iesd }) => {
      const facts = rule.countsHospiceFact ? person.hospice : [];
      return nearestOutside(id, inDateOrder([...records.of(id), ...facts]), at(iesd));
    },
    reach: ({ person, records, iesd }) => {
      const facts = rule.countsHospiceFact ? person.hospice : [];
      return reachOfDates(datesOf([...records.of(id), ...facts]), at(iesd));
    },
  };
}

function settled(inYear: RuleInYear, directory: LoadedSets): DenominatorExclusion | null {
  const { rule, standIns } = inYear;
  const { id, medicationLists } = rule;
  const valueSets = countingSets(rule, standIns, directory);
  if (!isInUse(rule, valueSets, standIns, directory)) return null;
  return exclusionWith({ ...inYear, need: need<Role>(id, id, valueSets, { medicationLists, standIns }) });
}

/**
 * The value sets that count, given what the directory lists for LBP. A set of the rule that is only there for
 * other measures does not count alongside the merged sets that replaced it for this one.
 */
function countingSets(
  { valueSets, valueSetsIfListed }: RecordRule,
  standIns: readonly string[],
  { names, listed: { valueSets: listed } }: LoadedSets,
): readonly string[] {
  if (listed === null) return valueSets;
  const areTakenOver = standIns.length > 0 && standIns.every((set) => listed.has(set) && names.has(set));
  return [
    ...(areTakenOver ? valueSets.filter((set) => listed.has(set)) : valueSets),
    ...valueSetsIfListed.filter((set) => listed.has(set)),
  ];
}

/**
 * A rule on a merged set is in use if that set is there; a rule on separate sets is in use unless the
 * directory has none of them but has the merged ones that replaced them. A rule with a medication list stays:
 * no merged set holds drugs. Years before 2025 have no merged sets, so nothing replaces their sets. A rule
 * that a directory would have to list is not in use if none does.
 */
function isInUse(
  { medicationLists, valueSetsIfListed, onlyIfPresent }: RecordRule,
  valueSets: readonly string[],
  standIns: readonly string[],
  { names }: LoadedSets,
): boolean {
  const own = [...valueSets, ...medicationLists];
  if (own.length === 0 && valueSetsIfListed.length > 0) return false;
  const hasOwn = own.some((set) => names.has(set));
  if (onlyIfPresent) return hasOwn;
  if (hasOwn || medicationLists.length > 0) return true;
  return standIns.length === 0 || !standIns.every((set) => names.has(set));
}

function statementOf({ rule, standIns }: RuleInYear): Statement {
  const { id, label, reference, codes } = rule;
  return {
    ...{ id, kind: 'exclusion', label, reference },
    details: [
      windowDetail('one record', rule.window, reference),
      ...namesDetail('value_sets', 'value sets', rule.valueSets, reference),
      ...namesDetail(
        'value_sets_if_listed',
        'value sets, if the directory lists them for the measure',
        rule.valueSetsIfListed,
        ourReading('3.3'),
      ),
      ...namesDetail('medication_lists', 'medication lists', rule.medicationLists, reference),
      ...namesDetail(
        'codes',
        'codes, in a set or not',
        codes.map(({ system, code }) => `${system} ${code}`),
        ourReading('8'),
      ),
      ...namesDetail('merged_into', 'merged sets that take over', standIns, reference),
      ...(rule.countsHospiceFact
        ? [switchDetail('enrollment_date', 'a hospice date of the enrollment counts', true, reference)]
        : []),
      ...(rule.onlyIfPresent
        ? [switchDetail('only_if_present', 'only where the directory has the set', true, reference)]
        : []),
    ],
  };
}
