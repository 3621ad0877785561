import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { extracted } from './extraction.js';

/*
 * "Two runs on the same inputs give byte-identical files": also where two sources give one claim id, which is
 * two claims (docs/inputs.md, "The key of a claim").
 */

const folder = mkdtempSync(join(tmpdir(), 'lbp-claim-order-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CLAIMS =
  'claim_id,claim_line_number,person_id,claim_start_date,hcpcs_code,diagnosis_code_1,data_source,rendering_npi';
const SPANS = 'person_id,birth_date,enrollment_start_date,enrollment_end_date,payer_type';

/** The event of the person, of claims in files with these rows. */
async function eventOf(...files: (readonly string[])[]): Promise<unknown> {
  const claims = files.map((rows, number) => {
    const path = join(folder, `claims-${number}.csv`);
    writeFileSync(path, `${[CLAIMS, ...rows].join('\n')}\n`);
    return path;
  });
  const eligibility = join(folder, 'eligibility.csv');
  writeFileSync(eligibility, `${SPANS}\nP1,1980-06-15,2023-01-01,2025-12-31,commercial\n`);
  const paths = { claims, pharmacy: [], eligibility: [eligibility] };
  const decision = (await extracted(paths, { folder, year: 2025 })).decisions.get('P1');
  if (decision?.kind !== 'decided') throw new Error('no event');
  return decision.index;
}

it('a tie between claims of two sources depends neither on the order of the rows nor on their files', async () => {
  const [east, west, north] = [
    'C1,1,P1,2025-04-01,99213,M54.50,east,',
    'C1,1,P1,2025-04-01,99213,M54.5,west,',
    'C1,1,P1,2025-04-01,99214,M54.50,north,',
  ] as const;
  const found = await eventOf([east, west, north]);
  expect(await eventOf([north, west, east])).toEqual(found);
  expect(await eventOf([west, north, east])).toEqual(found);
  expect(await eventOf([west], [north, east])).toEqual(found);
  expect(await eventOf([north, east], [west])).toEqual(found);
});

it('a line that is stated with two providers has the same one in one file and in two', async () => {
  const [lower, higher] = [
    'C1,1,P1,2025-04-01,99213,M54.50,east,1000000004',
    'C1,1,P1,2025-04-01,99213,M54.50,east,2000000002',
  ] as const;
  const found = await eventOf([lower, higher]);
  expect(found).toMatchObject({ npi: '1000000004' });
  expect(await eventOf([higher, lower])).toEqual(found);
  expect(await eventOf([higher], [lower])).toEqual(found);
  expect(await eventOf([lower], [higher])).toEqual(found);
});
