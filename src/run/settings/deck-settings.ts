import { z } from 'zod';
import { MAPPING_SCHEMA } from '../../inputs/tables/mapping.js';
import type { AnyPack } from '../../packs/pack.js';
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
import { ENGINE_KEYS, OUTPUT_KEYS, SCREEN_KEYS, SET_KEYS } from './keys.js';
import { measuredYear, packConfig, questionOf } from './run-settings.js';

const DECK_CONFIG = z.object({
  ...MAPPING_SCHEMA,
  ...SET_KEYS,
  ...ENGINE_KEYS,
  ...OUTPUT_KEYS,
  ...SCREEN_KEYS,
  key: z.string().min(1).optional(),
  layout: z.string().min(1).optional(),
  payers: z.string().min(1).optional(),
});

/** The settings of `lbp deck`, with all defaults filled in. */
export interface DeckSettings extends EngineSettings, SetSettings, OutputSettings, ScreenSettings {
  /** The folder of the deck. */
  readonly deck: string;
  readonly key: string | undefined;
  /** A layout and a payer file that replace those that come with the program. */
  readonly layout: string | undefined;
  readonly payers: string | undefined;
}

/** @throws LbpError as configOf, and E301 and E304 for the question of the pack */
export function deckSettings(
  pack: AnyPack,
  deck: string,
  flags: Readonly<Record<string, unknown>>,
  configPath?: string,
): { readonly settings: DeckSettings; readonly question: unknown } {
  const shape = { ...DECK_CONFIG.shape, ...pack.command.settings };
  const all = packConfig(pack, shape, flags, configPath);
  const config = DECK_CONFIG.parse(all);
  const { key, layout, payers } = config;
  const question = questionOf(pack, all);
  return {
    question,
    settings: {
      ...{ deck, key, layout, payers },
      ...setSettings(config),
      ...engineSettings(config),
      ...outputSettings(config, measuredYear(pack, question)),
      ...screenSettings(config),
    },
  };
}
