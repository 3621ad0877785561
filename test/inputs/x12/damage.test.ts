import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { convertX12File } from '../../../src/inputs/x12/convert.js';
import { refusalOf } from '../../../src/inputs/x12/refusal.js';
import { imbalances, isDamaged } from '../../../src/inputs/x12/totals.js';
import { convertBytes, type Result } from './convert-text.js';

const FOLDER = new URL('../../../fixtures/x12/', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'lbp-damage-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Files of one interchange with `~` in which nothing is odd, without line ends. */
const GOOD = readdirSync(FOLDER)
  .sort()
  .map((name) => readFileSync(new URL(`${name}/input.837`, FOLDER), 'latin1').replace(/[\r\n]/g, ''))
  .filter((text) => text.startsWith('ISA*') && text[105] === '~' && text.split('ISA*').length === 2)
  .filter((text) => {
    const { totals } = read(text);
    const { faults, warnings, claimsRejected, linesRejected, claimsEmitted } = totals;
    const odd = [faults, warnings, claimsRejected, linesRejected].flatMap((found) => Object.keys(found));
    return claimsEmitted > 0 && claimsEmitted === claimsOf(text) && odd.length === 0;
  });
const good = fc.constantFrom(...GOOD);

function read(text: string, strict = false): Result {
  return convertBytes(Buffer.from(text, 'latin1'), [], { strict });
}

/** What a file says, without where its bytes stand. */
function said({ csv, totals, rejects }: Result): unknown {
  return { csv, rejects, totals: { ...totals, bytes: 0 } };
}

function claimsOf(text: string): number {
  return text.split('~CLM*').length - 1;
}

const isaOf = (text: string): string => text.slice(0, 105);
const restOf = (text: string): string => text.slice(105);
const check = <T>(of: fc.Arbitrary<T>, holds: (value: T) => void): void =>
  fc.assert(
    fc.property(of, (value) => holds(value)),
    { numRuns: 300, seed: 41 },
  );

test('there are good files', () => {
  expect(GOOD.length).toBeGreaterThan(10);
});

test('a file all of whose claims are lost to names that no segment has is damaged', () => {
  const [text = ''] = GOOD;
  const { totals } = read(text.replaceAll('~CLM*', '~clm*'));
  expect([totals.claimsRead, isDamaged(totals), isDamaged(read(text).totals)]).toEqual([0, true, false]);
});

describe('what is read all the same', () => {
  test('an ISA without its padding', () => {
    for (const text of GOOD) {
      const bare = isaOf(text)
        .split('*')
        .map((element) => element.trim())
        .join('*');
      expect(bare.length).toBeLessThan(105);
      expect(said(read(bare + restOf(text)))).toEqual(said(read(text)));
    }
  });

  test('an ISA whose padding is too short, or too long, in some places', () => {
    const places = fc.array(fc.tuple(fc.constantFrom(6, 8), fc.nat({ max: 9 })), { maxLength: 2 });
    check(fc.tuple(good, places), ([text, cuts]) => {
      const elements = isaOf(text).split('*');
      for (const [at, width] of cuts) elements[at] = (elements[at] ?? '').trim().padEnd(6 + width);
      const found = read(elements.join('*') + restOf(text));
      expect(found.totals.claimsEmitted).toBe(claimsOf(text));
    });
  });

  test('blanks before the terminators, of the ISA or of all', () => {
    check(fc.tuple(good, fc.constantFrom(' ', '   ')), ([text, blanks]) => {
      const { csv } = read(text);
      expect(read(`${isaOf(text)}${blanks}${restOf(text)}`).csv).toBe(csv);
      expect(read(text.replaceAll('~', `${blanks}~`)).csv).toBe(csv);
      expect(read(text.replaceAll('~', `${blanks}~\r\n`)).csv).toBe(csv);
    });
  });

  test('line ends at any width, in the ISA too', () => {
    const widths = fc.oneof(fc.constantFrom(35, 80, 105, 106), fc.integer({ min: 4, max: 130 }));
    check(fc.tuple(good, widths, fc.constantFrom('\n', '\r\n')), ([text, width, end]) => {
      const lines = text.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
      expect(said(read(lines.join(end)))).toEqual(said(read(text)));
    });
  });

  test.each([
    ['UTF-16LE', false],
    ['UTF-16LE', true],
    ['UTF-16BE', false],
    ['UTF-16BE', true],
  ] as const)('%s, with a byte order mark: %s', async (encoding, withMark) => {
    const text = GOOD[0] ?? '';
    const bytes = Buffer.from((withMark ? '\ufeff' : '') + text, 'utf16le');
    const path = join(folder, 'utf16.837');
    writeFileSync(path, encoding === 'UTF-16BE' ? bytes.swap16() : bytes);
    let csv = '';
    const write = (rows: Uint8Array): void => {
      csv += Buffer.from(rows).toString();
    };
    const { refusal } = await convertX12File(path, write, { fileNumber: 0, name: 'input.837' });
    expect([csv, refusal]).toEqual([read(text).csv, undefined]);
  });
});

describe('what is left out', () => {
  test('an interchange that is a test, with its claims counted', () => {
    for (const text of GOOD) {
      const found = read(`${text.slice(0, 102)}T${text.slice(103)}`);
      const { claimsRead, claimsEmitted, claimsSkipped } = found.totals;
      expect(claimsRead).toBe(claimsOf(text));
      expect(claimsEmitted).toBe(0);
      expect(Object.values(claimsSkipped).reduce((sum, count) => sum + count, 0)).toBe(claimsRead);
      expect(Object.keys(claimsSkipped).every((name) => name.includes('ISA15 is T'))).toBe(true);
      expect(isDamaged(found.totals)).toBe(false);
      expect(refusalOf(found.totals, text)).toMatchObject({ unreadClaims: 0 });
    }
  });
});

/** Every claim of the file is rejected as unreadable, and the file counts as damaged. */
function expectUnread(text: string, claims: number): void {
  const { totals, rejects } = read(text);
  expect(totals.claimsEmitted).toBe(0);
  expect(totals.claimsRejected.unreadable).toBe(claims);
  expect(rejects.filter(({ code }) => code === 'unreadable')).toHaveLength(claims);
  expect(totals.linesRejected.claim_rejected).toBe(totals.linesRead);
  expect(isDamaged(totals)).toBe(true);
  expect(imbalances(totals)).toEqual([]);
  const refusal = refusalOf(totals, text);
  expect(refusal?.unreadClaims ?? claims).toBe(claims);
}

describe('what cannot be read is counted', () => {
  test('claims of a transaction whose ST01 is damaged', () => {
    const st01 = fc.constantFrom('83T', '8E7', '', '37', '835', '999', '277');
    check(fc.tuple(good, st01), ([text, damaged]) => {
      const claims = claimsOf(text);
      const found = text.replaceAll('~ST*837*', `~ST*${damaged}*`);
      expectUnread(found, claims);
      expect(() => read(found, true)).toThrow(/LBP-E107/);
    });
  });

  test('claims of a transaction of no known guide', () => {
    check(good, (text) => {
      expectUnread(text.replaceAll('005010X22', '005010Y22'), claimsOf(text));
    });
  });

  test('claims behind an ST that is none any more', () => {
    check(fc.tuple(good, fc.constantFrom('SX', 'T', 'STT')), ([text, tag]) => {
      expectUnread(text.replaceAll('~ST*', `~${tag}*`), claimsOf(text));
    });
  });

  test('claims behind an ISA that leaves its delimiters in doubt', () => {
    const damages = [
      (text: string) => text.slice(106),
      (text: string) => `ISA*00${text.slice(30)}`,
      (text: string) => `${text.slice(0, 20)}|${text.slice(21)}`,
      (text: string) => text.replace('ISA*', 'IS*'),
      (text: string) => `${text.slice(0, 104)}${text.slice(106)}`,
    ];
    check(fc.tuple(good, fc.constantFrom(...damages)), ([text, damage]) => {
      const damaged = damage(text);
      expectUnread(damaged, claimsOf(text));
      // However the bytes come.
      expect(convertBytes(Buffer.from(damaged, 'latin1'), [3])).toEqual(read(damaged));
    });
  });

  test('claims after a segment without end', () => {
    const text = GOOD[0] ?? '';
    const endless = `${text}${isaOf(text)}~NTE*${'x'.repeat(1 << 21)}${restOf(text).replaceAll('~', '|')}`;
    const { totals } = read(endless);
    expect(totals.claimsEmitted).toBe(claimsOf(text));
    expect(totals.claimsRejected.unreadable).toBe(claimsOf(text));
    expect(isDamaged(totals)).toBe(true);
  });

  test('prose and tables have no claims', () => {
    for (const text of [
      'See CLM, LX and SV1.\nA CLM segment (CLM) begins a claim.',
      'CLM,LX\n1,2\n"CLM","LX"\n',
    ]) {
      expect(refusalOf(read(text).totals, text)).toEqual({ kind: 'text that is not X12', unreadClaims: 0 });
    }
  });
});

test('a damaged name of any segment changes nothing, or makes a damaged file or a rejected claim', () => {
  const place = fc.nat();
  const letters = fc.constantFrom('X', '#', '', 'QQ');
  check(fc.tuple(good, place, letters), ([text, at, letter]) => {
    const names = [...text.matchAll(/~([A-Z0-9]{2,3})\*/g)];
    const name = names[at % names.length];
    if (name === undefined) return;
    const from = name.index + 1;
    const damaged = text.slice(0, from) + letter + text.slice(from + 1);
    const found = read(damaged);
    const { csv, totals } = read(text);
    // Without its GS a group has no number, and claims no such place.
    const isWarned =
      found.totals.warnings.segment_outside_transaction !== undefined &&
      found.totals.claimsEmitted === totals.claimsEmitted;
    const isSame = found.csv === csv || isWarned;
    const isSeen =
      isDamaged(found.totals) ||
      Object.keys(found.totals.claimsRejected).length > 0 ||
      Object.keys(found.totals.linesRejected).length > 0;
    expect({ name: name[1], letter, isSeen: isSame || isSeen }).toEqual({
      name: name[1],
      letter,
      isSeen: true,
    });
  });
});
