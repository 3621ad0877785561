import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isoDay } from '../../src/timeline/day.js';
import { lbp } from '../cli/command.js';
import { extracted } from './extraction.js';
import { csv, type Paths, type Row } from './tables.js';

/*
 * Diagnoses, procedures and their dates are numbered columns. Those that no file states are not in any statement; here
 * files state different ones.
 */

const home = mkdtempSync(join(tmpdir(), 'lbp-numbered-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const VISIT: Row = {
  claim_line_number: '1',
  claim_start_date: '2024-06-01',
  hcpcs_code: '99213',
  diagnosis_code_1: 'M5450',
};

/** One file of claims for each list of columns, with a visit of one person who also has what its other columns state. */
function written(name: string, files: readonly Row[]): Paths {
  const folder = join(home, name);
  mkdirSync(folder);
  const write = (file: string, rows: readonly Row[]): string => {
    const path = join(folder, file);
    writeFileSync(path, csv(Object.keys(rows[0] ?? {}), rows));
    return path;
  };
  const people = files.map((_, index) => `P${index}`);
  const spans = people.map((person_id) => ({
    ...{ person_id, birth_date: '1984-06-15', payer_type: 'commercial' },
    ...{ enrollment_start_date: '2020-01-01', enrollment_end_date: '2029-12-31' },
  }));
  return {
    claims: files.map((further, index) =>
      write(`claims-${index}.csv`, [
        { claim_id: `C${index}`, person_id: people[index] ?? '', ...VISIT, ...further },
      ]),
    ),
    pharmacy: [],
    eligibility: [write('eligibility.csv', spans)],
  };
}

/** What the lines of each person carry: code, position, own day. */
async function codes(name: string, files: readonly Row[]): Promise<Record<string, string[]>> {
  const { persons } = await extracted(written(name, files), { folder: join(home, name), year: 2024 });
  return Object.fromEntries(
    persons.map(({ id, claims }) => [
      id,
      claims
        .flatMap(({ lines }) => lines.flatMap((line) => line.codes))
        .map(
          ({ listed, position, ownDate }) =>
            `${listed.code} ${position} ${ownDate === null ? '' : isoDay(ownDate)}`,
        )
        .sort(),
    ]),
  );
}

const OF_VISIT = ['99213 0 ', 'M5450 1 '];

describe('numbered columns', () => {
  it('are read from each file that states them, and are blank in the others', async () => {
    const files = [
      {},
      { diagnosis_code_2: 'C50.911' },
      { diagnosis_code_17: 'B20' },
      { procedure_code_3: '0TY00Z0', procedure_date_3: '2024-05-30' },
      { procedure_code_1: '0TY00Z0' },
    ];
    expect(await codes('mixed', files)).toEqual({
      P0: OF_VISIT,
      P1: ['99213 0 ', 'C50911 2 ', 'M5450 1 '],
      P2: ['99213 0 ', 'B20 17 ', 'M5450 1 '],
      P3: ['0TY00Z0 0 2024-05-30', ...OF_VISIT],
      P4: ['0TY00Z0 0 ', ...OF_VISIT],
    });
  });

  it('are not needed at all', async () => {
    expect(await codes('none', [{}, {}])).toEqual({ P0: OF_VISIT, P1: OF_VISIT });
  });

  it('can be a date without its procedure', async () => {
    const dated = { procedure_date_4: '2024-05-30' };
    expect(await codes('dates', [dated, {}])).toEqual({ P0: OF_VISIT, P1: OF_VISIT });
  });

  it('that are blank beside a text that is no code are blank, in a check too', async () => {
    const odd = { diagnosis_code_2: '', diagnosis_code_3: 'back pain', diagnosis_code_4: 'C61' };
    const { claims, eligibility } = written('beside', [odd]);
    const files = ['--claims', ...claims, '--eligibility', ...eligibility];
    const { stdout } = await lbp(['check', '--year', '2024', ...files], { cwd: home });
    expect(stdout.match(/LBP-D203 .*? of the values of \w+/g)).toEqual([
      'LBP-D203 100 % of the values of diagnosis_code_3',
    ]);
  });

  it('with codes that cannot be one are counted in the file that states them', async () => {
    const paths = written('misshapen', [{}, { diagnosis_code_20: 'back pain' }]);
    const { misshapen } = await extracted(paths, { folder: join(home, 'misshapen'), year: 2024 });
    expect(misshapen).toEqual([
      { column: 'diagnosis_code_20', count: 1, of: 1, place: expect.stringMatching(/claims-1\.csv:2$/) },
    ]);
  });
});
