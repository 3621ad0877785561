import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClaimVersion, resolveVersions } from '../../../src/inputs/x12/versions.js';

let ordinal = 0;

/** A claim sent on the given day of March; everything else is the same unless said otherwise. */
function sent(day: number, claimKey: string, facts: Partial<ClaimVersion> = {}): ClaimVersion {
  ordinal += 1;
  return {
    claimKey,
    interchangeTime: `202503${String(day).padStart(2, '0')}1200`,
    isa13: '000000001',
    fileNumber: 0,
    ordinal,
    claimId: 'C1',
    billingNpi: '1111111112',
    subscriberId: 'W1',
    personId: 'p1',
    start: '2025-02-10',
    frequency: '1',
    payerClaimNumber: '',
    contentHash: claimKey,
    ...facts,
  };
}

function outcomes(versions: readonly ClaimVersion[]): Record<string, string> {
  const { outcomes: found } = resolveVersions(versions);
  return Object.fromEntries(
    [...found].map(([key, outcome]) => [
      key,
      'by' in outcome ? `${outcome.status} by ${outcome.by}` : outcome.status,
    ]),
  );
}

describe('replacement and void', () => {
  test('a replacement counts instead of its original', () => {
    expect(outcomes([sent(1, 'a'), sent(2, 'b', { frequency: '7' })])).toEqual({
      a: 'replaced by b',
      b: 'counts',
    });
  });
  test('a void removes the claim and never counts itself', () => {
    expect(outcomes([sent(1, 'a'), sent(2, 'b', { frequency: '8' })])).toEqual({
      a: 'voided by b',
      b: 'void',
    });
  });
  test('a chain: replaced, replaced again by the payer’s number under a new account number, then voided', () => {
    const chain = [
      sent(1, 'a'),
      sent(2, 'b', { frequency: '7', payerClaimNumber: 'ICN1' }),
      sent(3, 'c', { frequency: '7', payerClaimNumber: 'ICN1', claimId: 'C2' }),
      sent(4, 'd', { frequency: '8', payerClaimNumber: 'ICN1', claimId: 'C3' }),
    ];
    expect(outcomes(chain)).toEqual({ a: 'replaced by b', b: 'replaced by c', c: 'voided by d', d: 'void' });
    expect([...resolveVersions(chain).predecessors]).toEqual([
      ['b', 'a'],
      ['c', 'b'],
      ['d', 'c'],
    ]);
  });
  test('the order of files does not matter, only when they were sent', () => {
    const chain = [sent(1, 'a'), sent(2, 'b', { frequency: '7' }), sent(3, 'c', { frequency: '8' })];
    fc.assert(
      fc.property(fc.shuffledSubarray(chain, { minLength: 3 }), (shuffled) => {
        expect(outcomes(shuffled)).toEqual({ a: 'replaced by b', b: 'voided by c', c: 'void' });
      }),
    );
  });
  test('on the same minute the control number decides, then the place in the file', () => {
    const later = { interchangeTime: '202503011200', isa13: '000000002' };
    expect(outcomes([sent(1, 'b', { ...later, frequency: '7' }), sent(1, 'a')])).toEqual({
      a: 'replaced by b',
      b: 'counts',
    });
  });
  test('at the same moment in different files a claim comes before what replaces or voids it', () => {
    const [original, changed] = [sent(1, 'a', { fileNumber: 2 }), { fileNumber: 1 }];
    expect(outcomes([sent(1, 'b', { ...changed, frequency: '8' }), original])).toEqual({
      a: 'voided by b',
      b: 'void',
    });
    const replaced = sent(1, 'b', { ...changed, frequency: '7' });
    expect(outcomes([replaced, original])).toEqual({ a: 'replaced by b', b: 'counts' });
    const voided = sent(1, 'c', { fileNumber: 0, frequency: '8' });
    expect(outcomes([voided, replaced, original])).toEqual({
      a: 'replaced by b',
      b: 'voided by c',
      c: 'void',
    });
    expect(resolveVersions([voided, replaced, original]).warnings).toEqual([]);
  });
  test('two replacements of the same moment in different files: one stands, with a warning', () => {
    const versions = [1, 2].map((fileNumber) => sent(1, `r${fileNumber}`, { fileNumber, frequency: '7' }));
    const { outcomes: found, warnings } = resolveVersions([sent(1, 'a'), ...versions]);
    expect([...found.values()].filter(({ status }) => status === 'counts')).toHaveLength(1);
    expect(warnings.map(({ warning }) => warning)).toEqual(['same_moment']);
  });
  test('what files are called, and so their order, decides nothing', () => {
    const arbitrary = fc.record({
      claimId: fc.constantFrom('C1', 'C2'),
      frequency: fc.constantFrom('1', '7', '8'),
      payerClaimNumber: fc.constantFrom('', 'ICN1'),
      file: fc.nat({ max: 3 }),
    });
    const orders = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 10 }), orders, (list, order) => {
        const named = (number: (file: number) => number): Record<string, string> =>
          outcomes(
            list.map(({ file, ...facts }, i) =>
              sent(1, `k${i}`, { ...facts, fileNumber: number(file), ordinal: i }),
            ),
          );
        expect(named((file) => order[file] ?? 0)).toEqual(named((file) => file));
      }),
      { numRuns: 500, seed: 12 },
    );
  });
  test('the payer’s number may be the sender’s own number of the original', () => {
    const versions = [
      sent(1, 'a', { claimId: 'OLD' }),
      sent(2, 'b', { claimId: 'NEW', payerClaimNumber: 'OLD', frequency: '7' }),
    ];
    expect(outcomes(versions)).toEqual({ a: 'replaced by b', b: 'counts' });
  });
  test('a payer’s number that is a word for nothing does not join strangers', () => {
    const none = { frequency: '7', payerClaimNumber: 'NONE' };
    const versions = [
      sent(1, 'a', { ...none, claimId: 'X', billingNpi: '2', subscriberId: 'W2', personId: 'p2' }),
      sent(2, 'b', { ...none, claimId: 'Y' }),
    ];
    expect(outcomes(versions)).toEqual({ a: 'counts', b: 'counts' });
  });
  test('an account number used for several visits: the one of the same day is replaced', () => {
    const versions = [sent(1, 'a'), sent(2, 'b', { start: '2025-03-20' }), sent(3, 'c', { frequency: '7' })];
    expect(outcomes(versions)).toEqual({ a: 'replaced by c', b: 'counts', c: 'counts' });
  });
  test('two claims of the same number and day: the latest is replaced, with a warning', () => {
    const versions = [sent(1, 'a'), sent(2, 'b'), sent(3, 'c', { frequency: '7' })];
    expect(outcomes(versions)).toEqual({ a: 'counts', b: 'replaced by c', c: 'counts' });
    expect(resolveVersions(versions).warnings).toEqual([{ claimKey: 'c', warning: 'several_originals' }]);
  });
  test('the same number of another provider or person is another claim', () => {
    const versions = [
      sent(1, 'a', { billingNpi: '2' }),
      sent(1, 'b', { personId: 'p2' }),
      sent(2, 'c', { frequency: '8' }),
    ];
    expect(outcomes(versions)).toEqual({ a: 'counts', b: 'counts', c: 'void' });
  });
});

