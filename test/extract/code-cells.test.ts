import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCode } from '../../src/codes/read-code.js';
import { readId } from '../../src/codes/read-id.js';
import { CELL_READINGS, type CellKind } from '../../src/codes/readings.js';
import { isPlainCode, isPlainId } from '../../src/extract/prefilter/lines/plain-cells.js';
import { arePlain, readId as idInSql, plainCell, readCell } from '../../src/extract/sql/code-cells.js';
import { DUCKDB } from '../../src/extract/sql/duckdb-dialect.js';
import { Dice } from './dice.js';

/*
 * Claims are cleaned in SQL, value sets in TypeScript, and the prefilter reads bytes: all three are built
 * from one list of readings and must agree on every cell.
 */

const KINDS: readonly CellKind[] = [
  'diagnosis',
  'icd_procedure',
  'procedure',
  'revenue',
  'bill_type',
  'place',
  'drug',
  'modifier',
];

const PARTS = [
  ...[
    'M54.50',
    'M5450',
    'C61',
    'I10',
    'S39.012A',
    'L4',
    'M54',
    '50',
    '012A',
    '0TY00Z0',
    '72100',
    'G0151',
    '0691T',
    '26',
    'TC',
  ],
  ...[
    '0450',
    '450',
    '131',
    '0131',
    '13',
    '8',
    'void',
    '11',
    '2',
    '00071015523',
    '0071-0155-23',
    '724.2',
    '0',
    '000',
  ],
  ...[
    'ICD10',
    'ICD-10-CM',
    'CPT',
    'HC',
    'REV',
    'NDC',
    'N4',
    'Low back pain',
    'NULL',
    '\\N',
    'N/A',
    'nan',
    'PCS',
  ],
];
const JOINTS = [
  ...['', '', ' ', ' - ', ':', ';', ',', '|', '.', '.0', '-', '/', '(', ')', '=', '"', "'"],
  ...['","', "', '", ', ', '[', ']', '{', '}'],
];
const STRANGE = [
  '\u00a0',
  '\u200b',
  '\ufeff',
  '\t',
  '\u00ad',
  '\u3000',
  '\u0001',
  'é',
  '€',
  '^',
  '~',
  '?',
  '*',
  '+',
];

/** What stands in cells, put together at random. */
function cells(count: number, dice: Dice): string[] {
  return Array.from({ length: count }, () => {
    let text = '';
    for (let parts = dice.int(1, 4); parts > 0; parts -= 1) {
      text += dice.pick(PARTS) + (dice.once(6) ? dice.pick(STRANGE) : dice.pick(JOINTS));
    }
    if (dice.once(3)) text = text.toLowerCase();
    if (dice.once(3)) text = text.slice(0, dice.int(0, text.length));
    return dice.once(5) ? `${dice.pick(STRANGE)}${text}` : text;
  });
}

let ask: (texts: readonly string[], expression: string) => Promise<unknown[]>;
let close = (): void => undefined;
beforeAll(async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  ask = async (texts, expression) => {
    const values = texts.map((text, place) => {
      const characters = [...text].map((character) => `chr(${character.codePointAt(0)})`);
      return `(${place}, concat('', ${characters.join(', ') || `''`}))`;
    });
    const sql = `SELECT ${expression} AS said FROM (VALUES ${values.join(', ')}) AS cells(place, cell) ORDER BY place`;
    return (await connection.runAndReadAll(sql)).getRowObjects().map(({ said }) => said);
  };
  close = () => {
    connection.closeSync();
    instance.closeSync();
  };
});
afterAll(() => close());

describe('the SQL', () => {
  it.each(KINDS)('reads a cell of the kind %s as TypeScript does', async (kind) => {
    const texts = cells(1500, new Dice(KINDS.indexOf(kind) + 1));
    const said = await ask(texts, readCell(kind, 'cell', DUCKDB));
    expect(said.map((one, at) => [texts[at], one])).toEqual(
      texts.map((text) => [text, readCode(kind, text)]),
    );
    // Or nothing would be proved.
    const kinds = new Set(said.map((one) => (one === null || one === '?' ? one : 'code')));
    expect(kinds).toEqual(new Set([null, '?', 'code']));
  });

  it.each(KINDS)('reads cells that are all plain without looking closely (%s)', async (kind) => {
    const texts = cells(800, new Dice(100 + KINDS.indexOf(kind)));
    const arePlainAlone = await ask(texts, arePlain(kind, ['cell'], DUCKDB));
    const read = await ask(texts, plainCell(kind, 'cell'));
    texts.forEach((text, at) => {
      if (arePlainAlone[at] !== true) return;
      const digits = CELL_READINGS[kind].digits ?? 0;
      const said = read[at];
      expect([text, typeof said === 'string' ? said.padStart(digits, '0') : said]).toEqual([
        text,
        readCode(kind, text),
      ]);
    });
  });
});

describe('the prefilter', () => {
  it.each(['diagnosis', 'procedure', 'icd_procedure'] as const)(
    'takes for plain only what is read as written, or is not a code (%s)',
    (kind) => {
      for (const text of cells(4000, new Dice(7))) {
        const bytes = Buffer.from(text);
        if (bytes.length < 3 || !isPlainCode(bytes, 0, bytes.length, kind)) continue;
        const read = readCode(kind, text);
        expect([text, read === '?' ? read : text.replace('.', '')]).toEqual([text, read]);
      }
    },
  );

  it('takes for plain only ids that are read as they are written', async () => {
    const dice = new Dice(9);
    const ids = [
      ...[
        'NULL',
        'null',
        'NA',
        'n/a',
        '#N/A',
        'None',
        '\\N',
        'NaN',
        'nil',
        '-',
        '?',
        '',
        ' ',
        "'A1",
        '="A1"',
        'A1 ',
      ],
      ...[
        '1001.0',
        '1001.10',
        '1001',
        'A.0',
        'P 1',
        'P\u00a01',
        'P\u200b1',
        '1.00235E+11',
        'N123',
        'NB12',
        'é1',
        "O'1",
      ],
      ...cells(1500, dice),
    ];
    const said = await ask(ids, idInSql('cell', DUCKDB));
    let plain = 0;
    ids.forEach((id, at) => {
      const bytes = Buffer.from(id);
      if (!isPlainId(bytes, 0, bytes.length)) return;
      plain += 1;
      expect([id, said[at]]).toEqual([id, id]);
    });
    expect(plain).toBeGreaterThan(200);
  });
});

describe('an id', () => {
  it.each<[string, string | null]>([
    ['P1', 'P1'],
    ['\u00a0P1\u200b', 'P1'],
    ['P\u00a01', 'P1'],
    ['P 1', 'P 1'],
    ['="000123"', '000123'],
    ["'000123", '000123'],
    ['1001.0', '1001'],
    ['1001.1', '1001.1'],
    ['NULL', null],
    ['\\N', null],
    ['NA', null],
    ['none', null],
    ['#N/A', null],
    ['nan', null],
    ['-', null],
    ['NANCY', 'NANCY'],
    ['=A1002', '=A1002'],
    ['="=A1002"', '=A1002'],
    ["'=A1002", '=A1002'],
    ['AN\u001b[2J\u0007N', 'AN[2JN'],
    ['', null],
  ])('%j is %j', async (text, id) => {
    expect(await ask([text], idInSql('cell', DUCKDB))).toEqual([id]);
    expect(readId(text)).toBe(id);
  });
});
