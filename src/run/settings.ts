import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { LbpError } from '../errors.js';
import { defaultMemory } from '../extract/engine-size.js';
import { MAPPING_SCHEMA, type Mapping } from '../inputs/tables/mapping.js';
import { isUri } from '../inputs/tables/plan.js';

const PATHS = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** Names of catalog tables: up to three parts of letters, digits and underscores, which need no quoting anywhere. */
const TABLES = PATHS.refine(
  (names) => names.every((name) => /^[A-Za-z_]\w*(\.[A-Za-z_]\w*){0,2}$/.test(name)),
  'a table such as claims.medical_claim',
);

/** Every flag of `lbp run` has a key of the same name in the config file; the mapping of the tables has no flags. */
const CONFIG = z.strictObject({
  year: z.int().optional(),
  claims: PATHS.optional(),
  pharmacy: PATHS.optional(),
  eligibility: PATHS.optional(),
  x12: PATHS.optional(),
  'claim-status': PATHS.optional(),
  'value-sets': PATHS.optional(),
  medications: PATHS.optional(),
  crosswalk: z.string().optional(),
  engine: z.enum(['duckdb', 'spark']).optional(),
  /** Of `lbp sql`. */
  dialect: z.enum(['duckdb', 'spark']).optional(),
  events: z.string().min(1).optional(),
  'claims-table': TABLES.optional(),
  'pharmacy-table': TABLES.optional(),
  'eligibility-table': TABLES.optional(),
  'spark-home': z.string().min(1).optional(),
  master: z.string().min(1).optional(),
  conf: z
    .union([z.string(), z.array(z.string())])
    .transform((value) => [value].flat())
    .refine((all) => all.every((one) => /^[^=\s]+=/.test(one)), 'settings such as spark.executor.memory=4g')
    .optional(),
  verbose: z.boolean().optional(),
  threads: z.int().min(0).max(256).optional(),
  memory: z
    .string()
    .regex(/^\d+(\.\d+)?\s*(MB|GB|MiB|GiB)$/i, 'a size such as 2GB')
    .optional(),
  out: z.string().min(1).optional(),
  force: z.boolean().optional(),
  quiet: z.boolean().optional(),
  json: z.boolean().optional(),
  'log-format': z.enum(['text', 'json']).optional(),
  'max-rejects': z
    .union([z.number(), z.string().regex(/^\d+(\.\d+)?\s*%?$/, 'a percentage such as 1%')])
    .transform((value) => Number.parseFloat(String(value)))
    .refine((value) => value >= 0, 'a percentage of 0 or more')
    .optional(),
  'reject-rows': z.int().min(0).optional(),
  /** Of the table that `lbp convert` writes. */
  format: z.enum(['csv', 'parquet']).optional(),
  strict: z.boolean().optional(),
  /** Of `lbp run`. */
  coverage: z.boolean().optional(),
  /** Of `lbp deck`. */
  key: z.string().min(1).optional(),
  layout: z.string().min(1).optional(),
  payers: z.string().min(1).optional(),
  ...MAPPING_SCHEMA,
});

export type Config = z.infer<typeof CONFIG>;

interface CommonSettings {
  readonly threads: number;
  readonly memory: string;
  readonly out: string;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly logFormat: 'text' | 'json';
  /** In percent of the rows of an input. */
  readonly maxRejects: number;
  readonly rejectRows: number;
  /** Of 837 files: envelopes that do not add up and unreadable parts are errors. */
  readonly strict: boolean;
  readonly mapping: Mapping;
}

/** What `lbp run` was asked to do, with everything filled in. */
export interface Settings extends CommonSettings {
  readonly year: number;
  /** Claim tables and 837 files; one of the two, or both. */
  readonly claims: readonly string[];
  readonly x12: readonly string[];
  readonly claimStatus: readonly string[];
  /** Whether coverage.csv is written. */
  readonly coverage: boolean;
  readonly pharmacy: readonly string[];
  readonly eligibility: readonly string[];
  readonly valueSets: readonly string[] | undefined;
  readonly medications: readonly string[] | undefined;
  readonly crosswalk: string | undefined;
  readonly engine: 'duckdb' | 'spark';
  /** Tables of Spark's catalog, beside files. */
  readonly tables: CatalogTables;
  /** A folder of extracted events: read, or with Spark written and then read. */
  readonly events: string | undefined;
  readonly spark: SparkSettings;
}

export interface CatalogTables {
  readonly claims: readonly string[];
  readonly pharmacy: readonly string[];
  readonly eligibility: readonly string[];
}

const NO_TABLES: CatalogTables = { claims: [], pharmacy: [], eligibility: [] };

export interface SparkSettings {
  readonly home: string | undefined;
  readonly master: string | undefined;
  readonly conf: readonly string[];
  readonly verbose: boolean;
}

/**
 * Flags over config file over defaults. Paths in the config file are relative to the file.
 *
 * @param flags by their names as typed, with the types of the config file's values
 * @throws LbpError E302 for a config file, E304 for a flag
 */
