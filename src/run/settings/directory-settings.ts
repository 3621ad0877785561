import { z } from 'zod';
import type { Mapping } from '../../inputs/tables/mapping.js';
import {
  engineSettings,
  outputSettings,
  type ScreenSettings,
  type SetSettings,
  screenSettings,
  setSettings,
} from './common.js';
import { configOf } from './config-file.js';
import { RUN_KEYS } from './keys.js';

/** The config file may be that of a run. */
const DIRECTORY_CONFIG = {
  ...RUN_KEYS,
  year: z.int().optional(),
  coverage: z.boolean().optional(),
  'as-of': z.string().optional(),
  by: z.union([z.string(), z.array(z.string())]).optional(),
  providers: z.string().optional(),
  suppress: z.int().min(0).optional(),
};

/** The settings of a command on directories. */
export interface DirectorySettings extends SetSettings, ScreenSettings {
  readonly year: number | undefined;
  /** Empty if the command is only about the directory. */
  readonly claims: readonly string[];
  readonly mapping: Mapping;
  readonly threads: number;
  readonly memory: string;
  readonly out: string | undefined;
  readonly force: boolean;
}

/** @throws LbpError as configOf */
export function directorySettings(
  flags: Readonly<Record<string, unknown>>,
  configPath?: string,
): DirectorySettings {
  const config = configOf(DIRECTORY_CONFIG, flags, configPath);
  const { threads, memory, mapping } = engineSettings(config);
  return {
    ...{ threads, memory, mapping },
    ...setSettings(config),
    ...screenSettings(config),
    force: outputSettings(config, null).force,
    year: config.year,
    claims: config.claims ?? [],
    out: config.out,
  };
}
