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
  'claim_id,claim_line_number,person_id,claim_start_date,hcpcs_code,diagnosis_code_1,data_source';
const SPANS = 'person_id,birth_date,enrollment_start_date,enrollment_end_date,payer_type';

/** What is decided, of claims in the order of these rows. */
async function decidedOf(rows: readonly string[]): Promise<unknown> {
  const claims = join(folder, 'claims.csv');
  const eligibility = join(folder, 'eligibility.csv');
  writeFileSync(claims, `${[CLAIMS, ...rows].join('\n')}\n`);
  writeFileSync(eligibility, `${SPANS}\nP1,1980-06-15,2023-01-01,2025-12-31,commercial\n`);
  const paths = { claims: [claims], pharmacy: [], eligibility: [eligibility] };
  return [...(await extracted(paths, { folder, year: 2025 })).decisions];
}

it('a tie between claims of two sources does not depend on the order of the rows', async () => {
  const rows = [
    'C1,1,P1,2025-04-01,99213,M54.50,east',
    'C1,1,P1,2025-04-01,99213,M54.5,west',
    'C1,1,P1,2025-04-01,99214,M54.50,north',
  ];
  const found = await decidedOf(rows);
  expect(found).toMatchObject([['P1', { kind: 'decided' }]]);
  expect(await decidedOf(rows.toReversed())).toEqual(found);
  expect(await decidedOf([...rows.slice(1), ...rows.slice(0, 1)])).toEqual(found);
});
