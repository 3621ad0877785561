import { z } from 'zod';
import {
  type EngineSettings,
  engineSettings,
  type OutputSettings,
  outputSettings,
  type ScreenSettings,
  screenSettings,
} from './common.js';
import { configOf, required } from './config-file.js';
import { ENGINE_KEYS, OUTPUT_KEYS, SCREEN_KEYS, TABLE_KEYS, X12_KEYS } from './keys.js';

const { claims: _, pharmacy: __, ...ELIGIBILITY_KEYS } = TABLE_KEYS;

const CONVERT_KEYS = {
  ...ELIGIBILITY_KEYS,
  ...X12_KEYS,
  ...ENGINE_KEYS,
  ...OUTPUT_KEYS,
  ...SCREEN_KEYS,
  /** Of the table that is written. */
  format: z.enum(['csv', 'parquet']).optional(),
};

/** What `lbp convert` was asked to do, with everything filled in. */
export interface ConvertSettings extends EngineSettings, OutputSettings, ScreenSettings {
  readonly x12: readonly string[];
  readonly claimStatus: readonly string[];
  readonly eligibility: readonly string[];
  readonly format: 'csv' | 'parquet';
}

/** @throws LbpError as configOf */
export function convertSettings(
  flags: Readonly<Record<string, unknown>>,
  configPath?: string,
): ConvertSettings {
  const config = configOf(CONVERT_KEYS, flags, configPath);
  return {
    x12: required('x12', config.x12),
    claimStatus: config['claim-status'] ?? [],
    eligibility: config.eligibility ?? [],
    format: config.format ?? 'csv',
    ...engineSettings(config),
    ...outputSettings(config),
    ...screenSettings(config),
  };
}
