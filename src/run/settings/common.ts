import { LbpError } from '../../errors.js';
import { defaultMemory } from '../../extract/engine-size.js';
import { layoutOf } from '../../inputs/layouts/index.js';
import type { Mapping } from '../../inputs/tables/mapping.js';

/** The settings of every command that displays something. */
export interface ScreenSettings {
  readonly quiet: boolean;
  readonly json: boolean;
  readonly logFormat: 'text' | 'json';
}

/** The settings of every command that reads tables through the engine. */
export interface EngineSettings {
  readonly threads: number;
  readonly memory: string;
  readonly mapping: Mapping;
  readonly rejectRows: number;
  /** For claim files: envelopes that do not add up and unreadable parts are errors. */
  readonly strict: boolean;
}

export interface OutputSettings {
  readonly out: string;
  readonly force: boolean;
  /** In percent of the rows of an input. */
  readonly maxRejects: number;
}

export interface SetSettings {
  readonly valueSets: readonly string[] | undefined;
  readonly medications: readonly string[] | undefined;
  readonly crosswalk: string | undefined;
}

export function screenSettings(config: {
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly 'log-format'?: 'text' | 'json' | undefined;
}): ScreenSettings {
  return {
    quiet: config.quiet ?? false,
    json: config.json ?? false,
    logFormat: config['log-format'] ?? 'text',
  };
}

type EngineConfig = Mapping & {
  readonly threads?: number | undefined;
  readonly memory?: string | undefined;
  readonly 'reject-rows'?: number | undefined;
  readonly strict?: boolean | undefined;
  readonly x12?: readonly string[] | undefined;
};

export function engineSettings(config: EngineConfig): EngineSettings {
  const { columns, constants, values, dates, delimiter, preset, tables, duals, threads = 0 } = config;
  const isJoined = config.x12 !== undefined || layoutOf(preset, tables) !== null;
  return {
    threads,
    memory: config.memory ?? defaultMemory(threads, isJoined ? 'joined files' : 'tables'),
    rejectRows: config['reject-rows'] ?? 100_000,
    strict: config.strict ?? false,
    mapping: refuseMixed({ columns, constants, values, dates, delimiter, preset, tables, duals }),
  };
}

/** Files of a layout have their columns described there, not in the config. */
function refuseMixed(mapping: Mapping): Mapping {
  const { preset, tables } = mapping;
  const isNamed = preset === 'cclf' || preset === 'rif';
  if (!isNamed && tables === undefined) {
    if (mapping.duals === undefined) return mapping;
    throw new LbpError('E304', '--duals goes together with --preset cclf alone. Leave it out.');
  }
  const named = isNamed ? `--preset ${preset}` : 'tables in the config';
  const other = (['columns', 'dates'] as const).find((key) => mapping[key] !== undefined);
  if (other !== undefined) {
    throw new LbpError(
      'E304',
      `${other} in the config does not go together with ${named}, whose layout says it for each kind of file. Leave out one of the two, or write a layout of your own (docs/layouts.md).`,
    );
  }
  if (preset !== undefined && tables !== undefined) {
    throw new LbpError(
      'E304',
      `--preset ${preset} does not go together with tables in the config. Leave out one of the two.`,
    );
  }
  return mapping;
}

/**
 * Where a command writes, and how many rejects it tolerates.
 *
 * @param year the measurement year, for `{year}` in the folder name; null uses the current year
 */
export function outputSettings(
  config: {
    readonly out?: string | undefined;
    readonly force?: boolean | undefined;
    readonly 'max-rejects'?: number | undefined;
  },
  year: number | null,
): OutputSettings {
  return {
    out: filledOut(config.out ?? 'lbp-out', year, new Date()),
    force: config.force ?? false,
    maxRejects: config['max-rejects'] ?? 1,
  };
}

/** A folder name with the day, by the machine's clock, for `{date}`, and the year for `{year}`. */
function filledOut(out: string, year: number | null, now: Date): string {
  const digits = (value: number): string => String(value).padStart(2, '0');
  const date = [now.getFullYear(), digits(now.getMonth() + 1), digits(now.getDate())].join('-');
  return out.replaceAll('{date}', date).replaceAll('{year}', String(year ?? now.getFullYear()));
}

export function setSettings(config: {
  readonly 'value-sets'?: readonly string[] | undefined;
  readonly medications?: readonly string[] | undefined;
  readonly crosswalk?: string | undefined;
}): SetSettings {
  return {
    valueSets: config['value-sets'],
    medications: config.medications,
    crosswalk: config.crosswalk,
  };
}
