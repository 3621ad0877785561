import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../src/extract/duckdb.js';
import { readLayout } from '../src/extract/layouts/read-layout.js';
import { planInputs } from '../src/run/inputs.js';
import { cclfFiles } from './cclf-files.js';
import { listed } from './layout-files.js';
import { rifFiles } from './rif-files.js';

/**
 * `node dist/bench/layouts.js [rif|cclf] [claims]`: joins the files of claims (default 2,000,000), and compares the
 * time with a bare count of all files.
 */
const preset = process.argv[2] === 'cclf' ? 'cclf' : 'rif';
const claims = Number(process.argv[3] ?? 2_000_000);
const MEMORY = '1GB';
const PEOPLE = 500_000;

const folder = mkdtempSync(join(tmpdir(), 'lbp-layouts-'));
try {
  const spill = join(folder, 'spill');
  mkdirSync(spill);
  const engine = await Engine.open({ threads: 2, memory: MEMORY, spill });
  const written = preset === 'rif' ? rifFiles(claims, PEOPLE) : cclfFiles(claims, PEOPLE);
  for (const { name, columns, rows } of written) {
    await engine.run(
      `COPY (SELECT ${listed(columns)} FROM range(${rows}) AS numbers(i)) TO '${join(folder, name)}' (HEADER, DELIM '|')`,
    );
  }
  const files = written.map(({ name }) => join(folder, name));
  const counting = performance.now();
  for (const file of files) {
    await engine.rows(
      `SELECT count(*) FROM read_csv('${file}', delim = '|', header = true, all_varchar = true)`,
    );
  }
  const counted = performance.now() - counting;
  const planned = await planInputs(engine, {
    ...{ claims: files, claimStatus: [], x12: [], pharmacy: [], eligibility: [] },
    mapping: { preset },
  });
  if (planned.layout === null) throw new Error('no layout');
  const joining = performance.now();
  await readLayout(engine, planned.layout, join(folder, 'layout'), () => undefined);
  const joined = performance.now() - joining;
  const seconds = (time: number): string => (time / 1000).toFixed(1);
  process.stdout.write(
    `${preset}, ${written.reduce((sum, { rows }) => sum + rows, 0)} rows: counted in ${seconds(counted)} s, joined in ${seconds(joined)} s (${(joined / counted).toFixed(1)} times), at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`,
  );
  engine.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
