import type { ListedCode } from '../timeline/person.js';
import { CodeCollector } from './collect.js';
import { readCrosswalk } from './crosswalk.js';
import { type DirectoryYear, directoryYears } from './directory-year.js';
import { singleFile } from './find-files.js';
import { byCodeUnit } from './order.js';
import { checkKinds, checkNames, type DirectoryPaths, filesOf } from './paths.js';
import { type ReadTable, readSetFiles } from './read-file.js';
import type { CodeFault } from './read-table.js';
import { describeSets, type SetFacts } from './set-facts.js';
import { type DirectoryFile, filesRead } from './set-files.js';
import { refuseTwoSpellings } from './set-names.js';
import { refuseTwoVersions } from './set-versions.js';
import type { DirectoryWarning } from './warnings.js';
import type { WorkbookCache } from './workbook/read.js';

export type { SetKind } from './headings.js';
export type { DirectoryPaths } from './paths.js';
export type { CodeFault } from './read-table.js';
export type { SetFacts } from './set-facts.js';
export type { DirectoryFile } from './set-files.js';
export type { DirectoryWarning } from './warnings.js';
export type { WorkbookCache } from './workbook/read.js';

/** Every code in the loaded value sets and medication lists, and where it all came from. */
export interface Directory {
  /** One object per code, by system (in the order of CODE_SYSTEMS), then by code; its set names sorted. */
  readonly codes: readonly ListedCode[];
  /** The ICD-10-CM codes among them. */
  readonly diagnoses: ReadonlySet<string>;
  /**
   * Names of the sets and lists that hold at least one code that is read: a set of only LOINC codes is not
   * included.
   */
  readonly setNames: ReadonlySet<string>;
  /** All sets and lists, by name, including those without a readable code. */
  readonly sets: readonly SetFacts[];
  readonly files: readonly DirectoryFile[];
  /** The measurement years of the files that state one. */
  readonly years: readonly DirectoryYear[];
  /** What the directory's own tables of measures list for a measure. */
  readonly listedFor: (measure: MeasureNames | null) => ListedSets;
  /** Names of the medication lists that hold codes invented for the synthetic plan, sorted. */
  readonly demonstrationLists: readonly string[];
  /** Rows of code systems that are not read, by the system's name as written. */
  readonly skipped: ReadonlyMap<string, number>;
  /** Codes that do not fit their system, by table, set and system. */
  readonly misshapen: readonly CodeFault[];
  /** Codes that a set has twice, also by table, set and system. */
  readonly repeated: readonly CodeFault[];
  readonly warnings: readonly DirectoryWarning[];
  /** The warnings about the codes in `misshapen`. */
  readonly aboutCodes: ReadonlySet<DirectoryWarning>;
}

/** How tables of measures name a measure. */
export interface MeasureNames {
  /** The short name, `LBP`; a row may name several. */
  readonly short: string;
  /** A pattern for the long name. */
  readonly long: RegExp;
}

/**
 * The names of the sets that a measure uses according to the directory; null if the directory does not say.
 */
export interface ListedSets {
  readonly valueSets: ReadonlySet<string> | null;
  readonly medicationLists: ReadonlySet<string> | null;
}

/**
 * Loads value sets and medication lists. The headings of a file show which of the two it holds, so one
 * folder may hold both.
 *
 * The user's value sets are never combined with the open medication lists: those hold invented NDCs, and a
 * real run would silently exclude nobody with them. The missing lists show up as rules without their sets.
 *
 * @param cache keeps the rows of workbooks from run to run; null to read them every time
 * @throws LbpError E101 for a path that does not exist; E107 for a damaged workbook; E109 for a file of
 *   another kind; E201 for unknown sheets or headings; E203 for a row that breaks the file's form and for a
 *   name written in two ways; E204 if there is nothing to load; E205 for a set in two versions
 */
export async function loadDirectory(
  paths: DirectoryPaths = {},
  cache: WorkbookCache | null = null,
): Promise<Directory> {
  const codes = new CodeCollector();
  const files = await filesOf(paths);
  const open = await readSetFiles(files.open, codes, cache);
  const own = await readSetFiles(files.own, codes, cache);
  const given = await readSetFiles(files.given, codes, cache);
  checkKinds(paths, given);
  checkNames(own, given);
  const crosswalk =
    paths.crosswalk === undefined ? null : await readCrosswalk(singleFile(paths.crosswalk), codes);

  const read = [...open, ...own, ...given];
  // A pack's own sets (hiv) are found by their own rules, beside a directory's of the same name (HIV).
  refuseTwoSpellings([...open, ...given]);
  refuseTwoVersions(read);
  const listed = codes.listed();
  const sets = describeSets(read, listed);
  return {
    codes: listed,
    diagnoses: new Set(listed.filter(({ system }) => system === 'ICD10CM').map(({ code }) => code)),
    setNames: new Set(sets.filter((set) => set.counts.size > 0).map((set) => set.name)),
    sets,
    years: directoryYears(filesRead(read)),
    files: [...filesRead(read), ...(crosswalk === null ? [] : [crosswalk.file])],
    listedFor: (measure) => ({
      valueSets: listedIn(read, 'measures to value sets', measure),
      medicationLists: listedIn(read, 'measures to medication lists', measure),
    }),
    demonstrationLists: demonstrationLists(read),
    skipped: added(read.map((one) => one.skipped)),
    misshapen: read.flatMap((one) => one.misshapen),
    repeated: read.flatMap((one) => one.repeated),
    warnings: [
      ...files.unread.map((text) => ({ text: `LBP-E109 ${text}`, count: 1 })),
      ...read.flatMap((one) => [...one.unreadable, ...one.incomplete]),
      ...(crosswalk?.warnings ?? []),
      ...sets.filter(needsCrosswalk).map(unmatchable),
      ...(cache?.problems() ?? []).map((text) => ({ text, count: 1 })),
    ],
    aboutCodes: new Set(read.flatMap((one) => one.unreadable)),
  };
}

function listedIn(
  read: readonly ReadTable[],
  kind: ReadTable['kind'],
  measure: MeasureNames | null,
): ReadonlySet<string> | null {
  const tables = read.filter((one) => one.kind === kind);
  if (tables.length === 0 || measure === null) return null;
  const short = new RegExp(`\\b${measure.short}\\b`, 'i');
  const listings = tables.flatMap((one) => one.listings ?? []);
  return new Set(
    listings
      .filter((one) => short.test(one.measure) || measure.long.test(one.measureName))
      .map(({ set }) => set),
  );
}

function demonstrationLists(read: readonly ReadTable[]): string[] {
  const invented = read.flatMap((one) => one.mentions).filter((mention) => mention.demonstration);
  return [...new Set(invented.map((mention) => mention.name))].sort(byCodeUnit);
}

function added(all: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const one of all) {
    for (const [system, rows] of one) sum.set(system, (sum.get(system) ?? 0) + rows);
  }
  return sum;
}

function needsCrosswalk({ kind, counts }: SetFacts): boolean {
  return kind === 'medication list' && counts.has('RXNORM') && !counts.has('NDC');
}

function unmatchable({ name, counts }: SetFacts): DirectoryWarning {
  return {
    text: `LBP-E203 medication list ${name}: RxCUIs and no NDC, so no pharmacy claim can match. Give a crosswalk (ndc,rxcui).`,
    count: counts.get('RXNORM') ?? 0,
  };
}
