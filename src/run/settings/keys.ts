import { z } from 'zod';
import { megabytesOf } from '../../extract/engine-size.js';
import { MAPPING_SCHEMA } from '../../inputs/tables/mapping.js';

/*
 * The keys of the config file, which are the flags' names. Each command accepts the groups that it uses, so
 * an unknown key is an error.
 */

const PATHS = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/**
 * Names of catalog tables: up to three parts of letters, digits and underscores, which never need quoting.
 */
const TABLES = PATHS.refine(
  (names) => names.every((name) => /^[A-Za-z_]\w*(\.[A-Za-z_]\w*){0,2}$/.test(name)),
  'a table such as claims.medical_claim',
);

export const SET_KEYS = {
  'value-sets': PATHS.optional(),
  medications: PATHS.optional(),
  crosswalk: z.string().optional(),
};

/** More than any machine has, and within the engine's range. */
const MOST_MEGABYTES = 1e9;

export const ENGINE_KEYS = {
  threads: z.int().min(0).max(256).optional(),
  memory: z
    .string()
    .regex(/^\d+(\.\d+)?\s*(MB|GB|MiB|GiB)$/i, 'a size such as 2GB')
    .refine((size) => megabytesOf(size) <= MOST_MEGABYTES, 'a size of no more than 1000000GB')
    .optional(),
};

const X12_KEYS = {
  x12: PATHS.optional(),
  'claim-status': PATHS.optional(),
  strict: z.boolean().optional(),
};

const TABLE_KEYS = {
  claims: PATHS.optional(),
  pharmacy: PATHS.optional(),
  eligibility: PATHS.optional(),
  ...MAPPING_SCHEMA,
};

export const OUTPUT_KEYS = {
  out: z.string().min(1).optional(),
  force: z.boolean().optional(),
  'max-rejects': z
    .union([z.number(), z.string().regex(/^\d+(\.\d+)?\s*%?$/, 'a percentage such as 1%')])
    .transform((value) => Number.parseFloat(String(value)))
    .refine((value) => value >= 0, 'a percentage of 0 or more')
    .optional(),
  'reject-rows': z.int().min(0).optional(),
};

export const SCREEN_KEYS = {
  quiet: z.boolean().optional(),
  json: z.boolean().optional(),
  'log-format': z.enum(['text', 'json']).optional(),
};

const SPARK_KEYS = {
  events: z.string().min(1).optional(),
  database: z.string().min(1).optional(),
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
};

/** The keys of a run of any pack; a pack adds its own. */
export const RUN_KEYS = {
  ...TABLE_KEYS,
  ...X12_KEYS,
  ...SET_KEYS,
  ...ENGINE_KEYS,
  ...OUTPUT_KEYS,
  ...SCREEN_KEYS,
  ...SPARK_KEYS,
  engine: z.enum(['duckdb', 'spark']).optional(),
  'allow-empty': z.boolean().optional(),
  report: z.boolean().optional(),
};

/** Keys whose values are paths, which in a config file are relative to it. */
export const PATH_KEYS: ReadonlySet<string> = new Set([
  ...['claims', 'x12', 'claim-status', 'pharmacy', 'eligibility', 'value-sets', 'medications'],
  ...['crosswalk', 'database', 'out', 'key', 'layout', 'payers', 'events', 'spark-home', 'providers'],
]);
