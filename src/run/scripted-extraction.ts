import { rmSync } from 'node:fs';
import { LbpError } from '../errors.js';
import type { Engine } from '../extract/duckdb.js';
import {
  hashOfCodes,
  hashOfReading,
  type InputRecord,
  type MadeFor,
  madeForFacts,
} from '../extract/events.js';
import type { LayoutScript } from '../extract/layouts/script.js';
import { type ListedCodes, listCodes } from '../extract/listed-codes.js';
import type { SparkOptions } from '../extract/spark.js';
import { sampleOnSpark } from '../extract/spark-look.js';
import type { ScriptDialect } from '../extract/sql/dialect.js';
import { attach } from '../extract/sql/duckdb-dialect.js';
import { extractionStatements } from '../extract/sql/script.js';
import { PlainText } from '../inputs/tables/plain-text.js';
import type { FileGroup, TablePlan } from '../inputs/tables/plan.js';
import { compressionOf } from '../inputs/tables/table-bytes.js';
import { toolVersion } from '../package-files.js';
import { type FileBytes, lookAtBytes } from './input-files.js';
import { type Inputs, type LookElsewhere, planInputs } from './inputs.js';
import { questionFlags } from './question.js';
import type { LoadedRules } from './rules.js';
import { refuseBroken } from './second-reading.js';
import type { RunSettings } from './settings/run-settings.js';
import { TABLE_FILES } from './table-reader.js';

/** An extraction that runs as a script of an engine, before or beside this process (docs/spark.md). */
export interface ScriptedExtraction {
  readonly planned: Inputs;
  /** For the files that lbp can read. */
  readonly bytes: ReadonlyMap<string, FileBytes>;
  readonly listed: ListedCodes;
  readonly madeFor: MadeFor;
  statements(dialect: ScriptDialect): readonly string[];
}

/**
 * Inspects the inputs and decides the content of the script.
 *
 * @param events the folder that the script writes to
 * @param folder for samples of inputs that only Spark can read; removed
 * @throws LbpError as planInputs and, for such inputs, runOnSpark
 */
export async function planScript(
  engine: Engine,
  settings: RunSettings,
  { pack, question, rules, selection }: LoadedRules,
  {
    folder,
    options,
    events,
  }: { readonly folder: string; readonly options: SparkOptions; readonly events: string },
): Promise<ScriptedExtraction> {
  const look: LookElsewhere = (inputs) =>
    sampleOnSpark(engine, inputs, folder, options).finally(() =>
      rmSync(folder, { recursive: true, force: true }),
    );
  const { furtherEnrollment } = selection;
  const planned = await planInputs(engine, { ...settings, furtherEnrollment }, look);
  const local = planned.files.flatMap(({ isLocal, path }) => (isLocal ? [path] : []));
  const texts = new Map(local.map((path) => [path, new PlainText()]));
  const bytes = await lookAtBytes(local, (path, chunk) => texts.get(path)?.add(chunk));
  refuseUtf16(planned);
  refuseBroken(TABLE_FILES, planned, bytes);
  const isPlain = (path: string): boolean =>
    compressionOf(path) === null && texts.get(path)?.wasPlain === true;
  const layout = await layoutOfScript(engine, planned, settings, events);
  const plain = new Set(planned.files.flatMap(({ path }, fileNo) => (isPlain(path) ? [fileNo] : [])));
  const plans = layout ?? {
    medical: withPlainFiles(planned.medical, plain),
    pharmacy: planned.pharmacy === null ? null : withPlainFiles(planned.pharmacy, plain),
    eligibility: withPlainFiles(planned.eligibility, plain),
  };
  const opened = settings.database === undefined ? [] : [attach(settings.database)];
  const made = { before: [...opened, ...(layout?.statements ?? [])], fates: layout?.fates ?? [] };
  const listed = listCodes(selection.codes);
  const madeFor: MadeFor = {
    tool: toolVersion(),
    question: questionFlags(pack, question).join(' '),
    rules: pack.facts(rules).rules_version,
    codes: hashOfCodes(listed),
    inputs: planned.files.length === 0 ? null : recordsOf(planned, bytes),
    reading: hashOfReading(plans),
  };
  return {
    planned,
    bytes,
    listed,
    madeFor,
    statements: (dialect) =>
      extractionStatements({ ...plans, ...made, listed, selection, facts: madeForFacts(madeFor) }, dialect),
  };
}

/** The statements that make the tables of a layout; null if the inputs are tables. */
async function layoutOfScript(
  engine: Engine,
  { layout, medical, pharmacy, eligibility }: Inputs,
  { engine: name, mapping }: RunSettings,
  events: string,
): Promise<LayoutScript | null> {
  if (layout === null) return null;
  if (name === 'spark') {
    throw new LbpError(
      'E304',
      'files of a layout are joined by DuckDB. Use --dialect duckdb or a run without Spark, or make tables of them with lbp convert first and give these.',
    );
  }
  const { scriptOfLayout } = await import('../extract/layouts/script.js');
  return scriptOfLayout(engine, layout, { medical, pharmacy, eligibility }, mapping, events);
}

function recordsOf({ files }: Inputs, bytes: ReadonlyMap<string, FileBytes>): InputRecord[] {
  return files.flatMap(({ path, table, isEmpty }) =>
    table === 'medical_claim' || table === 'pharmacy_claim' || table === 'eligibility'
      ? [
          {
            table,
            path,
            isEmpty,
            bytes: bytes.get(path)?.bytes ?? 0,
            sha256: bytes.get(path)?.sha256 ?? '',
          },
        ]
      : [],
  );
}

/** A run in DuckDB reads such files from a copy; a script has none. */
function refuseUtf16({ files }: Inputs): void {
  const path = files.find(({ isUtf16 }) => isUtf16)?.path;
  if (path !== undefined)
    throw new LbpError('E107', `${path}:1: text in UTF-16. Write the file as UTF-8 for a script.`);
}

/** The same plan with plain files in separate groups. */
function withPlainFiles(plan: TablePlan, plain: ReadonlySet<number>): TablePlan {
  const groups = plan.groups.flatMap((group): FileGroup[] =>
    [true, false].map((isPlain) => ({
      ...group,
      isPlain,
      files: group.files.filter(({ fileNo }) => (group.format === 'csv' && plain.has(fileNo)) === isPlain),
    })),
  );
  return { ...plan, groups: groups.filter(({ files }) => files.length > 0) };
}
