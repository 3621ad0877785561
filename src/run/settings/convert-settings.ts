import { z } from 'zod';
import { layoutOf } from '../../inputs/layouts/index.js';
import type { AnyPack } from '../../packs/pack.js';
import {
  type EngineSettings,
  engineSettings,
  type OutputSettings,
  outputSettings,
  type ScreenSettings,
  screenSettings,
} from './common.js';
import { configOf, required } from './config-file.js';
import { RUN_KEYS } from './keys.js';

const CONVERT_KEYS = {
  ...RUN_KEYS,
  /** Format of the table that is written. */
  format: z.enum(['csv', 'parquet']).optional(),
};

const CONVERT_CONFIG = z.object(CONVERT_KEYS);

/** The settings of `lbp convert`, with all defaults filled in. */
export interface ConvertSettings extends EngineSettings, OutputSettings, ScreenSettings {
  readonly x12: readonly string[];
  /** Files of a layout; empty if 837 files are converted. */
  readonly claims: readonly string[];
  readonly pharmacy: readonly string[];
  readonly claimStatus: readonly string[];
  readonly eligibility: readonly string[];
  readonly format: 'csv' | 'parquet';
}

/**
 * The config file may be that of a run whose claim files are to be converted.
 *
 * @param pack whose runs may have written it
 * @throws LbpError as configOf
 */
export function convertSettings(
  pack: AnyPack,
  flags: Readonly<Record<string, unknown>>,
  configPath?: string,
): ConvertSettings {
  const shape = { ...CONVERT_KEYS, ...pack.command.settings };
  const config = CONVERT_CONFIG.parse(configOf(shape, flags, configPath));
  const engine = engineSettings(config);
  const isOfLayout = layoutOf(config.preset, config.tables) !== null;
  return {
    x12: isOfLayout ? (config.x12 ?? []) : required('x12', config.x12),
    claims: isOfLayout ? required('claims', config.claims) : [],
    pharmacy: isOfLayout ? (config.pharmacy ?? []) : [],
    claimStatus: config['claim-status'] ?? [],
    eligibility: config.eligibility ?? [],
    format: config.format ?? 'csv',
    ...engine,
    ...outputSettings(config, null),
    ...screenSettings(config),
  };
}
