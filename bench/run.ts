import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { synthesize } from '../src/synth/synthesize.js';
import { type Measured, measure } from './measure.js';

/**
 * `npm run bench [-- MEMBERS [TIMES]]`: whole-process time and peak memory of `lbp run` on CSV and on Parquet beside a
 * bare DuckDB count over the same files, in the same run. 370,000 members make a little over 10 million claim lines.
 * The numbers go to bench/results; docs/performance.md says what they mean.
 */
const members = Number(process.argv[2] ?? 370_000);
const times = Number(process.argv[3] ?? 3);
const year = 2025;
const here = fileURLToPath(new URL('../../bench', import.meta.url));
const lbp = fileURLToPath(new URL('../bin/lbp.js', import.meta.url));
const bareCount = fileURLToPath(new URL('./bare-count.js', import.meta.url));

const measured: Measured[] = [];
const plans: Record<string, { bytes: number; files: string[] }> = {};
for (const format of ['csv', 'parquet'] as const) {
  const plan = join(here, 'data', `${members}-${format}`);
  if (!existsSync(plan)) {
    process.stderr.write(`making ${plan}\n`);
    mkdirSync(join(here, 'data'), { recursive: true });
    const made = await synthesize({ members, seed: 1, year, out: plan, format });
    writeFileSync(`${plan}.json`, JSON.stringify(made));
  }
  const file = (table: string): string => join(plan, `${table}.${format}`);
  const files = ['medical_claim', 'pharmacy_claim', 'eligibility'].map(file);
  const out = join(here, 'data', 'out');
  const args = [
    'run',
    ...['--year', String(year), '--quiet', '--force', '--out', out],
    ...['--claims', file('medical_claim')],
    ...['--pharmacy', file('pharmacy_claim')],
    ...['--eligibility', file('eligibility')],
  ];
  plans[format] = {
    bytes: files.reduce((sum, path) => sum + statSync(path).size, 0),
    files: files.map((path) => basename(path)),
  };
  rmSync(out, { recursive: true, force: true });
  measured.push(measure(`bare count, ${format}`, bareCount, files, times));
  measured.push(measure(`lbp run, ${format}`, lbp, args, times));
  const manifest: unknown = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'timings_ms' in manifest) {
    process.stdout.write(`stages, ${format}: ${JSON.stringify(manifest.timings_ms)}\n`);
  }
}

const seconds = (name: string): number => measured.find((one) => one.name === name)?.seconds ?? Number.NaN;
const result = {
  date: new Date().toISOString().slice(0, 10),
  machine: { cpu: cpus()[0]?.model, cores: cpus().length, memory_bytes: totalmem(), node: process.version },
  members,
  plans,
  measured,
  ratios: {
    csv: seconds('lbp run, csv') / seconds('bare count, csv'),
    parquet: seconds('lbp run, parquet') / seconds('bare count, parquet'),
  },
};
mkdirSync(join(here, 'results'), { recursive: true });
const file = join(here, 'results', `${result.date}-${members}.json`);
writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
for (const { name, seconds: median, peakMegabytes } of measured) {
  process.stdout.write(`${name}: ${median.toFixed(1)} s, peak ${peakMegabytes} MB\n`);
}
process.stdout.write(`ratios: ${JSON.stringify(result.ratios)}\n`);
