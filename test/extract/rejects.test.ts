import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { extracted } from './extraction.js';
import type { Paths } from './tables.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-rejects-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEADER = 'claim_id,claim_line_number,person_id,claim_start_date,hcpcs_code,diagnosis_code_1';

/** A file of so many records, one to a line after the header, those at the given lines without a usable date. */
function claims(name: string, records: number, bad: readonly number[]): string {
  const lines = [HEADER];
  const isBad = new Set(bad);
  for (let line = 2; line <= records + 1; line++) {
    lines.push(`C${line},1,P${line % 5000},${isBad.has(line) ? '2024-02-30' : '2024-06-01'},99213,R519`);
  }
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

function text(name: string, ...lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const ELIGIBILITY_HEADER = 'person_id,birth_date,enrollment_start_date,enrollment_end_date,payer_type';
const SPAN = 'P1,1984-06-15,2020-01-01,2029-12-31,commercial';
const eligibility = [text('e.csv', ELIGIBILITY_HEADER, SPAN)];

async function rejected(paths: Partial<Paths>, threads: number, rejectRows = 1000): Promise<string[]> {
  const all = { claims: [], pharmacy: [], eligibility, ...paths };
  const { rejects } = await extracted(all, { folder, year: 2024, threads, rejectRows });
  return rejects.map(
    ({ file, line, claimId, code }) => `${file.slice(folder.length + 1)}:${line} ${claimId} ${code}`,
  );
}

describe('the line of a rejected record', () => {
  const BAD = [
    2, 3, 2048, 2049, 2050, 122_880, 122_881, 122_882, 122_883, 245_762, 245_763, 299_999, 300_000, 310_001,
  ];

  it.each([1, 2])('is right in a file of 310,000 records, with %i threads', async (threads) => {
    const path = claims('large.csv', 310_000, BAD);
    expect(await rejected({ claims: [path] }, threads)).toEqual(
      BAD.map((line) => `large.csv:${line} C${line} LBP-R04`),
    );
  });

  it.each([1, 2])('is right in each of several files, with %i threads', async (threads) => {
    const paths = [
      claims('one.csv', 5000, [3, 4999, 5001]),
      claims('two.csv', 10, []),
      claims('three.csv', 130_000, [2, 122_882, 130_001]),
    ];
    const spans = [
      text(
        'bad-span.csv',
        ELIGIBILITY_HEADER,
        SPAN,
        'P2,,2020-01-01,2029-12-31,commercial',
        SPAN.replace('commercial', 'HMO'),
      ),
    ];
    const fills = [
      text(
        'fills.csv',
        'claim_id,person_id,dispensing_date,ndc_code,days_supply',
        'RX1,P1,2024-01-01,00054001825,30',
        'RX2,P1,2024-01-01,0054001825,30',
        'RX3,,2024-01-01,00054001825,30',
      ),
    ];
    expect(await rejected({ claims: paths, pharmacy: fills, eligibility: spans }, threads)).toEqual([
      'one.csv:3 C3 LBP-R04',
      'one.csv:4999 C4999 LBP-R04',
      'one.csv:5001 C5001 LBP-R04',
      'three.csv:2 C2 LBP-R04',
      'three.csv:122882 C122882 LBP-R04',
      'three.csv:130001 C130001 LBP-R04',
      'fills.csv:3 RX2 LBP-R08',
      'fills.csv:4 RX3 LBP-R01',
      'bad-span.csv:3  LBP-R06',
      'bad-span.csv:4  LBP-R07',
    ]);
  });

  it('is right with carriage returns and a byte order mark', async () => {
    const path = join(folder, 'windows.csv');
    const lines = [HEADER, 'A,1,P1,2024-06-01,99213,M5450', 'B,1,P1,2024-02-30,99213,M5450'];
    writeFileSync(path, `\uFEFF${lines.join('\r\n')}\r\n`);
    expect(await rejected({ claims: [path] }, 1)).toEqual(['windows.csv:3 B LBP-R04']);
  });

  it('stays right where fewer rows are kept than there are', async () => {
    const paths = [claims('four.csv', 100, [5, 6, 7]), claims('five.csv', 100, [8, 9])];
    const all = { claims: paths, pharmacy: [], eligibility };
    expect(await rejected(all, 2, 4)).toEqual([
      'four.csv:5 C5 LBP-R04',
      'four.csv:6 C6 LBP-R04',
      'four.csv:7 C7 LBP-R04',
      'five.csv:8 C8 LBP-R04',
    ]);
    expect(await rejected(all, 2, 3)).toHaveLength(3);
    expect(await rejected(all, 2, 0)).toEqual([]);
    const { accountOf } = await extracted(all, { folder, year: 2024, rejectRows: 0 });
    expect(paths.map((path) => accountOf(path).rejected)).toEqual([{ bad_date: 3 }, { bad_date: 2 }]);
  });
});
