import { z } from 'zod';
import { LbpError } from '../../errors.js';
import { isUri } from '../../inputs/tables/plan.js';
import { type AnyPack, QuestionError } from '../../packs/pack.js';
import {
  type EngineSettings,
  engineSettings,
  type OutputSettings,
  outputSettings,
  type ScreenSettings,
  type SetSettings,
  screenSettings,
  setSettings,
} from './common.js';
import { configOf, type IsPath, isPathKey, readJson, required } from './config-file.js';
import { RUN_KEYS } from './keys.js';

/** `providers` is a key of the packs that name them. */
const RUN_CONFIG = z.object({ ...RUN_KEYS, providers: z.string().min(1).optional() });
type RunConfig = z.infer<typeof RUN_CONFIG>;

/** Where the inputs are, and how they are read. */
export interface InputSettings extends EngineSettings, SetSettings {
  /** Claim tables and claim files; at least one of the two. */
  readonly claims: readonly string[];
  readonly x12: readonly string[];
  readonly claimStatus: readonly string[];
  readonly pharmacy: readonly string[];
  readonly eligibility: readonly string[];
  /** Tables of Spark's catalog, or of a DuckDB file, in addition to files. */
  readonly tables: CatalogTables;
  /** The DuckDB file that contains them. */
  readonly database?: string | undefined;
}

/** The settings of a run, with all defaults filled in. */
export interface RunSettings extends InputSettings, OutputSettings, ScreenSettings {
  readonly engine: 'duckdb' | 'spark';
  /** A folder of extracted events: read, or, with Spark, written and then read. */
  readonly events: string | undefined;
  /** A file that names providers. */
  readonly providers: string | undefined;
  readonly spark: SparkSettings;
  /** Whether claims that hold nothing the rules could find are accepted. */
  readonly allowEmpty: boolean;
  /** Whether to write the page, for a pack that has a report. */
  readonly report: boolean;
}

export interface CatalogTables {
  readonly claims: readonly string[];
  readonly pharmacy: readonly string[];
  readonly eligibility: readonly string[];
}

export interface SparkSettings {
  readonly home: string | undefined;
  readonly master: string | undefined;
  readonly conf: readonly string[];
  readonly verbose: boolean;
}

/** The settings of a run of a pack, and its question. */
export interface RunRequest {
  readonly settings: RunSettings;
  readonly question: unknown;
}

/**
 * The settings of a run of a pack: flags over config file over defaults.
 *
 * @throws LbpError E301 and E304 for a question, E302 for a config file, E304 for a flag
 */
export function runSettings(
  pack: AnyPack,
  flags: Readonly<Record<string, unknown>>,
  configPath?: string,
): RunRequest {
  const { question, settings } = requestOf(pack, packConfig(pack, shapeOf(pack), flags, configPath));
  refuseWithoutSpark(settings);
  if (settings.events !== undefined && settings.engine === 'duckdb') refuseSomeInputs(settings, pack);
  else requireInputs(settings, pack);
  if (settings.events !== undefined && isUri(settings.events)) {
    throw new LbpError(
      'E304',
      `--events ${settings.events}: lbp reads a folder of this machine. Mount or copy what Spark writes there, and give that path.`,
    );
  }
  return { question, settings };
}

/** The same for commands that read the files of a run themselves, whatever engine its config file names. */
export function fileSettings(
  pack: AnyPack,
  flags: Readonly<Record<string, unknown>>,
  configPath?: string,
): RunRequest {
  return ofFiles(pack, packConfig(pack, shapeOf(pack), flags, configPath));
}

/** The same for a check, with the severity that makes it fail. */
export function checkSettings(
  pack: AnyPack,
  flags: Readonly<Record<string, unknown>>,
  configPath?: string,
): RunRequest & { readonly failOn: 'error' | 'warning' | undefined } {
  const failOn = z.enum(['error', 'warning']).optional();
  const shape = { ...shapeOf(pack), 'fail-on': failOn };
  const { 'fail-on': limit, ...config } = packConfig(pack, shape, flags, configPath);
  return { ...ofFiles(pack, config), failOn: failOn.parse(limit) };
}

function ofFiles(pack: AnyPack, config: Record<string, unknown>): RunRequest {
  const { question, settings } = requestOf(pack, config);
  const tables = settings.database === undefined ? NO_TABLES : settings.tables;
  const withFiles: RunSettings = { ...settings, engine: 'duckdb', events: undefined, tables };
  requireInputs(withFiles, pack);
  return { question, settings: withFiles };
}

/** The same for a script, whose engine is the dialect; the script runs elsewhere. */
export function scriptSettings(
  pack: AnyPack,
  flags: Readonly<Record<string, unknown>>,
  configPath?: string,
): RunRequest & { readonly events: string } {
  const shape = { ...shapeOf(pack), dialect: z.enum(['duckdb', 'spark']).optional() };
  const { dialect, ...config } = packConfig(pack, shape, flags, configPath);
  const engine = required('dialect', z.enum(['duckdb', 'spark']).optional().parse(dialect));
  const { question, settings } = requestOf(pack, { ...config, engine });
  if (settings.x12.length > 0) throw x12OnSpark('a script');
  refuseWithoutSpark({ ...settings, events: undefined });
  requireInputs(settings, pack);
  return { question, settings, events: required('events', settings.events) };
}

function shapeOf(pack: AnyPack): z.ZodRawShape {
  return { ...RUN_KEYS, ...pack.command.settings };
}

