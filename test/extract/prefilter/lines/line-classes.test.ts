import { describe, expect, it } from 'vitest';
import { layoutOf } from '../../../../src/extract/prefilter/lines/days.js';
import { Line } from '../../../../src/extract/prefilter/lines/line.js';
import { LineClasses, NO_CLASS } from '../../../../src/extract/prefilter/lines/line-classes.js';
import type { LineFilter } from '../../../../src/extract/prefilter/lines/line-filter.js';

const COLUMNS = ['id', 'person', 'start', 'end', 'code', 'drug', 'status'] as const;
type Fields = Readonly<Partial<Record<(typeof COLUMNS)[number], string>>>;
const at = (column: (typeof COLUMNS)[number]): number => COLUMNS.indexOf(column);

const layout = layoutOf('YYYY-MM-DD');
if (layout === null) throw new Error('no layout');

const FILTER: LineFilter = {
  separator: 0x2c,
  columns: COLUMNS.length,
  person: at('person'),
  fileNumber: null,
  stated: [at('id'), at('person')],
  dates: [
    { column: at('start'), layout, noDays: 'never' },
    { column: at('end'), layout, noDays: 'past' },
  ],
  needed: [],
  inOrder: [[0, 1]],
  drug: null,
  words: [at('status')],
  bills: [],
  principal: at('code'),
  candidates: [{ column: at('code'), cell: 'diagnosis', stems: ['M54', 'S39', 'Z9', ''] }],
  people: null,
  isCounted: true,
  copied: [],
};

const GOOD: Fields = {
  id: 'C1',
  person: 'P1',
  start: '2024-03-01',
  end: '',
  code: 'R51',
  drug: '',
  status: '',
};

/** The line of these fields, in a text that goes on before and behind it. */
function lineOf(fields: Fields): Line {
  const before = 'x,';
  const text = Buffer.from(`${before}${COLUMNS.map((column) => fields[column] ?? '').join(',')}\nM5450`);
  const line = new Line(text, COLUMNS.length);
  expect(line.moveTo(before.length, text.indexOf(0x0a), 0x2c)).toBe(true);
  return line;
}

const classOf = (
  fields: Fields,
  filter: Partial<LineFilter> = {},
  classes = new LineClasses({ ...FILTER, ...filter }),
) => classes.classOf(lineOf({ ...GOOD, ...fields }));

describe('what must be stated', () => {
  it.each(['C1', 'C', 'a b', '0', 'NB-12', 'n12345', 'C.1', '1.5', '1E5'])('may be %j', (id) => {
    expect(classOf({ id })).not.toBe(NO_CLASS);
  });

  it.each([
    '',
    ' ',
    '  ',
    ' C1',
    'C1 ',
    '\tC1',
    'C1\t',
    '\u00a0C1',
    'C1\u00a0',
    'Ü1',
    '1Ü',
    '\u0001',
    '\u007f',
    'CÜC',
    'C\u00a01',
    'C\u200b1',
    'C\u00011',
    '!',
    '~',
    '-',
    "'C1",
    "C1'",
    '=C1',
    'NULL',
    'na',
    'None',
    '1001.0',
    '1.00235E+11',
  ])('must be seen to be so, as it is not in %j', (text) => {
    expect(classOf({ id: text })).toBe(NO_CLASS);
    expect(classOf({ person: text })).toBe(NO_CLASS);
    expect(classOf({ drug: text })).not.toBe(NO_CLASS);
  });
});

describe('dates', () => {
  const DATES: [string, string, boolean][] = [
    ['2024-03-01', '', true],
    ['2024-03-01', '2024-03-01', true],
    ['2024-03-01', '2024-02-29', false],
    ['2024-03-01', '2023-12-31', false],
    ['2024-03-01', '9999-12-31', true],
    ['9999-12-31', '9999-12-31', true],
    ['9999-12-31', '2024-03-01', false],
    ['', '2024-03-01', true],
    ['', '', true],
    ['2024-03-1', '', false],
    [' ', '', false],
    ['', ' ', false],
    ['2024-03-01', '2024-03-32', false],
    ['2024-03-01', '2100-01-01', false],
    ['1899-12-31', '', false],
  ];
  it.each(DATES)('from %j to %j are countable: %s', (start, end, isCountable) => {
    expect(classOf({ start, end }) !== NO_CLASS).toBe(isCountable);
  });

  it.each<[string, string, boolean]>([
    ['2024-03-01', '', true],
    ['', '2024-03-01', true],
    ['', '', false],
  ])('one of which is needed: %j, %j is countable: %s', (start, end, isCountable) => {
    expect(classOf({ start, end }, { needed: [[0, 1]] }) !== NO_CLASS).toBe(isCountable);
  });

  it('that are each needed', () => {
    const needed = [[0], [1]];
    expect(classOf({ start: '2024-03-01', end: '2024-03-01' }, { needed })).not.toBe(NO_CLASS);
    expect(classOf({ start: '2024-03-01', end: '' }, { needed })).toBe(NO_CLASS);
    expect(classOf({ start: '', end: '2024-03-01' }, { needed })).toBe(NO_CLASS);
  });
});

