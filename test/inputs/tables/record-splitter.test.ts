import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_RECORD, RecordSplitter } from '../../../src/inputs/tables/record-splitter.js';

interface Split {
  /** Line and text of each good record. */
  readonly good: (readonly [number, string])[];
  /** Line, fault and text of what is none. */
  readonly bad: (readonly [number, string, string])[];
}

function split(
  bytes: Buffer,
  {
    columns = 3,
    delimiter = ',',
    used = [0, 1],
    chunk = bytes.length,
  }: { columns?: number; delimiter?: string; used?: readonly number[]; chunk?: number } = {},
): Split {
  const found: Split = { good: [], bad: [] };
  const splitter = new RecordSplitter(
    { columns, delimiter, used: new Set(used) },
    {
      good: (data, from, to, line) => found.good.push([line, data.toString('utf8', from, to)]),
      bad: (fault, line, raw) => found.bad.push([line, fault, raw.toString('utf8')]),
    },
  );
  for (let from = 0; from < bytes.length; from += Math.max(1, chunk)) {
    splitter.push(Buffer.from(bytes.subarray(from, from + Math.max(1, chunk))));
  }
  splitter.end();
  return found;
}

/** Each case is the text below a header of three columns. */
const CASES: readonly (readonly [string, string, Split])[] = [
  ['nothing', '', { good: [], bad: [] }],
  ['one record', '1,2,3\n', { good: [[2, '1,2,3']], bad: [] }],
  ['a record without a line end', '1,2,3', { good: [[2, '1,2,3']], bad: [] }],
  [
    'blank lines',
    '\n\n1,2,3\n\n4,5,6\n\n',
    {
      good: [
        [4, '1,2,3'],
        [6, '4,5,6'],
      ],
      bad: [],
    },
  ],
  ['too few fields', '1,2\n4,5,6\n', { good: [[3, '4,5,6']], bad: [[2, 'wrong_field_count', '1,2']] }],
  [
    'too many fields',
    '1,2,3,4\n4,5,6\n',
    { good: [[3, '4,5,6']], bad: [[2, 'wrong_field_count', '1,2,3,4']] },
  ],
  [
    'empty fields too many',
    '1,2,3,,\n1,2,3,""\n',
    {
      good: [
        [2, '1,2,3,,'],
        [3, '1,2,3,""'],
      ],
      bad: [],
    },
  ],
  ['a blank field too many', '1,2,3, \n', { good: [], bad: [[2, 'wrong_field_count', '1,2,3, ']] }],
  ['quotes', '"a ""b"", c",2,"x"\n', { good: [[2, '"a ""b"", c",2,"x"']], bad: [] }],
  [
    'a line end in quotes',
    '1,"a\nb",3\n4,5,6\n',
    {
      good: [
        [2, '1,"a\nb",3'],
        [4, '4,5,6'],
      ],
      bad: [],
    },
  ],
  [
    'line ends of all kinds in quotes',
    '1,"a\r\nb\rc\r\r\nd",3\n4,5,6\n',
    {
      good: [
        [2, '1,"a\r\nb\rc\r\r\nd",3'],
        [6, '4,5,6'],
      ],
      bad: [],
    },
  ],
  [
    'line ends of all kinds',
    '1,2,3\r\n4,5,6\r7,8,9\r\r\na,b,c\n',
    {
      good: [
        [2, '1,2,3'],
        [3, '4,5,6'],
        [4, '7,8,9'],
        [5, 'a,b,c'],
      ],
      bad: [],
    },
  ],
  ['a quote within a field', '1,5" x,3"\n', { good: [[2, '1,5" x,3"']], bad: [] }],
  ['blanks around quotes', '1, "2" ,"3" \n', { good: [[2, '1, "2" ,"3" ']], bad: [] }],
  ['two blanks before a quote', '1,  "2",3\n', { good: [[2, '1,  "2",3']], bad: [] }],
  [
    'text behind a closing quote',
    '1,"C50"911,3\n4,5,6\n',
    { good: [[3, '4,5,6']], bad: [[2, 'stray_quote', '1,"C50"911,3']] },
  ],
  [
    'an open quote',
    '1,"2,3\n4,5,6\n7,8,9\n',
    {
      good: [
        [3, '4,5,6'],
        [4, '7,8,9'],
      ],
      bad: [[2, 'unclosed_quote', '1,"2,3']],
    },
  ],
  [
    'an open quote above a closed one',
    '1,"2,3\n4,5,6\n7,"8",9\n',
    {
      good: [
        [3, '4,5,6'],
        [4, '7,"8",9'],
      ],
      bad: [[2, 'unclosed_quote', '1,"2,3']],
    },
  ],
  [
    'an open quote at the very end',
    '4,5,6\n1,2,"',
    { good: [[2, '4,5,6']], bad: [[3, 'unclosed_quote', '1,2,"']] },
  ],
  [
    'two open quotes that make a record of too few fields',
    '1,"2,3\n4,5,6\n7,8",9,0\n',
    {
      good: [[3, '4,5,6']],
      bad: [
        [2, 'wrong_field_count', '1,"2,3'],
        [4, 'wrong_field_count', '7,8",9,0'],
      ],
    },
  ],
  ['a NUL', '1,\0,3\n4,5,6\n', { good: [[3, '4,5,6']], bad: [[2, 'nul_byte', '1,\0,3']] }],
  ['a run of NULs', '1,2,3\n\0\0\0\0\n', { good: [[2, '1,2,3']], bad: [[3, 'nul_byte', '\0\0\0\0']] }],
];

