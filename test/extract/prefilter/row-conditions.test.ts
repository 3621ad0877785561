import { expect, it } from 'vitest';
import { conditionsOf } from '../../../src/extract/prefilter/row-conditions.js';
import { ELIGIBILITY, MEDICAL_CLAIM, PHARMACY_CLAIM } from '../../../src/inputs/tables/columns.js';

/* Written from docs/inputs.md, "Row accounting". */

type Days = 'claims' | 'birth' | 'past' | 'never';
const date = (name: string, noDays: Days = 'claims'): { name: string; noDays: Days } => ({ name, noDays });

function inAnyOrder<T>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

it('a claim line needs its ids, a service date, possible days in their order; its status makes a difference', () => {
  const { stated, dates, needed, inOrder, drugs, words, bills } = conditionsOf(MEDICAL_CLAIM);
  expect(inAnyOrder(stated)).toEqual(['claim_id', 'person_id']);
  expect(inAnyOrder(dates)).toEqual(
    inAnyOrder([
      ...[date('claim_line_start_date'), date('claim_start_date'), date('admission_date')],
      ...[date('claim_line_end_date'), date('claim_end_date'), date('discharge_date')],
    ]),
  );
  expect(needed).toEqual([['claim_line_start_date', 'claim_start_date']]);
  expect(inAnyOrder(inOrder)).toEqual([
    ['admission_date', 'discharge_date'],
    ['claim_start_date', 'claim_end_date'],
  ]);
  expect({ drugs, words, bills }).toEqual({
    drugs: [],
    words: ['claim_status'],
    bills: ['bill_type_code'],
  });
});

it('a fill needs its ids, a possible day and an NDC; its status makes a difference', () => {
  expect(conditionsOf(PHARMACY_CLAIM)).toEqual({
    stated: ['person_id', 'claim_id'],
    dates: [date('dispensing_date')],
    needed: [['dispensing_date']],
    inOrder: [],
    drugs: ['ndc_code'],
    words: ['claim_status'],
    bills: [],
  });
});

it('a span needs its person, a birth and a start, and what is there in its order; its payer and benefit make a difference', () => {
  const { stated, dates, needed, inOrder, drugs, words, bills } = conditionsOf(ELIGIBILITY);
  expect(stated).toEqual(['person_id']);
  expect(inAnyOrder(dates)).toEqual(
    inAnyOrder([
      date('birth_date', 'birth'),
      ...['death_date', 'hospice_date'].map((name) => date(name)),
      // A span may begin and end as far away as it likes.
      ...[date('enrollment_start_date', 'never'), date('enrollment_end_date', 'past')],
    ]),
  );
  // A blank end is an open one.
  expect(needed).toEqual([['birth_date'], ['enrollment_start_date']]);
  expect(inAnyOrder(inOrder)).toEqual([
    ['birth_date', 'death_date'],
    ['birth_date', 'enrollment_end_date'],
    ['enrollment_start_date', 'enrollment_end_date'],
  ]);
  expect({ drugs, words, bills }).toEqual({ drugs: [], words: ['payer_type', 'medical_benefit'], bills: [] });
});
