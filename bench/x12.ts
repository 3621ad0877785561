import {
  closeSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { packageFile } from '../src/package-files.js';
import { compare, type Measured, script } from './measure.js';
import { writeX12 } from './x12-generate.js';

/**
 * `npm run bench:x12 [-- MEGABYTES [TIMES]]`: reading 837 files, compared with a scan for terminators and
 * with x12-parser, whole processes in the same run, with the peak memory of each. 520 MB by default. The
 * numbers go to bench/results; docs/performance.md says what they mean.
 */
const megabytes = Number(process.argv[2] ?? 520);
const times = Number(process.argv[3] ?? 3);
const here = packageFile('bench');
const lbp = packageFile('dist/bin/lbp.js');
const part = packageFile('dist/bench/x12-part.js');
const data = join(here, 'data');

/** x12-parser gets part of the same file: all of it would take minutes. */
const CUT = 20;
/** A fifth of the whole, to see whether memory grows. */
const SMALLER = Math.round(megabytes / 5);
/** The same megabytes as the one file, in this many files. */
const FILES = 4;

interface Rate {
  readonly name: string;
  readonly bytes: number;
  readonly megabytesPerSecond: number;
  readonly measured: Measured;
}

const rates: Rate[] = [];
function take(
  name: string,
  files: readonly string[],
  program: string,
  args: readonly string[],
  runs: number,
): void {
  const [measured] = compare([[name, script(program, args)]], runs).processes;
  if (measured === undefined) return;
  const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
  rates.push({ name, bytes, megabytesPerSecond: bytes / 1e6 / measured.seconds, measured });
}

mkdirSync(data, { recursive: true });
const whole = await generated(`x12-${megabytes}.837`, megabytes, 1);
const smaller = await generated(`x12-${SMALLER}.837`, SMALLER, 1);
const several: string[] = [];
for (let n = 0; n < FILES; n += 1)
  several.push(await generated(`x12-${megabytes}-${n + 1}.837`, Math.round(megabytes / FILES), n + 2));
const cut = join(data, 'x12-cut.837');
cutOff(whole, cut, CUT * 1e6);
const out = join(data, 'out');
const rowsOut = join(data, 'rows.csv');
const convert = (threads: number, paths: readonly string[], format = 'csv'): string[] => [
  ...['convert', '--force', '--quiet', '--out', out, '--format', format],
  ...['--threads', String(threads), '--x12', ...paths],
];

take('terminators', [whole], part, ['terminators', whole], times);
take('tokenizer', [whole], part, ['segments', whole], times);
take('to claim rows', [whole], part, ['rows', whole, rowsOut], times);
take(`x12-parser, ${CUT} MB`, [cut], part, ['x12-parser', cut], times);
take(`to claim rows, ${CUT} MB`, [cut], part, ['rows', cut, rowsOut], times);
take('lbp convert, one file', [whole], lbp, convert(1, [whole]), times);
take(`lbp convert, ${SMALLER} MB`, [smaller], lbp, convert(1, [smaller]), times);
take(`lbp convert, ${FILES} files, 1 thread`, several, lbp, convert(1, several), 1);
take(
  `lbp convert, ${FILES} files, ${cpus().length} threads`,
  several,
  lbp,
  convert(cpus().length, several),
  times,
);
take('lbp convert to Parquet', [smaller], lbp, convert(1, [smaller], 'parquet'), 1);
for (const path of [out, rowsOut, `${rowsOut}.claims`]) rmSync(path, { recursive: true, force: true });

const result = {
  date: new Date().toISOString().slice(0, 10),
  machine: { cpu: cpus()[0]?.model, cores: cpus().length, memory_bytes: totalmem(), node: process.version },
  rates,
};
mkdirSync(join(here, 'results'), { recursive: true });
writeFileSync(
  join(here, 'results', `${result.date}-x12-${megabytes}.json`),
  `${JSON.stringify(result, null, 2)}\n`,
);
for (const { name, bytes, megabytesPerSecond, measured } of rates) {
  const { seconds, processorSeconds, peakMegabytes } = measured;
  const processor = bytes / 1e6 / processorSeconds;
  process.stdout.write(
    `${name.padEnd(36)} ${seconds.toFixed(1)} s  ${megabytesPerSecond.toFixed(0)} MB/s by the clock, ${processor.toFixed(0)} MB/s of processor time, peak ${peakMegabytes} MB\n`,
  );
}

/** Creates a file unless it exists from an earlier run. */
async function generated(name: string, size: number, seed: number): Promise<string> {
  const path = join(data, name);
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return path;
  process.stderr.write(`making ${path}\n`);
  await writeX12(`${path}.partial`, { bytes: size * 1e6, seed });
  renameSync(`${path}.partial`, path);
  return path;
}

/** The beginning of a file up to a terminator. */
function cutOff(from: string, to: string, bytes: number): void {
  const buffer = Buffer.allocUnsafe(bytes);
  const file = openSync(from, 'r');
  const read = readSync(file, buffer, 0, bytes, 0);
  closeSync(file);
  const made = openSync(to, 'w');
  writeSync(made, buffer.subarray(0, buffer.lastIndexOf(126, read - 1) + 1));
  closeSync(made);
}
