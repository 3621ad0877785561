import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whole } from '../sampled.js';
import { type Ended, lbp, lbpHere } from './command.js';
import { cell, readManifest, rowsOf, sumOf } from './outputs.js';

const YEAR = '2025';

/** The contract's tables and their headers, written out here: a change of either breaks those who read them. */
const HEADERS: Record<string, string> = {
  'members.csv':
    'person_id,product_line,measurement_year,age,age_band,index_date,index_claim_id,index_diagnosis,index_code,status,reasons,imaging,imaging_date,days_to_imaging,imaging_code,imaging_claim_id,compliant,warnings,index_npi,index_setting,imaging_npi,imaging_ordering_npi,imaging_modality,imaging_region,plan',
  'evidence.csv':
    'person_id,product_line,rule,date,end_date,code_system,code,value_set,claim_id,claim_line_number,window_start,window_end,source,locator',
  'summary.csv':
    'measurement_year,product_line,age_band,candidates,ineligible,excluded,denominator,imaging,rate,rate_low,rate_high',
  'waterfall.csv': 'product_line,age_band,step,rule,persons_first,persons_any',
  'idss.csv':
    'Metric,ProductLine,Stratification,EligiblePopulation,ExclusionAdminRequired,NumeratorByAdmin,Rate',
  'rejects.csv': 'file,line,claim_id,code,reason,raw',
  'unreported.csv': 'person_id,reason,index_date,index_claim_id',
  'pld.csv': 'person_id,product_line,measure,measurement_year,stratification,denominator,exclusion,numerator',
  'providers.csv':
    'role,npi,name,specialty,group,episodes,imaged,rate,rate_low,rate_high,xray,ct,mri,other,mean_days_to_imaging,imaged_on_day_0,share_on_day_0',
  'settings.csv':
    'product_line,setting,candidates,ineligible,excluded,denominator,imaging,rate,rate_low,rate_high',
  'trend.csv':
    'product_line,month,candidates,ineligible,excluded,denominator,imaging,rate,rate_low,rate_high',
  'imaging-days.csv': 'product_line,days,imaged',
  'imaging-modality.csv': 'product_line,modality,region,imaged',
  'imaging-excluded.csv': 'product_line,reason,excluded,imaged,share_imaged',
};
const SAME_EVERY_TIME = [
  'members.csv',
  'evidence.csv',
  'summary.csv',
  'waterfall.csv',
  'idss.csv',
  'unreported.csv',
  'pld.csv',
  'providers.csv',
  'settings.csv',
  'trend.csv',
  'imaging-days.csv',
  'imaging-modality.csv',
  'imaging-excluded.csv',
];

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

let home: string;
let first: Ended;
const out = (name: string): string => join(home, name);
const textIn = (name: string, file: string): string => readFileSync(join(out(name), file), 'utf8');

function inputs(folder: string, kind: string): string[] {
  return [
    ...['--claims', `${folder}/medical_claim.${kind}`],
    ...['--pharmacy', `${folder}/pharmacy_claim.${kind}`],
    ...['--eligibility', `${folder}/eligibility.${kind}`],
  ];
}

function runArguments(name: string, from: readonly string[], ...more: readonly string[]): string[] {
  return ['run', '--year', YEAR, ...from, '--out', name, ...more];
}

