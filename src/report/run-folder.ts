import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LbpError } from '../errors.js';
import { hashOfFile } from '../file-hash.js';
import { PACKS } from '../packs/index.js';
import type { AnyPack } from '../packs/pack.js';
import { SEVERITIES } from '../packs/quality.js';
import type { ReportedRun } from '../packs/report.js';
import type { OutputRow, OutputTable } from '../packs/table.js';
import { OPEN_NOTICE } from './manifest.js';
import { OutputRows } from './output-rows.js';

/** The keys that a reader needs in the manifest of a finished run; others are ignored. */
const MANIFEST = z.object({
  run_id: z.string(),
  tool: z.object({ version: z.string() }),
  pack: z.object({ id: z.string(), question: z.record(z.string(), z.unknown()) }),
  measure: z.looseObject({
    id: z.string(),
    heading: z.string(),
    year: z.int().optional(),
    rules_version: z.string(),
    status: z.enum(['confirmed', 'provisional']),
    note: z.string().default(''),
  }),
  started: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  inputs: z.array(
    z.object({
      ...{ table: z.string(), path: z.string(), bytes: z.number(), sha256: z.string() },
      ...{ rows_read: z.number().default(0), rows_used: z.number().default(0) },
      /** For a table in a DuckDB file. */
      database_table: z.string().optional(),
    }),
  ),
  notice: z.array(z.string()).default([]),
  persons: z.record(z.string(), z.unknown()).default({}),
  warnings: z.array(z.object({ code: z.string(), text: z.string(), count: z.number() })).default([]),
  data_quality: z
    .array(z.object({ code: z.string(), severity: z.enum(SEVERITIES), text: z.string() }))
    .default([]),
  value_sets: z.object({
    kind: z.enum(['open', 'licensed', 'mixed']),
    files: z.array(z.object({ path: z.string(), name: z.string(), bytes: z.number(), sha256: z.string() })),
  }),
  outputs: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })),
});

export type RunManifest = z.infer<typeof MANIFEST>;

/** A run that has finished or is about to. */
interface NoticedRun {
  readonly notice: readonly string[];
  readonly measure: { readonly status: 'confirmed' | 'provisional'; readonly note: string };
  readonly value_sets: { readonly kind: 'open' | 'licensed' | 'mixed' };
}

/** The cautions that a reader of the run's numbers must see first. */
export function noticesOf({ notice, measure, value_sets: sets }: NoticedRun): string[] {
  const note = measure.note === '' ? '' : `: ${measure.note}`;
  const provisional = measure.status === 'provisional' ? [`The rules are provisional${note}`] : [];
  return [...new Set([...notice, ...provisional, ...(sets.kind === 'licensed' ? [] : [OPEN_NOTICE])])];
}

/** The output directory of a finished run, to be read again. */
export class RunFolder {
  /** The folder, and the files that the run read: what no output may replace. */
  get inputs(): readonly string[] {
    const { inputs, value_sets: sets } = this.manifest;
    return [this.path, ...[...inputs, ...sets.files].map(({ path }) => path)];
  }

  /** @throws LbpError E110 if the directory is not the output of a finished `lbp run`, E101 if it may not be read */
  static open(path: string): RunFolder {
    const place = join(path, 'manifest.json');
    let text: string;
    try {
      text = readFileSync(place, 'utf8');
    } catch (cause) {
      // Outputs can be read by their owner only, and a colleague's run is a finished run.
      if (isForbidden(cause)) throw forbiddenError(place, cause);
      throw new LbpError(
        'E110',
        `${path}: not a finished run, because it has no manifest.json. Give the directory that lbp run wrote.`,
        { cause },
      );
    }
    const manifest = MANIFEST.safeParse(jsonOf(text));
    if (!manifest.success) {
      throw new LbpError(
        'E110',
        `${path}/manifest.json: not the manifest of lbp run. Give the directory that lbp run wrote.`,
      );
    }
    const pack = PACKS.find(({ id }) => id === manifest.data.pack.id);
    if (pack === undefined) {
      throw new LbpError(
        'E110',
        `${path}/manifest.json: a run of ${manifest.data.pack.id}, which this version of lbp does not know. Read it with the version that wrote it.`,
      );
    }
    return new RunFolder(path, manifest.data, pack);
  }

  /** Names of tables whose content is that of the run. */
  private readonly unchanged = new Set<string>();

  private constructor(
    readonly path: string,
    readonly manifest: RunManifest,
    readonly pack: AnyPack,
  ) {}

  /** Whether the run wrote the table: some are optional. */
  hasWritten({ name }: OutputTable): boolean {
    return this.manifest.outputs.some((output) => output.name === name);
  }

  /**
   * One of the tables.
   *
   * @throws LbpError E110 if it is missing or was changed after the run, E101 if it may not be read
   */
  table(table: OutputTable): OutputRows {
    const path = join(this.path, table.name);
    this.refuseChanged(path, table.name);
    return OutputRows.open(
      path,
      table.columns.map(({ name }) => name),
    );
  }

  /** A rate of a file that somebody edited would pass for one of the run. */
  private refuseChanged(path: string, name: string): void {
    const written = this.manifest.outputs.find((output) => output.name === name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (written === undefined || found === undefined || this.unchanged.has(name)) return;
    const change =
      found.size !== written.bytes
        ? `${found.size} bytes, and the run wrote ${written.bytes}`
        : readableHash(path) !== written.sha256
          ? 'not the content that the run wrote'
          : null;
    if (change !== null) {
      throw new LbpError('E110', `${path}: ${change}. Run again, or put the file back as it was.`);
    }
    this.unchanged.add(name);
  }

  /** The run in the form that its report uses. */
  get reported(): ReportedRun {
    return {
      facts: { ...this.manifest, notice: noticesOf(this.manifest) },
      totals: (name) => this.totals(name),
    };
  }

  /** The tables that the run wrote, tables of persons first. */
  writtenTables(): OutputTable[] {
    return [...this.pack.personTables, ...this.pack.totalTables].filter((table) => this.hasWritten(table));
  }

  /** All rows of a table of totals; empty for a table that the run did not write. */
  totals(name: string): OutputRow[] {
    const table = this.pack.totalTables.find((one) => one.name === name);
    if (table === undefined || !this.manifest.outputs.some((output) => output.name === name)) return [];
    const rows = this.table(table);
    try {
      return [...rows.all()].map((record) => rows.row(record));
    } finally {
      rows.close();
    }
  }
}

/**
 * For commands that compare two runs.
 *
 * @throws LbpError E110 if they are of different packs
 */
export function refuseOtherRules(run: RunFolder, other: RunFolder): void {
  if (run.pack === other.pack) return;
  throw new LbpError(
    'E110',
    `${other.path}: a run of ${other.pack.id}, and ${run.path} is one of ${run.pack.id}. Compare two runs of the same rules.`,
  );
}

/** @throws LbpError E101 for a file that may not be read */
function readableHash(path: string): string {
  try {
    return hashOfFile(path);
  } catch (cause) {
    throw isForbidden(cause) ? forbiddenError(path, cause) : cause;
  }
}

function forbiddenError(path: string, cause: unknown): LbpError {
  return new LbpError('E101', `${path}: may not be read by this user. Check its permissions.`, { cause });
}

function isForbidden(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'EACCES' || cause.code === 'EPERM');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
