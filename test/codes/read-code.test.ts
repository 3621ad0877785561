import { describe, expect, it } from 'vitest';
import { readCode } from '../../src/codes/read-code.js';
import type { CellKind } from '../../src/codes/readings.js';

/**
 * The reading of a cell, from docs/inputs.md: a code, several separated by single blanks, `?` for an
 * impossible code, null for blank.
 */
const CELLS: [CellKind, string, string | null][] = [
  ['diagnosis', 'M5450', 'M5450'],
  ['diagnosis', 'm54.50', 'M5450'],
  ['diagnosis', ' M 54 50 ', 'M5450'],
  ['diagnosis', 'S39.012A', 'S39012A'],
  ['diagnosis', 'C7A.1', 'C7A1'],
  ['diagnosis', 'I10', 'I10'],
  // A no-break blank, a zero-width one, a byte order mark and a soft hyphen.
  ['diagnosis', '\u00a0M54.50\u200b', 'M5450'],
  ['diagnosis', '\ufeffM54\u00ad.50\t', 'M5450'],
  ['diagnosis', '="M54.50"', 'M5450'],
  ['diagnosis', "'M54.50", 'M5450'],
  ['diagnosis', '"M54.50"', 'M5450'],
  ['diagnosis', 'M54.50 - Low back pain', 'M5450'],
  ['diagnosis', 'M54.50: Low back pain, unspecified', 'M5450'],
  ['diagnosis', 'M54.50 (Low back pain)', 'M5450'],
  ['diagnosis', '(M54.50) Low back pain', 'M5450'],
  ['diagnosis', 'Low back pain (M54.50)', 'M5450'],
  ['diagnosis', 'ICD10:M54.50', 'M5450'],
  ['diagnosis', 'ICD-10-CM M54.50', 'M5450'],
  ['diagnosis', 'ABK:M5450', 'M5450'],
  ['diagnosis', 'http://hl7.org/fhir/sid/icd-10-cm|M54.50', 'M5450'],
  ['diagnosis', 'E11.9 - Type 2 diabetes mellitus', 'E119'],
  ['diagnosis', 'M51.26 - Disc displacement L4-L5', 'M5126'],
  ['diagnosis', 'M54.50;C61', 'M5450 C61'],
  ['diagnosis', 'M54.50, C61 | I10', 'M5450 C61 I10'],
  ['diagnosis', 'I10 C61', 'I10 C61'],
  ['diagnosis', 'M5450~C61^E11.9', 'M5450 C61 E119'],
  // A word behind a code is not the end of the code.
  ['diagnosis', 'I10 HTN', 'I10'],
  ['diagnosis', 'M54.5 LBP', 'M545'],
  // Which of two codes is meant is not certain where text stands between them; nor is a range.
  ['diagnosis', 'M54.50 and C61', '?'],
  ['diagnosis', 'C00-C14', '?'],
  // A hyphen or a decimal comma for the dot, where no flag or count can be meant.
  ['diagnosis', 'M54-50', 'M5450'],
  ['diagnosis', 'm54,50', 'M5450'],
  ['diagnosis', 'E11,9', 'E119'],
  ['diagnosis', 'S39-012A', 'S39012A'],
  ['diagnosis', 'M54-50 - Low back pain', 'M5450'],
  ['diagnosis', 'ICD10: M54,50', 'M5450'],
  ['diagnosis', 'M5450,E119', 'M5450 E119'],
  ['diagnosis', 'M54,E11', 'M54 E11'],
  ['diagnosis', 'I10-Y', 'I10'],
  ['diagnosis', 'I10 - 2 visits', 'I10'],
  ['diagnosis', 'I10,1', '?'],
  ['diagnosis', 'M54/50', '?'],
  ['diagnosis', 'M54_50', '?'],
  ['diagnosis', 'M54,5O', '?'],
  ['diagnosis', 'M54,50;E11,9', '?'],
  ['diagnosis', '724.2', '?'],
  ['diagnosis', '279039007', '?'],
  ['diagnosis', 'Low back pain', '?'],
  ['diagnosis', 'M5', '?'],
  ['diagnosis', 'M5450000', '?'],
  ['diagnosis', 'ICD9:724.2', '?'],
  ['diagnosis', `M54.50 ${'x'.repeat(1000)}`, '?'],
  ['diagnosis', '', null],
  ['diagnosis', ' \u00a0\u200b', null],
  ['diagnosis', 'NULL', null],
  ['diagnosis', '\\N', null],
  ['diagnosis', 'n/a', null],
  ['diagnosis', '#N/A', null],
  ['diagnosis', 'None', null],
  ['diagnosis', 'nan', null],
  ['diagnosis', '-', null],
  ['diagnosis', '000.00', '?'],
  ['diagnosis', '0000', null],

  ['procedure', '72100', '72100'],
  ['procedure', '72100.0', '72100'],
  ['procedure', '100.0', '00100'],
  ['procedure', 'g0151', 'G0151'],
  ['procedure', '0691t', '0691T'],
  ['procedure', '72100-26', '72100 26'],
  ['procedure', '72100TC', '72100 TC'],
  ['procedure', '72100 26', '72100 26'],
  ['procedure', '72100-26-59', '72100 26 59'],
  ['procedure', 'HC:72100:26:RT', '72100 26 RT'],
  ['procedure', 'CPT 72100', '72100'],
  ['procedure', '72100 - X-ray exam of spine, 2/3 views', '72100'],
  ['procedure', '72100,72110', '72100 72110'],
  // Seven digits can be many things.
  ['procedure', '7210026', '?'],
  ['procedure', '7210', '?'],
  ['procedure', 'XRAY', '?'],
  ['procedure', '72100 or 72110', '?'],

  ['revenue', '0450', '0450'],
  ['revenue', '450', '0450'],
  ['revenue', '450.0', '0450'],
  ['revenue', '="0450"', '0450'],
  ['revenue', '04500', '?'],
  ['revenue', '0450 - Emergency room', '0450'],
  ['revenue', 'REV 450', '0450'],
  ['revenue', '45000', '?'],
  ['revenue', '04X0', '?'],

  ['bill_type', '131', '0131'],
  ['bill_type', '0131', '0131'],
  ['bill_type', '131.0', '0131'],
  ['bill_type', '13x', '013X'],
  ['bill_type', '13', '?'],
  ['bill_type', '0', null],

  ['place', '11', '11'],
  ['place', '2', '02'],
  ['place', '2.0', '02'],
  ['place', '11 - Office', '11'],
  ['place', 'Office', '?'],

  ['icd_procedure', '0ty00z0', '0TY00Z0'],
  ['icd_procedure', '16070.0', '0016070'],
  ['icd_procedure', '0TY00Z0 - Transplantation', '0TY00Z0'],
  ['icd_procedure', '50360', '?'],

  ['modifier', '26', '26'],
  ['modifier', 'tc', 'TC'],
  ['modifier', '26.0', '26'],
  ['modifier', '26,59', '26 59'],
  ['modifier', 'none', null],

  ['drug', '00071015523', '00071015523'],
  ['drug', '12345678901.0', '12345678901'],
  ['drug', '0071-0155-23', '0071-0155-23'],
  ['drug', 'N400071015523', '00071015523'],
  ['drug', '00071 0155 23', '00071015523'],
  ['drug', '0071015523', '?'],
];

describe('readCode', () => {
  it.each(CELLS)('%s %j is %j', (kind, text, read) => {
    expect(readCode(kind, text)).toBe(read);
  });
});
