import { isoDay } from '../../../timeline/day.js';
import type { Person } from '../../../timeline/person.js';
import type { PersonInInputs } from '../../../timeline/person-in-inputs.js';
import type { Window } from '../../../timeline/window.js';
import { counted } from '../phrases.js';
import { intakePeriod } from '../rules/low-back-pain-lines.js';
import type { YearRules } from '../years/year-rules.js';

/** What the inputs hold about a person who is not a candidate. */
export function knownPhrase(person: Person, facts: PersonInInputs, year: YearRules): string {
  const intake = intakePeriod(year);
  const parts = [claimsPhrase(facts, intake), ...fatesPhrase('claim', fatesOf(facts))];
  const { eligibility, pharmacy } = facts;
  const rows = sum([...Object.values(eligibility), ...Object.values(pharmacy)]);
  if (facts.claims.length === 0 && rows === 0)
    return 'the inputs hold nothing of this person_id; check the id';
  parts.push(spansPhrase(person), ...fatesPhrase('enrollment', eligibility));
  return parts.join('; ');
}

function claimsPhrase({ claims }: PersonInInputs, intake: Window): string {
  const used = claims.filter(({ outcome, day }) => outcome === '' && day !== null);
  if (used.length === 0) return 'the inputs hold no claim of this person that can be used';
  const days = used.map(({ day }) => day ?? 0);
  const all = `${counted(sum(used.map(({ rows }) => rows)), 'claim row')} from ${isoDay(Math.min(...days))} to ${isoDay(Math.max(...days))}`;
  const principal = used.filter((row) => row.hasCandidateCode).map(({ day }) => day ?? 0);
  if (principal.length === 0) return `${all}, and none has low back pain as principal diagnosis`;
  const within = principal.filter((day) => (intake.start ?? 0) <= day && day <= intake.end);
  const listed = (within.length > 0 ? within : principal).map(isoDay);
  const shown = listed.length > 3 ? [...listed.slice(0, 3), `${listed.length - 3} more days`] : listed;
  return within.length > 0
    ? `${all}, and those with low back pain as principal diagnosis in the intake period (${shown.join(', ')}) carry no diagnosis that counts`
    : `${all}, and those with low back pain as principal diagnosis (${shown.join(', ')}) lie outside the intake period ${isoDay(intake.start ?? 0)} to ${isoDay(intake.end)}`;
}

function spansPhrase({ spans }: Person): string {
  if (spans.length === 0) return 'no enrollment row of this person can be used';
  const first = spans.reduce((day, { start }) => Math.min(day, start), Number.POSITIVE_INFINITY);
  const last = spans.reduce((day, { end }) => Math.max(day, end), Number.NEGATIVE_INFINITY);
  return `${counted(spans.length, 'enrollment span')} from ${isoDay(first)} to ${isoDay(last)}`;
}

function fatesOf({ claims }: PersonInInputs): Record<string, number> {
  const fates: Record<string, number> = {};
  for (const { outcome, rows } of claims) fates[outcome] = (fates[outcome] ?? 0) + rows;
  return fates;
}

/** Rows that are not used, and why. */
function fatesPhrase(kind: string, fates: Readonly<Record<string, number>>): string[] {
  const unused = Object.entries(fates).filter(([outcome]) => outcome !== '');
  if (unused.length === 0) return [];
  const reasons = unused.map(([outcome, rows]) => `${outcome} ${rows}`).join(', ');
  return [`${counted(sum(unused.map(([, rows]) => rows)), `${kind} row`)} not used (${reasons})`];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
