import type { ExitKind } from '../../errors.js';
import { diagnosisCodes } from '../../extract/diagnosis-codes.js';
import { Engine } from '../../extract/duckdb.js';
import { type Role, resolveRules, setsByRole } from '../../packs/lbp/resolve.js';
import { rulesOfYear, YEARS } from '../../packs/lbp/years/index.js';
import { MissingSetsError } from '../../packs/sets.js';
import { loadKept } from '../../run/directory-cache.js';
import { planInputs } from '../../run/inputs.js';
import { yearRules } from '../../run/measure-rules.js';
import type { DirectorySettings } from '../../run/settings.js';
import { withTemporaryFolder } from '../../run/temporary-folder.js';
import { type ClaimCode, type Concern, checkDirectory, type Finding } from '../../valuesets/check.js';
import type { Directory } from '../../valuesets/directory.js';
import { print, settingsOf } from './loading.js';

/** `lbp valuesets check`: exit 1 when codes that the measure needs are lost. */
export async function check(flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  const settings = settingsOf(flags);
  const years = settings.year === undefined ? YEARS : [yearRules(settings.year).year];
  const { valueSets, medications, crosswalk } = settings;
  const directory = await loadKept({ valueSets, medications, crosswalk });
  const claimCodes = settings.claims.length === 0 ? [] : await codesOfClaims(settings);
  const findings = [
    ...(settings.year === undefined ? [] : ofRules(settings.year, directory)),
    ...checkDirectory(directory, concernOf(years), claimCodes),
  ];
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  print(settings.json, { ...counts, findings }, () => text(findings, counts));
  return counts.error > 0 ? 'threshold' : 'done';
}

/** The sets that these years could ask for, and what they mean. */
function concernOf(years: readonly number[]): Concern {
  const of = (role: Role): string[] => [
    ...new Set(years.flatMap((year) => setsByRole(rulesOfYear(year)).get(role) ?? [])),
  ];
  return {
    asked: new Set(years.flatMap((year) => [...setsByRole(rulesOfYear(year)).values()].flat())),
    lowBackPain: of('low_back_pain'),
    injuries: [...of('trauma'), ...of('recent_injury')],
  };
}

/** Rules without their sets, and sets that the directory lists for LBP and no rule uses. */
function ofRules(year: number, directory: Directory): Finding[] {
  try {
    const { absentSets, unusedSets } = resolveRules(
      rulesOfYear(year),
      directory.setNames,
      directory.usedByLbp,
    );
    return [
      ...absentSets.map(({ rule, set }): Finding => {
        const text = `rule ${rule} could use it, and it is not there`;
        return { severity: 'warning', check: 'rule', set, text, count: 1 };
      }),
      ...unusedSets.map((set): Finding => {
        const text = `the directory lists it for LBP, and no rule of ${year} uses it`;
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

async function codesOfClaims({ claims, mapping, threads, memory }: DirectorySettings): Promise<ClaimCode[]> {
  return withTemporaryFolder(async (spill) => {
    const engine = await Engine.open({ threads, memory, spill });
    try {
      const others = { x12: [], claimStatus: [], pharmacy: [], eligibility: [] };
      const { medical } = await planInputs(engine, { claims, mapping, ...others });
      return await diagnosisCodes(engine, medical);
    } finally {
      engine.close();
    }
  });
}

function text(findings: readonly Finding[], counts: Readonly<Record<Finding['severity'], number>>): string {
  const lines = findings.map(({ severity, check: what, set, count, text: said }) => {
    const about = set === '' ? '' : ` ${set}`;
    return `${severity} ${what}${about}: ${said}${count === 1 ? '' : ` (${count})`}`;
  });
  const summary = `${counts.error} errors, ${counts.warning} warnings, ${counts.note} notes`;
  return [...lines, ...(lines.length === 0 ? [] : ['']), summary].join('\n');
}
