import type { DiagnosisCount } from '../extract/check.js';
import type { UnbillableStem } from '../packs/quality.js';
import type { ListedCode } from '../timeline/person.js';
import { firstDayOf } from '../valuesets/code-life.js';
import type { CodeYears, Unbillable } from '../valuesets/code-years.js';
import type { LoadedRules } from './rules.js';

/** A category and one more character: `M545`. */
const STEM = 4;

/**
 * The diagnoses that were certainly not billable when they were coded or are no codes, and those that are newer than every
 * code of the loaded directory, by stem; the most frequent first. A claim that runs over the first of October
 * may be coded by either year, so it counts only if both years reject the code.
 *
 * @example M54.5 on a service date of 2021-10-01: stem M545, `no longer`; on 2021-09-30 it is billable and not counted
 */
export function unbillableStems(
  counts: readonly DiagnosisCount[],
  years: CodeYears,
  { directory, rules, selection }: Pick<LoadedRules, 'directory' | 'rules' | 'selection'>,
): UnbillableStem[] {
  const listed = directory.diagnoses;
  const reach = years.reachOf(listed);
  const found = counts.flatMap((count) => {
    const why = reasonOf(count, years) ?? newerThan(count.code, listed, reach, years);
    return why === null ? [] : [{ ...count, why }];
  });
  if (found.length === 0) return [];
  const rolesOfStem = rolesByStem(
    selection.codes.filter(({ system }) => system === 'ICD10CM'),
    (code) => rules.sets.meaningsOf(code).map(({ role }) => role),
  );
  const stems = new Map<string, UnbillableStem>();
  for (const { code, why, rows } of found) {
    const stem = code.slice(0, STEM);
    const isListed = listed.has(code);
    const key = JSON.stringify([stem, why, isListed]);
    const before = stems.get(key)?.rows ?? 0;
    stems.set(key, { stem, why, isListed, rows: before + rows, roles: rolesOfStem(stem) });
  }
  return [...stems.values()].sort((a, b) => b.rows - a.rows || (a.stem < b.stem ? -1 : 1));
}

function reasonOf({ code, served, coded }: DiagnosisCount, years: CodeYears): Unbillable | null {
  const why = years.unbillableOn(code, firstDayOf(served));
  if (why === null || served === coded) return why;
  return years.unbillableOn(code, firstDayOf(coded)) === null ? null : why;
}

/** A code that is newer than the directory's newest one, so the directory cannot know its meaning. */
function newerThan(
  code: string,
  listed: ReadonlySet<string>,
  reach: number | null,
  years: CodeYears,
): 'newer' | null {
  const first = years.lifeOf(code)?.first ?? null;
  if (first === null || reach === null || listed.has(code)) return null;
  return first.earliest > reach ? 'newer' : null;
}

/**
 * The meanings of listed codes that share a stem; a heading shorter than a stem matches every code below it.
 */
function rolesByStem(
  codes: readonly ListedCode[],
  rolesOf: (code: ListedCode) => readonly string[],
): (stem: string) => readonly string[] {
  const byStem = new Map<string, Set<string>>();
  for (const listed of codes) {
    for (const stem of [listed.code.slice(0, STEM), listed.code.slice(0, STEM - 1)]) {
      const roles = byStem.get(stem) ?? new Set();
      for (const role of rolesOf(listed)) roles.add(role);
      byStem.set(stem, roles);
    }
  }
  return (stem) => [...(byStem.get(stem) ?? [])].sort();
}
