import type { Advice, Finding, QualityFacts, QualityRules } from '../../packs/quality.js';
import { isoDay } from '../../timeline/day.js';

/** What the rules need but the data lack: claims, people, codes, drugs. */
export function absences(facts: QualityFacts, rules: QualityRules): Finding[] {
  return [
    ...claimFindings(facts, rules),
    ...peopleFindings(facts, rules),
    ...roleFindings(facts, rules),
    ...fillFindings(facts, rules),
    ...facts.blankColumns.map(blankColumn),
  ];
}

/** No claim of the period. A run that reads only candidates' claims does not know this when there are no candidates. */
function claimFindings({ claims, basis }: QualityFacts, { period, noClaims }: QualityRules): Finding[] {
  if (noClaims === null) return [];
  const days = [...claims.days.keys()].sort((a, b) => a - b);
  if (days.some((day) => period.first <= day && day <= period.last)) return [];
  if (basis === 'candidates' && claims.rows > 0) return [];
  const dates = `${isoDay(period.first)} to ${isoDay(period.last)}`;
  return [
    {
      code: 'LBP-D106',
      severity: 'error',
      text: `no claim row has a date in ${dates}: ${rowsText(claims, days)}`,
      size: { count: 0, of: claims.rows },
      ...noClaims,
      absence: 'failed',
    },
  ];
}

/** `4 rows, of 2025-05-20 to 2025-06-02; 1 of them rejected` */
function rowsText({ rows, rejected }: QualityFacts['claims'], days: readonly number[]): string {
  if (rows === 0) return 'there are no rows at all';
  const [first, last] = [days[0], days.at(-1)];
  const span = first === undefined || last === undefined ? '' : `, of ${isoDay(first)} to ${isoDay(last)}`;
  const unusable = Object.values(rejected).reduce((sum, count) => sum + count, 0);
  return `${rows} rows${span}${unusable === 0 ? '' : `; ${unusable} of them rejected`}`;
}

/** No candidate, or no candidate with an outcome. */
function peopleFindings({ persons, claims }: QualityFacts, { people }: QualityRules): Finding[] {
  const { candidates, reported } = persons;
  if (candidates === 0) {
    const days = [...claims.days.keys()].sort((a, b) => a - b);
    return [
      {
        code: 'LBP-D107',
        severity: 'error',
        text: `nobody has ${people.what} (claims: ${rowsText(claims, days)})`,
        size: { count: 0, of: claims.rows },
        ...people.none,
        absence: 'warned',
      },
    ];
  }
  if (reported === null || reported.count > 0) return [];
  const why = Object.entries(reported.others).map(([reason, count]) => `${reason} ${count}`);
  return [
    {
      code: 'LBP-D108',
      severity: 'error',
      text: `no candidate has an outcome: ${why.join(', ')}`,
      size: { count: candidates, of: candidates },
      ...people.unreported,
      absence: 'warned',
    },
  ];
}

/** If none of this many people has an essential code, it is missing from the data, not absent by chance. */
const FEWEST_PEOPLE = 100;

/**
 * Codes that the rules need but no row has. A run fails only if no row has a procedure at all, or if there
 * are too many people for all of them to lack the codes: a few people may well have had no imaging.
 */
function roleFindings(
  { rolesSeen, claims, persons, basis }: QualityFacts,
  { roles }: QualityRules,
): Finding[] {
  if (rolesSeen === null || claims.rows === 0) return [];
  const isCertain = claims.withProcedure === 0 || persons.candidates >= FEWEST_PEOPLE;
  const whose = basis === 'all' ? 'no claim row carries' : 'no claim row of a candidate carries';
  return roles
    .filter(({ role }) => !rolesSeen.has(role))
    .map(({ severity, isEssential, what, effect, fix }) => ({
      code: 'LBP-D211',
      severity,
      text: `${whose} ${what}`,
      size: { count: 0, of: claims.rows },
      ...{ effect, fix },
      ...(severity === 'error'
        ? { absence: isEssential && isCertain ? ('failed' as const) : ('warned' as const) }
        : {}),
    }));
}

/** A mapping that has no effect in some files, or in all of them; or a column that only the other files have. */
function blankColumn({ column, named, paths }: QualityFacts['blankColumns'][number]): Finding {
  const [first] = paths;
  const where = `in ${first}${paths.length > 1 ? ` and ${paths.length - 1} more files` : ''}`;
  const words =
    named === null
      ? {
          text: `no column ${column}, which other files of the table have, ${where}`,
          effect: `Whatever ${column} would say of these rows is missed.`,
          fix: `If such a file has it under another name, rename it there, or map columns.${column}.`,
        }
      : {
          text: `no column ${named}, which columns.${column} in the config names, ${where}`,
          effect: `Such a file has no ${column}, unless it has a column of that name.`,
          fix: 'Check the name; if the files do not have it, remove it from the config.',
        };
  return {
    code: 'LBP-D213',
    severity: 'warning',
    size: { count: paths.length, of: paths.length },
    absence: 'warned',
    ...words,
  };
}

/** No fill of a candidate or of a listed drug; `volume.ts` reports missing pharmacy claims. */
function fillFindings({ pharmacy, persons }: QualityFacts, { fills }: QualityRules): Finding[] {
  if (fills === null || pharmacy === null) return [];
  const { rows, listed, ofCandidates } = pharmacy;
  const none = (text: string, advice: Advice): Finding[] => [
    {
      ...{ code: 'LBP-D305', severity: 'warning', text, size: { count: 0, of: rows } },
      ...advice,
      absence: 'warned',
    },
  ];
  if (rows === 0) return none('the pharmacy claims have no rows', fills.noneListed);
  if (listed === 0) return none('no pharmacy row is of a drug that a rule reads', fills.noneListed);
  // Of many people, some have fills: where none has, the ids of the two tables are not the same.
  if (ofCandidates === 0 && persons.candidates >= FEWEST_PEOPLE)
    return none('no pharmacy row is of a candidate', fills.noneOfCandidates);
  return [];
}
