import { closeSync, mkdirSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertX12File, HEADER } from '../src/sources/x12/convert.js';
import { createTokenizer } from '../src/sources/x12/tokenizer.js';
import { writeX12 } from './x12-generate.js';

/**
 * Measures the way from an 837 file to claim rows, beside what its parts cost:
 *
 *     npm run build && node dist/bench/x12.js [megabytes=100] [runs=3] [folder]
 *
 * (a) finding the terminators and nothing else, (b) the tokenizer, which tells segments apart, (c) file to CSV rows.
 * It prints and asserts nothing: machines differ.
 */

const CHUNK = 256 * 1024;

function eachChunk(path: string, take: (chunk: Uint8Array) => void): void {
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(CHUNK);
  for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer))
    take(buffer.subarray(0, read));
  closeSync(file);
}

function countTerminators(path: string): number {
  let count = 0;
  eachChunk(path, (chunk) => {
    for (let at = chunk.indexOf(126); at >= 0; at = chunk.indexOf(126, at + 1)) count += 1;
  });
  return count;
}

function countSegments(path: string): number {
  let count = 0;
  const tokenizer = createTokenizer({
    interchange: () => {
      count += 1;
    },
    segment: () => {
      count += 1;
    },
    fault: () => {},
  });
  eachChunk(path, tokenizer.feed);
  tokenizer.end();
  return count;
}

async function countRows(path: string, out: string): Promise<number> {
  const file = openSync(out, 'w');
  writeSync(file, HEADER);
  const { totals } = await convertX12File(path, (rows) => void writeSync(file, rows), { fileNumber: 0 });
  closeSync(file);
  return totals.linesEmitted;
}

interface Measured {
  readonly name: string;
  readonly run: () => number | Promise<number>;
  readonly wall: number[];
  readonly processor: number[];
  found: number;
}

function measured(name: string, run: () => number | Promise<number>): Measured {
  return { name, run, wall: [], processor: [], found: 0 };
}

/** Rates by the clock and by processor time; the second is steadier on a machine that others use too. */
async function measure(one: Measured, bytes: number): Promise<void> {
  const from = process.hrtime.bigint();
  const used = process.cpuUsage();
  one.found = await one.run();
  const { user, system } = process.cpuUsage(used);
  one.wall.push(bytes / 1e6 / (Number(process.hrtime.bigint() - from) / 1e9));
  one.processor.push(bytes / (user + system));
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function rates(values: readonly number[]): string {
  return `${medianOf(values).toFixed(0)} MB/s (best ${Math.max(...values).toFixed(0)})`;
}

const megabytes = Number(process.argv[2] ?? 100);
const runs = Number(process.argv[3] ?? 3);
const folder = process.argv[4] ?? join(tmpdir(), 'lbp-bench-x12');
mkdirSync(folder, { recursive: true });
const input = join(folder, `generated-${megabytes}.837`);
const output = join(folder, 'rows.csv');
if (statSync(input, { throwIfNoEntry: false }) === undefined)
  await writeX12(input, { bytes: megabytes * 1e6, seed: 1 });
const { size } = statSync(input);
process.stdout.write(`${input}: ${(size / 1e6).toFixed(0)} MB, node ${process.version}\n`);
const scan = measured('(a) terminators only', () => countTerminators(input));
const tokens = measured('(b) tokenizer', () => countSegments(input));
const rows = measured('(c) file to claim rows', () => countRows(input, output));
// In turns, so that a machine that others use too is as busy for each of them.
for (let i = 0; i < runs; i += 1) for (const one of [scan, tokens, rows]) await measure(one, size);
for (const { name, wall, processor, found } of [scan, tokens, rows])
  process.stdout.write(
    `${name.padEnd(24)} ${rates(wall)} by the clock, ${rates(processor)} by processor time; ${found} found\n`,
  );
const ratios = rows.processor.map((rate, i) => (scan.processor[i] ?? 0) / rate);
process.stdout.write(`(c) takes ${medianOf(ratios).toFixed(1)} times the processor time of (a)\n`);
process.stdout.write(
  `rows: ${(statSync(output).size / 1e6).toFixed(0)} MB; peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB\n`,
);
rmSync(output);
