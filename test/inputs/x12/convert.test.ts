import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { type Converted, type ConvertOptions, convertX12File } from '../../../src/inputs/x12/convert.js';
import { indexPersons, patientKey } from '../../../src/inputs/x12/identity.js';
import type { Reject } from '../../../src/inputs/x12/notes.js';
import { refusalError } from '../../../src/inputs/x12/refusal.js';
import { addTotals, imbalances } from '../../../src/inputs/x12/totals.js';
import { convertBytes, parseRows } from './convert-text.js';

const FIXTURES = new URL('../../../fixtures/x12/', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'lbp-x12-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fixture(name: string): Buffer {
  return readFileSync(new URL(`${name}/input.837`, FIXTURES));
}

function put(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

interface Ran extends Converted {
  readonly csv: string;
  readonly rejects: readonly Reject[];
}

async function run(path: string, options: Partial<ConvertOptions> = {}): Promise<Ran> {
  let csv = '';
  const rejects: Reject[] = [];
  const converted = await convertX12File(
    path,
    (rows) => {
      csv += Buffer.from(rows).toString();
    },
    { fileNumber: 0, name: 'input.837', onReject: (reject) => rejects.push(reject), ...options },
  );
  return { ...converted, csv, rejects };
}

describe('files', () => {
  test('a plain file gives what its bytes give', async () => {
    const bytes = fixture('several-interchanges-other-delimiters');
    const { csv, totals, refusal } = await run(put('plain.837', bytes));
    expect(csv).toBe(convertBytes(bytes).csv);
    expect(totals.bytes).toBe(bytes.length);
    expect(refusal).toBeUndefined();
  });
  test('gzip is read through, several members too, and the bytes on disk are shown to who asks', async () => {
    const bytes = fixture('several-transactions');
    const zipped = Buffer.concat([gzipSync(bytes), gzipSync(fixture('dependant'))]);
    let seen = 0;
    const { csv, totals } = await run(put('zipped.837', zipped), {
      onRead: (chunk) => (seen += chunk.length),
    });
    expect(csv).toBe(convertBytes(Buffer.concat([bytes, fixture('dependant')])).csv);
    expect(totals.claimsEmitted).toBe(3);
    expect(seen).toBe(zipped.length);
  });
  test('gzip that is cut off keeps what was complete and says that the rest is missing', async () => {
    const big = Buffer.concat(
      Array.from({ length: 200 }, (_, i) =>
        Buffer.from(fixture('professional').toString().replaceAll('C1', `C${i}`)),
      ),
    );
    const zipped = gzipSync(big);
    const { totals } = await run(put('cut.gz', zipped.subarray(0, zipped.length - 60)));
    expect(totals.claimsEmitted).toBeGreaterThan(0);
    expect(Object.keys(totals.faults)).not.toEqual([]);
    expect(imbalances(totals)).toEqual([]);
  });
  test('gzip that is damaged says so', async () => {
    const zipped = Buffer.from(gzipSync(fixture('professional')));
    zipped.fill(0xff, 30, 60);
    const { totals } = await run(put('damaged.gz', zipped));
    expect(totals.faults.gzip_damaged?.count).toBe(1);
    expect(imbalances(totals)).toEqual([]);
  });
  test('a missing and an empty file are coded errors', async () => {
    await expect(run(join(folder, 'none.837'))).rejects.toMatchObject({ code: 'E101' });
    await expect(run(put('empty.837', Buffer.alloc(0)))).rejects.toMatchObject({ code: 'E102' });
  });
  test.each([
    ['a zip archive', 'PK\x03\x04....'],
    ['a PDF', '%PDF-1.7'],
    ['JSON', ' {"resourceType":"Claim"}'],
    ['XML or HTML', '<?xml version="1.0"?>'],
    [
      'X12 with an ISA whose delimiters cannot be determined',
      'ISA*00**00**ZZ*A*ZZ*B*250301*1200*^*00501*1*0*P*:~',
    ],
  ])('%s is refused by name', async (kind, text) => {
    const { refusal } = await run(put('other', Buffer.from(text, 'latin1')));
    expect(refusal).toEqual({ kind, unreadClaims: 0 });
    expect(refusalError('other', { kind, unreadClaims: 0 })).toMatchObject({ code: 'E109' });
  });
});

describe('strict reading', () => {
  test.each([
    'counts-and-control-numbers',
    'cut-off-in-a-claim',
    'guide-of-transaction-and-group-differ',
    'text-between-interchanges',
  ])('%s is an error with its place', async (name) => {
    await expect(run(put('strict.837', fixture(name)), { strict: true })).rejects.toMatchObject({
      code: 'E107',
      message: expect.stringMatching(/^LBP-E107 input\.837 (?:\d{9}\/|byte \d+)/),
    });
  });
  test('a sound file passes', async () => {
    expect(
      (await run(put('strict.837', fixture('professional')), { strict: true })).totals.claimsEmitted,
    ).toBe(1);
  });
});

describe('persons', () => {
  const persons = indexPersons([{ person_id: 'ann', member_id: 'W00000001', birth_date: '1970-05-01' }]);

  test('a claim whose person is found carries the person', async () => {
    const { csv } = await run(put('p.837', fixture('professional')), { persons });
    expect(parseRows(csv)[0]?.['person_id']).toBe('ann');
  });
  test('a claim that fits nobody is rejected with its place and counted, its lines with it', async () => {
    const { csv, rejects, totals } = await run(put('p.837', fixture('dependant')), { persons });
    expect(csv).toBe('');
    expect(rejects).toMatchObject([
      { code: 'unmatched_person', claim_id: 'C1', place: '000000001/1/0001/seg 20' },
    ]);
    expect(totals.claimsRejected).toEqual({ unmatched_person: 1 });
    expect(totals.linesRejected).toEqual({ claim_rejected: 1 });
    expect(imbalances(totals)).toEqual([]);
  });
});

test.each(['no-line-ends', 'institutional-inpatient', 'dependant'])(
  'a line end anywhere within the segments of %s changes nothing',
  (name) => {
    const text = fixture(name)
      .toString('latin1')
      .replace(/~[\r\n]+/g, '~');
    const whole = convertBytes(Buffer.from(text, 'latin1')).csv;
    for (let at = 106; at < text.length; at += 1) {
      const wrapped = `${text.slice(0, at)}\n${text.slice(at)}`;
      expect(convertBytes(Buffer.from(wrapped, 'latin1')).csv).toBe(whole);
    }
  },
);

test('the patient key in the rows is the one that `patientKey` makes', () => {
  const rows = ['professional', 'dependant', 'subscriber-without-id', 'fields-that-need-quotes'].flatMap(
    (name) => parseRows(convertBytes(fixture(name)).csv),
  );
  expect(rows.length).toBeGreaterThan(2);
  for (const row of rows) {
    const field = (column: string): string => row[column] ?? '';
    const key = patientKey({
      subscriberId: field('subscriber_id'),
      isSubscriber: field('patient_relation') === 'self',
      birthDate: Number(field('patient_birth_date').replaceAll('-', '')),
      gender: field('patient_gender'),
      firstName: field('patient_first_name'),
    });
    expect(field('person_id')).toBe(key);
  }
});

describe('content hash', () => {
  const hashes = (bytes: Uint8Array): (string | undefined)[] =>
    parseRows(convertBytes(bytes).csv).map((row) => row['content_hash']);
  const text = fixture('no-line-ends').toString();

  test('is the same for the same claim in another file, interchange and place', () => {
    const moved = text.replaceAll('000000001', '000000044').replace('*250301*', '*250409*');
    expect(hashes(Buffer.from(moved))).toEqual(hashes(Buffer.from(text)));
  });
  test.each([
    ['a service code', 'HC:99213', 'HC:99214'],
    ['a date', '20250210', '20250211'],
    ['a diagnosis', 'M5450', 'M5451'],
    ['the frequency', '11:B:1', '11:B:7'],
    ['the member', 'W00000001', 'W00000002'],
  ])('differs when %s does', (_, from, to) => {
    expect(hashes(Buffer.from(text.replace(from, to)))).not.toEqual(hashes(Buffer.from(text)));
  });
});

test('totals of several files add up, and keep where each finding was first', () => {
  const one = convertBytes(fixture('lx-missing')).totals;
  const other = convertBytes(fixture('bad-line-date')).totals;
  const sum = addTotals([one, other, one]);
  expect(sum).toMatchObject({
    files: 3,
    claimsRead: 3,
    linesRead: 7,
    linesEmitted: 5,
    linesRejected: { bad_line_date: 2 },
  });
  expect(sum.warnings.lx_missing).toEqual({ count: 2, first: 'input.837 000000001/1/0001/seg 17' });
  expect(imbalances(sum)).toEqual([]);
});
