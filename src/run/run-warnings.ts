import type { Account } from '../extract/accounts.js';
import type { Extraction } from '../extract/extract.js';
import type { X12Claims } from '../extract/x12/read-x12.js';
import type { RunReport } from '../packs/lbp/outputs/run-report.js';
import type { MeasureRules } from '../packs/lbp/resolve.js';
import type { WarningFacts } from '../packs/quality.js';
import { OPEN_NOTICE } from '../report/manifest.js';
import type { Directory } from '../valuesets/directory.js';
import type { Inputs } from './inputs.js';
import { copyWarnings } from './second-reading.js';
import { x12Warnings } from './x12-facts.js';

export interface RunFacts {
  readonly rules: MeasureRules;
  readonly directory: Directory;
  readonly inputs: Inputs;
  readonly extraction: Omit<Extraction, 'persons'>;
  readonly report: RunReport;
  readonly x12: X12Claims | null;
  /** Whether the unfinished output of a killed run had to make room. */
  readonly replacedUnfinished: boolean;
}

/** What a reader of the rates should know, with how much of it there is; all of it, every time. */
export function warningsOfRun(facts: RunFacts): WarningFacts[] {
  const aboutX12 = facts.x12 === null ? [] : x12Warnings(facts.x12);
  return [
    ...aboutOutput(facts),
    ...aboutRules(facts),
    ...aboutInputs(facts),
    ...aboutX12,
    ...aboutPersons(facts),
  ];
}

function aboutOutput({ replacedUnfinished }: RunFacts): WarningFacts[] {
  if (!replacedUnfinished) return [];
  const text = 'the unfinished output of a run that was killed was in the way, and is replaced';
  return [{ code: 'LBP-W501', text, count: 1 }];
}

function aboutRules({ rules, directory }: RunFacts): WarningFacts[] {
  const { year, status, statusNote } = rules.year;
  const warnings: WarningFacts[] = [];
  if (status === 'provisional') {
    warnings.push({
      code: 'LBP-W301',
      text: `the rules of ${year} are provisional: ${statusNote}`,
      count: 1,
    });
  }
  const open = directory.files.filter((file) => file.origin === 'open').length;
  if (open > 0) warnings.push({ code: 'LBP-W201', text: `value sets: ${OPEN_NOTICE}`, count: open });
  if (directory.demonstrationLists.length > 0) {
    warnings.push({
      code: 'LBP-W202',
      text: `medication lists with demonstration NDCs, which no real claim carries: ${directory.demonstrationLists.join(', ')}`,
      count: directory.demonstrationLists.length,
    });
  }
  for (const { rule, set } of rules.absentSets) {
    warnings.push({ code: 'LBP-W203', text: `rule ${rule} has no ${set} in the loaded directory`, count: 1 });
  }
  for (const set of rules.unusedSets) {
    const text = `the directory lists ${set} for LBP, and no rule of ${year} uses it`;
    warnings.push({ code: 'LBP-W205', text, count: 1 });
  }
  for (const { text, count } of directory.warnings) warnings.push({ code: 'LBP-W204', text, count });
  return warnings;
}

function aboutInputs({ inputs, extraction }: RunFacts): WarningFacts[] {
  const { accounts, conflictingLines, linesOfUnknownStatus, diagnosisShapes } = extraction;
  const rejected = rejectedOf(accounts);
  const found: WarningFacts[] = [
    { code: 'LBP-W101', text: 'rows rejected; see rejects.csv', count: rejected },
    {
      code: 'LBP-W112',
      text: 'rows rejected of inputs that are not at hand; they are counted, and not in rejects.csv',
      count: rejectedOf(accounts.filter((_, fileNo) => inputs.files[fileNo]?.isLocal === false)),
    },
    {
      code: 'LBP-W102',
      text: 'claim lines of candidates stated more than once and not alike; all of them count',
      count: conflictingLines,
    },
    {
      code: 'LBP-W103',
      text: 'claim lines of candidates without a known status, which count as not denied',
      count: linesOfUnknownStatus,
    },
    {
      code: 'LBP-W109',
      text: "claim lines of candidates with a procedure date that is no date; the claim's date stands for it",
      count: extraction.linesOfBadProcedureDates,
    },
    {
      code: 'LBP-W104',
      text: 'rows whose principal diagnosis is no ICD-10-CM code by its shape',
      count: diagnosisShapes.digit,
    },
    {
      code: 'LBP-W105',
      text: 'no pharmacy claims were given: no drug could exclude anyone',
      count: inputs.pharmacy === null ? 1 : 0,
    },
  ];
  return [...found.filter(({ count }) => count > 0), ...copyWarnings(inputs)];
}

function rejectedOf(accounts: readonly Account[]): number {
  return accounts.flatMap((account) => Object.values(account.rejected)).reduce((sum, n) => sum + n, 0);
}

function aboutPersons({ report }: RunFacts): WarningFacts[] {
  const { unreported, index_events_on_imaging_lines: onImaging } = report.persons;
  const found: WarningFacts[] = [
    {
      code: 'LBP-W106',
      text: 'candidates without eligibility; they are listed in unreported.csv',
      count: unreported.no_eligibility ?? 0,
    },
    {
      code: 'LBP-W107',
      text: 'people with a steroid fill that states no days of supply, which covers no day',
      count: report.personsWithoutDaysSupply,
    },
    { code: 'LBP-W108', text: 'index events whose line is itself an imaging study', count: onImaging },
  ];
  return found.filter(({ count }) => count > 0);
}
