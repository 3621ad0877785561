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
 * How far people come with each rule: who meets it, who misses it by a few days, who misses it by more, and who never
 * comes to it. An analyst sees by it which rules are dead and which feeds are empty. What is a near miss of which rule
 * is in docs/outputs.md, under coverage.csv.
 */

/** What is covered: a gate, an exclusion, the imaging, or a value set in the use of a rule. */
export interface CoverageItem {
  readonly kind: 'gate' | 'exclusion' | 'numerator' | 'value_set';
  readonly rule: RuleId;
  /** Empty but for a value set. */
  readonly valueSet: string;
  /** What a person's records say of it; without an episode for one who has no row in members.csv. */
  readonly reachOf: (records: LbpRecords, episode: Episode | null) => Reach;
}

/** All that the rules can ask, gates first, then exclusions, imaging, and the sets in use. */
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
 * How far a person comes with each item; null for someone who is no candidate, and would be none a few days off.
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

/** What the rules after the event are asked about; null for someone without a row in members.csv. */
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

/** A set in the use that a rule makes of it, with the window of that rule. */
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
