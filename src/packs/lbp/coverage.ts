import type { Person } from '../../timeline/person.js';
import { readTimeline } from '../../timeline/records.js';
import type { Window } from '../../timeline/window.js';
import type { RuleId } from './decision.js';
import { episodeFrom } from './episode.js';
import type { MeasureRules } from './resolve.js';
import { productLinesOn } from './rules/enrollment.js';
import { episodeRules } from './rules/in-order.js';
import { findIndexEpisode, reachOfIndex } from './rules/index-event.js';
import type { Episode, LbpRecords, Role, RoleUse, Rule } from './rules/kind.js';
import { datesOf, type Reach, reachOfDates } from './rules/near.js';

/*
 * For each rule: how many people meet it, miss it by a few days, miss it by more, or have no record for it.
 * It shows an analyst which rules have no effect and which feeds are empty. What counts as a near miss of
 * each rule is in docs/outputs.md, under coverage.csv.
 */

/** What is covered: a gate, an exclusion, the imaging, or a value set as one rule uses it. */
export interface CoverageItem {
  readonly kind: 'gate' | 'exclusion' | 'numerator' | 'value_set';
  readonly rule: RuleId;
  /** Empty unless it is a value set. */
  readonly valueSet: string;
  /** How a person meets or misses it; `episode` is null for a person without a row in members.csv. */
  readonly reachOf: (records: LbpRecords, episode: Episode | null) => Reach;
}

/** Everything that is covered: gates first, then exclusions, imaging, and the sets in use. */
export function coverageItems(rules: MeasureRules): CoverageItem[] {
  return [
    { kind: 'gate', rule: 'index', valueSet: '', reachOf: (records) => reachOfIndex(records, rules) },
    ...rules.gates.map((gate) => itemOf('gate', gate)),
    ...rules.exclusions.map((exclusion) => itemOf('exclusion', exclusion)),
    itemOf('numerator', rules.imaging),
    ...[...rules.sets.rolesOfSet].flatMap(([set, roles]) =>
      roles.flatMap((role) => setInUse(set, role, rules)),
    ),
  ];
}

/**
 * How a person meets or misses each item; null for a person who is not a candidate, or within a few days of
 * being one.
 */
export function coverageOf(
  person: Person,
  rules: MeasureRules,
  items: readonly CoverageItem[],
): Reach[] | null {
  const records = readTimeline(person, rules.reading);
  if (reachOfIndex(records, rules) === 'not_reached') return null;
  const episode = reportedEpisode(person, records, rules);
  return items.map(({ reachOf }) => reachOf(records, episode));
}

/** The episode that the rules after the event judge; null for a person without a row in members.csv. */
function reportedEpisode(person: Person, records: LbpRecords, rules: MeasureRules): Episode | null {
  const found = findIndexEpisode(records, rules);
  if (found === null) return null;
  const iesd = found.event.date;
  if (productLinesOn(iesd, person.spans, rules.year).reported.length === 0) return null;
  return episodeFrom(iesd, person, records, rules);
}

function itemOf(kind: CoverageItem['kind'], rule: Rule): CoverageItem {
  return {
    ...{ kind, rule: rule.id, valueSet: '' },
    reachOf: (_, episode) => (episode === null ? 'not_reached' : rule.reach(episode)),
  };
}

/** A set as a rule uses it, with the window of that rule. */
function setInUse(valueSet: string, role: Role, rules: MeasureRules): CoverageItem[] {
  const isOfRole = (use: RoleUse): boolean => use.role === role;
  const reach = (records: LbpRecords, { counts }: RoleUse, window: Window): Reach =>
    reachOfDates(datesOf(records.of(role).filter((one) => one.set === valueSet && counts(one))), window);
  const ofEvent = rules.index.uses.filter(isOfRole).map(
    (use): CoverageItem => ({
      ...{ kind: 'value_set', rule: 'index', valueSet },
      reachOf: (records) => reach(records, use, rules.index.intake),
    }),
  );
  const ofOthers = episodeRules(rules).flatMap(({ id, uses }) =>
    uses.filter(isOfRole).map(
      (use): CoverageItem => ({
        ...{ kind: 'value_set', rule: id, valueSet },
        reachOf: (records, episode) =>
          episode === null ? 'not_reached' : reach(records, use, use.window(episode.iesd)),
      }),
    ),
  );
  return [...ofEvent, ...ofOthers];
}
