import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';

/** A program and its arguments; it reports its own peak and processor time, as `REPORT` does for Node. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** One run of a process. */
interface Run {
  readonly seconds: number;
  /** User and system time; not a number where the process does not report it. */
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
}

export interface Measured {
  readonly name: string;
  /** Medians, and the largest peak. */
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
  /** All runs in their order, one for each round. */
  readonly runs: readonly Run[];
  /** Medians over the rounds of what this process took, divided by what the first process took in the same round. */
  readonly ofFirst: { readonly wall: number; readonly processor: number };
}

export interface Comparison {
  /** The load of the machine in the minute before the first run; 0 where nothing else ran. */
  readonly loadBefore: number;
  readonly processes: readonly Measured[];
}

const PREFIX = 'bench-usage ';

/** A Node script that reports at its end what it used, because a child that has ended cannot be asked. */
export function script(path: string, args: readonly string[]): Command {
  return { program: process.execPath, args: ['--import', REPORT, path, ...args] };
}

const REPORT = `data:text/javascript,process.on('exit',()=>{const u=process.resourceUsage();process.stderr.write('\\n${PREFIX}'+u.maxRSS+' '+(u.userCPUTime+u.systemCPUTime)/1e6+'\\n')})`;

/**
 * Runs whole processes in rounds, A B A B A B, so that what slows the machine for a while slows all of them. The first is
 * the yardstick of the others.
 *
 * @param rounds at least 3, of which the medians count
 * @param onRun called after each run
 */
export function compare(
  processes: readonly (readonly [name: string, command: Command])[],
  rounds: number,
  onRun: (name: string, seconds: number) => void = () => undefined,
): Comparison {
  const [loadBefore = 0] = loadavg();
  const runs = processes.map((): Run[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [place, [name, command]] of processes.entries()) {
      const run = runOnce(name, command);
      runs[place]?.push(run);
      onRun(name, run.seconds);
    }
  }
  const [first = []] = runs;
  const ratio = (own: readonly Run[], of: (run: Run) => number): number =>
    median(own.map((run, round) => of(run) / of(first[round] ?? run)));
  return {
    loadBefore,
    processes: processes.map(([name], place) => {
      const own = runs[place] ?? [];
      return {
        name,
        seconds: median(own.map(({ seconds }) => seconds)),
        processorSeconds: median(own.map(({ processorSeconds }) => processorSeconds)),
        peakMegabytes: Math.round(Math.max(...own.map(({ peakMegabytes }) => peakMegabytes))),
        runs: own,
        ofFirst: {
          wall: ratio(own, ({ seconds }) => seconds),
          processor: ratio(own, ({ processorSeconds }) => processorSeconds),
        },
      };
    }),
  };
}

/** A process as one line of a report. */
export function lineOf({ name, seconds, processorSeconds, peakMegabytes, ofFirst }: Measured): string {
  return [
    name.padEnd(30),
    `${seconds.toFixed(2)} s`.padStart(10),
    `(${ofFirst.wall.toFixed(2)})`.padStart(8),
    `${processorSeconds.toFixed(2)} s of processor`.padStart(23),
    `(${ofFirst.processor.toFixed(2)})`.padStart(8),
    `${peakMegabytes} MB`.padStart(9),
  ].join(' ');
}

function runOnce(name: string, { program, args }: Command): Run {
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
  return { seconds, processorSeconds: processor, peakMegabytes: peak / 1024 };
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
