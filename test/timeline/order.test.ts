import { describe, expect, it } from 'vitest';
import { compareLines } from '../../src/timeline/order.js';
import type { ClaimLine, LineFacts } from '../../src/timeline/person.js';

const FACTS: LineFacts = {
  ...{ claimType: 'professional', billType: '', modifiers: [], units: '1' },
  ...{ renderingNpi: '', billingNpi: '1000000001', orderingNpi: '', referringNpi: '' },
  ...{ allowedAmount: '50', paidAmount: '40' },
};

function line(facts: LineFacts | null): ClaimLine {
  return {
    ...{ number: '1', serviceDate: 20_000, placeOfService: '11', status: 'paid', codes: [] },
    ...{ procedureCode: '72148', revenueCode: '', facts, source: 'claims.csv', locator: '' },
  };
}

/* Outputs are the same bytes in any order of the rows, so no two different lines may be equal in order. */
describe('lines that share everything but what they carry', () => {
  it.each<[string, LineFacts | null]>([
    ['an amount', { ...FACTS, paidAmount: '45' }],
    ['a provider', { ...FACTS, billingNpi: '1000000002' }],
    ['modifiers', { ...FACTS, modifiers: ['26'] }],
    ['nothing carried', null],
  ])('have an order by %s', (_, other) => {
    const there = compareLines(line(FACTS), line(other));
    const back = compareLines(line(other), line(FACTS));
    expect(Math.sign(there)).toBe(-Math.sign(back));
    expect(there).not.toBe(0);
  });
});
