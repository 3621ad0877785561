import { join } from 'node:path';
import { LbpError } from '../errors.js';
import { packageFile } from '../package-files.js';
import { type FoundFile, findSetFiles, withoutRepeats } from './find-files.js';
import { plural } from './headings.js';
import { OPEN_LABEL, openFolder } from './open.js';
import type { ReadTable } from './read-file.js';

/** Where to read value sets and medication lists from. */
export interface DirectoryPaths {
  /** Workbooks and CSV files, or folders of them; if none, the open value sets. */
  readonly valueSets?: readonly string[] | undefined;
  /** The same for medication lists; if neither these nor value sets are set, the open lists. */
  readonly medications?: readonly string[] | undefined;
  /** Workbooks, CSV files or folders that may hold either or both; then no open sets are added. */
  readonly either?: readonly string[] | undefined;
  /** A CSV file `ndc,rxcui` for lists that name drugs by RxCUI. */
  readonly crosswalk?: string | undefined;
  /** The folders in `valuesets` with the rules' own sets, which are always read. */
  readonly ownSets?: readonly string[] | undefined;
}

export interface FilesToRead {
  readonly open: readonly FoundFile[];
  /** The files of the rules' own sets. */
  readonly own: readonly FoundFile[];
  readonly given: readonly FoundFile[];
  /** Files that are left out of an input folder though they may hold codes, each with the reason. */
  readonly unread: readonly string[];
}

/**
 * The files that the paths, or their absence, refer to.
 *
 * @throws LbpError E101, E109 or E204, as `findSetFiles` says
 */
export async function filesOf(paths: DirectoryPaths): Promise<FilesToRead> {
  const given = await Promise.all(
    [...(paths.valueSets ?? []), ...(paths.medications ?? []), ...(paths.either ?? [])].map((path) =>
      findSetFiles(path),
    ),
  );
  return {
    open: await openFiles(paths),
    own: await ownFiles(paths),
    given: withoutRepeats(given.flatMap((found) => found.files)),
    unread: [...new Set(given.flatMap((found) => found.unread))],
  };
}

/**
 * Checks that the inputs hold what they were passed as.
 *
 * @throws LbpError E204 if there is no file of the wanted kind; E201 if value sets were passed as
 *   medications, which would mix them with the open ones
 */
export function checkKinds(paths: DirectoryPaths, given: readonly ReadTable[]): void {
  const valueSets = given.filter((one) => one.kind === 'value set');
  const kinds = [...new Set(given.map((one) => plural(one.kind)))].join(' and ');
  if (isGiven(paths.valueSets) && valueSets.length === 0) {
    throw new LbpError(
      'E204',
      `${paths.valueSets.join(', ')}: no value sets, only ${kinds}. Give the value sets too.`,
    );
  }
  if (!isGiven(paths.medications)) return;
  if (!given.some((one) => one.kind === 'medication list')) {
    throw new LbpError(
      'E204',
      `${paths.medications.join(', ')}: no medication lists, only ${kinds}. Give the medication lists.`,
    );
  }
  const [misplaced] = valueSets;
  if (!isGiven(paths.valueSets) && !isGiven(paths.either) && misplaced !== undefined) {
    throw new LbpError(
      'E201',
      `${misplaced.file.path}: value sets where only medication lists were expected. Give it as value sets too.`,
    );
  }
}

/**
 * Checks that no input set has the name of one of the rules' own, which would mix the codes of both.
 *
 * @throws LbpError E203 for one that does
 */
export function checkNames(own: readonly ReadTable[], given: readonly ReadTable[]): void {
  const names = new Set(own.flatMap(({ mentions }) => mentions.map(({ name }) => name)));
  for (const { file, mentions } of given) {
    const taken = mentions.find(({ name }) => names.has(name));
    if (taken === undefined) continue;
    throw new LbpError(
      'E203',
      `${file.path}: the value set ${taken.name} has the name of one that ships with the rules. Give it another name.`,
    );
  }
}

async function openFiles(paths: DirectoryPaths): Promise<FoundFile[]> {
  if (isGiven(paths.valueSets) || isGiven(paths.either)) return [];
  const { files } = await findSetFiles(openFolder(), OPEN_LABEL);
  const lists = join(OPEN_LABEL, 'medications');
  return files.filter((file) => !isGiven(paths.medications) || !file.label.startsWith(lists));
}

async function ownFiles({ ownSets = [] }: DirectoryPaths): Promise<FoundFile[]> {
  const found = await Promise.all(
    ownSets.map((name) => findSetFiles(packageFile(`valuesets/${name}`), `valuesets/${name}`)),
  );
  return found.flatMap(({ files }) => files);
}

function isGiven(paths: readonly string[] | undefined): paths is readonly string[] {
  return paths !== undefined && paths.length > 0;
}
