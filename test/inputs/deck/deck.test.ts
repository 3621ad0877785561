import { describe, expect, it } from 'vitest';
import { builtInLayout, builtInPayers } from '../../../src/inputs/deck/built-in.js';
import { type Deck, type DeckText, readDeck } from '../../../src/inputs/deck/deck.js';
import { readKey } from '../../../src/inputs/deck/key.js';
import { at, COVER, MEMBER, VISIT } from './lines.js';

function read(text: Partial<DeckText>): Deck {
  const whole: DeckText = { 'member-gm': MEMBER, 'member-en': COVER, visit: '', pharm: null, ...text };
  return readDeck(whole, builtInLayout(2025), builtInPayers(), 'deck');
}

const rejectsOf = (deck: Deck): unknown[] =>
  deck.rejected.map(({ file, line, claimId, reject }) => [file, line, claimId, reject]);

describe('a visit', () => {
  it('is a claim line with the codes of its places', () => {
    const line = at(
      [1, 'M1'],
      [17, '20250610'],
      [25, '20250609'],
      [33, '20250612'],
      [41, '99213'],
      [62, 'M5450'],
      [71, 'E119'],
      [242, '0TY00Z0'],
      [293, '0510'],
      [297, '0131'],
      [301, '11'],
      [303, '2'],
      [315, 'C1'],
    );
    expect(read({ visit: line }).medicalClaim).toEqual([
      expect.objectContaining({
        claim_id: 'C1',
        claim_line_number: '1',
        person_id: 'M1',
        claim_line_start_date: '2025-06-10',
        admission_date: '2025-06-09',
        discharge_date: '2025-06-12',
        hcpcs_code: '99213',
        diagnosis_code_1: 'M5450',
        diagnosis_code_2: 'E119',
        diagnosis_code_20: '',
        procedure_code_1: '0TY00Z0',
        procedure_date_1: '2025-06-10',
        revenue_center_code: '0510',
        bill_type_code: '0131',
        place_of_service_code: '11',
        claim_status: 'denied',
        locator: 'line 1',
      }),
    ]);
  });

  it('has a line more for each further procedure code, on the same claim, place and date', () => {
    const line = at(
      [1, 'M1'],
      [17, '20250610'],
      [41, '99213'],
      [50, 'G0463'],
      [55, '1125F'],
      [301, '81'],
      [315, 'C1'],
    );
    const lines = read({ visit: `\n${line}` }).medicalClaim;
    expect(
      lines.map((row) => [
        row['claim_line_number'],
        row['hcpcs_code'],
        row['claim_id'],
        row['place_of_service_code'],
      ]),
    ).toEqual([
      ['2', '99213', 'C1', '81'],
      ['2.2', 'G0463', 'C1', '81'],
      ['2.3', '1125F', 'C1', '81'],
    ]);
  });

  it.each([
    ['1', 'N', 'paid'],
    ['2', 'N', 'denied'],
    [' ', 'N', 'unknown'],
    ['7', 'N', 'unknown'],
    ['1', 'Y', 'supplemental'],
    ['2', 'y', 'supplemental'],
    ['1', ' ', 'paid'],
  ])('with status "%s" and supplemental "%s" is %s', (status, supplemental, expected) => {
    const line = at([1, 'M1'], [17, '20250610'], [303, status], [314, supplemental], [315, 'C1']);
    expect(read({ visit: line }).medicalClaim[0]?.['claim_status']).toBe(expected);
  });

  it('without a claim id is a claim of its own', () => {
    const short = VISIT.slice(0, 70);
    const ids = read({ visit: `${short}\n${short}` }).medicalClaim.map((row) => row['claim_id']);
    expect(ids).toEqual(['visit:1', 'visit:2']);
  });

  it('in ICD-9 keeps all but its diagnoses and procedures, and is counted', () => {
    const line = at(
      [1, 'M1'],
      [17, '20140610'],
      [41, '99213'],
      [62, '7242'],
      [242, '0331'],
      [290, '9'],
      [315, 'C1'],
    );
    const deck = read({ visit: line });
    expect(deck.icd9Visits).toBe(1);
    expect(deck.medicalClaim[0]).toMatchObject({ hcpcs_code: '99213' });
    expect(
      Object.keys(deck.medicalClaim[0] ?? {}).filter((column) => /diagnosis|procedure/.test(column)),
    ).toEqual([]);
  });
});

