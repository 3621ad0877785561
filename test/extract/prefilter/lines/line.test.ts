import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Line } from '../../../../src/extract/prefilter/lines/line.js';

/** The fields as they stand, or null where there is another number of them. */
function fieldsOf(line: string, columns: number, separator: string): string[] | null {
  const before = `${separator}x${separator}`;
  const text = Buffer.from(`${before}${line}${separator}y`);
  const one = new Line(text, columns);
  const start = before.length;
  if (!one.moveTo(start, start + Buffer.byteLength(line), separator.charCodeAt(0))) return null;
  return Array.from({ length: columns }, (_, column) =>
    text.toString('utf8', one.from(column), one.to(column)),
  );
}

it('finds the fields of a line within a text, and no others', () => {
  const fields = fc.array(
    fc.string({
      unit: fc.constantFrom('a', 'é', ' ', '"', '0', '-', '+', '\u007f', '\u0000', '€'),
      maxLength: 40,
    }),
    {
      minLength: 1,
      maxLength: 120,
    },
  );
  fc.assert(
    fc.property(fields, fc.constantFrom(',', '|', '\t', ';'), (all, separator) => {
      const line = all.join(separator);
      expect(fieldsOf(line, all.length, separator)).toEqual(all);
      expect(fieldsOf(line, all.length + 1, separator)).toBeNull();
      if (all.length > 1) expect(fieldsOf(line, all.length - 1, separator)).toBeNull();
    }),
  );
});

it('is moved from one line to the next', () => {
  const text = Buffer.from('a,bc\n,d\n');
  const line = new Line(text, 2);
  expect(line.moveTo(0, 4, 0x2c)).toBe(true);
  expect(line.moveTo(5, 7, 0x2c)).toBe(true);
  expect([line.from(0), line.to(0), line.from(1), line.to(1)]).toEqual([5, 5, 6, 7]);
});
