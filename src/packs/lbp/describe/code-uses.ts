import type { CodeUse } from '../../code-use.js';
import { rulesInOrder } from '../rules/in-order.js';
import type { Detail, Statement } from '../rules/statement.js';
import { rulesOfYear, YEARS } from '../years/index.js';
import type { YearRules } from '../years/year-rules.js';
import { statementsOf } from './statements.js';

/** The detail that names the sets, the detail with their window, and the meaning of a code in the sets. */
type Reading = readonly [sets: string, window: string, meaning: string];

/** By rule id; exclusions met by one record, or by fills, have the readings of their kind. */
const READINGS: Readonly<Record<string, readonly Reading[]>> = {
  index: [
    ['diagnosis_sets', 'intake', 'index event, as the principal diagnosis'],
    ['visit_sets', 'intake', 'index event, as the visit code that its line needs'],
    ['inpatient_sets', '', 'makes the claim an inpatient stay, which gives no index event'],
  ],
  negative_history: [['diagnosis_sets', 'window', 'negative diagnosis history, which it breaks']],
  frailty_advanced_illness: [
    ['frailty_sets', 'frailty_window', 'excludes together with advanced illness: frailty'],
    ['illness_sets', 'illness_window', 'excludes together with frailty: advanced illness'],
    ['dementia_lists', 'illness_window', 'excludes together with frailty: advanced illness (drug)'],
    ['nonacute_sets', 'illness_window', 'makes a stay not acute, for advanced illness'],
  ],
  imaging: [
    ['value_sets', 'window', 'imaging of the spine, the numerator event'],
    ['diagnosis_sets', 'window', 'low back pain on the claim, which imaging needs to count'],
  ],
};

/** How the rules of every year use the codes of their sets. */
export function codeUses(): CodeUse[] {
  return YEARS.map(rulesOfYear).flatMap((year) =>
    statementsOf(year).flatMap((statement) => usesOf(statement, year)),
  );
}

function usesOf({ id, kind, label, details }: Statement, year: YearRules): CodeUse[] {
  const excludes = `excludes: ${label}`;
  const ofKind: readonly Reading[] =
    kind === 'exclusion'
      ? ['value_sets', 'value_sets_if_listed', 'medication_lists'].map((sets) => [sets, 'window', excludes])
      : [];
  const detail = (wanted: string): Detail | undefined => details.find((one) => one.id === wanted);
  const ofSets = (READINGS[id] ?? ofKind).flatMap(([sets, window, meaning]): CodeUse[] => {
    const names = detail(sets);
    if (names === undefined || names.value === null) return [];
    const days = detail(window)?.texts[0] ?? '';
    return [{ of: String(year.year), meaning, window: days, sets: names.texts, codes: [] }];
  });
  const codes = rulesInOrder(year).exclusions.find((rule) => rule.id === id)?.ownCodes ?? [];
  if (codes.length === 0) return ofSets;
  const window = detail('window')?.texts[0] ?? '';
  return [...ofSets, { of: String(year.year), meaning: excludes, window, sets: [], codes }];
}
