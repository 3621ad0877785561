import { expect, it } from 'vitest';
import { conditionsOf } from '../../../src/extract/prefilter/row-conditions.js';
import { ELIGIBILITY, MEDICAL_CLAIM, PHARMACY_CLAIM } from '../../../src/inputs/tables/columns.js';

/* Written from docs/inputs.md, "What becomes of every row". */

const date = (name: string): { name: string; isEnd: boolean } => ({ name, isEnd: false });
const end = (name: string): { name: string; isEnd: boolean } => ({ name, isEnd: true });

function inAnyOrder<T>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

it('a claim line needs its ids, a service date, possible days in their order; its status makes a difference', () => {
  const { stated, dates, needed, inOrder, drugs, words } = conditionsOf(MEDICAL_CLAIM);
  expect(inAnyOrder(stated)).toEqual(['claim_id', 'person_id']);
  expect(inAnyOrder(dates)).toEqual(
    inAnyOrder([
      ...[date('claim_line_start_date'), date('claim_start_date'), date('admission_date')],
      ...[end('claim_line_end_date'), end('claim_end_date'), end('discharge_date')],
    ]),
  );
  expect(needed).toEqual([['claim_line_start_date', 'claim_start_date']]);
  expect(inAnyOrder(inOrder)).toEqual([
    ['admission_date', 'discharge_date'],
    ['claim_start_date', 'claim_end_date'],
  ]);
  expect({ drugs, words }).toEqual({ drugs: [], words: ['claim_status'] });
});

it('a fill needs its ids, a possible day and an NDC; its status makes a difference', () => {
  expect(conditionsOf(PHARMACY_CLAIM)).toEqual({
    stated: ['person_id', 'claim_id'],
    dates: [date('dispensing_date')],
    needed: [['dispensing_date']],
    inOrder: [],
    drugs: ['ndc_code'],
    words: ['claim_status'],
  });
});

it('a span needs its person, a birth and both ends, in their order; its payer makes a difference', () => {
  const { stated, dates, needed, inOrder, drugs, words } = conditionsOf(ELIGIBILITY);
  expect(stated).toEqual(['person_id']);
  expect(inAnyOrder(dates)).toEqual(
    inAnyOrder([
      date('birth_date'),
      ...[end('death_date'), end('hospice_date'), end('enrollment_start_date'), end('enrollment_end_date')],
    ]),
  );
  expect(needed).toEqual([['birth_date'], ['enrollment_start_date'], ['enrollment_end_date']]);
  expect(inAnyOrder(inOrder)).toEqual([
    ['birth_date', 'death_date'],
    ['birth_date', 'enrollment_end_date'],
    ['enrollment_start_date', 'enrollment_end_date'],
  ]);
  expect({ drugs, words }).toEqual({ drugs: [], words: ['payer_type'] });
});