async function runHere(name: string, from: readonly string[], ...more: readonly string[]): Promise<void> {
  const ended = await lbpHere(runArguments(name, from, '--quiet', ...more), home);
  expect({ exit: ended.exit, stderr: ended.stderr }).toEqual({ exit: 0, stderr: '' });
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'lbp-plan-'));
  const made = await lbp(['synth', '--members', '3000', '--year', YEAR, '--out', 'plan'], { cwd: home });
  expect(made.exit).toBe(0);
  first = await lbp(runArguments('first', inputs('plan', 'csv')), { cwd: home });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('a run of the built command', () => {
  it('ends well', () => {
    expect(first.exit).toBe(0);
  });

  it('writes the files of the contract and no others', () => {
    expect(readdirSync(out('first')).sort()).toEqual(
      [...Object.keys(HEADERS), 'manifest.json'].sort(byCodeUnit),
    );
    expect(readdirSync(home).sort()).toEqual(['first', 'plan']);
  });

  it.each(Object.entries(HEADERS))('%s has the columns of the contract', (file, header) => {
    expect(textIn('first', file).split('\n', 1)[0]).toBe(header);
  });

  it('lets only the owner read them', () => {
    expect(statSync(out('first')).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(out('first'))) {
      expect([file, statSync(join(out('first'), file)).mode & 0o777]).toEqual([file, 0o600]);
    }
  });

  it('prints rates and waterfall on stdout as they are in the tables', () => {
    for (const row of rowsOf(out('first'), 'summary.csv').filter(({ age_band: band }) => band !== 'other')) {
      const numbers = [
        'product_line',
        'age_band',
        'candidates',
        'ineligible',
        'excluded',
        'denominator',
        'imaging',
      ];
      const rate = cell(row, 'rate') === '' ? [] : [(Number(cell(row, 'rate')) * 100).toFixed(2)];
      const line = new RegExp(`^${[...numbers.map((column) => cell(row, column)), ...rate].join(' +')}`, 'm');
      expect(first.stdout).toMatch(line);
    }
    const totals = rowsOf(out('first'), 'waterfall.csv').filter(({ age_band: band }) => band === 'total');
    for (const rule of new Set(totals.map((row) => cell(row, 'rule')))) {
      const counts = totals.filter((row) => row['rule'] === rule).map((row) => cell(row, 'persons_first'));
      expect(first.stdout).toMatch(new RegExp(`${rule} +${counts.join(' +')}`));
    }
    expect(first.stdout).toContain("open demonstration set, not NCQA's; rates are not HEDIS rates");
    expect(first.stdout).toContain('first');
  });

  it('puts warnings on stderr, one a line, and no color or progress bar where no terminal is', () => {
    const lines = first.stderr.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^warning: LBP-W\d{3} .+ \(\d+\)$/);
    expect(first.stdout + first.stderr).not.toContain('\u001b');
  });

  it('names no person on stdout or stderr, nor in the manifest', () => {
    for (const text of [first.stdout, first.stderr, textIn('first', 'manifest.json')]) {
      expect(text).not.toMatch(/P0000\d{5}/);
    }
  });

  it('--json gives one object on stdout, --quiet nothing on stderr, NO_COLOR no color, and the same tables', async () => {
    const ended = await lbp(
      runArguments('as-json', inputs('plan', 'csv'), '--json', '--quiet', '--threads', '2'),
      {
        cwd: home,
        env: { NO_COLOR: '1', FORCE_COLOR: '1' },
      },
    );
    expect({ exit: ended.exit, stderr: ended.stderr }).toEqual({ exit: 0, stderr: '' });
    expect(ended.stdout.trimEnd().split('\n')).toHaveLength(1);
    const given: unknown = JSON.parse(ended.stdout);
    const total = rowsOf(out('as-json'), 'summary.csv').find(
      (row) => row['product_line'] === 'commercial' && row['age_band'] === 'total',
    );
    expect(given).toMatchObject({
      exit: 'done',
      run_id: readManifest(out('as-json')).run_id,
      summary: expect.arrayContaining([
        expect.objectContaining({
          product_line: 'commercial',
          age_band: 'total',
          denominator: Number(total?.['denominator']),
          imaging: Number(total?.['imaging']),
        }),
      ]),
    });
    for (const file of SAME_EVERY_TIME)
      expect([file, textIn('as-json', file)]).toEqual([file, textIn('first', file)]);
  });
});

