import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../src/extract/duckdb.js';
import { readLayout } from '../src/extract/layouts/read-layout.js';
import { planInputs } from '../src/run/inputs.js';

/**
 * `node dist/bench/layouts.js [headers]`: joins carrier claims of RIF (default 2,000,000) and three times as many lines,
 * with all the columns that such files have, and compares the time with a bare count of both.
 */
const headers = Number(process.argv[2] ?? 2_000_000);
const MEMORY = '1GB';
const PEOPLE = 500_000;

const folder = mkdtempSync(join(tmpdir(), 'lbp-layouts-'));
try {
  const spill = join(folder, 'spill');
  mkdirSync(spill);
  const engine = await Engine.open({ threads: 2, memory: MEMORY, spill });
  const write = (name: string, columns: Columns, rows: number): Promise<void> =>
    engine.run(
      `COPY (SELECT ${listed(columns)} FROM range(${rows}) AS numbers(i)) TO '${join(folder, name)}' (HEADER, DELIM '|')`,
    );
  await write('headers.csv', headerColumns('i'), headers);
  await write('lines.csv', lineColumns('i // 3'), 3 * headers);
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

/** Columns of a file in their order, each with an expression over the number `i` of a row. */
type Columns = Readonly<Record<string, string>>;

function listed(columns: Columns): string {
  return Object.entries(columns)
    .map(([name, value]) => `${value} AS ${name}`)
    .join(', ');
}

/** Columns that hold the same everywhere, or nothing. */
function constants(values: Readonly<Record<string, string | null>>): Columns {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === null ? 'NULL' : `'${value}'`]),
  );
}

function day(number: string): string {
  return `strftime(DATE '2022-06-01' + CAST(${number} % 500 AS INTEGER), '%d-%b-%Y')`;
}

/** @param claim the number of the claim of a row */
function headerColumns(claim: string): Columns {
  const diagnosis = `CASE WHEN ${claim} % 40 = 0 THEN 'M545' ELSE 'I10' END`;
  const blank = Array.from({ length: 10 }, (_, place) => place + 3).flatMap((number) => [
    [`ICD_DGNS_CD${number}`, null],
    [`ICD_DGNS_VRSN_CD${number}`, null],
  ]);
  return {
    BENE_ID: `${claim} % ${PEOPLE}`,
    CLM_ID: claim,
    CLM_GRP_ID: `100000000 + ${claim}`,
    ...constants({ FINAL_ACTION: 'F', NCH_NEAR_LINE_REC_IDENT_CD: 'O', NCH_CLM_TYPE_CD: '71' }),
    CLM_FROM_DT: day(claim),
    CLM_THRU_DT: day(claim),
    NCH_WKLY_PROC_DT: day(claim),
    ...constants({ CARR_CLM_ENTRY_CD: '1', CLM_DISP_CD: '1', CARR_NUM: '31143', CARR_CLM_PMT_DNL_CD: '1' }),
    ...constants({ CLM_PMT_AMT: '563.36', CARR_CLM_PRMRY_PYR_PD_AMT: '0', RFR_PHYSN_UPIN: null }),
    RFR_PHYSN_NPI: `1999310391 - ${claim} % 5000`,
    ...constants({ CARR_CLM_PRVDR_ASGNMT_IND_SW: 'A', NCH_CLM_PRVDR_PMT_AMT: '563.36' }),
    ...constants({ NCH_CLM_BENE_PMT_AMT: '0', NCH_CARR_CLM_SBMTD_CHRG_AMT: '704.20' }),
    ...constants({ NCH_CARR_CLM_ALOWD_AMT: '563.36', CARR_CLM_CASH_DDCTBL_APLD_AMT: '0.00' }),
    ...constants({ CARR_CLM_HCPCS_YR_CD: '1', CARR_CLM_RFRNG_PIN_NUM: 'PCP240013' }),
    PRNCPAL_DGNS_CD: diagnosis,
    PRNCPAL_DGNS_VRSN_CD: `'0'`,
    ICD_DGNS_CD1: diagnosis,
    ...constants({ ICD_DGNS_VRSN_CD1: '0', ICD_DGNS_CD2: 'E119', ICD_DGNS_VRSN_CD2: '0' }),
    ...constants(Object.fromEntries(blank)),
    CLM_CLNCL_TRIL_NUM: 'NULL',
    CARR_CLM_CNTL_NUM: `100000322 + ${claim}`,
    CARR_CLM_BLG_NPI_NUM: 'NULL',
  };
}

function lineColumns(claim: string): Columns {
  return {
    BENE_ID: `(${claim}) % ${PEOPLE}`,
    CLM_ID: claim,
    LINE_NUM: 'i % 3 + 1',
    ...constants({ CARR_PRFRNG_PIN_NUM: 'PCP240013', PRF_PHYSN_UPIN: null }),
    PRF_PHYSN_NPI: '1999310391 - i % 5000',
    ORG_NPI_NUM: '1888819926 - i % 700',
    CARR_LINE_PRVDR_TYPE_CD: `'0'`,
    TAX_NUM: '999145882 - i % 700',
    ...constants({ PRVDR_STATE_CD: '22', PRVDR_ZIP: '021340000', PRVDR_SPCLTY: '01', PRTCPTNG_IND_CD: '4' }),
    ...constants({ CARR_LINE_RDCD_PMT_PHYS_ASTN_C: '0', LINE_SRVC_CNT: '1', LINE_CMS_TYPE_SRVC_CD: '1' }),
    ...constants({ LINE_PLACE_OF_SRVC_CD: '11', CARR_LINE_PRCNG_LCLTY_CD: '40' }),
    LINE_1ST_EXPNS_DT: day(claim),
    LINE_LAST_EXPNS_DT: day(claim),
    HCPCS_CD: `CASE WHEN i % 77 = 0 THEN '72148' ELSE '99213' END`,
    HCPCS_1ST_MDFR_CD: `CASE WHEN i % 7 = 0 THEN '26' END`,
    ...constants({ HCPCS_2ND_MDFR_CD: null, BETOS_CD: 'M1B', LINE_NCH_PMT_AMT: '109.44' }),
    ...constants({ LINE_BENE_PMT_AMT: '0', LINE_PRVDR_PMT_AMT: '109.44', LINE_BENE_PTB_DDCTBL_AMT: '0.00' }),
    ...constants({
      LINE_BENE_PRMRY_PYR_CD: null,
      LINE_BENE_PRMRY_PYR_PD_AMT: '0',
      LINE_COINSRNC_AMT: '109.44',
    }),
    ...constants({ LINE_SBMTD_CHRG_AMT: '136.80', LINE_ALOWD_CHRG_AMT: '136.80', LINE_PRCSG_IND_CD: 'A' }),
    ...constants({ LINE_PMT_80_100_CD: '0', LINE_SERVICE_DEDUCTIBLE: '0', CARR_LINE_MTUS_CNT: '1' }),
    ...constants({ CARR_LINE_MTUS_CD: '3', LINE_ICD_DGNS_CD: 'I10', LINE_ICD_DGNS_VRSN_CD: '0' }),
    ...constants({ HPSA_SCRCTY_IND_CD: null, CARR_LINE_RX_NUM: null, LINE_HCT_HGB_RSLT_NUM: '0.0' }),
    ...constants({ LINE_HCT_HGB_TYPE_CD: null, LINE_NDC_CD: null, CARR_LINE_CLIA_LAB_NUM: null }),
    ...constants({ CARR_LINE_ANSTHSA_UNIT_CNT: '0' }),
  };
}
