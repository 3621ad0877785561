import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Engine } from '../../src/extract/duckdb.js';
import type { Remark } from '../../src/extract/remarks.js';
import { TAKEN_ROWS } from '../../src/extract/sql/reversals.js';
import { Dice } from './dice.js';
import { type Extracted, extracted } from './extraction.js';
import type { Row } from './tables.js';

/*
 * A good plan is changed in one way (docs/inputs.md, "Reversals" and "Dates"), and must have the documented
 * result.
 */

const folder = mkdtempSync(join(tmpdir(), 'lbp-reversals-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PEOPLE = 6;
const person = (number: number): string => `P${number}`;

/** A visit in spring and an image a week later for each person, each a claim of its own. */
const CLAIMS: readonly Row[] = Array.from({ length: PEOPLE }, (_, number) => {
  const line = {
    person_id: person(number),
    claim_line_number: '1',
    diagnosis_code_1: 'M54.50',
    claim_status: 'paid',
  };
  const visit = `2024-04-${String(number + 10)}`;
  const image = `2024-04-${String(number + 17)}`;
  return [
    { ...line, claim_id: `V${number}`, claim_start_date: visit, hcpcs_code: '99213', paid_amount: '80.00' },
    { ...line, claim_id: `I${number}`, claim_start_date: image, hcpcs_code: '72100', paid_amount: '55.00' },
  ].map((row) => ({ ...row, bill_type_code: '0131' }));
}).flat();

const SPANS: readonly Row[] = Array.from({ length: PEOPLE }, (_, number) => ({
  person_id: person(number),
  birth_date: '1980-06-15',
  enrollment_start_date: '2023-01-01',
  enrollment_end_date: '9999-12-31',
  payer_type: 'commercial',
}));

const COLUMNS = [
  ...['claim_id', 'claim_line_number', 'person_id', 'claim_start_date', 'claim_end_date', 'admission_date'],
  ...[
    'discharge_date',
    'hcpcs_code',
    'diagnosis_code_1',
    'claim_status',
    'paid_amount',
    'bill_type_code',
    'billing_npi',
    'service_unit_quantity',
  ],
];

function written(name: string, columns: readonly string[], rows: readonly Row[]): string {
  const path = join(folder, name);
  const lines = rows.map((row) => columns.map((column) => row[column] ?? '').join(','));
  writeFileSync(path, `${[columns.join(','), ...lines].join('\n')}\n`);
  return path;
}

function of(claims: readonly Row[], spans: readonly Row[] = SPANS): Promise<Extracted> {
  return ofFiles([claims], spans);
}

type Files = readonly (readonly Row[])[];

async function ofFiles(files: Files, spans: readonly Row[] = SPANS, fills: Files = []): Promise<Extracted> {
  const paths = {
    claims: files.map((claims, at) => written(`claims-${at}.csv`, COLUMNS, claims)),
    pharmacy: fills.map((rows, at) => written(`fills-${at}.csv`, Object.keys(rows[0] ?? {}), rows)),
    eligibility: [written('spans.csv', Object.keys(spans[0] ?? {}), spans)],
  };
  return extracted(paths, { folder, year: 2024 });
}

/** The decision on each person with an event. */
function decided({ decisions }: Extracted): unknown {
  return [...decisions].filter(([, { kind }]) => kind === 'decided');
}

const rowsOf = (found: Extracted, remark: Remark): number => found.remarks.rows.get(remark)?.count ?? 0;

/** By kind: the rows that take a line back, and how many rows are then reported as not counting. */
const TAKEN: Readonly<Record<string, (line: Row) => readonly [row: Row, takenBack: number]>> = {
  'voided row': (line) => [{ ...line, claim_status: 'voided' }, 1],
  'reversed row with the amount below zero': (line) => [
    { ...line, claim_status: 'Reversed', paid_amount: `-${line['paid_amount']}` },
    1,
  ],
  'negative amount': (line) => [{ ...line, paid_amount: `-${line['paid_amount']}` }, 2],
  'amount in parentheses on another line': (line) => [
    { ...line, claim_line_number: '2', paid_amount: `($${line['paid_amount']})` },
    2,
  ],
  'negative amount with a typographic minus': (line) => [
    { ...line, paid_amount: `\u2212${line['paid_amount']}` },
    2,
  ],
  'amount marked as a credit': (line) => [{ ...line, paid_amount: `${line['paid_amount']} CR` }, 2],
  'void bill with text': (line) => [{ ...line, bill_type_code: '138 - void', paid_amount: '' }, 1],
  'void bill with a hyphen': (line) => [{ ...line, bill_type_code: '13-8', paid_amount: '' }, 1],
  'void bill': (line) => [{ ...line, bill_type_code: '0138', paid_amount: '' }, 1],
};

/** A voided row without its line is what a user marks a replaced line with; one below zero is not. */
const SAID_NOTHING_OF = ['voided row'];

describe.each(Object.keys(TAKEN))('a %s', (kind) => {
  it('of any line leaves what the plan without that line has', async () => {
    const dice = new Dice(17);
    for (let round = 0; round < 3; round += 1) {
      const at = dice.int(0, CLAIMS.length - 1);
      const line = CLAIMS[at] ?? {};
      const [taker, count] = TAKEN[kind]?.(line) ?? [line, 0];
      const place = dice.int(0, CLAIMS.length - 1);
      const found = await of([...CLAIMS.slice(0, place), taker, ...CLAIMS.slice(place)]);
      expect(decided(found)).toEqual(decided(await of(CLAIMS.filter((row) => row !== line))));
      expect(rowsOf(found, 'taken_back')).toBe(count);
      expect(rowsOf(found, 'reversal_alone')).toBe(0);
    }
  });

  it('of a line that is not there changes nothing, and is counted where it is used', async () => {
    const line = { ...CLAIMS[1], claim_id: 'Z9' };
    const [taker] = TAKEN[kind]?.(line) ?? [line];
    const found = await of([...CLAIMS, taker]);
    expect(rowsOf(found, 'taken_back')).toBe(0);
    expect(rowsOf(found, 'reversal_alone')).toBe(SAID_NOTHING_OF.includes(kind) ? 0 : 1);
  });
});

describe('amounts of one line in several files', () => {
  const [, image = {}] = CLAIMS;
  const others = CLAIMS.filter((row) => row !== image);
  const amounts = (paid: readonly string[]): Row[] => paid.map((paid_amount) => ({ ...image, paid_amount }));
  const inFiles = ([first = [], ...later]: readonly (readonly string[])[]): Promise<Extracted> =>
    ofFiles([[...others, ...amounts(first)], ...later.map(amounts)]);

  it.each([
    ['a month and the year to date', [['55.00'], ['55.00', '-55.00']]],
    ['a file, its copy, and a reversal', [['55.00'], ['55.00'], ['-55.00']]],
  ])('%s: what is reversed if they overlap counts, and the reversal is reported', async (_, files) => {
    const found = await inFiles(files);
    expect(decided(found)).toEqual(decided(await of(CLAIMS)));
    expect(rowsOf(found, 'reversal_alone')).toBeGreaterThan(0);
  });

  it.each([
    ['a reversal and another amount in its place', [['55.00'], ['-55.00', '40.00']]],
    ['a part taken back', [['55.00'], ['55.00', '-20.00']]],
    ['all within one file', [['55.00', '-55.00', '55.00']]],
  ])('%s: the line counts, and nothing is reported', async (_, files) => {
    const found = await inFiles(files);
    expect(decided(found)).toEqual(decided(await of(CLAIMS)));
    expect(rowsOf(found, 'reversal_alone')).toBe(0);
  });

  it('a reversal in a later file takes its line back', async () => {
    const found = await inFiles([['55.00'], ['-55.00']]);
    expect(decided(found)).toEqual(decided(await of(others)));
  });
});

describe('an image that is paid, taken back and decided again', () => {
  const [, image = {}] = CLAIMS;
  const others = CLAIMS.filter((row) => row !== image);
  const denied = { claim_status: 'denied', paid_amount: '0.00' };
  const versions = (rows: readonly Row[]): Row[] => [...others, ...rows.map((row) => ({ ...image, ...row }))];

  it.each([
    ['with units', [{}, { paid_amount: '-55.00' }, denied], '1'],
    ['without units', [{}, { paid_amount: '-55.00' }, denied], ''],
    [
      'twice',
      [{}, { paid_amount: '-55.00' }, { paid_amount: '40.00' }, { paid_amount: '-40.00' }, denied],
      '1',
    ],
    [
      'by a row with a status of its own',
      [{}, { claim_status: 'adjusted', paid_amount: '-55.00' }, denied],
      '1',
    ],
    ['by a row that is denied too', [{}, { ...denied, paid_amount: '-55.00' }, denied], '1'],
  ])('%s: the denied line is what counts', async (_, rows, service_unit_quantity) => {
    const found = await of(versions(rows.map((row) => ({ service_unit_quantity, ...row }))));
    expect(decided(found)).toEqual(decided(await of(versions([denied]))));
    expect(decided(found)).not.toEqual(decided(await of(others.concat(image))));
    expect(found.conflictingLines).toBe(0);
  });

  it('keeps the event of a visit that is denied in the end', async () => {
    const [visit = {}, ...rest] = CLAIMS;
    const rows = ['80.00', '-80.00'].map((paid_amount) => ({ ...visit, paid_amount }));
    const found = await of([...rest, ...rows, { ...visit, ...denied }]);
    expect(decided(found)).toEqual(decided(await of(CLAIMS)));
  });

  it('in units where the line states money: it counts, and the reversal is reported', async () => {
    const back = { paid_amount: '0.00', service_unit_quantity: '-1' };
    const found = await of(versions([{ service_unit_quantity: '1' }, back]));
    expect(decided(found)).toEqual(decided(await of(CLAIMS)));
    expect(rowsOf(found, 'reversal_alone')).toBeGreaterThan(0);
  });

  it('in units where nothing was paid: it does not count', async () => {
    const rows = ['1', '-1'].map((units) => ({ paid_amount: '0.00', service_unit_quantity: units }));
    const found = await of(versions(rows));
    expect(decided(found)).toEqual(decided(await of(others)));
    expect(rowsOf(found, 'taken_back')).toBe(2);
  });
});

describe('a voided row below zero under another claim id', () => {
  const [, image = {}] = CLAIMS;
  const voided = (paid_amount: string, claim_id: string): Row => ({
    ...image,
    ...{ claim_id, paid_amount, claim_status: 'voided' },
  });

  it('takes nothing back, and is reported', async () => {
    const found = await of([...CLAIMS, voided('-55.00', 'I0R1')]);
    expect(decided(found)).toEqual(decided(await of(CLAIMS)));
    expect(found.remarks.rows.get('reversal_alone')).toEqual({
      count: 1,
      first: { fileNo: 0, claimId: 'I0R1' },
    });
  });

  it.each([
    ['whose line is voided too is not', [voided('60.00', 'I0'), voided('-60.00', 'I0R1')]],
    ['of more than any line states is not', [voided('-60.00', 'I0R1')]],
  ])('%s', async (_, rows) => {
    const found = await of([
      ...CLAIMS.filter((row) => row !== image),
      { ...image, claim_id: 'I0A1' },
      ...rows,
    ]);
    expect(rowsOf(found, 'reversal_alone')).toBe(0);
  });
});

describe('a voided row under another line number', () => {
  const [, image = {}] = CLAIMS;
  const voided = (changes: Row): Row[] => [
    ...CLAIMS,
    { ...image, claim_line_number: '2', claim_status: 'voided', ...changes },
  ];

  it('takes back the line whose amount it has below zero', async () => {
    const found = await of(voided({ paid_amount: '-55.00' }));
    expect(decided(found)).toEqual(decided(await of(CLAIMS.filter((row) => row !== image))));
    expect(rowsOf(found, 'taken_back')).toBe(1);
    expect(rowsOf(found, 'reversal_alone')).toBe(0);
  });

  it.each([
    ['with another amount below zero is reported', { paid_amount: '-40.00' }, 1],
    ['without codes is reported', { hcpcs_code: '', diagnosis_code_1: '', paid_amount: '' }, 1],
    ['without a service is reported', { hcpcs_code: '', paid_amount: '' }, 1],
    ['like the line is reported', {}, 1],
    ['without a line number is reported', { claim_line_number: '' }, 1],
    ['with another amount is a price that was replaced', { paid_amount: '60.00' }, 0],
    ['with another service is a line that was replaced', { hcpcs_code: '99214' }, 0],
  ])('%s, and takes nothing back', async (_, changes, reported) => {
    const found = await of(voided(changes));
    expect(decided(found)).toEqual(decided(await of(CLAIMS)));
    expect(rowsOf(found, 'reversal_alone')).toBe(reported);
  });
});

describe('a reversal under another line number, where files overlap', () => {
  const [, image = {}] = CLAIMS;
  const back = { ...image, claim_line_number: '2', paid_amount: '-55.00' };
  const voided = { ...image, claim_line_number: '2', claim_status: 'voided' };

  it.each([
    ['below zero, in the later one', [[image], [image, back]], 1],
    [
      'voided and below zero, in two',
      [[image], [{ ...back, claim_status: 'voided' }], [{ ...back, claim_status: 'voided' }]],
      2,
    ],
    ['voided, like a line of both', [[image], [image, voided]], 1],
  ])('%s, is reported, and the line counts', async (_, files, reported) => {
    const [first = [], ...later] = files;
    const found = await ofFiles([[...CLAIMS.filter((row) => row !== image), ...first], ...later]);
    expect(decided(found)).toEqual(decided(await of(CLAIMS)));
    expect(rowsOf(found, 'reversal_alone')).toBe(reported);
  });
});

describe('a voided row', () => {
  const [, image = {}] = CLAIMS;
  const voided = { ...image, claim_status: 'voided' };

  it.each([
    [
      'like two lines',
      [
        { ...image, claim_line_number: '2' },
        { ...voided, claim_line_number: '3' },
      ],
      1,
    ],
    [
      'with an amount beside lines that state none',
      [{ ...voided, claim_line_number: '2', paid_amount: '-55.00' }],
      1,
    ],
  ])('%s is reported', async (_, rows, reported) => {
    const unpaid = rows.length === 1 ? { ...image, paid_amount: '' } : image;
    const found = await of([...CLAIMS.map((row) => (row === image ? unpaid : row)), ...rows]);
    expect(rowsOf(found, 'reversal_alone')).toBe(reported);
  });

  it('of a line that a negative amount has taken back is not reported', async () => {
    const found = await of([...CLAIMS, { ...image, paid_amount: '-55.00' }, voided]);
    expect(decided(found)).toEqual(decided(await of(CLAIMS.filter((row) => row !== image))));
    expect(rowsOf(found, 'reversal_alone')).toBe(0);
  });
});

describe('a fill under one claim id', () => {
  const filesOf = (quantities: readonly (readonly string[])[]): Files =>
    quantities.map((ofFile) =>
      ofFile.map((quantity) => ({
        ...{ claim_id: 'F0', claim_line_number: '1', person_id: person(0), dispensing_date: '2024-01-05' },
        ...{ ndc_code: '00006003144', days_supply: '28', quantity, claim_status: 'paid' },
      })),
    );

  it.each([
    ['that is billed, reversed and billed again stands', [['4', '-4', '4']], 1, 0],
    [
      'that a later file reverses and bills again stands, and the reversal is reported',
      [['4'], ['-4', '4']],
      1,
      1,
    ],
    ['that is reversed as often as billed does not', [['4', '-4', '4', '-4']], 0, 0],
    ['that a later file reverses does not', [['4'], ['-4']], 0, 0],
    [
      'that is reversed in each of two copies of a file does not',
      [
        ['4', '-4'],
        ['4', '-4'],
      ],
      0,
      0,
    ],
  ])('%s', async (_, quantities, standing, reported) => {
    const found = await ofFiles([CLAIMS], SPANS, filesOf(quantities));
    expect(found.persons[0]?.fills).toHaveLength(standing);
    expect(rowsOf(found, 'reversal_alone')).toBe(reported);
  });
});

describe('fills of two claims on one day', () => {
  /** A fill that is dispensed again under a claim id of its own, and what takes the first one back. */
  const found = (...files: readonly (readonly Row[])[]): Promise<Extracted> =>
    ofFiles(
      [CLAIMS],
      SPANS,
      files.map((rows) =>
        rows.map((row) => ({
          ...{ claim_id: 'F0', claim_line_number: '1', person_id: person(0), dispensing_date: '2024-01-05' },
          ...{ ndc_code: '00006003144', days_supply: '28', quantity: '4', claim_status: 'paid', ...row },
        })),
      ),
    );
  const second = { claim_id: 'F1' };

  it.each<[string, ...Row[]]>([
    ['two voided rows', { claim_status: 'voided' }, { claim_status: 'voided', claim_line_number: '2' }],
    ['a voided row and a negative one', { claim_status: 'voided' }, { quantity: '-4' }],
  ])('%s of the first claim leave that of the second', async (_, ...takers) => {
    const { persons } = await found([{}, ...takers, second]);
    expect(persons[0]?.fills.map(({ claimId }) => claimId)).toEqual(['F1']);
  });

  it('a reversal of the first that overlapping files leave open is reported', async () => {
    const both = await found([{}], [{}, { quantity: '-4' }, second]);
    expect(both.persons[0]?.fills.map(({ claimId }) => claimId)).toEqual(['F0', 'F1']);
    expect(rowsOf(both, 'reversal_alone')).toBe(1);
  });
});

describe('an amount that cannot be read', () => {
  it.each(['00500}', '12x', 'fifty'])('takes nothing back, and is counted: %s', async (paid_amount) => {
    const line = CLAIMS[1] ?? {};
    const found = await of([...CLAIMS, { ...line, claim_line_number: '2', paid_amount }]);
    expect(decided(found)).toEqual(decided(await of(CLAIMS)));
    expect(found.remarks.rows.get('bad_amount')).toEqual({
      count: 1,
      first: { fileNo: 0, claimId: line['claim_id'] },
    });
  });

  it.each(['', 'NULL', 'n/a', '-', '-50.00', '($5.00)', '1e2'])('is not %j', async (paid_amount) => {
    const found = await of([...CLAIMS, { ...CLAIMS[1], claim_line_number: '2', paid_amount }]);
    expect(rowsOf(found, 'bad_amount')).toBe(0);
  });
});

describe('days and words for no date', () => {
  const NONE = [
    '1900-01-01',
    '1800-01-01',
    '9999-12-31',
    '1970-01-01',
    'NULL',
    '\\N',
    '0000-00-00',
    'n/a',
    '  ',
  ];

  it('are as good as blanks in any row, and counted but for blanks', async () => {
    const dice = new Dice(5);
    const plain = decided(await of(CLAIMS));
    for (let round = 0; round < 3; round += 1) {
      const texts = CLAIMS.map(() => dice.pick(NONE));
      const changed = CLAIMS.map((row, at) => ({
        ...row,
        ...{ admission_date: texts[at] ?? '', discharge_date: texts[at] ?? '' },
        claim_start_date: dice.once(2) ? ` ${row['claim_start_date']}  ` : (row['claim_start_date'] ?? ''),
      }));
      const found = await of(changed);
      expect(decided(found)).toEqual(plain);
      expect(rowsOf(found, 'no_date')).toBe(texts.filter((text) => text.trim() !== '').length);
    }
  });

  it.each(['12/31/9999', '31/12/9999', '99991231', '9999-12-31T00:00:00', '01/01/1900'])(
    '%s is as good as a blank in a column of another format',
    async (text) => {
      const claims = CLAIMS.map((row, at) => ({
        ...row,
        claim_end_date: at === 5 ? text : (row['claim_start_date'] ?? ''),
        discharge_date: at === 2 ? text : '',
      }));
      const blank = claims.map((row) => ({
        ...row,
        claim_end_date: row.claim_end_date === text ? '' : row.claim_end_date,
        discharge_date: '',
      }));
      const spans = SPANS.map((row, at) => ({
        ...row,
        enrollment_end_date: at === 0 ? text : '2025-12-31',
      }));
      const found = await of(claims, spans);
      expect(decided(found)).toEqual(decided(await of(blank, spans)));
      expect(rowsOf(found, 'no_date')).toBeGreaterThan(1);
      expect(rowsOf(found, 'open_end')).toBe(1);
      expect(found.accounts.flatMap(({ rejected }) => Object.keys(rejected))).toEqual([]);
    },
  );

  it.each(['', 'NULL', '1900-01-01', '2999-12-31'])(
    '%j as an end of enrollment is an open end',
    async (end) => {
      const found = await of(
        CLAIMS,
        SPANS.map((row) => ({ ...row, enrollment_end_date: end })),
      );
      expect(decided(found)).toEqual(decided(await of(CLAIMS)));
      expect(rowsOf(found, 'open_end')).toBe(end === '2999-12-31' ? 0 : PEOPLE);
    },
  );
});

describe('spans of one person with one start', () => {
  const [first = {}, ...others] = SPANS;
  const ending = (end: string, changes: Row = {}): Row => ({
    plan: '',
    ...first,
    enrollment_end_date: end,
    ...changes,
  });
  const planned = SPANS.map((span) => ({ plan: '', ...span }));

  it('and two ends cover to the last, and are counted', async () => {
    const spans = [ending('2024-04-30'), ending('2025-12-31'), ...others];
    const found = await of(CLAIMS, spans);
    const last = await of(CLAIMS, [ending('2025-12-31'), ...others]);
    expect(decided(found)).toEqual(decided(last));
    expect(rowsOf(found, 'several_ends')).toBe(1);
  });

  it.each([
    ['and one end are not counted', ending('9999-12-31')],
    ['of two plans are not counted', ending('2024-04-30', { plan: 'dental' })],
    ['of two payer types are not counted', ending('2024-04-30', { payer_type: 'medicaid' })],
    [
      'of which one begins later are not counted',
      ending('2024-04-30', { enrollment_start_date: '2023-01-02' }),
    ],
  ])('%s', async (_, span) => {
    const found = await of(CLAIMS, [...planned, span]);
    expect(rowsOf(found, 'several_ends')).toBe(0);
  });
});

describe('lines of one claim id', () => {
  /** The image of the first person under the claim id of the visit, each line with its billing provider. */
  const shared = (ofVisit: string, ofImage: string): Row[] =>
    CLAIMS.map((row, index) => {
      if (index === 0) return { ...row, billing_npi: ofVisit };
      return index === 1 ? { ...row, claim_id: 'V0', claim_line_number: '2', billing_npi: ofImage } : row;
    });

  it.each([
    ['of two billing providers are counted', '1111111112', '2222222222', 1],
    ['of one billing provider are not', '1111111112', '1111111112', 0],
    ['of one that one line does not name are not', '1111111112', '', 0],
  ])('%s', async (_, ofVisit, ofImage, count) => {
    const found = await of(shared(ofVisit, ofImage));
    expect(rowsOf(found, 'shared_id')).toBe(count);
  });

  it.each([
    ['366 days apart are not counted', '2023-04-11', 0],
    ['367 days apart are counted', '2023-04-10', 1],
  ])('%s', async (_, start, count) => {
    const earlier = { ...CLAIMS[0], claim_line_number: '2', claim_start_date: start, hcpcs_code: '99214' };
    // The visit of V1 is on 2024-04-11, after a 29 February.
    const found = await of([...CLAIMS, { ...earlier, claim_id: 'V1', person_id: person(1) }]);
    expect(rowsOf(found, 'shared_id')).toBe(count);
  });
});

/** Without pushdown, an inner join below another join can become a cross product: all rows for each claim with a reversal. */
it('the rows of claims with a reversal are found by a join', async () => {
  const engine = await Engine.open({ threads: 1, memory: '500MB', spill: join(folder, 'spill') });
  const texts = ['claim', 'claim_id', 'line_number', 'bill_action'].map((name) => `'' AS ${name}`);
  const numbers = [
    ...['file_no', 'person_no', 'row_key', 'content_key', 'service_key', 'is_void', 'copies', 'amount'],
    ...['least_amount', 'greatest_amount', 'charged', 'credited', 'negative', 'with_money', 'with_units'],
    ...['units', 'negative_units', 'has_code', 'has_service', 'holds_for_claim'],
  ].map((name) => `i AS ${name}`);
  await engine.run(
    `CREATE TABLE row_alike AS SELECT ${[...texts, ...numbers].join(', ')} FROM range(1000) AS rows(i)`,
  );
  const [plan] = await engine.rows(`EXPLAIN ${TAKEN_ROWS}`);
  expect(String(plan?.['explain_value'])).toContain('HASH_JOIN');
  expect(String(plan?.['explain_value'])).not.toContain('CROSS_PRODUCT');
  engine.close();
});
