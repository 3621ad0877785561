import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { LbpError } from '../errors.js';
import { MAPPING_SCHEMA, type Mapping } from '../sources/tables/mapping.js';

const PATHS = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

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
  engine: z.enum(['duckdb']).optional(),
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
}

/**
 * Flags over config file over defaults. Paths in the config file are relative to the file.
 *
 * @param flags by their names as typed, with the types of the config file's values
 * @throws LbpError E302 for a config file, E304 for a flag
 */
export function settingsFrom(flags: Readonly<Record<string, unknown>>, configPath?: string): Settings {
  const config = merged(flags, configPath);
  const { x12 = [] } = config;
  return {
    year: required('year', config.year),
    claims: x12.length === 0 ? required('claims', config.claims) : (config.claims ?? []),
    x12,
    claimStatus: claimStatus(config),
    coverage: config.coverage ?? false,
    eligibility: required('eligibility', config.eligibility),
    pharmacy: config.pharmacy ?? [],
    valueSets: config['value-sets'],
    medications: config.medications,
    crosswalk: config.crosswalk,
    ...common(config),
  };
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
    memory: config.memory ?? '1GB',
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
  const beside = (path: string): string => (isAbsolute(path) ? path : join(folder, path));
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
  for (const key of ['crosswalk', 'out', 'key', 'layout', 'payers'] as const) {
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