describe('the records of a file', () => {
  it.each(CASES)('%s', (_, text, expected) => {
    const bytes = Buffer.from(`a,b,c\n${text}`);
    for (const chunk of [1, 2, 3, 7, 1000]) expect(split(bytes, { chunk })).toEqual(expected);
  });

  it('bytes that are not UTF-8 matter in the columns that are read', () => {
    const bytes = Buffer.from('a,b,c\nM\xfc,2,3\n1,"M\xfc",3\n1,2,M\xfc\n1,2,3\n', 'latin1');
    for (const chunk of [1, 5, 1000]) {
      const { good, bad } = split(bytes, { chunk });
      expect(good.map(([line]) => line)).toEqual([4, 5]);
      expect(bad.map(([line, fault]) => [line, fault])).toEqual([
        [2, 'bad_encoding'],
        [3, 'bad_encoding'],
      ]);
    }
  });

  it('characters of several bytes may be cut by the end of a chunk', () => {
    const bytes = Buffer.from('a,b,c\né€𝄞,2,3\n1,2,é€𝄞\n');
    for (let chunk = 1; chunk < bytes.length; chunk += 1) expect(split(bytes, { chunk }).bad).toEqual([]);
  });

  it('a separator can have several bytes', () => {
    const bytes = Buffer.from('a¦b¦c\n1¦"2¦2"¦3\n1¦2\n1¦2¥¦3\n');
    for (const chunk of [1, 2, 3, 1000]) {
      expect(split(bytes, { chunk, delimiter: '¦' })).toEqual({
        good: [
          [2, '1¦"2¦2"¦3'],
          [4, '1¦2¥¦3'],
        ],
        bad: [[3, 'wrong_field_count', '1¦2']],
      });
    }
  });

  it('blanks can be separators', () => {
    const bytes = Buffer.from('a b c\n1 "2 2" 3\n "2" 3\n1 2\n');
    expect(split(bytes, { delimiter: ' ' })).toEqual({
      good: [
        [2, '1 "2 2" 3'],
        [3, ' "2" 3'],
      ],
      bad: [[4, 'wrong_field_count', '1 2']],
    });
  });

  it('a header can stand on several lines', () => {
    expect(split(Buffer.from('"a\na",b,c\n1,2,3\n'))).toEqual({ good: [[3, '1,2,3']], bad: [] });
  });

  it('a record of 5 MB is one', () => {
    const long = `1,${'x'.repeat(5_000_000)},3`;
    const { good, bad } = split(Buffer.from(`a,b,c\n${long}\n4,5,6\n`), { chunk: 1 << 20 });
    expect(good.map(([line, text]) => [line, text.length])).toEqual([
      [2, long.length],
      [3, 5],
    ]);
    expect(bad).toEqual([]);
  });

  it.each([1.1, 2.5])('a line beyond all reason is passed over, and only its beginning kept', (times) => {
    const long = `1,${'x'.repeat(times * LONGEST_RECORD)},3`;
    const { good, bad } = split(Buffer.from(`a,b,c\n${long}\n4,5,6\n`), { chunk: 1 << 20 });
    expect(good).toEqual([[3, '4,5,6']]);
    expect(bad.map(([line, fault, raw]) => [line, fault, raw.length])).toEqual([
      [2, 'record_too_long', 1000],
    ]);
  });

  it('an open quote is given up when no partner is in reach', () => {
    const lines = '4,5,6\n'.repeat(Math.ceil((LONGEST_RECORD * 1.5) / 6));
    const { good, bad } = split(Buffer.from(`a,b,c\n1,"2,3\n${lines}1,2,"3"\n`), { chunk: 1 << 20 });
    expect(good).toHaveLength(lines.length / 6 + 1);
    expect(bad).toEqual([[2, 'unclosed_quote', '1,"2,3']]);
  });
});

