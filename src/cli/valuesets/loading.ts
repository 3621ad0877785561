import type { AnyPack } from '../../packs/pack.js';
import { loadKept } from '../../run/directory-cache.js';
import { ownSetsOf } from '../../run/rules.js';
import { type DirectorySettings, directorySettings } from '../../run/settings/directory-settings.js';
import type { Directory } from '../../valuesets/directory.js';
import { type Log, openLog } from '../log.js';
import { byName } from '../options.js';
import { say } from '../streams.js';

/** Flags and config file. */
export function settingsOf(flags: Readonly<Record<string, unknown>>): DirectorySettings {
  const { config, run: _, ...rest } = flags;
  return directorySettings(byName(rest), typeof config === 'string' ? config : undefined);
}

/**
 * Loads the directory that the settings name, and warns about oddities in it.
 *
 * @param packs whose own sets are read in addition
 */
export async function loadNamed(
  settings: DirectorySettings,
  packs: readonly AnyPack[] = [],
): Promise<Directory> {
  const { valueSets, medications, crosswalk } = settings;
  const directory = await loadKept({ valueSets, medications, crosswalk, ...ownSetsOf(packs) });
  warn(logOf(settings), directory);
  return directory;
}

export function warn(log: Log, { warnings }: Directory): void {
  for (const { text, count } of warnings)
    log.warn(`LBP-W204 ${text} (${count})`, { code: 'LBP-W204', count });
}

export function logOf({ logFormat, quiet }: Pick<DirectorySettings, 'logFormat' | 'quiet'>): Log {
  return openLog(logFormat, quiet);
}

/** One JSON object or text on stdout. */
export function print(json: boolean, object: unknown, text: () => string): void {
  say(json ? JSON.stringify(object) : text());
}

/** A text cell in a table of numbers. */
export function left(content: string): { content: string; hAlign: 'left' } {
  return { content, hAlign: 'left' };
}
