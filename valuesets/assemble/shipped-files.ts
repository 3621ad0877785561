import type { CodeLife } from '../../src/valuesets/code-life.js';
import { CODE_YEARS_FILE } from '../../src/valuesets/code-years.js';
import { type Unlisted, unlisted } from './changes.js';
import { codeLives, codeYearsCsv } from './code-lives.js';
import { type OpenSets, openFiles, openSets } from './open-files.js';
import { reviewFiles } from './review/review-files.js';
import { type PublicTables, readPublicTables } from './tables.js';

/** What the assembly produces from the public tables. */
export interface Assembly {
  /** Content by path below `valuesets`. */
  readonly files: ReadonlyMap<string, string>;
  /** What the list of changes leaves out. */
  readonly unlisted: Unlisted;
}

/**
 * Everything that ships in `valuesets`: the open sets and lists, the review sets, and the years of ICD-10-CM codes.
 *
 * @param codes the folder of the public code tables
 * @throws Error if a table is missing, tables contradict each other, or a definition matches nothing
 */
export async function assembly(codes: string): Promise<Assembly> {
  const tables = await readPublicTables(codes);
  const sets = openSets(tables);
  const lives = codeLives(tables.yearly, tables.changes);
  return {
    files: new Map([
      ...openFiles(sets, tables),
      ...reviewFiles({ tables, openSets: sets }),
      [CODE_YEARS_FILE, codeYearsCsv(lives)],
    ]),
    unlisted: leftOut(tables, sets, lives),
  };
}

function leftOut({ changes }: PublicTables, sets: OpenSets, lives: ReadonlyMap<string, CodeLife>): Unlisted {
  const diagnoses = [...sets.values()].flat().filter(({ system }) => system === 'ICD10CM');
  return unlisted(
    changes,
    diagnoses.map(({ code }) => code),
    lives,
  );
}
