import { describe, expect, it } from 'vitest';
import { readProviders } from '../../src/report/providers.js';

const read = (text: string | Buffer): unknown =>
  Object.fromEntries(readProviders(typeof text === 'string' ? Buffer.from(text) : text, 'names.csv'));

const refusal = (text: string | Buffer): string => {
  try {
    read(text);
  } catch (error) {
    return String(error);
  }
  throw new Error('not refused');
};

describe('a file of providers', () => {
  it('names them by NPI, whatever else it holds', () => {
    expect(
      read('\ufeffNPI,Name,specialty,beds,group\n1234567893,"Ames, Jo", PCP ,4,North\n1000000012,Lee,,,\n'),
    ).toEqual({
      1234567893: { name: 'Ames, Jo', specialty: 'PCP', group: 'North' },
      1000000012: { name: 'Lee', specialty: '', group: '' },
    });
  });

  it('has NPIs as claims have them, however a spreadsheet wrote them', () => {
    const named = { 1234567893: { name: 'Ames', specialty: '', group: '' } };
    for (const npi of [
      '1234567893',
      '1234567893.0',
      '"=""1234567893"""',
      "'1234567893",
      '1234567893\u00a0',
    ]) {
      expect([npi, read(`npi,name\n${npi},Ames\n`)]).toEqual([npi, named]);
    }
  });

  it('is refused where its names would be wrong', () => {
    expect(refusal('npi,name\n1.23457E+09,Ames\n')).toMatch(/E123 .*1\.23457E\+09, whose last digits/);
    expect(refusal('npi,name,name\n1234567893,Ames,Lee\n')).toMatch(/E123 .*two columns name/);
    expect(refusal('npi,name\n1234567893,Ames\n1234567893.0,Lee\n')).toMatch(/1234567893 differently/);
    expect(refusal('npi,name\nNULL,Ames\n')).toMatch(/E123 .*a row without an npi/);
    expect(refusal(Buffer.from('npi,name\n1234567893,M\u00fcller\n', 'latin1'))).toMatch(/E123 .*not UTF-8/);
    expect(refusal('npi;name\n1234567893;Ames\n')).toMatch(/E123 .*not a table of providers/);
    expect(refusal('npi,name\n')).toMatch(/E123 .*no provider in it/);
  });
});
