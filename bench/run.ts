import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { packageFile } from '../src/package-files.js';
import { compare, lineOf, type Measured, type Command as Process, script } from './measure.js';
import { FORMATS, type Format, isFormat, type Plan, planOf, YEAR } from './plans.js';

/*
 * `npm run bench -- [options]`: whole processes of `lbp run` beside yardsticks over the same files, in the same run. The
 * numbers go to bench/results; docs/performance.md says what they mean.
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
  .option('--times <n>', 'rounds, in each of which every process runs once', '3')
  .option('--peers', 'also polars and pandas, in a virtual environment of Python')
  .parse()
  .opts();

const rounds = Number(options.times);
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
  readonly loadBefore: number;
}

const PERIOD = ['--from', `${YEAR}-01-01`, '--to', `${YEAR}-12-31`];
const POLICY = ['--policy', 'bcbsnc-2023', ...PERIOD];
const GUIDELINE = ['--guideline', 'kp', ...PERIOD];

function commandOf(
  asked: readonly string[],
  { claims, pharmacy, eligibility, claimStatus }: Plan,
  format: Format,
): Process {
  return script(lbp, [
    ...asked,
    ...['--quiet', '--force', '--out', join(out, asked[0] ?? '')],
    ...(format === 'x12' ? ['--x12', claims] : ['--claims', claims]),
    ...(claimStatus === null ? [] : ['--claim-status', claimStatus]),
    ...['--pharmacy', pharmacy, '--eligibility', eligibility],
  ]);
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

/** The processes that are measured on a plan, the yardstick first. */
function processesOf(plan: Plan, millions: number, format: Format): (readonly [string, Process])[] {
  const files = [plan.claims, plan.pharmacy, plan.eligibility];
  const count = ['DuckDB, count', script(built('yardstick'), ['count', ...files])] as const;
  // A count of Parquet reads the footers only.
  const columns = ['DuckDB, used columns', script(built('yardstick'), ['columns', ...files])] as const;
  const own = [
    ['lbp run', commandOf(['run', '--year', String(YEAR)], plan, format)] as const,
    ['lbp policy', commandOf(['policy', ...POLICY], plan, format)] as const,
    ['lbp review', commandOf(['review', ...GUIDELINE], plan, format)] as const,
  ];
  // Of 837 files nothing else reads as much.
  if (format === 'x12') return own;
  const core = [String(YEAR), sets, plan.claims];
  const peers: (readonly [string, Process])[] = [];
  const peer = (name: string): void => {
    const args = [join(here, 'peers.py'), name, ...core];
    peers.push([`${name}, core of the measure`, { program: python(), args }]);
  };
  if (format !== 'csv.gz')
    peers.push(['DuckDB, core of the measure', script(built('core-sql'), core)] as const);
  if (format === 'csv' && millions <= MOST_MILLIONS.parseOnly)
    peers.push(['csv-parse, parse only', script(built('parse-only'), files)] as const);
  if (options.peers === true && format !== 'csv.gz') peer('polars');
  if (options.peers === true && format === 'csv' && millions <= MOST_MILLIONS.pandas) peer('pandas');
  return [format === 'parquet' ? columns : count, ...own, ...peers];
}

const rows: Row[] = [];
for (const millions of sizes) {
  for (const format of formats) {
    const plan = await planOf(data, millions, format);
    const { loadBefore, processes } = compare(processesOf(plan, millions, format), rounds, (name, seconds) =>
      process.stderr.write(`${millions}m ${format} ${name}: ${seconds.toFixed(1)} s\n`),
    );
    process.stdout.write(
      `${millions}m ${format}, ${(plan.bytes / 1e6).toFixed(0)} MB; medians of ${rounds}, in brackets the ratio to the first; load before ${loadBefore.toFixed(2)}\n`,
    );
    for (const measured of processes) {
      rows.push({ ...measured, millions, format, bytes: plan.bytes, loadBefore });
      process.stdout.write(`  ${lineOf(measured)}\n`);
    }
  }
}
rmSync(out, { recursive: true, force: true });

/** How time grows with lines: 1 is in proportion. */
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