/** A record as it is written, and how many lines it takes. */
interface Written {
  readonly text: string;
  readonly isBroken: boolean;
}

const PLAIN = fc.stringMatching(/^[a-zé€𝄞 ]{0,8}$/u).map((text) => text.trim());
/** Begins with a letter, so that an open quote before it cannot take its quote for a closing one. */
const QUOTED = fc
  .tuple(fc.constantFrom('a', 'é', '1'), fc.array(fc.constantFrom('a', '""', ',', '\n', '\r\n', ' ', '€')))
  .map(([first, rest]) => `"${first}${rest.join('')}"`);
const FIELD = fc.oneof({ weight: 3, arbitrary: PLAIN }, { weight: 1, arbitrary: QUOTED });
const GOOD = fc
  .tuple(fc.stringMatching(/^[a-z]{1,4}$/), FIELD, FIELD)
  .map((fields): Written => ({ text: fields.join(','), isBroken: false }));
const BROKEN = fc
  .constantFrom('a,b', 'a,b,c,d', 'a,"b"c,d', 'a,"b,c', 'a,\0,c', '"a,b,c', ' ', '"', 'a,b,"c" d')
  .map((text): Written => ({ text, isBroken: true }));
const RECORDS = fc.array(fc.oneof({ weight: 6, arbitrary: GOOD }, { weight: 1, arbitrary: BROKEN }));

describe('random files with broken records among the good', () => {
  it('the good ones are what csv-parse reads of the file without the broken ones, each broken one costs itself', () => {
    fc.assert(
      fc.property(
        RECORDS,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 40 }),
        (records, lineEnd, chunk) => {
          const text = ['h1,h2,h3', ...records.map((record) => record.text), ''].join(lineEnd);
          const { good, bad } = split(Buffer.from(text), { chunk });
          const sound = records.filter(({ isBroken }) => !isBroken).map((record) => record.text);
          const fields = (lines: readonly string[]): string[][] =>
            parse(lines.join('\n'), { delimiter: ',' });
          expect(fields(good.map(([, record]) => record))).toEqual(fields(sound));
          expect(bad.map(([, , raw]) => raw)).toEqual(
            records.filter(({ isBroken }) => isBroken).map((record) => record.text),
          );

          let line = 2;
          const lines: number[] = [];
          for (const record of records) {
            lines.push(line);
            line += record.text.split(/\r\n|\n|\r/).length;
          }
          const found = [...good, ...bad].map(([at]) => at).sort((a, b) => a - b);
          expect(found).toEqual(lines);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('a file without broken records loses none', () => {
    fc.assert(
      fc.property(fc.array(GOOD, { minLength: 1 }), fc.integer({ min: 1, max: 40 }), (records, chunk) => {
        const text = ['h1,h2,h3', ...records.map((record) => record.text)].join('\n');
        const { good, bad } = split(Buffer.from(text), { chunk });
        expect(bad).toEqual([]);
        expect(good.map(([, record]) => record)).toEqual(records.map((record) => record.text));
      }),
    );
  });
});
