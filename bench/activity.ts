import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Command } from 'commander';
import { packageFile } from '../src/package-files.js';
import { wideExtract } from './activity-records.js';
import { compare, lineOf, type Measured, script } from './measure.js';

/*
 * `node dist/bench/activity.js [options]`: whole processes of `lbp ebi` compared with bare DuckDB on the same
 * wide extract, in the same run. The numbers go to bench/results.
 */
const { millions, times } = new Command('activity')
  .option('--millions <n>', 'records of the extract, in millions', '10')
  .option('--times <n>', 'rounds, in each of which both processes run once', '3')
  .parse()
  .opts<{ readonly millions: string; readonly times: string }>();

const here = packageFile('bench');
const data = join(here, 'data');
const built = (name: string): string => packageFile(`dist/${name}.js`);
const out = join(data, 'out-ebi');

const csv = await wideExtract(data, Number(millions) * 1_000_000);
const parquet = await asParquet(csv);
const rows: (Measured & { readonly file: string })[] = [];
for (const file of [csv, parquet]) {
  const run = ['ebi', '--activity', file, '--quiet', '--json', '--force', '--out', out];
  const { loadBefore, processes } = compare(
    [
      ['DuckDB', script(built('bench/activity-yardstick'), [file])],
      ['lbp ebi', script(built('bin/lbp'), run)],
    ],
    Number(times),
  );
  rmSync(out, { recursive: true, force: true });
  process.stdout.write(`${file.replace(/^.*\//, '')}, load before ${loadBefore.toFixed(2)}\n`);
  for (const measured of processes) {
    rows.push({ file, ...measured });
    process.stdout.write(`  ${lineOf(measured)}\n`);
  }
}
const result = { date: new Date().toISOString().slice(0, 10), cores: cpus().length, millions, rows };
mkdirSync(join(here, 'results'), { recursive: true });
const path = join(here, 'results', `${result.date}-activity-${millions}m.json`);
writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`);

async function asParquet(from: string): Promise<string> {
  const to = from.replace(/\.csv$/, '.parquet');
  if (existsSync(to)) return to;
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB' });
  const connection = await instance.connect();
  await connection.run(
    `COPY (FROM read_csv('${from}', header = true, all_varchar = true)) TO '${to}' (FORMAT parquet, COMPRESSION zstd)`,
  );
  connection.closeSync();
  instance.closeSync();
  return to;
}
