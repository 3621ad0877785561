import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sampled } from '../sampled.js';
import { type Ended, lbpHere } from './command.js';

const home = mkdtempSync(join(tmpdir(), 'lbp-check-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

type Row = Record<string, string>;

interface Tables {
  claims: Row[];
  pharmacy: Row[];
  eligibility: Row[];
}

/**
 * Two years with four claim rows in every month, three people with low back pain (on 10 January, 10 June and
 * 20 November 2025), one with imaging and one with a stay, so that there is nothing to report.
 */
function goodTables(): Tables {
  const months = [2024, 2025].flatMap((year) =>
    Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, '0')}`),
  );
  const claim = (id: string, person: string, date: string, rest: Row = {}): Row => ({
    ...{ claim_id: id, claim_line_number: '1', person_id: person, claim_start_date: date },
    ...{ place_of_service_code: '11', revenue_center_code: '', hcpcs_code: '99213', claim_status: 'paid' },
    ...{ diagnosis_code_1: 'I10', diagnosis_code_2: 'E78.5' },
    ...rest,
  });
  const claims = months.flatMap((month) =>
    ['P1', 'P2', 'P3', 'P4'].map((person) => claim(`${person}-${month}`, person, `${month}-15`)),
  );
  const at = (id: string, rest: Row): void => {
    const found = claims.find((row) => row['claim_id'] === id);
    if (found === undefined) throw new Error(id);
    Object.assign(found, rest);
  };
  at('P1-2025-01', { claim_start_date: '2025-01-10', diagnosis_code_1: 'M54.50' });
  at('P2-2025-06', { claim_start_date: '2025-06-10', diagnosis_code_1: 'M54.50' });
  at('P3-2025-11', { claim_start_date: '2025-11-20', diagnosis_code_1: 'M54.50', hcpcs_code: '72100' });
  at('P4-2025-02', { revenue_center_code: '0120' });
  return {
    claims,
    pharmacy: months.map((month) => ({
      ...{ claim_id: `F-${month}`, person_id: 'P1', dispensing_date: `${month}-03` },
      ...{ ndc_code: STEROID, days_supply: '5' },
    })),
    eligibility: ['P1', 'P2', 'P3', 'P4'].map((person) => ({
      ...{ person_id: person, birth_date: '1980-05-05', payer_type: 'commercial' },
      ...{ enrollment_start_date: '2023-01-01', enrollment_end_date: '2025-12-31' },
    })),
  };
}

/** A steroid of the demonstration list. */
const STEROID = '99999010101';

function csv(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map((r) => `${r.join(',')}\n`)
    .join('');
}

const FINDINGS = z.object({
  findings: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(['error', 'warning', 'info']),
      text: z.string(),
      size: z.object({ count: z.number(), of: z.number() }),
      effect: z.string().min(1),
      mend: z.string().min(1),
    }),
  ),
});

function foldered(tables: Tables): string {
  const folder = mkdtempSync(join(home, 'plan-'));
  writeFileSync(join(folder, 'c.csv'), csv(tables.claims));
  if (tables.pharmacy.length > 0) writeFileSync(join(folder, 'rx.csv'), csv(tables.pharmacy));
  writeFileSync(join(folder, 'e.csv'), csv(tables.eligibility));
  return folder;
}

function run(folder: string, tables: Tables, ...more: string[]): Promise<Ended> {
  const pharmacy = tables.pharmacy.length > 0 ? ['--pharmacy', 'rx.csv'] : [];
  return lbpHere(
    ['check', '--year', '2025', '--claims', 'c.csv', '--eligibility', 'e.csv', ...pharmacy, ...more],
    folder,
  );
}

/**
 * Severity, code and text of the findings about the data; the findings about value sets are always the same.
 */
async function found(spoil: (tables: Tables) => void): Promise<string[]> {
  const tables = goodTables();
  spoil(tables);
  const ended = await run(foldered(tables), tables, '--json');
  expect(ended).toMatchObject({ exit: 0, stderr: '' });
  return FINDINGS.parse(JSON.parse(ended.stdout))
    .findings.filter(({ code }) => !code.startsWith('LBP-D5'))
    .map(({ severity, code, text }) => `${severity} ${code} ${text}`);
}

/** Replaces each claim with this many. */
function times(count: number, claims: readonly Row[]): Row[] {
  return Array.from({ length: count }, (_, copy) =>
    claims.map((row) => ({ ...row, claim_id: `${row['claim_id']}-${copy}` })),
  ).flat();
}

function onFirst(rows: Row[], count: number, rest: Row): void {
  for (const row of rows.slice(0, count)) Object.assign(row, rest);
}

describe('lbp check', () => {
  it('finds nothing in good data but what the open sets are', async () => {
    expect(await found(() => undefined)).toEqual(['info LBP-D406 no enrollment file has a death_date']);
  });

  it.each(
    sampled<[string, (tables: Tables) => void, string[]]>(
      [
        [
          // From August 2024: day -180 of 10 January is 14 July; day -365 of 10 June is 10 June 2024.
          'history that does not reach back',
          (tables) => {
            tables.claims = tables.claims.filter((row) => (row['claim_start_date'] ?? '') >= '2024-08-01');
          },
          [
            'error LBP-D101 for 33.3 % of index events (1 of 3) the claims, which begin about 2024-08-01, do not reach back 180 days',
            'error LBP-D102 for 66.7 % of index events (2 of 3) the claims, which begin about 2024-08-01, do not reach back 365 days',
          ],
        ],
        [
          // Day +28 of 20 November is 18 December.
          'claims that end early',
          (tables) => {
            tables.claims = tables.claims.filter((row) => (row['claim_start_date'] ?? '') < '2025-12-01');
          },
          [
            'error LBP-D103 for 33.3 % of index events (1 of 3) the claims, which end about 2025-11-30, do not reach 28 days further',
          ],
        ],
        [
          'a month with half of the usual rows',
          (tables) => {
            tables.claims = times(25, tables.claims);
            const month = tables.claims.filter((row) => row['claim_start_date'] === '2024-09-15');
            tables.claims = tables.claims.filter((row) => !month.slice(0, 50).includes(row));
          },
          [
            'warning LBP-D104 2024-09 has 50 % of the claim rows of the months around it (50 where 100 are usual)',
          ],
        ],
        [
          'a month without rows',
          (tables) => {
            tables.claims = times(25, tables.claims).filter(
              (row) => row['claim_start_date'] !== '2024-09-15',
            );
          },
          [
            'error LBP-D104 2024-09 has 0 % of the claim rows of the months around it (0 where 100 are usual)',
          ],
        ],
        [
          'nothing in a month without rows where only 96 are usual',
          (tables) => {
            tables.claims = times(24, tables.claims).filter(
              (row) => row['claim_start_date'] !== '2024-09-15',
            );
          },
          [],
        ],
        [
          'no claims of the year',
          (tables) => {
            for (const row of tables.claims) row['claim_start_date'] = '2023-05-20';
            for (const row of tables.pharmacy) row['dispensing_date'] = '2025-05-20';
          },
          [
            'error LBP-D106 no claim row has a date in 2025-01-01 to 2025-12-31: 96 rows, of 2023-05-20 to 2023-05-20',
            'error LBP-D107 nobody has a principal low-back-pain diagnosis in the intake period (claims: 96 rows, of 2023-05-20 to 2023-05-20)',
          ],
        ],
        [
          'claims without any diagnosis in the first place',
          (tables) => onFirst(tables.claims.slice(4), 5, { diagnosis_code_1: '' }),
          ['warning LBP-D212 5.2 % of claims have no principal diagnosis on any row (5 of 96)'],
        ],
        [
          'no claim without a diagnosis where another of its rows states it',
          (tables) => {
            const more = { claim_line_number: '2', diagnosis_code_1: '' };
            tables.claims.push(...tables.claims.slice(0, 48).map((row) => ({ ...row, ...more })));
          },
          [],
        ],
        [
          'claim rows outside of all spans of their person',
          (tables) => {
            // From 1 July 2024 on, so that January to June 2024 are bare: 6 of 24 rows a person.
            for (const row of tables.eligibility) row['enrollment_start_date'] = '2024-07-01';
          },
          [
            "warning LBP-D408 25 % of enrolled people's claim rows are of a day that their spans do not cover (24 of 96)",
          ],
        ],
        [
          'no rows outside where the span begins on their day',
          (tables) => {
            for (const row of tables.eligibility) row['enrollment_start_date'] = '2024-01-15';
          },
          [],
        ],
        [
          'days of supply that are always blank',
          (tables) => onFirst(tables.pharmacy, 24, { days_supply: '' }),
          [
            'error LBP-D303 100 % of steroid fills have no days of supply (24 of 24)',
            'error LBP-D307 100 % of pharmacy rows have no days of supply (24 of 24)',
          ],
        ],
        [
          'days of supply that are blank for drugs that nobody lists, of which there is no steroid',
          (tables) => onFirst(tables.pharmacy, 24, { days_supply: '', ndc_code: '00093005801' }),
          [
            'error LBP-D307 100 % of pharmacy rows have no days of supply (24 of 24)',
            'warning LBP-D305 no pharmacy row is of a drug that a rule reads',
          ],
        ],
        [
          'service dates in the future',
          (tables) => onFirst(tables.claims, 1, { claim_start_date: '2098-01-15' }),
          ['error LBP-D105 1 % of claim rows have a service date in the future (1 of 96)'],
        ],
        [
          'no second diagnoses',
          (tables) => onFirst(tables.claims, 96, { diagnosis_code_2: '' }),
          ['error LBP-D201 100 % of claim rows have no second diagnosis (96 of 96)'],
        ],
        [
          'no column of second diagnoses',
          (tables) => {
            tables.claims = tables.claims.map(({ diagnosis_code_2: _, ...row }) => row);
          },
          ['error LBP-D201 100 % of claim rows have no second diagnosis (96 of 96)'],
        ],
        [
          'places of service left blank',
          (tables) => onFirst(tables.claims, 96, { place_of_service_code: '' }),
          ['warning LBP-D202 100 % of claim rows have no place of service (96 of 96)'],
        ],
        [
          'diagnoses of ICD-9',
          (tables) => onFirst(tables.claims, 4, { diagnosis_code_1: '401.9' }),
          [
            'warning LBP-D203 4.2 % of the values of diagnosis_code_1 cannot be a code of ICD-10-CM (4 of 96; one of them in c.csv:2)',
          ],
        ],
        [
          'procedure codes with their modifiers',
          (tables) => onFirst(tables.claims, 4, { hcpcs_code: '9921325' }),
          [
            'warning LBP-D204 4.2 % of the values of hcpcs_code cannot be a code of CPT or HCPCS (4 of 96; one of them in c.csv:2)',
          ],
        ],
        [
          'revenue codes without their zeros',
          (tables) => onFirst(tables.claims, 3, { revenue_center_code: '450' }),
          ['info LBP-D205 75 % of revenue codes are written without the leading zero (3 of 4)'],
        ],
        [
          'no status',
          (tables) => onFirst(tables.claims, 96, { claim_status: '' }),
          ['warning LBP-D206 100 % of claim rows have no known status (96 of 96)'],
        ],
        [
          'rows stated again',
          (tables) => tables.claims.push({ ...tables.claims[0] }),
          ['warning LBP-D207 1 % of claim rows repeat another row exactly (1 of 97)'],
        ],
        [
          'a line repeated with different values',
          (tables) => tables.claims.push({ ...tables.claims[0], diagnosis_code_1: 'I11' }),
          ['warning LBP-D208 1 % of claim rows repeat a line with different values (1 of 97)'],
        ],
        [
          'a row for each diagnosis, without line numbers',
          (tables) => {
            onFirst(tables.claims, 1, { claim_line_number: '' });
            tables.claims.push({ ...tables.claims[0], diagnosis_code_1: 'I11' });
          },
          ['warning LBP-D208 1 % of claim rows repeat a line with different values (1 of 97)'],
        ],
        [
          'claims that cannot be used',
          (tables) => onFirst(tables.claims, 1, { claim_id: '' }),
          ['error LBP-D209 1 % of claim rows cannot be used (1 of 96)'],
        ],
        [
          'no imaging',
          (tables) => onFirst(tables.claims, 96, { hcpcs_code: '99213' }),
          ['error LBP-D211 no claim row carries an imaging code'],
        ],
        [
          'no pharmacy claims',
          (tables) => {
            tables.pharmacy = [];
          },
          ['warning LBP-D301 there are no pharmacy claims'],
        ],
        [
          // To May: of the three events those of June and November come after it.
          'pharmacy claims that end early',
          (tables) => {
            tables.pharmacy = tables.pharmacy.filter((row) => (row['dispensing_date'] ?? '') < '2025-06-01');
          },
          [
            'error LBP-D302 for 66.7 % of index events (2 of 3) pharmacy claims, which go from about 2024-01-01 to 2025-05-31, do not cover the 365 days before',
          ],
        ],
        [
          'no days of supply',
          (tables) => onFirst(tables.pharmacy, 12, { days_supply: '' }),
          [
            'error LBP-D303 50 % of steroid fills have no days of supply (12 of 24)',
            'warning LBP-D307 50 % of pharmacy rows have no days of supply (12 of 24)',
          ],
        ],
        [
          'NDCs of ten digits',
          (tables) => onFirst(tables.pharmacy.slice(5), 1, { ndc_code: '1234567890' }),
          [
            'warning LBP-D304 4.2 % of pharmacy rows have an NDC of fewer or more than eleven digits (1 of 24)',
          ],
        ],
        [
          'births left blank, and births that cannot be',
          (tables) => {
            Object.assign(tables.eligibility[3] ?? {}, { birth_date: '1900-01-01' });
            tables.eligibility.push({ ...tables.eligibility[0], birth_date: '' });
          },
          [
            'error LBP-D401 40 % of enrollment rows have no birth date, or an impossible one (2 of 5)',
            // 1900-01-01 stands for no date, so that the row is rejected.
            'error LBP-D403 25 % of people with claims have no enrollment (1 of 4)',
          ],
        ],
        [
          'a product line that is not mapped',
          (tables) => tables.eligibility.push({ ...tables.eligibility[0], payer_type: 'HMO' }),
          ['error LBP-D402 20 % of enrollment rows have a payer_type that is not mapped (1 of 5)'],
        ],
        [
          'claims without eligibility',
          (tables) => {
            tables.eligibility = tables.eligibility.slice(1);
          },
          [
            'error LBP-D308 100 % of people with pharmacy claims have no enrollment (1 of 1)',
            'error LBP-D403 25 % of people with claims have no enrollment (1 of 4)',
            'error LBP-D404 33.3 % of people with an index event have no enrollment (1 of 3)',
          ],
        ],
        [
          'benefits that are yes or blank',
          (tables) => {
            for (const [at, row] of tables.eligibility.entries())
              row['medical_benefit'] = at === 0 ? '' : 'Y';
          },
          [
            'warning LBP-D410 25 % of enrollment rows have a blank medical_benefit, where others say yes and none says no (1 of 4)',
          ],
        ],
        [
          'no benefits that are yes, no or blank',
          (tables) => {
            const words = ['', 'Y', 'N', 'Y'];
            for (const [at, row] of tables.eligibility.entries()) row['medical_benefit'] = words[at] ?? '';
          },
          [],
        ],
        [
          'pharmacy claims under ids that have lost their zeros',
          (tables) => {
            for (const table of [tables.claims, tables.eligibility])
              for (const row of table) row['person_id'] = `000${row['person_id']?.slice(1)}`;
            for (const row of tables.pharmacy) row['person_id'] = row['person_id']?.slice(1) ?? '';
          },
          ['error LBP-D308 100 % of people with pharmacy claims have no enrollment (1 of 1)'],
        ],
        [
          'spans that end on day 30 of a month of 31',
          (tables) => {
            const [first = {}] = tables.eligibility;
            tables.eligibility.push({ ...first, enrollment_start_date: '2024-02-01' });
            first['enrollment_end_date'] = '2024-01-30';
          },
          [
            'error LBP-D405 20 % of enrollment spans begin two days after the previous one ends, which leaves one day uncovered (1 of 5)',
          ],
        ],
      ],
      4,
    ),
  )('finds %s', async (_, spoil, expected) => {
    // Death dates are missing from all of these tables.
    expect((await found(spoil)).filter((text) => !text.includes('LBP-D406'))).toEqual(expected);
  });
});

describe('the command', () => {
  it('ends with 1 where there is something as grave as --fail-on, and with 0 where there is not', async () => {
    const tables = goodTables();
    const good = foldered(tables);
    expect((await run(good, tables, '--fail-on', 'error')).exit).toBe(0);
    // The open value sets are a warning.
    expect((await run(good, tables, '--fail-on', 'warning')).exit).toBe(1);
    onFirst(tables.claims, 96, { diagnosis_code_2: '' });
    const bad = foldered(tables);
    const ended = await run(bad, tables, '--fail-on', 'error');
    expect(ended.exit).toBe(1);
    expect(ended.stdout).toMatch(/^LBP 2025: 1 error, \d+ warnings, /);
    expect(ended.stdout).toMatch(/\nerror: LBP-D201 .*\n {2}History .*\n {2}Ask for /);
    expect((await run(bad, tables)).exit).toBe(0);
  });

  it('takes --fail-on from the config file too', async () => {
    const tables = goodTables();
    const folder = foldered(tables);
    const config = { year: 2025, claims: 'c.csv', eligibility: 'e.csv', 'fail-on': 'warning' };
    writeFileSync(join(folder, 'lbp.json'), JSON.stringify(config));
    expect((await lbpHere(['check', '--config', 'lbp.json'], folder)).exit).toBe(1);
    expect((await lbpHere(['check', '--config', 'lbp.json', '--fail-on', 'error'], folder)).exit).toBe(0);
    writeFileSync(join(folder, 'lbp.json'), JSON.stringify({ ...config, 'fail-on': 'note' }));
    const refused = await lbpHere(['check', '--config', 'lbp.json'], folder);
    expect(refused).toMatchObject({ exit: 2, stdout: '' });
    expect(refused.stderr).toMatch(/^LBP-E302 lbp\.json: fail-on: /);
    writeFileSync(join(folder, 'lbp.json'), '[]');
    expect((await lbpHere(['check', '--config', 'lbp.json'], folder)).stderr).toMatch(
      /^LBP-E302 lbp\.json: not an object of keys and values\. /,
    );
  });

  it('refuses a config file that says two things', async () => {
    const folder = foldered(goodTables());
    writeFileSync(
      join(folder, 'lbp.json'),
      '{"year": 2025, "claims": "c.csv",\n "year": 2024, "eligibility": "e.csv"}',
    );
    const { exit, stderr } = await lbpHere(['check', '--config', 'lbp.json'], folder);
    expect([exit, stderr.trim()]).toEqual([
      2,
      'LBP-E302 lbp.json:2:2: the key "year" stands there a second time. Leave one of them.',
    ]);
  });

  it('refuses what a run refuses, in the same words', async () => {
    const tables = goodTables();
    const folder = foldered(tables);
    const without = await run(folder, tables, '--by', 'region');
    expect(without).toMatchObject({ exit: 3, stdout: '' });
    expect(without.stderr).toMatch(/^LBP-E103 e\.csv: no column region/);
    rmSync(join(folder, 'e.csv'));
    const ended = await run(folder, tables);
    expect(ended).toMatchObject({ exit: 3, stdout: '' });
    expect(ended.stderr).toMatch(/^LBP-E101 e\.csv: no such file/);
    expect((await lbpHere(['check', '--year', '2025'], folder)).stderr).toMatch(
      /^LBP-E304 --claims is missing/,
    );
  });

  it('tells nothing of a person', async () => {
    const tables = goodTables();
    tables.eligibility = tables.eligibility.slice(1);
    const { stdout } = await run(foldered(tables), tables, '--json');
    expect(stdout).not.toMatch(/P[1-4]\b|P1-2025/);
  });
});

describe('the short form in a run', () => {
  it('stands in the manifest and in the summary', async () => {
    const tables = goodTables();
    tables.claims = tables.claims.map(({ diagnosis_code_2: _, ...row }) => row);
    tables.pharmacy = [];
    const folder = foldered(tables);
    const args = [
      'run',
      '--year',
      '2025',
      '--claims',
      'c.csv',
      '--eligibility',
      'e.csv',
      '--out',
      'out',
      '--quiet',
    ];
    const ended = await lbpHere(args, folder);
    expect(ended.exit).toBe(0);
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'out', 'manifest.json'), 'utf8'));
    const { data_quality: quality } = z
      .object({
        data_quality: z.array(
          z.strictObject({
            code: z.string(),
            severity: z.string(),
            text: z.string(),
            size: z.object({ count: z.number(), of: z.number() }),
          }),
        ),
      })
      .parse(manifest);
    expect(
      quality.map(({ severity, code }) => `${severity} ${code}`).filter((one) => !one.includes('D5')),
    ).toEqual(['error LBP-D201', 'warning LBP-D301', 'info LBP-D406']);
    // As many as are shown below it, and the note.
    expect(ended.stdout).toContain('Data quality: 1 error, 1 warning, 1 note (');
    expect(ended.stdout.match(/^- (error|warning): LBP-D/gm)).toHaveLength(2);
    expect(ended.stdout).toContain(
      '- error: LBP-D201 100 % of claim rows have no second diagnosis (96 of 96)',
    );
  });

  it.each<[string, (tables: Tables) => void]>([
    ['good data', () => undefined],
    ['no imaging', (tables) => onFirst(tables.claims, 96, { hcpcs_code: '99213' })],
    ['no history', (tables) => tables.claims.splice(0, 48)],
    ['no second diagnoses', (tables) => onFirst(tables.claims, 96, { diagnosis_code_2: '' })],
    ['odd procedure codes', (tables) => onFirst(tables.claims, 40, { hcpcs_code: '9921325' })],
    [
      'lines that contradict',
      (tables) =>
        tables.claims.push(...tables.claims.slice(0, 9).map((row) => ({ ...row, diagnosis_code_1: 'I11' }))),
    ],
    [
      'claims outside enrollment',
      (tables) => onFirst(tables.eligibility, 4, { enrollment_start_date: '2025-01-01' }),
    ],
    ['nobody enrolled', (tables) => onFirst(tables.eligibility, 4, { person_id: 'X' })],
    [
      'births that cannot be',
      (tables) => Object.assign(tables.eligibility[3] ?? {}, { birth_date: '2031-01-01' }),
    ],
    ['blank days of supply', (tables) => onFirst(tables.pharmacy, 24, { days_supply: '' })],
  ])('finds what lbp check finds at error weight: %s', async (_, spoil) => {
    const tables = goodTables();
    spoil(tables);
    const folder = foldered(tables);
    const checked = FINDINGS.parse(JSON.parse((await run(folder, tables, '--json')).stdout));
    const args = ['--year', '2025', '--claims', 'c.csv', '--eligibility', 'e.csv', '--pharmacy', 'rx.csv'];
    const ended = await lbpHere(['run', ...args, '--out', 'out', '--json', '--quiet'], folder);
    const { data_quality: ofRun } = z
      .object({
        data_quality: z.array(z.object({ code: z.string(), severity: z.string(), text: z.string() })),
      })
      .parse(JSON.parse(ended.stdout));
    const errors = (all: readonly { code: string; severity: string; text: string }[]): string[] =>
      all.filter(({ severity }) => severity === 'error').map(({ code, text }) => `${code} ${text}`);
    expect(errors(ofRun)).toEqual(expect.arrayContaining(errors(checked.findings)));
  });
});
