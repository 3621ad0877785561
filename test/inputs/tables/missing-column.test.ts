import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEDICAL_CLAIM } from '../../../src/inputs/tables/columns.js';
import { missingColumn } from '../../../src/inputs/tables/missing-column.js';

function messageFor(column: string, columns: string[], row: string[] = []): string {
  return missingColumn([column], { path: 'c.csv', columns, sample: [row] }).message;
}

describe('a column that is missing', () => {
  it.each<[string, string[], string]>([
    ['person_id', ['CLAIM_TYPE', 'MBR_KEY', 'PAID_AMOUNT'], 'MBR_KEY'],
    ['claim_start_date', ['STATUS', 'THRU_DT', 'FROM_DT'], 'FROM_DT'],
    ['diagnosis_code_1', ['LINE', 'PROC', 'DX1'], 'DX1'],
    ['enrollment_end_date', ['ELIG_EFF_DT', 'ELIG_TERM_DT', 'PLAN'], 'ELIG_TERM_DT'],
    ['birth_date', ['SEX', 'PLAN', 'DOB'], 'DOB'],
    ['payer_type', ['STATE', 'SEX', 'LOB_CODE'], 'LOB_CODE'],
  ])('%s is looked for among %j', (column, columns, likeliest) => {
    expect(messageFor(column, columns)).toContain(`(found: ${likeliest}, `);
  });

  it('is among the names that are shown, however many there are', () => {
    const others = Array.from({ length: 60 }, (_, at) => `amount_${at}`);
    expect(messageFor('person_id', [...others, 'patient_key'])).toMatch(
      /found: patient_key, amount_0, .* 41 more/,
    );
  });

  it('is looked for among columns of ours last', () => {
    expect(messageFor('claim_id', ['claim_line_number', 'clm', 'person_id'])).toContain(
      '(found: clm, claim_line_number, person_id)',
    );
  });

  it('keeps the names together with the values below them, which identify a first line of data', () => {
    expect(messageFor('claim_id', ['date', 'id-17'], ['date', 'id-18'])).toContain(
      'a first line that looks like data',
    );
  });
});

describe('a separator that was not understood', () => {
  const names = MEDICAL_CLAIM.columns.map(({ name }) => name);

  it('is found wherever it is one that layouts use', () => {
    const separator = fc.constantFrom('^', '~', ':', '#', '!', '*', '\u0001', '\u001f', '\u0007');
    fc.assert(
      fc.property(fc.subarray(names, { minLength: 2 }), separator, (header, sign) => {
        const said = messageFor('birth_date', [header.join(sign)]);
        const quoted = JSON.stringify(sign);
        expect(said).toContain(`its separator looks like ${quoted}: set delimiter in the config to that.`);
      }),
    );
  });

  it('is not taken for the quotes of another kind around the names', () => {
    for (const quote of ["'", '`']) {
      const quoted = ['claim_id', 'person_id'].map((name) => `${quote}${name}${quote}`);
      expect(messageFor('claim_id', quoted)).toContain('Its quotes are not double ones');
    }
    expect(messageFor('claim_id', ['claim_id|', '|person_id'])).toContain('more than one character');
  });

  it('is not found in one column of one name', () => {
    expect(messageFor('claim_id', ['person_id'])).toContain('if another character separates its columns');
  });
});
