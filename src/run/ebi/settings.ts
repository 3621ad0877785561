import { z } from 'zod';
import { LbpError } from '../../errors.js';
import { defaultMemory } from '../../extract/engine-size.js';
import type { ActivityPreset } from '../../inputs/activity/columns.js';
import { ACTIVITY_MAPPING_SCHEMA, type ActivityMapping } from '../../inputs/activity/mapping.js';
import { NULL_READINGS, type Reading } from '../../packs/ebi/decision.js';
import { GROUPINGS, type Grouping } from '../../packs/ebi/outputs/tally.js';
import { PAIRINGS } from '../../packs/ebi/procedures.js';
import {
  type OutputSettings,
  outputSettings,
  type ScreenSettings,
  screenSettings,
} from '../settings/common.js';
import { configOf, required } from '../settings/config-file.js';
import { ENGINE_KEYS, OUTPUT_KEYS, SCREEN_KEYS } from '../settings/keys.js';

/** The targets of a script. */
const SCRIPT_DIALECTS = ['tsql', 'duckdb', 'spark'] as const;
type ScriptDialectName = (typeof SCRIPT_DIALECTS)[number];

const LIST = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const KEYS = {
  activity: LIST.optional(),
  /** Names separated by commas, as in a flag, or a list. */
  by: LIST.transform((names) => names.flatMap((name) => name.split(',')))
    .pipe(z.array(z.enum(GROUPINGS)).min(1))
    .optional(),
  pairing: z.enum(PAIRINGS).optional(),
  nulls: z.enum(NULL_READINGS).optional(),
  suppress: z.boolean().optional(),
  report: z.boolean().optional(),
  sql: z.enum(SCRIPT_DIALECTS).optional(),
  ...ACTIVITY_MAPPING_SCHEMA,
  ...ENGINE_KEYS,
  ...OUTPUT_KEYS,
  ...SCREEN_KEYS,
};

/** The settings of `lbp ebi`, with all defaults filled in. */
export interface EbiSettings extends OutputSettings, ScreenSettings {
  readonly activity: readonly string[];
  readonly mapping: ActivityMapping;
  /** The distinct columns by which the summary is divided. */
  readonly by: readonly Grouping[];
  readonly reading: Reading;
  /** Whether small numbers are suppressed in the summary. */
  readonly suppress: boolean;
  /** Whether to write the page. */
  readonly report: boolean;
  readonly threads: number;
  readonly memory: string;
  readonly rejectRows: number;
}

/** The settings of `lbp ebi --sql`. */
export interface EbiScriptSettings extends ScreenSettings {
  readonly dialect: ScriptDialectName;
  readonly preset: ActivityPreset;
  readonly mapping: ActivityMapping;
  readonly reading: Reading;
}

export type EbiRequest =
  | { readonly kind: 'run'; readonly settings: EbiSettings }
  | { readonly kind: 'script'; readonly settings: EbiScriptSettings };

/**
 * Flags over config file over defaults.
 *
 * @throws LbpError E302 for a config file, E304 for a flag
 */
export function ebiSettings(flags: Readonly<Record<string, unknown>>, configPath?: string): EbiRequest {
  const config = configOf(KEYS, flags, configPath);
  const { preset, columns, constants, dates, delimiter, threads = 0 } = config;
  const mapping = { preset, columns, constants, dates, delimiter };
  const reading = { pairing: config.pairing ?? 'record', nulls: config.nulls ?? 'keep' } as const;
  if (config.sql !== undefined) {
    if (config.activity !== undefined || preset === undefined) {
      throw new LbpError(
        'E304',
        `--sql prints a script for a warehouse and reads no files. Give --preset for the names of its columns, and no --activity.`,
      );
    }
    return {
      kind: 'script',
      settings: { dialect: config.sql, preset, mapping, reading, ...screenSettings(config) },
    };
  }
  return {
    kind: 'run',
    settings: {
      activity: required('activity', config.activity),
      ...{ mapping, reading, threads },
      by: [...new Set(config.by ?? (['provider'] as const))],
      suppress: config.suppress ?? false,
      report: config.report ?? true,
      memory: config.memory ?? defaultMemory(threads, 'tables'),
      rejectRows: config['reject-rows'] ?? 100_000,
      ...outputSettings(config, null),
      ...screenSettings(config),
    },
  };
}
