import type { ExitKind } from '../../errors.js';
import { MEASURE } from '../../packs/index.js';
import { MissingSetsError, otherSpelling, setsByRole } from '../../packs/sets.js';
import { codesOfClaims } from '../../run/claim-codes.js';
import { loadKept } from '../../run/directory-cache.js';
import { questionOf } from '../../run/settings/run-settings.js';
import { type Concern, checkDirectory, type Finding } from '../../valuesets/check.js';
import { type CodeYears, readCodeYears } from '../../valuesets/code-years.js';
import type { Directory } from '../../valuesets/directory.js';
import { print, settingsOf } from './loading.js';

/** `lbp valuesets check`: exit 1 when codes that the measure needs are lost. */
export async function check(flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  const settings = settingsOf(flags);
  const question = settings.year === undefined ? null : questionOf(MEASURE, { year: settings.year });
  const { valueSets, medications, crosswalk } = settings;
  const directory = await loadKept({ valueSets, medications, crosswalk });
  const claimCodes = settings.claims.length === 0 ? [] : await codesOfClaims(settings);
  const concern = concernOf(question);
  const findings = [
    ...(question === null ? [] : ofRules(question, directory)),
    ...checkDirectory(directory, concern, claimCodes),
    ...ofCategories(directory, concern, await readCodeYears()),
  ];
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  print(settings.json, { ...counts, findings }, () => text(findings, counts));
  return counts.error > 0 ? 'threshold' : 'done';
}

/** The sets that one question, or any question, could ask for, and their meanings. */
function concernOf(question: unknown): Concern {
  const byRole = setsByRole(MEASURE.needs(question));
  const of = (role: string): string[] => [...new Set(byRole.get(role) ?? [])];
  const { measure } = MEASURE;
  return {
    asked: new Set([...byRole.values()].flat()),
    measure,
    event: { name: measure?.event.name ?? '', sets: measure === null ? [] : of(measure.event.role) },
    excluding: (measure?.excluding ?? []).flatMap(of),
  };
}

/** Rules without their sets, and sets that the directory lists for the measure but no rule uses. */
function ofRules(question: unknown, directory: Directory): Finding[] {
  const { measure } = MEASURE;
  try {
    const { sets } = MEASURE.bind(question, {
      names: directory.setNames,
      listed: directory.listedFor(measure),
    });
    return [
      ...sets.absentSets.map(({ rule, set }): Finding => {
        const other = otherSpelling(set, directory.setNames);
        const fault = other === undefined ? 'it is not there' : `it is spelled ${other}`;
        const text = `rule ${rule} could use it, and ${fault}`;
        return { severity: 'warning', check: 'rule', set, text, count: 1 };
      }),
      ...sets.unusedSets.map((set): Finding => {
        const text = `the directory lists it for ${measure?.short}, and no rule of ${MEASURE.questionName(question)} uses it`;
        return { severity: 'warning', check: 'unused', set, text, count: 1 };
      }),
    ];
  } catch (error) {
    if (!(error instanceof MissingSetsError)) throw error;
    return error.rules.map(({ rule, sets }) => ({
      severity: 'error',
      check: 'rule',
      set: '',
      text: `rule ${rule} has none of its sets (${sets.join(', ')})`,
      count: 1,
    }));
  }
}

/** Categories in sets that a rule could ask for, which match no claim that has the codes below them. */
function ofCategories({ codes }: Directory, { asked }: Concern, years: CodeYears): Finding[] {
  const divided = codes.filter(({ system, code }) => system === 'ICD10CM' && years.isDividedCategory(code));
  return [...asked].flatMap((set): Finding[] => {
    const found = divided.filter(({ sets }) => sets.includes(set));
    const [first] = found;
    if (first === undefined) return [];
    const message = `ICD-10-CM categories, which are not billable: the codes below them are needed; the first is ${first.code}`;
    return [{ severity: 'warning', check: 'stem', set, text: message, count: found.length }];
  });
}

function text(findings: readonly Finding[], counts: Readonly<Record<Finding['severity'], number>>): string {
  const lines = findings.map(({ severity, check: what, set, count, text: message }) => {
    const about = set === '' ? '' : ` ${set}`;
    return `${severity} ${what}${about}: ${message}${count === 1 ? '' : ` (${count})`}`;
  });
  const summary = `${counts.error} errors, ${counts.warning} warnings, ${counts.note} notes`;
  return [...lines, ...(lines.length === 0 ? [] : ['']), summary].join('\n');
}
