import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../src/extract/duckdb.js';
import { readLayout } from '../src/extract/layouts/read-layout.js';
import { planInputs } from '../src/run/inputs.js';

/**
 * `node dist/bench/layouts.js [headers]`: joins headers (default 2,000,000) and three times as many lines of RIF, and
 * compares the time with a bare count of both files.
 */
const headers = Number(process.argv[2] ?? 2_000_000);
const MEMORY = '1GB';
const PEOPLE = 500_000;

const folder = mkdtempSync(join(tmpdir(), 'lbp-layouts-'));
try {
  const spill = join(folder, 'spill');
  mkdirSync(spill);
  const engine = await Engine.open({ threads: 2, memory: MEMORY, spill });
  const day = (number: string): string =>
    `strftime(DATE '2022-06-01' + CAST(${number} % 500 AS INTEGER), '%d-%b-%Y')`;
  const write = (name: string, columns: string, rows: number): Promise<void> =>
    engine.run(
      `COPY (SELECT ${columns} FROM range(${rows}) AS numbers(i)) TO '${join(folder, name)}' (HEADER, DELIM '|')`,
    );
  await write(
    'headers.csv',
    `i % ${PEOPLE} AS BENE_ID, i AS CLM_ID, '71' AS NCH_CLM_TYPE_CD, ${day('i')} AS CLM_FROM_DT, ${day('i')} AS CLM_THRU_DT,
     '1' AS CARR_CLM_PMT_DNL_CD, CASE WHEN i % 40 = 0 THEN 'M545' ELSE 'I10' END AS PRNCPAL_DGNS_CD, '0' AS PRNCPAL_DGNS_VRSN_CD,
     'E119' AS ICD_DGNS_CD1, '0' AS ICD_DGNS_VRSN_CD1, 'J329' AS ICD_DGNS_CD2, '0' AS ICD_DGNS_VRSN_CD2`,
    headers,
  );
  await write(
    'lines.csv',
    `(i // 3) % ${PEOPLE} AS BENE_ID, i // 3 AS CLM_ID, i % 3 + 1 AS LINE_NUM, ${day('i // 3')} AS LINE_1ST_EXPNS_DT,
     CASE WHEN i % 77 = 0 THEN '72148' ELSE '99213' END AS HCPCS_CD, '11' AS LINE_PLACE_OF_SRVC_CD, 'A' AS LINE_PRCSG_IND_CD,
     'I10' AS LINE_ICD_DGNS_CD, '0' AS LINE_ICD_DGNS_VRSN_CD, 30.5 AS LINE_ALOWD_CHRG_AMT`,
    3 * headers,
  );
  const files = ['headers.csv', 'lines.csv'].map((name) => join(folder, name));
  const counting = performance.now();
  for (const file of files) {
    await engine.rows(
      `SELECT count(*) FROM read_csv('${file}', delim = '|', header = true, all_varchar = true)`,
    );
  }
  const counted = performance.now() - counting;
  const planned = await planInputs(engine, {
    ...{ claims: files, claimStatus: [], x12: [], pharmacy: [], eligibility: [] },
    mapping: { preset: 'rif' },
  });
  if (planned.layout === null) throw new Error('no layout');
  const joining = performance.now();
  await readLayout(engine, planned.layout, join(folder, 'layout'), () => undefined);
  const joined = performance.now() - joining;
  const seconds = (time: number): string => (time / 1000).toFixed(1);
  process.stdout.write(
    `${headers} headers, ${3 * headers} lines: counted in ${seconds(counted)} s, joined in ${seconds(joined)} s (${(joined / counted).toFixed(1)} times), at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`,
  );
  engine.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
