import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

export interface Measured {
  readonly name: string;
  /** The median. */
  readonly seconds: number;
  /** All runs, in order. */
  readonly runs: readonly number[];
  /** Seconds of processor time of the median run, if the process reports it. */
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
}

/** A program and its arguments; it reports its own peak and processor time, as `REPORT` does for Node. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

const PREFIX = 'bench-usage ';

/**
 * A Node script that reports its resource usage when it ends, because a child that has exited cannot be
 * queried.
 */
export function script(path: string, args: readonly string[]): Command {
  return { program: process.execPath, args: ['--import', REPORT, path, ...args] };
}

const REPORT = `data:text/javascript,process.on('exit',()=>{const u=process.resourceUsage();process.stderr.write('\\n${PREFIX}'+u.maxRSS+' '+(u.userCPUTime+u.systemCPUTime)/1e6+'\\n')})`;

/** Runs whole processes and returns the median of their times and the largest of their peaks. */
export function measure(name: string, { program, args }: Command, times: number): Measured {
  const runs: { seconds: number; processor: number; peak: number }[] = [];
  for (let run = 0; run < times; run += 1) {
    const from = performance.now();
    const ended = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
    const seconds = (performance.now() - from) / 1000;
    if (ended.status !== 0)
      throw new Error(`${name} ended with ${ended.status}: ${ended.stderr.slice(0, 500)}`);
    const reported = ended.stderr.split('\n').find((line) => line.startsWith(PREFIX));
    const [peak = Number.NaN, processor = Number.NaN] = (reported ?? '')
      .slice(PREFIX.length)
      .split(' ')
      .map(Number);
    runs.push({ seconds, processor, peak: peak / 1024 });
  }
  const sorted = runs.toSorted((a, b) => a.seconds - b.seconds);
  const median = sorted.at(Math.floor((sorted.length - 1) / 2));
  return {
    name,
    seconds: median?.seconds ?? Number.NaN,
    runs: runs.map(({ seconds }) => seconds),
    processorSeconds: median?.processor ?? Number.NaN,
    peakMegabytes: Math.round(Math.max(...runs.map(({ peak }) => peak))),
  };
}