export function runSettingsFrom(flags: Readonly<Record<string, unknown>>, configPath?: string): Settings {
  const settings = allSettings(merged(flags, configPath));
  refuseWithoutSpark(settings);
  if (settings.events !== undefined && settings.engine === 'duckdb') refuseSomeInputs(settings);
  else requireInputs(settings);
  if (settings.events !== undefined && isUri(settings.events)) {
    throw new LbpError(
      'E304',
      `--events ${settings.events}: lbp reads a folder of this machine. Mount or copy what Spark writes there, and give that path.`,
    );
  }
  return settings;
}

/** The same for commands that read the files themselves, whatever engine the config file names. */
export function settingsFrom(flags: Readonly<Record<string, unknown>>, configPath?: string): Settings {
  const settings = allSettings(merged(flags, configPath));
  const ofFiles: Settings = { ...settings, engine: 'duckdb', events: undefined, tables: NO_TABLES };
  requireInputs(ofFiles);
  return ofFiles;
}

/** The same for `lbp sql`, whose engine is the dialect; what it prints is run elsewhere. */
export function scriptSettingsFrom(
  flags: Readonly<Record<string, unknown>>,
  configPath?: string,
): Settings & { readonly events: string } {
  const config = merged(flags, configPath);
  const settings = allSettings({ ...config, engine: required('dialect', config.dialect) });
  if (settings.x12.length > 0) throw x12OnSpark('a script');
  refuseWithoutSpark({ ...settings, events: undefined });
  requireInputs(settings);
  return { ...settings, events: required('events', settings.events) };
}

function allSettings(config: Config): Settings {
  return {
    year: required('year', config.year),
    claims: config.claims ?? [],
    x12: config.x12 ?? [],
    claimStatus: claimStatus(config),
    coverage: config.coverage ?? false,
    eligibility: config.eligibility ?? [],
    pharmacy: config.pharmacy ?? [],
    valueSets: config['value-sets'],
    medications: config.medications,
    crosswalk: config.crosswalk,
    engine: config.engine ?? 'duckdb',
    tables: {
      claims: config['claims-table'] ?? [],
      pharmacy: config['pharmacy-table'] ?? [],
      eligibility: config['eligibility-table'] ?? [],
    },
    events: config.events,
    spark: {
      home: config['spark-home'],
      master: config.master,
      conf: config.conf ?? [],
      verbose: config.verbose ?? false,
    },
    ...common(config),
  };
}

/** Claims and eligibility, from files, tables or 837. */
function requireInputs({ claims, x12, eligibility, tables }: Settings): void {
  if (claims.length + x12.length + tables.claims.length === 0) required('claims', undefined);
  if (eligibility.length + tables.eligibility.length === 0) required('eligibility', undefined);
}

/** Extracted events know their inputs; they can be named to have them compared, then all of them. */
function refuseSomeInputs(settings: Settings): void {
  const { claims, pharmacy, eligibility, x12, tables } = settings;
  if (x12.length > 0) throw x12OnSpark('--events');
  const isAny = [claims, pharmacy, eligibility, ...Object.values(tables)].some((given) => given.length > 0);
  if (isAny) requireInputs(settings);
}

function refuseWithoutSpark({ engine, x12, tables, events, ...files }: Settings): void {
  if (engine === 'spark' && x12.length > 0) throw x12OnSpark('Spark');
  if (engine === 'spark' || events !== undefined) return;
  const uri = [files.claims, files.pharmacy, files.eligibility].flat().find(isUri);
  if (uri !== undefined) {
    throw new LbpError('E304', `${uri}: URIs are read by Spark. Add --engine spark, or give files.`);
  }
  if (Object.values(tables).some((names) => names.length > 0)) {
    throw new LbpError('E304', 'catalog tables are read by Spark. Add --engine spark, or give files.');
  }
}

function x12OnSpark(what: string): LbpError {
  return new LbpError(
    'E304',
    `--x12 does not go together with ${what}. Make a claim table with lbp convert first, and give it with --claims.`,
  );
}

/** What a command on directories was asked to do. */
export interface DirectorySettings {
  readonly valueSets: readonly string[] | undefined;
  readonly medications: readonly string[] | undefined;
  readonly crosswalk: string | undefined;
  readonly year: number | undefined;
  /** None where the command is about the directory alone. */
  readonly claims: readonly string[];
  readonly mapping: Mapping;
  readonly threads: number;
  readonly memory: string;
  readonly out: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly logFormat: 'text' | 'json';
}

/** The same for `lbp valuesets`. */
export function directorySettingsFrom(
  flags: Readonly<Record<string, unknown>>,
  configPath?: string,
): DirectorySettings {
  const config = merged(flags, configPath);
  return {
    ...common(config),
    valueSets: config['value-sets'],
    medications: config.medications,
    crosswalk: config.crosswalk,
    year: config.year,
    claims: config.claims ?? [],
    out: config.out,
  };
}

/** What `lbp convert` was asked to do, with everything filled in. */
export interface ConvertSettings extends CommonSettings {
  readonly x12: readonly string[];
  readonly claimStatus: readonly string[];
  readonly eligibility: readonly string[];
  readonly format: 'csv' | 'parquet';
}

