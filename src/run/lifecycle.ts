import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineOptions } from '../extract/duckdb.js';
import { type ManifestHead, toolFacts } from '../report/manifest.js';
import { OutputFolder, type WrittenFile } from '../report/output-folder.js';
import { RenewableEngine } from './second-reading.js';
import { Stopwatch } from './stopwatch.js';
import { removeLeftovers } from './temporary-folder.js';

/** Receives the progress of a run, to show it to the user. */
export interface RunListener {
  /** The name of the run in the manifest; without it the run chooses its own. */
  readonly runId?: string;
  /** @param percent returns the progress of the stage, 0 to 100, if known */
  onStage(stage: string, percent: () => number | null): void;
  /** Every line of Spark's log, which may quote rows; only if requested. */
  onSparkLog?(line: string): void;
  /** Spark waits for workers, possibly forever. */
  onSparkWaiting?(): void;
}

export type OnStage = (name: string, percent?: () => number | null) => void;

/** A command at work in its output folder. */
export interface Work {
  readonly started: Date;
  /** The name of the run in the manifest. */
  readonly runId: string;
  readonly folder: OutputFolder;
  /** Where the files are until the command finishes. */
  readonly partial: string;
  readonly stage: OnStage;
  /** A private folder that is removed when the command ends. */
  temporary(name: string): string;
  /** The engine of the command; it is closed with the command. */
  openEngine(options: Omit<EngineOptions, 'spill'>): Promise<RenewableEngine>;
  /** Writes manifest.json, including the common facts of every manifest, as the last file. */
  writeManifest<Facts extends object>(settings: object, facts: Facts): Facts & ManifestHead;
}

/**
 * Does the work of a command that leaves an output folder: run, deck, convert. Everything is written to a
 * temporary folder beside it, which gets its final name at the end; if anything fails, nothing is left.
 *
 * @param given all files that the command reads
 * @throws LbpError E303 if the folder exists, E305 if another command writes to it, E402 and E403 from the
 *   disk, and anything the work throws
 */
export async function inOutputFolder<T>(
  settings: { readonly out: string; readonly force: boolean },
  given: () => Promise<readonly string[]>,
  listener: RunListener,
  work: (at: Work) => Promise<T>,
): Promise<T> {
  removeLeftovers();
  const started = new Date();
  const runId = listener.runId ?? randomUUID();
  const watch = new Stopwatch();
  const { out, force } = settings;
  const mayReplace = existsSync(out) || existsSync(`${out}.partial`);
  const folder = OutputFolder.create(out, { force, inputs: mayReplace ? await given() : [] });
  const temporaries = new Set<string>();
  const engines: RenewableEngine[] = [];
  const temporary = (name: string): string => {
    const path = join(folder.partial, name);
    temporaries.add(path);
    return path;
  };
  const at: Work = {
    started,
    runId,
    folder,
    partial: folder.partial,
    stage: (name, percent = () => null) => {
      watch.begin(name);
      listener.onStage(name, percent);
    },
    temporary,
    openEngine: async ({ threads, memory, database }) => {
      const spill = temporary('spill');
      mkdirSync(spill, { recursive: true, mode: 0o700 });
      const engine = await RenewableEngine.open({ threads, memory, spill, database });
      engines.push(engine);
      return engine;
    },
    writeManifest: (given, facts) => {
      const manifest = {
        ...head(given, { runId, started, watch, outputs: folder.written() }),
        ...facts,
      };
      folder.file('manifest.json').write(`${JSON.stringify(manifest, null, 2)}\n`);
      return manifest;
    },
  };
  try {
    const done = await work(at);
    for (const engine of engines) engine.close();
    for (const path of temporaries) rmSync(path, { recursive: true, force: true });
    folder.finish();
    return done;
  } catch (error) {
    for (const engine of engines) engine.close();
    folder.abandon();
    throw error;
  }
}

function head(
  settings: object,
  {
    runId,
    started,
    watch,
    outputs,
  }: {
    readonly runId: string;
    readonly started: Date;
    readonly watch: Stopwatch;
    readonly outputs: readonly WrittenFile[];
  },
): ManifestHead {
  return {
    run_id: runId,
    tool: toolFacts(),
    started: started.toISOString(),
    arguments: { ...settings },
    timings_ms: watch.done(),
    peak_memory_bytes: process.resourceUsage().maxRSS * 1024,
    outputs,
  };
}
