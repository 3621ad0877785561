import { LbpError } from '../errors.js';
import { type MeasureRules, resolveRules } from '../packs/lbp/resolve.js';
import { rulesOfYear } from '../packs/lbp/years/index.js';
import type { YearRules } from '../packs/lbp/years/year-rules.js';
import { MissingSetsError } from '../packs/sets.js';
import type { Directory, DirectoryPaths } from '../valuesets/directory.js';
import { loadKept } from './directory-cache.js';
import type { Settings } from './settings.js';

/** Where the rules come from: the year, and the paths of the value sets. */
type RuleSettings = Pick<Settings, 'year' | 'valueSets' | 'medications' | 'crosswalk'>;

export interface LoadedRules {
  readonly directory: Directory;
  readonly rules: MeasureRules;
}

/**
 * Loads the value sets and ties the rules of the year to them.
 *
 * @throws LbpError E301 for a year without rules, E202 for a rule without sets, E1xx and E2xx from the directory
 */
export async function loadRules(settings: RuleSettings): Promise<LoadedRules> {
  const year = yearRules(settings.year);
  const directory = await loadKept(pathsOf(settings));
  return { directory, rules: resolved(year, directory) };
}

/** @throws LbpError E301 for a year without rules */
export function yearRules(year: number): YearRules {
  try {
    return rulesOfYear(year);
  } catch (cause) {
    const message = cause instanceof RangeError ? cause.message : String(cause);
    throw new LbpError('E301', `--year ${year}: ${message}.`, { cause });
  }
}

function pathsOf({ valueSets, medications, crosswalk }: RuleSettings): DirectoryPaths {
  return {
    ...(valueSets === undefined ? {} : { valueSets }),
    ...(medications === undefined ? {} : { medications }),
    ...(crosswalk === undefined ? {} : { crosswalk }),
  };
}

/** @throws LbpError E202 for a rule without sets */
export function resolved(year: YearRules, directory: Directory): MeasureRules {
  try {
    return resolveRules(year, directory.setNames, directory.usedByLbp);
  } catch (error) {
    if (!(error instanceof MissingSetsError)) throw error;
    const where = directory.files
      .map(({ path }) => path)
      .slice(0, 3)
      .join(', ');
    const lists = error.rules.map(({ rule, sets }) => `${rule} (${sets.join(', ')})`).join('; ');
    throw new LbpError(
      'E202',
      `${where}: no value set or medication list for the ${year.year} rules ${lists}. Give the files that hold them with --value-sets and --medications.`,
    );
  }
}
