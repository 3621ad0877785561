import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { expect, test } from 'vitest';
import { imbalances } from '../../../src/inputs/x12/totals.js';
import { convertBytes, parseRows, type Result } from './convert-text.js';

const FOLDER = new URL('../../../fixtures/x12/', import.meta.url);
const SEEDS = readdirSync(FOLDER)
  .sort()
  .map((name) => readFileSync(new URL(`${name}/input.837`, FOLDER)));

const MUTATIONS = Number(process.env['LBP_FUZZ'] ?? 20_000);

/** Bytes and pieces that mean something in X12, and some that never should. */
const PIECES = [
  '~',
  '*',
  ':',
  '^',
  '>',
  '|',
  '\n',
  '\r\n',
  ' ',
  '\0',
  '\x1a',
  '\xef\xbb\xbf',
  '\xff',
  'ISA',
  'ISA*00*',
  'IEA*1*000000001~',
  'CLM*X*1***11:B:1~',
  'CLM~',
  'LX*1~',
  'SV1*HC:99213*1~',
  'SV2*0450~',
  'HL*9*1*22*0~',
  'HL~',
  'SBR*S~',
  'ST*837*9*005010X223A2~',
  'SE*1*1~',
  'GS*HC~',
  'GE*1*1~',
  'HI*ABK:M545~',
  'DTP*472*D8*99999999~',
  'NM1*IL*1****************X~',
  '*'.repeat(80),
  '"',
  ',',
].map((piece) => Buffer.from(piece, 'latin1'));

function createRandom(seed: number): (below: number) => number {
  const generator = xoroshiro128plus(seed);
  return (below) => (below <= 0 ? 0 : (generator.next() >>> 0) % below);
}

type Random = ReturnType<typeof createRandom>;

function pick<T>(list: readonly T[], random: Random): T {
  const value = list[random(list.length)];
  if (value === undefined) throw new RangeError('nothing to pick from');
  return value;
}

function mutate(input: Buffer, random: Random): Buffer {
  const at = random(input.length + 1);
  const to = Math.min(input.length, at + 1 + random(random(4) === 0 ? 400 : 20));
  const head = input.subarray(0, at);
  switch (random(8)) {
    case 0: // a byte changed
      return Buffer.concat([head, Buffer.from([random(256)]), input.subarray(at + 1)]);
    case 1: // a stretch gone
      return Buffer.concat([head, input.subarray(to)]);
    case 2: // a stretch twice
      return Buffer.concat([input.subarray(0, to), input.subarray(at)]);
    case 3: // the end gone
      return Buffer.from(head);
    case 4: // the beginning gone
      return Buffer.from(input.subarray(at));
    case 5: // two files joined somewhere
      return Buffer.concat([head, pick(SEEDS, random).subarray(random(600))]);
    case 6: // a stretch moved to the end
      return Buffer.concat([head, input.subarray(to), input.subarray(at, to)]);
    default: // a piece put in
      return Buffer.concat([head, pick(PIECES, random), input.subarray(at)]);
  }
}

/** Everything read is in exactly one place, and the rows that came out are those that were counted. */
function check({ csv, rejects, totals }: Result): void {
  const rows = csv === '' ? [] : parseRows(csv);
  const claims = new Set(rows.map((row) => row['claim_key'])).size;
  // A void without lines has a row, with 0 for its line, so that the claim it takes away is found.
  const isLine = (row: (typeof rows)[number]): boolean =>
    row['claim_line_number'] !== '0' || !['8', 'X'].includes(row['claim_frequency'] ?? '');
  const faults = Object.values(totals.faults).reduce((sum, fault) => sum + fault.count, 0);
  const claimRejects = Object.values(totals.claimsRejected).reduce((sum, count) => sum + count, 0);
  const lineRejects = Object.entries(totals.linesRejected)
    .filter(([reason]) => reason !== 'claim_rejected')
    .reduce((sum, [, count]) => sum + count, 0);
  const found = {
    imbalances: imbalances(totals),
    rows: rows.filter(isLine).length,
    claims,
    rejects: rejects.length,
  };
  const told = {
    imbalances: [],
    rows: totals.linesEmitted,
    claims: totals.claimsEmitted,
    rejects: faults + claimRejects + lineRejects,
  };
  if (JSON.stringify(found) !== JSON.stringify(told)) expect(found).toEqual(told);
}

test(`${MUTATIONS} mutated files: no crash, no hang, and the totals balance`, () => {
  const random = createRandom(20_250_301);
  for (let i = 0; i < MUTATIONS; i += 1) {
    let input: Buffer = pick(SEEDS, random);
    for (let rounds = 1 + random(4); rounds > 0; rounds -= 1) input = mutate(input, random);
    try {
      const whole = convertBytes(input);
      check(whole);
      // Every tenth also in small chunks, which must change nothing.
      if (i % 10 === 0) expect(convertBytes(input, [1 + random(60)])).toEqual(whole);
    } catch (error) {
      throw new Error(`mutation ${i}: ${JSON.stringify(input.toString('latin1'))}`, { cause: error });
    }
  }
});

test('any chunks give the same result', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SEEDS),
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 }),
      (input, sizes) => {
        expect(convertBytes(input, sizes)).toEqual(convertBytes(input));
      },
    ),
    { numRuns: 1000, seed: 7 },
  );
});