describe('orphans', () => {
  test('a replacement of nothing counts as an original, with a warning', () => {
    const versions = [sent(1, 'a', { frequency: '7' })];
    expect(outcomes(versions)).toEqual({ a: 'counts' });
    expect(resolveVersions(versions).warnings).toEqual([{ claimKey: 'a', warning: 'orphan_replacement' }]);
  });
  test('a void of nothing does nothing, with a warning', () => {
    const versions = [sent(1, 'a', { frequency: '8' })];
    expect(outcomes(versions)).toEqual({ a: 'void' });
    expect(resolveVersions(versions).warnings).toEqual([{ claimKey: 'a', warning: 'orphan_void' }]);
  });
  test('an original sent after a void is not voided by it', () => {
    expect(outcomes([sent(1, 'a', { frequency: '8' }), sent(2, 'b')])).toEqual({ a: 'void', b: 'counts' });
  });
});

describe('copies', () => {
  const copyOf = (
    version: ClaimVersion,
    claimKey: string,
    facts: Partial<ClaimVersion> = {},
  ): ClaimVersion => ({
    ...version,
    claimKey,
    ...facts,
  });

  test('the same file twice changes nothing: replacements and voids too are copies', () => {
    const file = [sent(1, 'a'), sent(1, 'b', { frequency: '7' }), sent(1, 'c', { frequency: '8' })];
    const again = file.map((version) => copyOf(version, `${version.claimKey}2`, { fileNumber: 1 }));
    expect(outcomes([...again, ...file])).toEqual({
      a: 'replaced by b',
      a2: 'duplicate by a',
      b: 'voided by c',
      b2: 'duplicate by b',
      c: 'void',
      c2: 'duplicate by c',
    });
  });
  test('an identical claim in another interchange is dropped', () => {
    const first = sent(1, 'a');
    expect(outcomes([first, copyOf(first, 'b', { interchangeTime: '202503091200', fileNumber: 1 })])).toEqual(
      { a: 'counts', b: 'duplicate by a' },
    );
  });
  test('an identical claim sent anew after its void counts again', () => {
    const first = sent(1, 'a');
    const anew = copyOf(first, 'c', { interchangeTime: '202503091200', isa13: '000000009' });
    expect(outcomes([first, sent(2, 'b', { frequency: '8' }), anew])).toEqual({
      a: 'voided by b',
      b: 'void',
      c: 'counts',
    });
  });
  test('other frequencies are originals beside the first: interim bills, late charges', () => {
    const versions = [
      sent(1, 'a', { frequency: '2' }),
      sent(2, 'b', { frequency: '3' }),
      sent(3, 'c', { frequency: '5' }),
    ];
    expect(outcomes(versions)).toEqual({ a: 'counts', b: 'counts', c: 'counts' });
  });
});

test('every version has exactly one outcome, whatever is sent', () => {
  const arbitrary = fc.record({
    day: fc.integer({ min: 1, max: 5 }),
    facts: fc.record({
      claimId: fc.constantFrom('C1', 'C2'),
      personId: fc.constantFrom('p1', 'p2'),
      frequency: fc.constantFrom('1', '7', '8', 'Q', ''),
      payerClaimNumber: fc.constantFrom('', 'ICN1', 'C1'),
      contentHash: fc.constantFrom('h1', 'h2', 'h3'),
      fileNumber: fc.nat({ max: 2 }),
    }),
  });
  fc.assert(
    fc.property(fc.array(arbitrary, { maxLength: 12 }), (list) => {
      const versions = list.map(({ day, facts }, i) => sent(day, `k${i}`, facts));
      const { outcomes: found } = resolveVersions(versions);
      expect(new Set(found.keys())).toEqual(new Set(versions.map((version) => version.claimKey)));
      expect(found.size).toBe(versions.length);
      // Who replaces or voids a claim was sent no earlier, and does not point in a circle.
      for (const [key, outcome] of found) if ('by' in outcome) expect(outcome.by).not.toBe(key);
    }),
    { numRuns: 500, seed: 11 },
  );
});
