import type { Account } from '../extract/accounts.js';
import type { Extraction } from '../extract/extract.js';
import type { AnyPack } from '../packs/pack.js';
import type { Finding, WarningFacts } from '../packs/quality.js';
import { OPEN_NOTICE } from '../report/manifest.js';
import type { Inputs } from './inputs.js';
import { type LoadedRules, otherYears } from './rules.js';
import { copyWarnings } from './second-reading.js';

export interface RunFacts {
  readonly loaded: LoadedRules;
  readonly inputs: Pick<Inputs, 'pharmacy' | 'files' | 'copies'>;
  readonly extraction: Omit<Extraction, 'persons'>;
  /** What the pack says of its rules and of the people. */
  readonly byPack: ReturnType<AnyPack['warnings']>;
  /** What is odd in claim files. */
  readonly claimFiles: readonly WarningFacts[];
  /** What in the data bears on the result. */
  readonly findings: readonly Finding[];
  /** Whether the unfinished output of a killed run had to make room. */
  readonly replacedUnfinished: boolean;
}

/** What a reader of the results should know, with how much of it there is; all of it, every time. */
export function warningsOfRun(facts: RunFacts): WarningFacts[] {
  return [
    ...aboutAbsences(facts),
    ...aboutOutput(facts),
    ...facts.byPack.rules,
    ...aboutSets(facts.loaded),
    ...aboutInputs(facts),
    ...facts.claimFiles.map(({ code, text, count }) => ({ code, text, count })),
    ...facts.byPack.persons.filter(({ count }) => count > 0),
  ];
}

/** What the rules need and the data have nothing of, before all else. */
function aboutAbsences({ findings }: RunFacts): WarningFacts[] {
  return findings
    .filter(({ absence }) => absence !== undefined)
    .map(({ text, effect, size }) => ({
      code: 'LBP-W131',
      text: `${text}. ${effect}`,
      count: Math.max(1, size.of),
    }));
}

function aboutOutput({ replacedUnfinished }: RunFacts): WarningFacts[] {
  if (!replacedUnfinished) return [];
  const text = 'the unfinished output of a run that was killed was in the way, and is replaced';
  return [{ code: 'LBP-W501', text, count: 1 }];
}

function aboutSets(loaded: LoadedRules): WarningFacts[] {
  const { pack, question, rules, directory } = loaded;
  const warnings: WarningFacts[] = otherYears(loaded).map((text) => ({ code: 'LBP-W206', text, count: 1 }));
  const open = directory.files.filter((file) => file.origin === 'open').length;
  if (open > 0) warnings.push({ code: 'LBP-W201', text: `value sets: ${OPEN_NOTICE}`, count: open });
  if (directory.demonstrationLists.length > 0) {
    warnings.push({
      code: 'LBP-W202',
      text: `medication lists with demonstration NDCs, which no real claim carries: ${directory.demonstrationLists.join(', ')}`,
      count: directory.demonstrationLists.length,
    });
  }
  for (const { rule, set } of rules.sets.absentSets) {
    warnings.push({ code: 'LBP-W203', text: `rule ${rule} has no ${set} in the loaded directory`, count: 1 });
  }
  for (const set of rules.sets.unusedSets) {
    const text = `the directory lists ${set} for ${pack.measure?.short}, and no rule of ${pack.questionName(question)} uses it`;
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
      count: diagnosisShapes.misshapen,
    },
    {
      code: 'LBP-W113',
      text: 'claim lines of candidates with a modifier in the cell of the procedure; the two are taken apart',
      count: extraction.linesOfGluedModifiers,
    },
    {
      code: 'LBP-W114',
      text: 'claim lines of candidates with several codes in one cell; all are read, the first one at the place of the cell',
      count: extraction.linesOfSeveralCodes,
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