/** The same for `lbp convert`. */
export function convertSettingsFrom(
  flags: Readonly<Record<string, unknown>>,
  configPath?: string,
): ConvertSettings {
  const config = merged(flags, configPath);
  return {
    x12: required('x12', config.x12),
    claimStatus: config['claim-status'] ?? [],
    eligibility: config.eligibility ?? [],
    format: config.format ?? 'csv',
    ...common(config),
  };
}

/** What `lbp deck` was asked to do, with everything filled in. */
export interface DeckSettings extends CommonSettings {
  readonly year: number;
  /** The folder of the deck. */
  readonly deck: string;
  readonly key: string | undefined;
  /** A layout and a payer file in place of those that come with the program. */
  readonly layout: string | undefined;
  readonly payers: string | undefined;
  readonly valueSets: readonly string[] | undefined;
  readonly medications: readonly string[] | undefined;
  readonly crosswalk: string | undefined;
}

/** The same for `lbp deck`. */
export function deckSettingsFrom(
  deck: string,
  flags: Readonly<Record<string, unknown>>,
  configPath?: string,
): DeckSettings {
  const config = merged(flags, configPath);
  return {
    deck,
    year: required('year', config.year),
    key: config.key,
    layout: config.layout,
    payers: config.payers,
    valueSets: config['value-sets'],
    medications: config.medications,
    crosswalk: config.crosswalk,
    ...common(config),
  };
}

/** Flags over the config file. */
function merged(flags: Readonly<Record<string, unknown>>, configPath: string | undefined): Config {
  const file = configPath === undefined ? {} : readConfig(configPath);
  const given = CONFIG.safeParse(flags);
  if (!given.success) throw invalid('E304', '', given.error);
  return { ...file, ...withoutUndefined(given.data) };
}

function required<T>(key: string, value: T | undefined): T {
  if (value !== undefined) return value;
  throw new LbpError('E304', `--${key} is missing. Give it as a flag, or as "${key}" in the config file.`);
}

/** The settings that every command has that reads claims. */
function common(config: Config): CommonSettings {
  const { columns, constants, values, dates, delimiter, preset } = config;
  return {
    threads: config.threads ?? 0,
    memory: config.memory ?? defaultMemory(config.threads ?? 0, config.x12 === undefined ? 'tables' : 'x12'),
    out: config.out ?? 'lbp-out',
    force: config.force ?? false,
    quiet: config.quiet ?? false,
    json: config.json ?? false,
    logFormat: config['log-format'] ?? 'text',
    maxRejects: config['max-rejects'] ?? 1,
    rejectRows: config['reject-rows'] ?? 100_000,
    strict: config.strict ?? false,
    mapping: { columns, constants, values, dates, delimiter, preset },
  };
}

/** Tables state the status of their claims themselves; only 837 claims need it from elsewhere. */
function claimStatus({ x12 = [], 'claim-status': paths = [] }: Config): readonly string[] {
  if (paths.length === 0 || x12.length > 0) return paths;
  throw new LbpError(
    'E304',
    '--claim-status is about claims given with --x12. Map columns.claim_status of the claim tables instead.',
  );
}

function readConfig(path: string): Config {
  const text = reading(path);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new LbpError('E302', `${path}: not valid JSON. Mend the file.`, { cause });
  }
  const config = CONFIG.safeParse(parsed);
  if (!config.success) throw invalid('E302', `${path}: `, config.error);
  return withPathsBeside(dirname(path), config.data);
}

function reading(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new LbpError(
      'E302',
      `${path}: the config file cannot be read. Check the path given with --config.`,
      { cause },
    );
  }
}

function withPathsBeside(folder: string, config: Config): Config {
  const beside = (path: string): string => (isAbsolute(path) || isUri(path) ? path : join(folder, path));
  const resolved: Config = { ...config };
  for (const key of [
    'claims',
    'x12',
    'claim-status',
    'pharmacy',
    'eligibility',
    'value-sets',
    'medications',
  ] as const) {
    const paths = config[key];
    if (paths !== undefined) resolved[key] = paths.map(beside);
  }
  for (const key of ['crosswalk', 'out', 'key', 'layout', 'payers', 'events', 'spark-home'] as const) {
    const path = config[key];
    if (path !== undefined) resolved[key] = beside(path);
  }
  return resolved;
}

/** The first thing that is wrong, with the key it is about. */
function invalid(code: 'E302' | 'E304', place: string, error: z.ZodError): LbpError {
  const [issue] = error.issues;
  const key = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    const keys = [key, ''].filter((part) => part !== '').join('.');
    const inside = keys === '' ? '' : ` in ${keys}`;
    return new LbpError(
      code,
      `${place}unknown key ${issue.keys.join(', ')}${inside}. Known keys are in docs/inputs.md.`,
    );
  }
  return new LbpError(code, `${place}${key}: ${issue?.message ?? 'not valid'}. Mend this key.`);
}

function withoutUndefined(config: Config): Config {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
}
