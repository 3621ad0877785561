import type { Account } from '../extract/accounts.js';
import type { Extraction } from '../extract/extract.js';
import type { AnyPack } from '../packs/pack.js';
import type { Finding, WarningFacts } from '../packs/quality.js';
import { missingSet } from '../packs/sets.js';
import { OPEN_NOTICE } from '../report/manifest.js';
import { COLUMN_OF_SYSTEM, type Selection } from '../timeline/selection.js';
import type { CodeYears } from '../valuesets/code-years.js';
import type { Inputs } from './inputs.js';
import { listedWords, remarkWarnings, unknownPrincipals } from './remark-warnings.js';
import { type LoadedRules, otherYears } from './rules.js';
import { copyWarnings } from './second-reading.js';

export interface RunFacts {
  readonly loaded: LoadedRules;
  readonly inputs: Pick<Inputs, 'pharmacy' | 'files' | 'copies'>;
  readonly extraction: Omit<Extraction, 'persons'>;
  /** The pack's warnings about its rules and the people. */
  readonly byPack: ReturnType<AnyPack['warnings']>;
  /** Oddities in claim files. */
  readonly claimFiles: readonly WarningFacts[];
  /** The findings about the data. */
  readonly findings: readonly Finding[];
  /** Whether the unfinished output of a killed run was replaced. */
  readonly replacedUnfinished: boolean;
  readonly codeYears: CodeYears;
}

/** Everything a reader of the results should know, with counts; the full list every time. */
export function warningsOfRun(facts: RunFacts): WarningFacts[] {
  return [
    ...aboutAbsences(facts),
    ...aboutOutput(facts),
    ...facts.byPack.rules,
    ...aboutSets(facts.loaded),
    ...aboutCategories(facts),
    ...aboutInputs(facts),
    ...facts.claimFiles.map(({ code, text, count }) => ({ code, text, count })),
    ...facts.byPack.persons.filter(({ count }) => count > 0),
  ];
}

/** Starts with what the rules need but the data lack. */
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
  const text = 'the unfinished output of a run that was killed was replaced';
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
    const text = `rule ${rule} has no ${missingSet(set, directory.setNames)} in the loaded directory`;
    warnings.push({ code: 'LBP-W203', text, count: 1 });
  }
  for (const set of rules.sets.unusedSets) {
    const text = `the directory lists ${set} for ${pack.measure?.short}, and no rule of ${pack.questionName(question)} uses it`;
    warnings.push({ code: 'LBP-W205', text, count: 1 });
  }
  for (const { text, count } of directory.warnings) warnings.push({ code: 'LBP-W204', text, count });
  return warnings;
}

/** Categories in sets in use: whoever listed them may have meant the codes below them, which do not match. */
function aboutCategories({ loaded, codeYears }: RunFacts): WarningFacts[] {
  const found = loaded.selection.codes.filter(
    ({ system, code }) => system === 'ICD10CM' && codeYears.isDividedCategory(code),
  );
  const [first] = found;
  if (first === undefined) return [];
  const text = `ICD-10-CM categories in value sets, which are not billable: the codes below them are needed; the first is ${first.code} of ${first.sets.join(', ')}`;
  return [{ code: 'LBP-W204', text, count: found.length }];
}

function aboutInputs({ inputs, extraction, loaded, codeYears }: RunFacts): WarningFacts[] {
  const { accounts, conflictingLines, linesOfUnknownStatus, diagnosisShapes } = extraction;
  const rejected = rejectedOf(accounts);
  const { words } = extraction.remarks;
  const found: WarningFacts[] = [
    { code: 'LBP-W101', text: 'rows rejected; see rejects.csv', count: rejected },
    {
      code: 'LBP-W112',
      text: 'rows rejected of inputs that are not available; they are counted, but not listed in rejects.csv',
      count: rejectedOf(accounts.filter((_, fileNo) => inputs.files[fileNo]?.isLocal === false)),
    },
    {
      code: 'LBP-W102',
      text: 'claim lines of candidates stated more than once with different values; all of them count, each diagnosis_code_1 as a principal one',
      count: conflictingLines,
    },
    {
      code: 'LBP-W103',
      text: `claim lines of candidates without a known status, which count as not denied${listedWords(words.claim_status)}`,
      count: linesOfUnknownStatus,
    },
    {
      code: 'LBP-W103',
      text: `fills of candidates with a word in claim_status that is not understood; they count as dispensed${listedWords(words.fill_status)}`,
      count: sumOf(words.fill_status),
    },
    ...(['payer_type', 'medical_benefit'] as const).map((column) => ({
      code: 'LBP-W148',
      text: `rows rejected for words of ${column} that are not understood; map them with values.${column} in the config${listedWords(words[column])}`,
      count: sumOf(words[column]),
    })),
    {
      code: 'LBP-W149',
      text: 'claim lines of tables on bills that void another (type of bill ending in 8), which do not count',
      count: accounts.reduce(
        (sum, { ignored }, fileNo) =>
          inputs.files[fileNo]?.table === 'medical_claim' ? sum + (ignored['void'] ?? 0) : sum,
        0,
      ),
    },
    {
      code: 'LBP-W109',
      text: 'claim lines of candidates with a procedure date that is not a date; the date of the claim is used',
      count: extraction.linesOfBadProcedureDates,
    },
    {
      code: 'LBP-W104',
      text: 'rows whose principal diagnosis does not have the form of an ICD-10-CM code',
      count: diagnosisShapes.misshapen,
    },
    unknownPrincipals(
      extraction.remarks,
      inputs.files,
      (code) => codeYears.isNoCode(code) && !loaded.directory.diagnoses.has(code),
    ),
    {
      code: 'LBP-W113',
      text: 'claim lines of candidates with a modifier in the cell of the procedure; the two are separated',
      count: extraction.linesOfGluedModifiers,
    },
    {
      code: 'LBP-W114',
      text: 'claim lines of candidates with several codes in one cell; all are read, the first one at the place of the cell',
      count: extraction.linesOfSeveralCodes,
    },
    {
      code: 'LBP-W116',
      text: 'claim lines of candidates with a hyphen or a comma in place of the dot of a diagnosis, or a hyphen in the type of a bill; they are read without it',
      count: extraction.linesOfCorrectedCodes,
    },
    {
      code: 'LBP-W105',
      text: 'no pharmacy claims were given: no drug could exclude anyone',
      count: inputs.pharmacy === null && readsDrugs(loaded.selection) ? 1 : 0,
    },
  ];
  const remarked = remarkWarnings(extraction.remarks, inputs.files);
  return [...found.filter(({ count }) => count > 0), ...remarked, ...copyWarnings(inputs)];
}

/** A policy without flags of drugs reads none. */
function readsDrugs({ codes }: Selection): boolean {
  return codes.some(({ system }) => COLUMN_OF_SYSTEM[system] === 'drug');
}

function sumOf(words: ReadonlyMap<string, number>): number {
  return [...words.values()].reduce((sum, rows) => sum + rows, 0);
}

function rejectedOf(accounts: readonly Account[]): number {
  return accounts.flatMap((account) => Object.values(account.rejected)).reduce((sum, n) => sum + n, 0);
}
