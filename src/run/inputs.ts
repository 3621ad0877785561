import type { CleanCopies } from '../extract/clean-copy.js';
import { withDecidingValues } from '../extract/date-formats.js';
import type { Engine } from '../extract/duckdb.js';
import { fileFacts } from '../extract/file-facts.js';
import type { InputOfSpark } from '../extract/spark-look.js';
import {
  CLAIM_STATUS,
  ELIGIBILITY,
  MEDICAL_CLAIM,
  PHARMACY_CLAIM,
  type Table,
  type TableName,
  withFurther,
} from '../inputs/tables/columns.js';
import type { Mapping } from '../inputs/tables/mapping.js';
import {
  type FileFacts,
  isUri,
  planTable,
  refuseIdleMapping,
  type TablePlan,
} from '../inputs/tables/plan.js';
import { layoutOf } from '../inputs/layouts/index.js';
import type { PlannedLayout } from '../inputs/layouts/planned.js';
import { CLAIM_FILES } from '../report/input-kinds.js';
import { planLayoutInputs } from './layout-inputs.js';
import type { ClaimFilePaths } from './claim-files.js';
import { expandArchives, expandPaths, stateOf } from './input-files.js';
import type { CatalogTables } from './settings/run-settings.js';

/** What an input file is: a table, or a claim file that is none. */
export type InputKind = TableName | typeof CLAIM_FILES;

/** Where the inputs are, by the names of their flags. */
export interface InputPaths extends ClaimFilePaths {
  readonly claims: readonly string[];
  readonly claimStatus: readonly string[];
  readonly pharmacy: readonly string[];
  readonly eligibility: readonly string[];
  /** Tables of Spark's catalog. */
  readonly tables?: CatalogTables;
  readonly mapping: Mapping;
  /** Columns of the eligibility files, beyond those of the table, that every one of them must have. */
  readonly furtherEnrollment?: readonly string[];
}

/** Looks at inputs that lbp cannot read itself, catalog tables and URIs; gives their facts in the same order. */
export type LookElsewhere = (inputs: readonly InputOfSpark[]) => Promise<readonly FileFacts[]>;

export interface Inputs {
  readonly medical: TablePlan;
  readonly pharmacy: TablePlan | null;
  /** Without groups where a conversion has no eligibility. */
  readonly eligibility: TablePlan;
  readonly claimStatus: TablePlan | null;
  readonly claimFiles: readonly { readonly path: string; readonly fileNo: number }[];
  /** Files of a layout, which become the tables above; null where there is none. */
  readonly layout: PlannedLayout | null;
  /** By file number. */
  readonly files: readonly {
    readonly path: string;
    readonly table: InputKind;
    /** Nothing stands below the header of the table. */
    readonly isEmpty: boolean;
    /** A table in UTF-16, which the engine does not read. */
    readonly isUtf16: boolean;
    /** How it was before anything was read of it. */
    readonly state: string | null;
    /** A file that lbp reads itself. */
    readonly isLocal: boolean;
  }[];
  /** By file number: what the engine reads in place of a file that it cannot read. */
  readonly copies: CleanCopies;
}

/**
 * Looks at the files of a run and decides how each is read.
 *
 * @param lookElsewhere where Spark is at hand
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
    lookElsewhere === undefined ? new Map() : await factsFromElsewhere(settings, tables, lookElsewhere);
  const plan = async (
    table: Table,
    paths: readonly string[],
    names: readonly string[] = [],
  ): Promise<TablePlan> => {
    const firstFileNo = files.length;
    const facts: FileFacts[] = [];
    for (const path of [...(await expandPaths(paths)), ...names]) {
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

/** By path or name; one look for all of them, because Spark takes its time to start. */
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