describe('the same plan gives the same bytes', () => {
  whole('with one thread and with two', async () => {
    await runHere('one-thread', inputs('plan', 'csv'), '--threads', '1');
    // The run with --json had two.
    for (const file of SAME_EVERY_TIME) {
      expect([file, textIn('one-thread', file)]).toEqual([file, textIn('as-json', file)]);
    }
  });

  it('from gzip', async () => {
    mkdirSync(out('gz'));
    for (const table of ['medical_claim', 'pharmacy_claim', 'eligibility']) {
      writeFileSync(
        join(out('gz'), `${table}.csv.gz`),
        gzipSync(textIn('plan', `${table}.csv`), { level: 1 }),
      );
    }
    await runHere('from-gz', inputs('gz', 'csv.gz'));
    sameBarSource('from-gz');
  });

  whole('from zstd', async () => {
    mkdirSync(out('zst'));
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    for (const table of ['medical_claim', 'pharmacy_claim', 'eligibility']) {
      await connection.run(
        `COPY (SELECT * FROM read_csv('${join(out('plan'), `${table}.csv`)}', all_varchar = true))
         TO '${join(out('zst'), `${table}.csv.zst`)}' (FORMAT csv, HEADER, COMPRESSION zstd)`,
      );
    }
    connection.closeSync();
    instance.closeSync();
    expect([...readFileSync(join(out('zst'), 'eligibility.csv.zst')).subarray(0, 4)]).toEqual([
      0x28, 0xb5, 0x2f, 0xfd,
    ]);
    await runHere('from-zstd', inputs('zst', 'csv.zst'));
    sameBarSource('from-zstd');
  });

  it('from Parquet', async () => {
    const made = await lbpHere(
      ['synth', '--members', '3000', '--year', YEAR, '--format', 'parquet', '--out', 'parquet'],
      home,
    );
    expect(made.exit).toBe(0);
    await runHere('from-parquet', inputs('parquet', 'parquet'));
    sameBarSource('from-parquet');
    expect(rowCounts('from-parquet')).toEqual(rowCounts('first'));
  });

  it('from several files, in any order, in any order of their rows, plain and gzip and Parquet mixed, by name and by glob', async () => {
    mkdirSync(out('parts'));
    const [header = '', ...lines] = textIn('plan', 'medical_claim.csv').trimEnd().split('\n');
    const parts: string[][] = [[], [], [], [], []];
    lines.forEach((line, index) => {
      parts[(index * 7919) % 5]?.push(line);
    });
    parts.forEach((part, index) => {
      const text = `${header}\n${part.reverse().join('\n')}\n`;
      const isZipped = index === 3;
      writeFileSync(
        join(out('parts'), `${index}.csv${isZipped ? '.gz' : ''}`),
        isZipped ? gzipSync(text, { level: 1 }) : text,
      );
    });
    await runHere('from-parts', [
      ...['--claims', 'parts/4.csv', 'parts/*.gz', 'parts/[0-2].csv'],
      ...['--pharmacy', 'plan/pharm*.csv'],
      ...['--eligibility', 'parquet/eligibility.parquet'],
    ]);
    sameBarSource('from-parts');
    expect(readManifest(out('from-parts')).inputs.map(({ path }) => path)).toEqual([
      ...['parts/4.csv', 'parts/3.csv.gz', 'parts/0.csv', 'parts/1.csv', 'parts/2.csv'],
      ...['plan/pharmacy_claim.csv', 'parquet/eligibility.parquet'],
    ]);
    expect(rowCounts('from-parts')).toEqual(rowCounts('first'));
  });
});

/** Evidence names the file a row was read from; all else must agree. */
function sameBarSource(name: string): void {
  for (const file of SAME_EVERY_TIME.filter((one) => one !== 'evidence.csv')) {
    expect([file, textIn(name, file)]).toEqual([file, textIn('first', file)]);
  }
  const withoutSource = (run: string): Record<string, string>[] =>
    rowsOf(out(run), 'evidence.csv').map((row) => ({ ...row, source: '' }));
  expect(withoutSource(name)).toEqual(withoutSource('first'));
}

/** The outcomes of the rows, per table and in total. */
function rowCounts(name: string): Record<string, Record<string, number>> {
  const tables: Record<string, Record<string, number>> = {};
  for (const input of readManifest(out(name)).inputs) {
    const counts = { ...(tables[input.table] ?? {}) };
    const all = {
      read: input.rows_read,
      used: input.rows_used,
      ...input.rows_ignored,
      ...input.rows_rejected,
    };
    for (const [outcome, rows] of Object.entries(all)) counts[outcome] = (counts[outcome] ?? 0) + rows;
    tables[input.table] = counts;
  }
  return tables;
}

/** The rows below the header of a synthetic table; it has no quotes, so no parser is needed, and it is large. */
function plainRows(text: string): string[][] {
  expect(text.includes('"')).toBe(false);
  const [, ...lines] = text.trimEnd().split('\n');
  return lines.map((line) => line.split(',', 5));
}

