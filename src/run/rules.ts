import { LbpError } from '../errors.js';
import type { AnyPack, PackRules } from '../packs/pack.js';
import { MissingSetsError } from '../packs/sets.js';
import type { Selection } from '../timeline/selection.js';
import type { Directory, DirectoryPaths } from '../valuesets/directory.js';
import { loadKept } from './directory-cache.js';
import type { SetSettings } from './settings/common.js';

/** The rules of a pack, bound to the value sets of a run, and what they need from the inputs. */
export interface LoadedRules {
  readonly pack: AnyPack;
  readonly question: unknown;
  readonly directory: Directory;
  readonly rules: PackRules;
  readonly selection: Selection;
}

/**
 * Loads the value sets and binds the rules to them.
 *
 * @throws LbpError E202 for a rule without sets; E1xx and E2xx from the directory
 */
export async function loadRules(
  pack: AnyPack,
  question: unknown,
  settings: SetSettings,
): Promise<LoadedRules> {
  return rulesWith(pack, question, await loadKept({ ...pathsOf(settings), ...ownSetsOf([pack]) }));
}

/** The same with a directory that is already loaded. */
export function rulesWith(pack: AnyPack, question: unknown, directory: Directory): LoadedRules {
  const rules = bound(pack, question, directory);
  return { pack, question, directory, rules, selection: pack.selection(rules, directory.codes) };
}

/** The sets that come with packs, which are read in addition to the user's. */
export function ownSetsOf(packs: readonly AnyPack[]): Pick<DirectoryPaths, 'ownSets'> {
  return { ownSets: packs.flatMap(({ ownSets }) => ownSets ?? []) };
}

/**
 * The directory files of a different measurement year than the rules, each with the evidence for its year.
 */
export function otherYears({ pack, question, directory }: LoadedRules): string[] {
  const rulesYear = pack.directoryYear(question);
  if (rulesYear === null) return [];
  return directory.years
    .filter(({ year }) => year !== rulesYear)
    .map(
      ({ path, year, sign }) =>
        `${path} is of measurement year ${year} by ${sign}, and the rules are of ${rulesYear}`,
    );
}

function pathsOf({ valueSets, medications, crosswalk }: SetSettings): DirectoryPaths {
  return {
    ...(valueSets === undefined ? {} : { valueSets }),
    ...(medications === undefined ? {} : { medications }),
    ...(crosswalk === undefined ? {} : { crosswalk }),
  };
}

function bound(pack: AnyPack, question: unknown, directory: Directory): PackRules {
  try {
    return pack.bind(question, { names: directory.setNames, listed: directory.listedFor(pack.measure) });
  } catch (error) {
    if (!(error instanceof MissingSetsError)) throw error;
    const where = directory.files
      .map(({ path }) => path)
      .slice(0, 3)
      .join(', ');
    const lists = error.rules.map(({ rule, sets }) => `${rule} (${sets.join(', ')})`).join('; ');
    throw new LbpError(
      'E202',
      `${where}: no value set or medication list for the ${pack.questionName(question)} rules ${lists}. Give the files that hold them under these names with --value-sets and --medications.`,
    );
  }
}
