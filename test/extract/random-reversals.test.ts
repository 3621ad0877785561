import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Remark } from '../../src/extract/remarks.js';
import { sampled } from '../sampled.js';
import { Dice } from './dice.js';
import { extracted } from './extraction.js';
import { type ClaimRow, resolvedClaim } from './plain-reversals.js';
import { csv, type Row } from './tables.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-random-reversals-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PEOPLE = 400;
const FILES = 3;
const numbers = Array.from({ length: PEOPLE }, (_, number) => number);

/**
 * Few values, so that rows are often alike, and none is the sum of others. Rows of a line that differ only in their amounts are
 * judged together, so that voided ones have one amount.
 */
function randomClaim(dice: Dice): ClaimRow[] {
  const kinds = dice.pick([
    ['voided'],
    ['negative'],
    ['voided', 'negative'],
    ['bill'],
    ['voided', 'negative', 'bill'],
  ]);
  const amounts = dice.pick([[55], [55, 41], [55, 55, 41, null], [null]]);
  const lines = dice.pick([['1'], ['1', '2'], ['1', '2', '3'], ['']]);
  const services = dice.pick([['72100'], ['72100'], ['72100', '72100', '99213', '']]);
  const files = dice.int(1, FILES);
  const [amountOfVoided, isVoidedNegative] = [dice.pick(amounts), dice.once(3)];
  return Array.from({ length: dice.int(2, 6) }, () => {
    const line = dice.pick(lines);
    const isVoided = kinds.includes('voided') && dice.once(3);
    const frequency = kinds.includes('bill') ? dice.pick(['1', '1', '7', '8'] as const) : '';
    const isOff = isVoided || frequency === '8';
    const amount = isOff ? amountOfVoided : dice.pick(amounts);
    const isNegative = isOff ? isVoidedNegative : kinds.includes('negative') && dice.once(3);
    return {
      ...{ file: dice.int(0, files - 1), line, service: dice.pick(services), isVoided },
      ...{ amount: isNegative && amount !== null ? -amount : amount, frequency },
    };
  });
}

/** A visit of each person that counts, so that all are candidates. */
const VISITS: readonly Row[] = numbers.map((number) => ({
  claim_id: `V${number}`,
  person_id: `P${number}`,
  claim_start_date: '2024-04-10',
  hcpcs_code: '99213',
  diagnosis_code_1: 'M54.50',
  claim_status: 'paid',
}));

function written(name: string, rows: readonly Row[]): string {
  const path = join(folder, name);
  writeFileSync(path, csv([...new Set(rows.flatMap(Object.keys))], rows));
  return path;
}

const ELIGIBILITY = written(
  'eligibility.csv',
  numbers.map((number) => ({
    person_id: `P${number}`,
    birth_date: '1980-06-15',
    enrollment_start_date: '2023-01-01',
    enrollment_end_date: '2025-12-31',
    payer_type: 'commercial',
  })),
);

describe('random claims with rows that reverse others', () => {
  it.each(sampled([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5))(
    'stand as the rules read by themselves say, seed %i',
    async (seed) => {
      const dice = new Dice(seed);
      const claims = numbers.map(() => randomClaim(dice));
      const rowsOf = (file: number): Row[] =>
        claims.flatMap((rows, number) =>
          rows
            .filter((row) => row.file === file)
            .map(({ line, service, isVoided, amount, frequency }) => ({
              ...{ claim_id: `C${number}`, person_id: `P${number}`, claim_line_number: line },
              ...{ claim_start_date: '2024-04-12', hcpcs_code: service, diagnosis_code_1: 'M54.50' },
              claim_status: isVoided ? 'voided' : 'paid',
              paid_amount: amount === null ? '' : String(amount),
              bill_type_code: frequency === '' ? '' : `013${frequency}`,
            })),
        );
      const paths = Array.from({ length: FILES }, (_, file) =>
        written(`claims-${seed}-${file}.csv`, [...(file === 0 ? VISITS : []), ...rowsOf(file)]),
      );
      const found = await extracted(
        { claims: paths, pharmacy: [], eligibility: [ELIGIBILITY] },
        { folder, year: 2024 },
      );
      const lines = new Map(
        found.persons.map(({ id, claims }) => [
          id,
          new Set(
            claims
              .filter((claim) => claim.id.startsWith('C'))
              .flatMap((claim) =>
                claim.lines.map(({ number, procedureCode }) => `${number} ${procedureCode}`),
              ),
          ),
        ]),
      );
      const expected = claims.map(resolvedClaim);
      for (const [number, { lines: standing }] of expected.entries())
        expect(lines.get(`P${number}`), JSON.stringify(claims[number], null, 1)).toEqual(new Set(standing));
      const count = (remark: Remark): number => found.remarks.rows.get(remark)?.count ?? 0;
      const sum = (of: (one: (typeof expected)[number]) => number): number =>
        expected.reduce((all, one) => all + of(one), 0);
      expect({
        reversed: count('taken_back'),
        unresolved: count('reversal_alone'),
        replacementAlone: count('replacement_alone'),
      }).toEqual({
        reversed: sum(({ reversed }) => reversed),
        unresolved: sum(({ unresolved }) => unresolved),
        replacementAlone: sum(({ replacementAlone }) => replacementAlone),
      });
    },
  );
});
