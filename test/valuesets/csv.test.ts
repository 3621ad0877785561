import { expect, test } from 'vitest';
import { readCsv } from '../../src/valuesets/csv.js';

const read = (text: string) => [...readCsv(text, 'codes.csv')];

test('plain and quoted files read the same', () => {
  const plain = read('a,b\n1,2\n\n3,\n');
  const quoted = read('"a",b\n"1",2\n\n3,""\n');
  expect(plain).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', '2'] },
    { line: 4, cells: ['3', ''] },
  ]);
  expect(quoted).toEqual(plain);
});

test.each(['\n', '\r\n', '\r'])('lines may end in %j', (end) => {
  const rows = ['a,b', '1,2'];
  expect(read(rows.join(end)).map(({ cells }) => cells)).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ]);
});

test.each([';', '\t', '|'])('fields may be separated by %j', (separator) => {
  const expected = [
    ['Code', 'Code System', 'Definition'],
    ['M54.50', 'ICD10CM', 'Low back pain, unspecified'],
  ];
  const text = expected.map((cells) => cells.join(separator)).join('\r\n');
  expect(read(text).map(({ cells }) => cells)).toEqual(expected);
  expect(read(text.replace('Definition', '"Definition"')).map(({ cells }) => cells)).toEqual(expected);
});

test('a byte order mark is not part of the first heading', () => {
  expect(read('\ufeffa,b\n1,2')[0]?.cells).toEqual(['a', 'b']);
  expect(read('\ufeff"a",b\n1,2')[0]?.cells).toEqual(['a', 'b']);
});

test('a record is placed at the line it starts on, whatever is quoted before it', () => {
  expect(read('a,b\n"x\ny\r\nz",1\nlast,2').map(({ line }) => line)).toEqual([1, 2, 5]);
});

test('rows of nothing but separators are left out', () => {
  expect(read('a,b\n,\n ,\n1,2')).toHaveLength(2);
});

test('a record of another width is refused with its line', () => {
  expect(() => read('a,b\n1,2\n1,2,3')).toThrow(
    'LBP-E203 codes.csv:3: 3 fields where the heading has 2. Put texts that hold the separator in double quotes.',
  );
  expect(() => read('a,"b"\n1')).toThrow('LBP-E203 codes.csv:2: 1 fields where the heading has 2.');
});

test('a stray quote is refused with its line', () => {
  expect(() => read('a,b\n1,2\n1,x"y"')).toThrow(
    /^LBP-E203 codes\.csv:3: not well-formed CSV: .*\. Export the sheet/,
  );
  expect(() => read('a,b\n1,"2')).toThrow(/^LBP-E203 codes\.csv:2: not well-formed CSV: /);
});