/** The config of a command that asks a pack; reads any file that an option names. */
export function packConfig<Shape extends z.ZodRawShape>(
  { command }: AnyPack,
  shape: Shape,
  flags: Readonly<Record<string, unknown>>,
  configPath: string | undefined,
): Record<string, unknown> {
  const isFile: IsPath = (key, value) => {
    const names = command.options.find(({ flag }) => flag.startsWith(`--${key} `))?.names;
    return names !== undefined && typeof value === 'string' && !names.includes(value);
  };
  const isPath: IsPath = (key, value) => isPathKey(key) || isFile(key, value);
  const config: Record<string, unknown> = configOf(shape, flags, configPath, isPath);
  for (const [key, value] of Object.entries(config)) {
    if (isFile(key, value)) {
      const names = command.options.find(({ flag }) => flag.startsWith(`--${key} `))?.names ?? [];
      config[key] = readJson(
        String(value),
        `no file that can be read, and no name of what ships (${names.join(', ')}). Check --${key}`,
      );
    }
  }
  return config;
}

/** Splits the checked config into the question of the pack and the settings that every run has. */
function requestOf(pack: AnyPack, config: Readonly<Record<string, unknown>>): RunRequest {
  // Safe to check a second time, because no transformed value is rejected.
  const question = questionOf(pack, config);
  return { question, settings: allSettings(RUN_CONFIG.parse(config), measuredYear(pack, question)) };
}

/** @throws LbpError E301 for an unknown question, E304 for a missing one */
export function questionOf(pack: AnyPack, settings: Readonly<Record<string, unknown>>): unknown {
  try {
    return pack.question(settings);
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    throw new LbpError(error.kind === 'missing' ? 'E304' : 'E301', `${error.message}.`, { cause: error });
  }
}

/** The year of a question; null if it has none. */
export function measuredYear(pack: AnyPack, question: unknown): number | null {
  const { year } = pack.asSettings(question);
  return typeof year === 'number' ? year : null;
}

function allSettings(config: RunConfig, year: number | null): RunSettings {
  return {
    claims: config.claims ?? [],
    x12: config.x12 ?? [],
    claimStatus: claimStatus(config),
    eligibility: config.eligibility ?? [],
    pharmacy: config.pharmacy ?? [],
    engine: config.engine ?? 'duckdb',
    tables: {
      claims: config['claims-table'] ?? [],
      pharmacy: config['pharmacy-table'] ?? [],
      eligibility: config['eligibility-table'] ?? [],
    },
    events: config.events,
    database: databaseOf(config),
    providers: config.providers,
    allowEmpty: config['allow-empty'] ?? false,
    report: config.report ?? true,
    spark: {
      home: config['spark-home'],
      master: config.master,
      conf: config.conf ?? [],
      verbose: config.verbose ?? false,
    },
    ...setSettings(config),
    ...engineSettings(config),
    ...outputSettings(config, year),
    ...screenSettings(config),
  };
}

/** @throws LbpError E304 for a DuckDB file with Spark, or without the names of its tables */
function databaseOf(config: RunConfig): string | undefined {
  const { database, engine } = config;
  if (database === undefined) return undefined;
  if (engine === 'spark') {
    throw new LbpError('E304', '--database is read by DuckDB. Leave out --engine spark, or give files.');
  }
  if (config['claims-table'] === undefined && config['eligibility-table'] === undefined) {
    throw new LbpError(
      'E304',
      '--database needs the names of its tables. Add --claims-table and --eligibility-table.',
    );
  }
  return database;
}

export const NO_TABLES: CatalogTables = { claims: [], pharmacy: [], eligibility: [] };

/** Claims and, if the rules need it, eligibility, from files, tables or 837. */
function requireInputs({ claims, x12, eligibility, tables }: RunSettings, { command }: AnyPack): void {
  if (claims.length + x12.length + tables.claims.length === 0) required('claims', undefined);
  if (command.isEnrollmentOptional && x12.length === 0) return;
  if (eligibility.length + tables.eligibility.length === 0) required('eligibility', undefined);
}

/** Extracted events record their inputs; naming inputs compares them, in which case all must be named. */
function refuseSomeInputs(settings: RunSettings, pack: AnyPack): void {
  const { claims, pharmacy, eligibility, x12, tables } = settings;
  if (x12.length > 0) throw x12OnSpark('--events');
  const isAny = [claims, pharmacy, eligibility, ...Object.values(tables)].some((given) => given.length > 0);
  if (isAny) requireInputs(settings, pack);
}

function refuseWithoutSpark({ engine, x12, tables, events, database, ...files }: RunSettings): void {
  if (engine === 'spark' && x12.length > 0) throw x12OnSpark('Spark');
  if (engine === 'spark' || events !== undefined) return;
  const uri = [files.claims, files.pharmacy, files.eligibility].flat().find(isUri);
  if (uri !== undefined) {
    throw new LbpError('E304', `${uri}: URIs are read by Spark. Add --engine spark, or give files.`);
  }
  if (database === undefined && Object.values(tables).some((names) => names.length > 0)) {
    throw new LbpError(
      'E304',
      'catalog tables are read by Spark. Add --engine spark, or --database for tables of a DuckDB file, or give files.',
    );
  }
}

function x12OnSpark(what: string): LbpError {
  return new LbpError(
    'E304',
    `--x12 does not go together with ${what}. Make a claim table with lbp convert first, and give it with --claims.`,
  );
}

/** Tables include the status of their claims; only 837 claims need it from elsewhere. */
function claimStatus({ x12 = [], 'claim-status': paths = [] }: RunConfig): readonly string[] {
  if (paths.length === 0 || x12.length > 0) return paths;
  throw new LbpError(
    'E304',
    '--claim-status is about claims given with --x12. Map columns.claim_status of the claim tables instead.',
  );
}