describe('a principal diagnosis', () => {
  it.each(['', 'R51', 'M53', 'E11.9', '401', '4019', 'J45909', 'J45.909', 'Z94'])(
    'of %j is countable',
    (code) => {
      expect(classOf({ code })).not.toBe(NO_CLASS);
    },
  );

  it.each(['M', 'M5', 'R5', 'Z9', 'Z', '4', '72', '.', ' '])('of %j is too short to tell', (code) => {
    expect(classOf({ code })).toBe(NO_CLASS);
  });

  it.each(['M54', 'M545', 'M5450', 'M54.50', 'M54X', 'S39012A', 'S39'])('of %j may be on it', (code) => {
    expect(classOf({ code })).toBe(NO_CLASS);
  });

  it.each([
    'm545',
    'M 545',
    ' M545',
    '.M545',
    'M.545',
    'M5.45',
    'M5 45',
    ' R51',
    'r51',
    'R5é',
    'é51',
    '\u00a0R51',
    'R51 ',
    'S38é',
    '72A',
    '000',
    'R51.',
    'R51 - Headache',
    'ICD10:R51',
    'R51;M54.50',
    'R510000Z',
  ])('of %j is for the engine to read', (code) => {
    expect(classOf({ code })).toBe(NO_CLASS);
  });

  it('makes classes of nothing, codes and what cannot be one', () => {
    const classes = new LineClasses(FILTER);
    const of = (code: string): number => classOf({ code }, {}, classes);
    expect(new Set([of(''), of('R51'), of('401')]).size).toBe(3);
    expect(of('A00')).toBe(of('Z99'));
    expect(of('100')).toBe(of('999'));
    // A dot among the first three characters is no beginning that could be compared.
    expect(of('72.4')).toBe(NO_CLASS);
    expect(of('A99')).toBe(of('R51'));
    expect(of('')).toBe(of(''));
  });

  it('makes no difference where it is not asked for', () => {
    const classes = new LineClasses({ ...FILTER, principal: null, candidates: [] });
    expect(classOf({ code: 'M5450' }, {}, classes)).toBe(classOf({ code: '' }, {}, classes));
  });
});

describe('the word', () => {
  it('makes a class of each text, with every shape of the diagnosis', () => {
    const classes = new LineClasses(FILTER);
    const statuses = ['', 'paid', 'Paid', 'paid ', 'pai', 'é', 'voided'];
    const codes = ['', 'R51', '401'];
    const all = (): number[] =>
      statuses.flatMap((status) => codes.map((code) => classOf({ status, code }, {}, classes)));
    const found = all();
    expect(new Set(found).size).toBe(statuses.length * codes.length);
    expect(Math.min(...found)).toBe(0);
    expect(all()).toEqual(found);
  });

  it('is of use only while there are few texts', () => {
    const classes = new LineClasses(FILTER);
    const statuses = Array.from({ length: 250 }, (_, number) => `S${number}`);
    const found = statuses.map((status) => classOf({ status }, {}, classes));
    expect(new Set(found.slice(0, 200)).size).toBe(200);
    expect(found.slice(0, 200)).not.toContain(NO_CLASS);
    expect(found.slice(200)).toEqual(statuses.slice(200).map(() => NO_CLASS));
    expect(statuses.slice(0, 200).map((status) => classOf({ status }, {}, classes))).toEqual(
      found.slice(0, 200),
    );
  });

  it('by nothing makes one class of all', () => {
    const classes = new LineClasses({ ...FILTER, words: [] });
    expect(classOf({ status: 'paid' }, {}, classes)).toBe(classOf({ status: 'voided' }, {}, classes));
  });
});

it.each<[string, boolean]>([
  ['00054001825', true],
  ['99999999999', true],
  ['0005400182', false],
  ['000540018250', false],
  ['0005400182a', false],
  ['/0054001825', false],
  ['0005400182:', false],
  ['00054 01825', false],
  ['', false],
])('eleven digits are asked of %j', (drug, isCountable) => {
  expect(classOf({ drug }, { drug: at('drug') }) !== NO_CLASS).toBe(isCountable);
});
