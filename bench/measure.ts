import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

export interface Measured {
  readonly name: string;
  readonly seconds: number;
  /** All runs, in their order. */
  readonly runs: readonly number[];
  readonly peakMegabytes: number;
}

const PREFIX = 'bench-max-rss ';

/** Runs whole processes and gives the median of their times and the largest of their peaks. */
export function measure(name: string, script: string, args: readonly string[], times: number): Measured {
  const runs: number[] = [];
  let peak = 0;
  for (let run = 0; run < times; run += 1) {
    const from = performance.now();
    // The child reports its own peak: Node cannot ask for that of a child that has ended.
    const ended = spawnSync(process.execPath, ['--import', PEAK_REPORTER, script, ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (ended.status !== 0)
      throw new Error(`${name} ended with ${ended.status}: ${ended.stderr.slice(0, 500)}`);
    runs.push((performance.now() - from) / 1000);
    const reported = ended.stderr.split('\n').find((line) => line.startsWith(PREFIX));
    peak = Math.max(peak, Number(reported?.slice(PREFIX.length) ?? 0) / 1024);
  }
  const sorted = [...runs].sort((a, b) => a - b);
  return { name, seconds: sorted[Math.floor(sorted.length / 2)] ?? 0, runs, peakMegabytes: Math.round(peak) };
}

const PEAK_REPORTER = `data:text/javascript,process.on('exit',()=>process.stderr.write('\\n${PREFIX}'+process.resourceUsage().maxRSS+'\\n'))`;