describe('the manifest', () => {
  it('accounts for every row of every input, and knows their number and hash', () => {
    const { inputs: facts } = readManifest(out('first'));
    expect(facts.map(({ table }) => table).sort()).toEqual([
      'eligibility',
      'medical_claim',
      'pharmacy_claim',
    ]);
    for (const facts_ of facts) {
      const bytes = readFileSync(join(home, facts_.path));
      expect(facts_).toMatchObject({
        rows_read: plainRows(bytes.toString('utf8')).length,
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
      const accounted = sumOf([
        facts_.rows_used,
        ...Object.values(facts_.rows_ignored),
        ...Object.values(facts_.rows_rejected),
      ]);
      expect([facts_.path, accounted]).toEqual([facts_.path, facts_.rows_read]);
    }
  });

  it('knows the bytes and hash of every other output', () => {
    const { outputs } = readManifest(out('first'));
    expect(outputs.map(({ name }) => name).sort()).toEqual(Object.keys(HEADERS).sort(byCodeUnit));
    for (const { name, bytes, sha256 } of outputs) {
      const content = readFileSync(join(out('first'), name));
      expect({ name, bytes, sha256 }).toEqual({
        name,
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
      });
    }
  });

  it('says which value sets were used, and that they are the open ones', () => {
    const { value_sets: sets, warnings } = readManifest(out('first'));
    expect(sets.kind).toBe('open');
    for (const { path, sha256 } of sets.files) {
      const content = readFileSync(new URL(`../../${path}`, import.meta.url));
      expect([path, sha256]).toEqual([path, createHash('sha256').update(content).digest('hex')]);
    }
    expect(warnings.map(({ code }) => code)).toContain('LBP-W201');
  });

  it('counts persons as the tables do', () => {
    const { persons } = readManifest(out('first'));
    const members = new Set(rowsOf(out('first'), 'members.csv').map((row) => row['person_id']));
    const unreported = rowsOf(out('first'), 'unreported.csv').map((row) => cell(row, 'reason'));
    expect(persons.in_members_csv).toBe(members.size);
    expect(persons.candidates).toBe(members.size + unreported.length);
    expect(sumOf(Object.values(persons.unreported))).toBe(unreported.length);
    expect(persons.with_index_event).toBe(
      persons.candidates - unreported.filter((reason) => reason === 'no_index_event').length,
    );
  });

  it('tells two runs apart', () => {
    expect(readManifest(out('as-json')).run_id).not.toBe(readManifest(out('first')).run_id);
  });
});

describe('the totals', () => {
  const summary = (): Record<string, string>[] => rowsOf(out('first'), 'summary.csv');
  const number = (row: Readonly<Record<string, string>>, column: string): number => Number(cell(row, column));
  const COUNTED = ['candidates', 'ineligible', 'excluded', 'denominator', 'imaging'];

  it('have somebody in every product line, or the tests below prove nothing', () => {
    const totals = summary().filter((row) => row['age_band'] === 'total');
    expect(totals.map((row) => row['product_line'])).toEqual(['commercial', 'medicaid', 'medicare']);
    for (const row of totals) for (const column of COUNTED) expect(number(row, column)).toBeGreaterThan(0);
  });

  it('candidates are ineligible, excluded or in the denominator', () => {
    for (const row of summary()) {
      expect(number(row, 'candidates')).toBe(
        number(row, 'ineligible') + number(row, 'excluded') + number(row, 'denominator'),
      );
    }
  });

  it('bands and other add up to the total', () => {
    for (const line of ['commercial', 'medicaid', 'medicare']) {
      const rows = summary().filter((row) => row['product_line'] === line);
      expect(rows.map((row) => row['age_band'])).toEqual(['18-64', '65-75', 'other', 'total']);
      for (const column of COUNTED) {
        const [total = 0, ...bands] = rows.map((row) => number(row, column)).reverse();
        expect(sumOf(bands)).toBe(total);
      }
    }
  });

  it('agree with members.csv when it is counted again', () => {
    const members = rowsOf(out('first'), 'members.csv');
    for (const row of summary()) {
      const those = members.filter(
        (member) =>
          member['product_line'] === row['product_line'] &&
          (row['age_band'] === 'total' || member['age_band'] === row['age_band']),
      );
      const withStatus = (status: string): Record<string, string>[] =>
        those.filter((member) => member['status'] === status);
      expect(COUNTED.map((column) => number(row, column))).toEqual([
        those.length,
        withStatus('ineligible').length,
        withStatus('excluded').length,
        withStatus('denominator').length,
        withStatus('denominator').filter((member) => member['imaging'] === '1').length,
      ]);
    }
  });

  it('rate is the share without imaging, and its interval solves the score equation', () => {
    for (const row of summary()) {
      const n = number(row, 'denominator');
      if (n === 0) {
        expect([row['rate'], row['rate_low'], row['rate_high']]).toEqual(['', '', '']);
        continue;
      }
      const share = (n - number(row, 'imaging')) / n;
      expect(cell(row, 'rate')).toBe(share.toFixed(6));
      // Wilson's bounds are where |share - p| is z standard errors of p, so no closed form is needed to check them.
      for (const bound of ['rate_low', 'rate_high'] as const) {
        const p = number(row, bound);
        expect(Math.abs((share - p) ** 2 - (1.959964 ** 2 * p * (1 - p)) / n)).toBeLessThan(2e-6);
      }
      expect(number(row, 'rate_low')).toBeLessThanOrEqual(share + 1e-6);
      expect(number(row, 'rate_high')).toBeGreaterThanOrEqual(share - 1e-6);
    }
  });

  it('the waterfall goes from the candidates to the denominator', () => {
    const steps = rowsOf(out('first'), 'waterfall.csv');
    for (const row of summary()) {
      const own = steps.filter(
        (step) => step['product_line'] === row['product_line'] && step['age_band'] === row['age_band'],
      );
      const [start, ...rules] = own;
      const end = rules.pop();
      expect([start?.['rule'], end?.['rule']]).toEqual(['candidates', 'denominator']);
      expect(own.map((step) => Number(step['step']))).toEqual(own.map((_, index) => index));
      const first_ = rules.map((step) => number(step, 'persons_first'));
      expect(Number(start?.['persons_first']) - sumOf(first_)).toBe(Number(end?.['persons_first']));
      expect(Number(start?.['persons_first'])).toBe(number(row, 'candidates'));
      expect(Number(end?.['persons_first'])).toBe(number(row, 'denominator'));
      expect(sumOf(first_.slice(0, 3))).toBe(number(row, 'ineligible'));
      expect(sumOf(first_.slice(3))).toBe(number(row, 'excluded'));
    }
  });

  it('the waterfall counts each reason of members.csv, first and in all', () => {
    const members = rowsOf(out('first'), 'members.csv');
    const steps = rowsOf(out('first'), 'waterfall.csv').filter(
      (step) =>
        step['age_band'] === 'total' && step['rule'] !== 'candidates' && step['rule'] !== 'denominator',
    );
    for (const step of steps) {
      const reasons = members
        .filter((member) => member['product_line'] === step['product_line'])
        .map((member) => cell(member, 'reasons').split(';'));
      const rule = cell(step, 'rule');
      expect([rule, number(step, 'persons_first'), number(step, 'persons_any')]).toEqual([
        rule,
        reasons.filter(([one]) => one === rule).length,
        reasons.filter((all) => all.includes(rule)).length,
      ]);
    }
    const known = new Set(steps.map((step) => step['rule']));
    for (const member of members) {
      for (const reason of cell(member, 'reasons')
        .split(';')
        .filter((one) => one !== ''))
        expect(known).toContain(reason);
    }
  });

  it('idss.csv states them as they are submitted', () => {
    const expected = summary()
      .filter((row) => row['age_band'] !== 'other')
      .map((row) => ({
        Metric: 'LowBackPainImaging',
        ProductLine: row['product_line'],
        Stratification: row['age_band'],
        EligiblePopulation: row['denominator'],
        ExclusionAdminRequired: row['excluded'],
        NumeratorByAdmin: row['imaging'],
        Rate:
          row['denominator'] === '0'
            ? ''
            : (100 - (100 * number(row, 'imaging')) / number(row, 'denominator')).toFixed(2),
      }));
    expect(rowsOf(out('first'), 'idss.csv')).toEqual(expected);
  });
});

describe('members and evidence', () => {
  it('members are sorted by person and product line, none twice', () => {
    const keys = rowsOf(out('first'), 'members.csv').map(
      (row) => `${row['person_id']} ${row['product_line']}`,
    );
    expect(keys).toEqual([...new Set(keys)].sort(byCodeUnit));
  });

  it('say the same of a person in every cell', () => {
    for (const row of rowsOf(out('first'), 'members.csv')) {
      const isIn = row['status'] === 'denominator';
      const isImaged = row['imaging'] === '1';
      expect(row['measurement_year']).toBe(YEAR);
      expect(row['compliant']).toBe(isIn ? (isImaged ? '0' : '1') : '');
      expect(isIn).toBe(row['reasons'] === '');
      for (const column of ['imaging_date', 'days_to_imaging', 'imaging_code', 'imaging_claim_id']) {
        expect(cell(row, column) !== '').toBe(isImaged);
      }
      if (isImaged) {
        const days =
          (Date.parse(cell(row, 'imaging_date')) - Date.parse(cell(row, 'index_date'))) / 86_400_000;
        expect(days).toBe(Number(row['days_to_imaging']));
        expect(days).toBeLessThanOrEqual(28);
        expect(days).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('every index, imaging and reason has its evidence, and no evidence is of anything else', () => {
    const key = (row: Readonly<Record<string, string>>, rule: string): string =>
      `${row['person_id']} ${row['product_line']} ${rule}`;
    const stated = new Set(rowsOf(out('first'), 'evidence.csv').map((row) => key(row, cell(row, 'rule'))));
    const wanted = new Set(
      rowsOf(out('first'), 'members.csv').flatMap((row) =>
        ['index', cell(row, 'reasons').split(';'), row['imaging'] === '1' ? 'imaging' : '']
          .flat()
          .filter((rule) => rule !== '')
          .map((rule) => key(row, rule)),
      ),
    );
    expect(stated).toEqual(wanted);
    expect(stated.size).toBeGreaterThan(150);
  });

  it('evidence of a claim names a line that is in the file it names', () => {
    const lines = new Set(
      ['medical_claim', 'pharmacy_claim'].flatMap((table) =>
        plainRows(textIn('plan', `${table}.csv`)).map(
          ([claim, line, ...rest]) =>
            `plan/${table}.csv ${claim} ${line} ${rest[table === 'medical_claim' ? 1 : 0]}`,
        ),
      ),
    );
    for (const row of rowsOf(out('first'), 'evidence.csv').filter(({ claim_id: claim }) => claim !== '')) {
      expect(lines).toContain(
        `${row['source']} ${row['claim_id']} ${row['claim_line_number']} ${row['person_id']}`,
      );
    }
  });

  it('evidence lies within the window that it states', () => {
    for (const row of rowsOf(out('first'), 'evidence.csv').filter(
      ({ rule }) => rule === 'imaging' || rule === 'index',
    )) {
      expect(cell(row, 'date') >= cell(row, 'window_start')).toBe(true);
      expect(cell(row, 'date') <= cell(row, 'window_end')).toBe(true);
    }
  });
});

describe('the output directory', () => {
  const listing = (folder: string): string[] =>
    readdirSync(folder)
      .sort()
      .map(
        (file) =>
          `${file} ${createHash('sha256')
            .update(readFileSync(join(folder, file)))
            .digest('hex')}`,
      );

  it('is refused where it exists, and nothing in it changes', async () => {
    const before = listing(out('first'));
    const ended = await lbp(runArguments('first', inputs('plan', 'csv')), { cwd: home });
    expect(ended).toMatchObject({ exit: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^LBP-E303 first: .*--force.*\n$/);
    expect(listing(out('first'))).toEqual(before);
    expect(readdirSync(home)).not.toContain('first.partial');
  });

  it('replaces an earlier run with --force', async () => {
    cpSync(out('first'), out('again'), { recursive: true });
    await runHere('again', inputs('plan', 'csv'), '--force');
    expect(textIn('again', 'members.csv')).toBe(textIn('first', 'members.csv'));
    expect(readManifest(out('again')).run_id).not.toBe(readManifest(out('first')).run_id);
  });

  it('refuses to replace a directory that is no run, with --force too', async () => {
    mkdirSync(out('holiday'));
    writeFileSync(join(out('holiday'), 'photo.jpg'), 'not to be lost');
    const ended = await lbpHere(runArguments('holiday', inputs('plan', 'csv'), '--force'), home);
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toMatch(/^LBP-E303 holiday: not replaced/);
    expect(readdirSync(out('holiday'))).toEqual(['photo.jpg']);
  });

  it('keeps an earlier run when the one that would replace it fails', async () => {
    const before = listing(out('again'));
    const ended = await lbpHere(
      runArguments('again', ['--claims', 'absent.csv', '--eligibility', 'plan/eligibility.csv'], '--force'),
      home,
    );
    expect(ended.exit).toBe(3);
    expect(listing(out('again'))).toEqual(before);
  });

  it('does not have its name when the run is killed, and the next run clears what is left', async () => {
    const killed = await lbp(runArguments('killed', inputs('plan', 'csv')), {
      cwd: home,
      onStart: (kill) => {
        const poll = setInterval(() => {
          if (!readdirSync(home).includes('killed.partial')) return;
          clearInterval(poll);
          kill('SIGKILL');
        }, 5);
      },
    });
    expect(killed.signal).toBe('SIGKILL');
    expect(readdirSync(home)).not.toContain('killed');
    expect(readdirSync(home)).toContain('killed.partial');
    await runHere('killed', inputs('plan', 'csv'));
    expect(textIn('killed', 'members.csv')).toBe(textIn('first', 'members.csv'));
    expect(readdirSync(home)).not.toContain('killed.partial');
  });
});
