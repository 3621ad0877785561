import { databaseFacts } from '../extract/database-facts.js';
import { withDecidingValues } from '../extract/date-formats.js';
import type { Engine } from '../extract/duckdb.js';
import { fileFacts } from '../extract/file-facts.js';
import type { InputOfSpark } from '../extract/spark-look.js';
import { layoutOf } from '../inputs/layouts/index.js';
import {
  CLAIM_STATUS,
  ELIGIBILITY,
  MEDICAL_CLAIM,
  PHARMACY_CLAIM,
  type Table,
  withFurther,
} from '../inputs/tables/columns.js';
import {
  type FileFacts,
  isUri,
  planTable,
  refuseIdleMapping,
  type TablePlan,
} from '../inputs/tables/plan.js';
import { CLAIM_FILES } from '../report/input-kinds.js';
import { expandArchives, expandPaths, stateOf } from './input-files.js';
import { planLayoutInputs } from './layout-inputs.js';
import type { InputPaths, Inputs, LookElsewhere } from './planned-inputs.js';
import type { CatalogTables } from './settings/run-settings.js';

export type { InputKind, InputPaths, Inputs, LookElsewhere } from './planned-inputs.js';

/**
 * Inspects the files of a run and decides how each is read.
 *
 * @param lookElsewhere passed if Spark is available
 * @throws LbpError E101 to E105, E107, E109
 */
export async function planInputs(
  engine: Engine,
  settings: InputPaths,
  lookElsewhere?: LookElsewhere,
): Promise<Inputs> {
  const files: Inputs['files'][number][] = [];
  const allFacts: FileFacts[] = [];
  const { tables = NO_TABLES } = settings;
  const elsewhere =
    lookElsewhere === undefined || settings.database !== undefined
      ? new Map()
      : await factsFromElsewhere(settings, tables, lookElsewhere);
  const plan = async (
    table: Table,
    paths: readonly string[],
    names: readonly string[] = [],
  ): Promise<TablePlan> => {
    const firstFileNo = files.length;
    const facts: FileFacts[] = [];
    const { database } = settings;
    for (const name of database === undefined ? [] : names) {
      const found = await databaseFacts(engine, database ?? '', name);
      facts.push(found);
      allFacts.push(found);
      const { path, sample, relation } = found;
      const isEmpty = sample.length === 0;
      files.push({
        path,
        table: table.name,
        isEmpty,
        isUtf16: false,
        state: stateOf(path),
        isLocal: true,
        relation,
      });
    }
    for (const path of [...(await expandPaths(paths)), ...(database === undefined ? names : [])]) {
      const known = elsewhere.get(path);
      const state = known === undefined ? stateOf(path) : null;
      const looked = known ?? (await fileFacts(engine, path, settings.mapping.delimiter));
      const found = known ?? (await withDecidingValues(engine, looked, table, settings.mapping));
      const { sample, isUtf16 = false } = found;
      facts.push(found);
      allFacts.push(found);
      const isLocal = known === undefined;
      files.push({ path, table: table.name, isEmpty: sample.length === 0, isUtf16, state, isLocal });
    }
    return planTable(table, facts, settings.mapping, firstFileNo);
  };
  const optional = async (
    table: Table,
    paths: readonly string[],
    names: readonly string[] = [],
  ): Promise<TablePlan | null> => (paths.length + names.length === 0 ? null : plan(table, paths, names));

  const layout = layoutOf(settings.mapping.preset, settings.mapping.tables);
  if (layout !== null) return planLayoutInputs(engine, settings, layout);

  const medical = await plan(MEDICAL_CLAIM, settings.claims, tables.claims);
  const claimFiles: { path: string; fileNo: number }[] = [];
  for (const path of await expandArchives(settings[CLAIM_FILES])) {
    claimFiles.push({ path, fileNo: files.length });
    files.push({
      path,
      table: CLAIM_FILES,
      isEmpty: true,
      isUtf16: false,
      state: stateOf(path),
      isLocal: true,
    });
  }
  const inputs = {
    medical,
    claimFiles,
    layout: null,
    pharmacy: await optional(PHARMACY_CLAIM, settings.pharmacy, tables.pharmacy),
    eligibility: await plan(
      withFurther(ELIGIBILITY, settings.furtherEnrollment ?? []),
      settings.eligibility,
      tables.eligibility,
    ),
    claimStatus: await optional(CLAIM_STATUS, settings.claimStatus),
    files,
    copies: new Map(),
  };
  // Extracted events can be evaluated without their files.
  if (allFacts.length > 0) refuseIdleMapping(settings.mapping, allFacts);
  return inputs;
}

const NO_TABLES: CatalogTables = { claims: [], pharmacy: [], eligibility: [] };

/** By path or name; one lookup for all of them, because Spark is slow to start. */
async function factsFromElsewhere(
  { claims, pharmacy, eligibility, mapping }: InputPaths,
  tables: CatalogTables,
  look: LookElsewhere,
): Promise<ReadonlyMap<string, FileFacts>> {
  const inputs: InputOfSpark[] = [
    ...[...claims, ...pharmacy, ...eligibility].filter(isUri).map((path) => ({
      path,
      format: /\.(?:csv|tsv|txt|psv)(?:\.\w+)?$/i.test(path) ? ('csv' as const) : ('parquet' as const),
      delimiter: mapping.delimiter ?? ',',
    })),
    ...Object.values(tables)
      .flat()
      .map((path: string) => ({ path, format: 'table' as const, delimiter: '' })),
  ];
  if (inputs.length === 0) return new Map();
  const facts = await look(inputs);
  return new Map(facts.map((found) => [found.path, found]));
}