describe('a line that cannot be used', () => {
  it('is rejected with its place, claim and reason, and gives nothing', () => {
    const visits = [
      at([17, '20250610'], [315, 'C1']),
      at([1, 'M1'], [62, 'M5450'], [315, 'C2']),
      at([1, 'M1'], [17, '20250230'], [315, 'C3']),
      at([1, 'M1'], [17, '20250610'], [25, '2025-6-1'], [315, 'C4']),
      at([1, 'M1'], [17, '20250610'], [25, '20250610'], [33, '20250609'], [315, 'C5']),
      at([1, 'M1'], [17, '2025061'], [315, 'C6']),
      at([1, 'M9'], [17, '20250610'], [315, 'C7']),
      VISIT,
    ];
    const deck = read({ visit: visits.join('\n') });
    expect(rejectsOf(deck)).toEqual([
      ['visit', 1, 'C1', 'missing_member'],
      ['visit', 2, 'C2', 'missing_date'],
      ['visit', 3, 'C3', 'bad_date'],
      ['visit', 4, 'C4', 'bad_date'],
      ['visit', 5, 'C5', 'end_before_start'],
      ['visit', 6, 'C6', 'bad_date'],
      ['visit', 7, 'C7', 'unknown_member'],
    ]);
    expect(deck.medicalClaim.map((row) => row['claim_id'])).toEqual(['C1']);
    expect(deck.linesRead.visit).toBe(8);
  });

  it('may be one of members, enrollment or fills', () => {
    const deck = read({
      'member-gm': [
        MEMBER,
        MEMBER,
        at([1, 'M2'], [17, 'M']),
        at([1, 'M3'], [17, 'M'], [18, '19850001']),
      ].join('\n'),
      'member-en': [
        COVER,
        at([1, 'M9'], [17, '20240101'], [25, '20251231'], [41, 'HMO']),
        at([1, 'M1'], [17, '20240101'], [41, 'HMO']),
        at([1, 'M1'], [17, '20250102'], [25, '20250101'], [41, 'HMO']),
      ].join('\n'),
      pharm: [
        at([1, 'M1'], [17, '030'], [20, '20250101'], [28, '9999901010']),
        at([1, 'M1'], [17, '030'], [28, '99999010101']),
        at([1, 'M1'], [17, '030'], [20, '20250101'], [28, '99999010101'], [39, '1']),
        at([1, 'M9'], [17, '030'], [20, '20250101'], [28, '99999010101'], [39, '1']),
      ].join('\n'),
    });
    expect(rejectsOf(deck)).toEqual([
      ['member-gm', 2, '', 'repeated_member'],
      ['member-gm', 3, '', 'missing_date'],
      ['member-gm', 4, '', 'bad_date'],
      ['member-en', 2, '', 'unknown_member'],
      ['member-en', 3, '', 'missing_date'],
      ['member-en', 4, '', 'end_before_start'],
      ['pharm', 1, '', 'bad_ndc'],
      ['pharm', 2, '', 'missing_date'],
      ['pharm', 4, '', 'unknown_member'],
    ]);
    expect([...deck.members.keys()]).toEqual(['M1']);
    expect(deck.members.get('M1')?.cover).toHaveLength(1);
    expect(deck.pharmacyClaim).toHaveLength(1);
  });
});

describe('enrollment', () => {
  it('under MMP is cover by Medicaid and by Medicare', () => {
    const mmp = at([1, 'M1'], [17, '20240101'], [25, '20251231'], [41, 'MMP']);
    expect(read({ 'member-en': mmp }).eligibility.map((row) => row['payer_type'])).toEqual([
      'medicaid',
      'medicare',
    ]);
  });

  it('under an unknown payer stops the run with the place and the code', () => {
    const strange = at([1, 'M1'], [17, '20240101'], [25, '20251231'], [41, 'ZZZ']);
    expect(() => read({ 'member-en': `${COVER}\n${strange}` })).toThrow(
      'LBP-E121 deck/member-en.txt:2: the payer file has no payer ZZZ',
    );
  });

  it.each([
    ['20', '2025-06-12'],
    ['40', '2025-06-12'],
    ['41', '2025-06-12'],
    ['42', '2025-06-12'],
    ['01', ''],
    ['21', ''],
    ['', ''],
  ])('carries the death of discharge status "%s"', (status, expected) => {
    const line = at([1, 'M1'], [17, '20250610'], [33, '20250612'], [291, status], [315, 'C1']);
    expect(read({ visit: line }).eligibility[0]?.['death_date']).toBe(expected);
  });
});

describe('a key', () => {
  const COLUMNS = ['MemID', 'Meas', 'Payer', 'CE'];
  const key = (text: string) => readKey(text, 'key.txt', COLUMNS, 'LBP');

  it('is read by its headings, and other measures are left out', () => {
    const rows = key('Payer,MemID,Meas,CE\nHMO,A,LBP,1\nHMO,A,URI,0\r\n');
    expect(rows.map(({ line, cells }) => [line, cells['MemID'], cells['Payer'], cells['CE']])).toEqual([
      [2, 'A', 'HMO', '1'],
    ]);
  });

  it.each([
    ['a missing column', 'MemID,Meas,Payer\nA,LBP,HMO\n', 'key.txt:1: no column CE'],
    [
      'a row that is too short',
      'MemID,Meas,Payer,CE\nA,LBP,HMO\n',
      'key.txt:2: 3 cells where the headings are 4',
    ],
    ['a row given twice', 'MemID,Meas,Payer,CE\nA,LBP,HMO,1\nA,LBP,HMO,0\n', 'key.txt:3: a second row'],
    ['text after a quoted cell', 'MemID,Meas,Payer,CE\nA,"LBP"x,HMO,1\n', 'key.txt: not well-formed CSV: '],
    ['a short row below a blank line', 'MemID,Meas,Payer,CE\n\nA,LBP,HMO\n', 'key.txt:3: 3 cells'],
    ['another measure alone', 'MemID,Meas,Payer,CE\nA,URI,HMO,1\n', 'key.txt: no row of the measure LBP'],
  ])('is refused for %s', (_, text, message) => {
    expect(() => key(text)).toThrow(`LBP-E122 ${message}`);
  });
});
