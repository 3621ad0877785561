import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LbpError } from '../src/errors.js';
import { shown, shownHeader, shownLines } from '../src/shown.js';

/** What a terminal acts on: C0, DEL, C1. */
const CONTROL = /\p{Cc}/u;

describe('text of the user', () => {
  it('is shown with escapes in the place of what a terminal obeys', () => {
    expect(shown('a\u001b[2Jb\u0007\u009b31m\u007f\n\u202Ecsv')).toBe(
      'a\\u001b[2Jb\\u0007\\u009b31m\\u007f\\u000a\\u202ecsv',
    );
    expect(shown('Å, 病, 😀 and "quotes" \\ stay')).toBe('Å, 病, 😀 and "quotes" \\ stay');
  });

  it('of several lines keeps their ends', () => {
    expect(shownLines('one\n\ttwo\u001b\r\n')).toBe('one\n\ttwo\\u001b\\u000d\n');
  });

  it('has no control character left, and as JSON means the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(shown(text)).not.toMatch(CONTROL);
        expect(new LbpError('E101', text).message).not.toMatch(CONTROL);
        expect(new LbpError('E101', text).text).not.toMatch(CONTROL);
        expect(JSON.parse(shown(JSON.stringify({ text })))).toEqual({ text });
      }),
    );
  });
});

describe('a header', () => {
  it('is quoted, its names cut to 64 characters and 20 names', () => {
    expect(shownHeader(['claim_id', 'Patient Name'])).toBe('claim_id, Patient Name');
    const long = `claim_id_${'x'.repeat(100)}`;
    expect(shownHeader([long])).toBe(`${long.slice(0, 64)}...`);
    expect(shownHeader([long.slice(0, 64)])).toBe(long.slice(0, 64));
    const names = Array.from({ length: 25 }, (_, at) => `code_${at + 1}`);
    expect(shownHeader(names)).toBe(`${names.slice(0, 20).join(', ')}, and 5 more`);
    expect(shownHeader(names.slice(0, 20))).toBe(names.slice(0, 20).join(', '));
  });

  it.each<[string, string[]]>([
    ['CCLF', ['CUR_CLM_UNIQ_ID', 'CLM_LINE_NUM', 'BENE_MBI_ID', 'CLM_TYPE_CD', 'CLM_DGNS_1_CD']],
    ['capitals in words', ['claimId', 'memberId', 'serviceDate']],
    ['numbers behind words', ['ClaimID', 'DX1', 'DX2']],
    ['blanks and signs', ['Claim Number', 'Birth Date (DOB)', '% paid']],
  ])('of %s is taken for one', (_, names) => {
    expect(shownHeader(names)).toBe(names.join(', '));
  });

  it.each<[string, string[], string[][]]>([
    ['an id, a date, a word', ['M1001', '1979-07-13', 'female'], []],
    ['names and words', ['Smith', 'John', 'male', 'Dallas', 'Texas'], []],
    ['words that are values', ['C-ONE', 'paid', 'no', 'self', 'professional', 'medical'], []],
    ['a date written with a month', ['Smith', '13-JUL-1979'], []],
    [
      'a row like those below it',
      ['PAT-17-ID', 'F'],
      [
        ['PAT-18-ID', 'M'],
        ['PAT-29-ID', 'F'],
      ],
    ],
    ['a value that comes again', ['Ann Date', 'Plan A'], [['Bob Key', 'Plan A']]],
    ['amounts', ['ID X', '-1.50'], []],
    ['nothing', [''], []],
    ['a row read with another separator', ['Ann Key;1979-07-13;female'], []],
  ])('is not quoted where it is %s', (_, names, rows) => {
    expect(shownHeader(names, rows)).toBe('a first line that looks like data and not like a header');
  });

  it('is not taken for a row because its names and the values are as long', () => {
    expect(shownHeader(['dx1', 'sex'], [['M54', 'fem']])).toBe('dx1, sex');
    expect(shownHeader(['code_1'], [['M54.50'], ['M54.51']])).toBe('code_1');
  });
});
