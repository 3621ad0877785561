import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { packageFile } from '../src/package-files.js';
import { type Measured, measure, type Command as Process, script } from './measure.js';
import { FORMATS, type Format, isFormat, type Plan, planOf, YEAR } from './plans.js';

/*
 * `npm run bench -- [options]`: whole processes of `lbp run` compared with yardsticks on the same files, in
 * the same run. The numbers go to bench/results; docs/performance.md says what they mean.
 */
interface Options {
  readonly millions: string;
  readonly formats: string;
  readonly times: string;
  readonly peers?: true;
}

const options: Options = new Command('bench')
  .option('--millions <list>', 'claim lines of the plans, in millions', '1,10,50')
  .option('--formats <list>', 'of csv, csv.gz, parquet, x12', FORMATS.join(','))
  .option('--times <n>', 'runs of each process, of which the median counts', '3')
  .option('--peers', 'also polars and pandas, in a virtual environment of Python')
  .parse()
  .opts();

const times = Number(options.times);
const sizes = options.millions.split(',').map(Number);
const formats = options.formats.split(',').filter(isFormat);

const here = packageFile('bench');
const data = join(here, 'data');
const built = (name: string): string => packageFile(`dist/bench/${name}.js`);
const lbp = packageFile('dist/bin/lbp.js');
const sets = packageFile('valuesets/open');
const out = join(data, 'out');

/** The largest plans for programs that cannot handle larger ones. */
const MOST_MILLIONS = { parseOnly: 1, pandas: 1 };

interface Row extends Measured {
  readonly millions: number;
  readonly format: Format;
  readonly bytes: number;
  /** For the tool's own runs. */
  readonly stages?: unknown;
}

function runOf({ claims, pharmacy, eligibility, claimStatus }: Plan, format: Format): Process {
  return script(lbp, [
    'run',
    ...['--year', String(YEAR), '--quiet', '--force', '--out', out],
    ...(format === 'x12' ? ['--x12', claims] : ['--claims', claims]),
    ...(claimStatus === null ? [] : ['--claim-status', claimStatus]),
    ...['--pharmacy', pharmacy, '--eligibility', eligibility],
  ]);
}

function stagesOfLastRun(): unknown {
  const manifest: unknown = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'timings_ms' in manifest
    ? manifest.timings_ms
    : null;
}

function python(): string {
  const environment = join(data, 'python');
  const program = join(environment, 'bin', 'python');
  const call = (name: string, args: readonly string[]): void => {
    if (spawnSync(name, args, { stdio: 'inherit' }).status !== 0)
      throw new Error(`${name} ${args.join(' ')} failed`);
  };
  if (!existsSync(program)) {
    call('python3', ['-m', 'venv', environment]);
    call(program, ['-m', 'pip', 'install', '--quiet', 'polars==1.31.0', 'pandas==2.3.1']);
  }
  return program;
}

/** The processes that are measured on a plan, in this order, by name. */
function processesOf(plan: Plan, millions: number, format: Format): (readonly [string, Process])[] {
  const files = [plan.claims, plan.pharmacy, plan.eligibility];
  const own = ['lbp run', runOf(plan, format)] as const;
  if (format === 'x12') return [own];
  const core = [String(YEAR), sets, plan.claims];
  const isTable = format !== 'csv.gz';
  return [
    ['DuckDB, count', script(built('yardstick'), ['count', ...files])],
    ...(isTable
      ? [['DuckDB, used columns', script(built('yardstick'), ['columns', ...files])] as const]
      : []),
    own,
    ...(isTable ? [['DuckDB, core of the measure', script(built('core-sql'), core)] as const] : []),
    ...(format === 'csv' && millions <= MOST_MILLIONS.parseOnly
      ? [['csv-parse, parse only', script(built('parse-only'), files)] as const]
      : []),
    ...(options.peers === true && isTable
      ? [
          [
            'polars, core of the measure',
            { program: python(), args: [join(here, 'peers.py'), 'polars', ...core] },
          ] as const,
        ]
      : []),
    ...(options.peers === true && format === 'csv' && millions <= MOST_MILLIONS.pandas
      ? [
          [
            'pandas, core of the measure',
            { program: python(), args: [join(here, 'peers.py'), 'pandas', ...core] },
          ] as const,
        ]
      : []),
  ];
}

const rows: Row[] = [];
for (const millions of sizes) {
  for (const format of formats) {
    const plan = await planOf(data, millions, format);
    for (const [name, process_] of processesOf(plan, millions, format)) {
      const measured = measure(name, process_, times);
      const stages = name === 'lbp run' ? { stages: stagesOfLastRun() } : {};
      rows.push({ ...measured, millions, format, bytes: plan.bytes, ...stages });
      process.stdout.write(`${describe(rows.at(-1))}\n`);
    }
  }
}
rmSync(out, { recursive: true, force: true });

function describe(row: Row | undefined): string {
  if (row === undefined) return '';
  const { millions, format, name, seconds, processorSeconds, peakMegabytes, bytes } = row;
  const ratio = seconds / secondsOf(millions, format, 'DuckDB, count');
  return [
    `${millions}m ${format}`.padEnd(12),
    name.padEnd(30),
    `${seconds.toFixed(1)} s`.padStart(9),
    `${processorSeconds.toFixed(1)} s of processor`.padStart(22),
    `${peakMegabytes} MB`.padStart(9),
    `${(bytes / 1e6 / seconds).toFixed(0)} MB/s`.padStart(10),
    `${((millions * 1e6) / seconds / 1000).toFixed(0)}k lines/s`.padStart(15),
    Number.isNaN(ratio) ? '' : `${ratio.toFixed(2)} of the count`,
  ].join(' ');
}

function secondsOf(millions: number, format: Format, name: string): number {
  return (
    rows.find((row) => row.millions === millions && row.format === format && row.name === name)?.seconds ??
    Number.NaN
  );
}

/** How time grows with lines: 1 is proportional. */
function growth(format: Format): number | null {
  const own = rows.filter((row) => row.format === format && row.name === 'lbp run');
  const [least, most] = [own.at(0), own.at(-1)];
  return least === undefined || most === undefined || least.millions === most.millions
    ? null
    : Math.log(most.seconds / least.seconds) / Math.log(most.millions / least.millions);
}

const result = {
  date: new Date().toISOString().slice(0, 10),
  machine: { cpu: cpus()[0]?.model, cores: cpus().length, memory_bytes: totalmem(), node: process.version },
  rows,
  growth: Object.fromEntries(formats.map((format) => [format, growth(format)])),
};
process.stdout.write(`growth exponents: ${JSON.stringify(result.growth)}\n`);
mkdirSync(join(here, 'results'), { recursive: true });
const file = join(here, 'results', `${result.date}-${sizes.join('-')}m-${formats.join('-')}.json`);
writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
