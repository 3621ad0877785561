import type { Evidence } from '../../timeline/evidence.js';
import { compareText } from '../../timeline/order.js';
import type { EnrollmentFact, Person } from '../../timeline/person.js';
import { evidenceOf, firstWithin } from '../../timeline/records.js';
import { isWithin, type Window } from '../../timeline/window.js';
import { frailtyAndAdvancedIllness } from './frailty.js';
import type { LbpRecords, MeasureRules } from './resolve.js';
import { prolongedSteroids, steroidFills } from './steroids.js';
import { windowOf } from './window.js';
import type { ExclusionRule, RecordRule, WindowRule } from './years/year-rules.js';

/** What every exclusion is asked about: a person's timeline, and where in it the index episode starts. */
export interface Asked {
  readonly person: Person;
  readonly records: LbpRecords;
  readonly rules: MeasureRules;
  readonly iesd: number;
  /** In whole years on the last day of the year. */
  readonly age: number;
}

/** The evidence that an exclusion holds, none when it does not (docs/measure-logic.md 3). */
export function evidenceForExclusion(rule: ExclusionRule, asked: Asked): Evidence[] {
  const at = (window: WindowRule): Window => windowOf(window, asked.rules.year.year, asked.iesd);
  switch (rule.kind) {
    case 'record':
      return recordInWindow(rule, asked, at(rule.window));
    case 'steroids': {
      const window = at(rule.window);
      return prolongedSteroids(steroidFills(asked.person.fills, rule, asked.rules, window), rule, window);
    }
    case 'death':
      return earliestFact(rule.id, asked.person.deaths, at(rule.window));
    case 'frailty':
      return frailtyAndAdvancedIllness(asked.records, rule, asked.age, {
        frailty: at(rule.frailtyWindow),
        illness: at(rule.illnessWindow),
      });
  }
}

/** The earliest record that meets the rule; a fact of the enrolment file stands where no claim does. */
function recordInWindow(rule: RecordRule, { person, records }: Asked, window: Window): Evidence[] {
  const first = firstWithin(records.of(rule.id), window);
  if (first !== undefined) return [evidenceOf(rule.id, first, window)];
  return rule.countsHospiceFact ? earliestFact(rule.id, person.hospice, window) : [];
}

function earliestFact(rule: Evidence['rule'], facts: readonly EnrollmentFact[], window: Window): Evidence[] {
  const fact = facts
    .filter(({ date }) => isWithin(date, window))
    .sort(
      (a, b) => a.date - b.date || compareText(a.source, b.source) || compareText(a.locator, b.locator),
    )[0];
  if (fact === undefined) return [];
  return [
    {
      rule,
      date: fact.date,
      endDate: null,
      codeSystem: '',
      code: '',
      valueSet: '',
      claimId: '',
      lineNumber: '',
      windowStart: window.start,
      windowEnd: window.end,
      source: fact.source,
      locator: fact.locator,
    },
  ];
}
