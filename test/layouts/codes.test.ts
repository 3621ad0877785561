import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { normalForm } from '../../src/extract/layouts/values.js';
import { MEASURE } from '../../src/packs/index.js';
import { convertLayout } from '../../src/run/convert-layout.js';
import { convertSettings } from '../../src/run/settings/convert-settings.js';
import { QUIET } from '../run/measure.js';
import { type Row, rowsOf } from './plain-table.js';

/*
 * The codes by which a layout decides what is read, as programs rewrite them that take codes for numbers, and
 * codes that the layout does not know.
 */

const folder = mkdtempSync(join(tmpdir(), 'lbp-codes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let number = 0;

interface Read {
  readonly claims: readonly Row[];
  readonly spans: readonly Row[];
  readonly warned: readonly string[];
}

/** What RIF files with one row each become, with some columns changed. */
async function read(claim: Row, year: Row = {}): Promise<Read> {
  number += 1;
  const own = join(folder, String(number));
  const file = (name: string, row: Row): string => {
    const path = `${own}-${name}.csv`;
    writeFileSync(path, `${Object.keys(row).join('|')}\n${Object.values(row).join('|')}\n`);
    return path;
  };
  const months = Array.from({ length: 12 }, (_, place) => [`MDCR_ENTLMT_BUYIN_${place + 1}_IND`, 'C']);
  const flags = {
    preset: 'rif',
    claims: [
      file('carrier', {
        ...{ DML_IND: 'INSERT', FINAL_ACTION: 'F', BENE_ID: '1', CLM_ID: '7', LINE_NUM: '1' },
        ...{ CLM_FROM_DT: '01-Mar-2023', CLM_THRU_DT: '01-Mar-2023', CARR_CLM_PMT_DNL_CD: '1' },
        ...{ PRNCPAL_DGNS_CD: 'M545', PRNCPAL_DGNS_VRSN_CD: '0', ICD_DGNS_CD1: 'M545' },
        ...{ ICD_DGNS_VRSN_CD1: '0', ICD_DGNS_CD2: 'I10', ICD_DGNS_VRSN_CD2: '0' },
        ...{ LINE_ICD_DGNS_CD: 'C61', LINE_ICD_DGNS_VRSN_CD: '0', LINE_PRCSG_IND_CD: 'A' },
        ...claim,
      }),
    ],
    eligibility: [
      file('years', {
        ...{ BENE_ID: '1', BENE_BIRTH_DT: '01-Mar-1950', RFRNC_YR: '2023', DEATH_DT: '' },
        ...{ ...Object.fromEntries(months), ...year },
      }),
    ],
  };
  const { manifest } = await convertLayout(convertSettings(MEASURE, { ...flags, out: own }), QUIET);
  return {
    claims: rowsOf(join(own, 'medical_claim.csv'), ','),
    spans: rowsOf(join(own, 'eligibility.csv'), ','),
    warned: manifest.warnings.filter(({ code }) => code === 'LBP-W707').map(({ text }) => text),
  };
}

const DIAGNOSES = { diagnosis_code_1: 'M545', diagnosis_code_2: 'I10', diagnosis_code_3: 'C61' };

describe('codes are compared in one form', () => {
  it.each([
    ['03.0', '3'],
    ['000', '0'],
    ['0', '0'],
    ['10.0', '10'],
    [' c ', 'C'],
    ['0.5', '0.5'],
    ['0C', '0C'],
  ])('%s is %s', (text, form) => {
    expect(normalForm(text)).toBe(form);
  });

  it('versions, indicators and months as numbers or in small letters', async () => {
    const { claims, spans, warned } = await read(
      {
        ...{ PRNCPAL_DGNS_VRSN_CD: '0.0', ICD_DGNS_VRSN_CD1: '00', ICD_DGNS_VRSN_CD2: '0.0' },
        ...{ LINE_ICD_DGNS_VRSN_CD: '="0"', LINE_PRCSG_IND_CD: 'a', DML_IND: 'insert', FINAL_ACTION: 'f' },
      },
      { MDCR_ENTLMT_BUYIN_1_IND: '03', MDCR_ENTLMT_BUYIN_2_IND: 'c', MDCR_ENTLMT_BUYIN_3_IND: '3.0' },
    );
    expect(claims[0]).toMatchObject({ ...DIAGNOSES, claim_status: 'paid' });
    expect(spans.map((row) => row['enrollment_start_date'])).toEqual(['2023-01-01']);
    expect(warned).toEqual([]);
  });

  it('what is left out or denied by such codes still is', async () => {
    const denied = await read({ CARR_CLM_PMT_DNL_CD: '0.0' });
    expect(denied.claims[0]).toMatchObject({ claim_status: 'denied' });
    const { claims } = await read({ ICD_DGNS_VRSN_CD2: '9.0' });
    expect(claims[0]).toMatchObject({ diagnosis_code_2: 'C61' });
  });
});

describe('words that mean no value', () => {
  it.each(['NULL', 'nan', '\\N', '<NA>', '.', 'None', '\t', '\u00a0', '\u200b'])(
    '%j is blank',
    async (word) => {
      const { claims, warned } = await read(
        {
          ...{ CLM_MDCR_NON_PMT_RSN_CD: word, LINE_PRCSG_IND_CD: word, PRNCPAL_DGNS_CD: word },
          ...{ FINAL_ACTION: word, CARR_CLM_PMT_DNL_CD: word },
        },
        { MDCR_ENTLMT_BUYIN_12_IND: word },
      );
      expect(claims[0]).toMatchObject({ ...DIAGNOSES, claim_status: 'paid' });
      expect(warned).toEqual([]);
    },
  );
});

describe('codes that are not known are warned of', () => {
  it('a version of ICD, and a blank one beside a code', async () => {
    const { warned } = await read({ ICD_DGNS_VRSN_CD2: 'ICD10', LINE_ICD_DGNS_VRSN_CD: '' });
    expect(warned).toEqual([
      expect.stringMatching(
        /^rows of professional claims with ICD_DGNS_VRSN_CD# other than 0, 9, such as ICD10 in .*carrier\.csv:2$/,
      ),
      expect.stringMatching(/LINE_ICD_DGNS_VRSN_CD other than 0, 9, such as a blank in .*carrier\.csv:2$/),
    ]);
  });

  it('a month, but not a blank one', async () => {
    const { warned } = await read({}, { MDCR_ENTLMT_BUYIN_4_IND: '5', MDCR_ENTLMT_BUYIN_5_IND: '' });
    expect(warned).toEqual([expect.stringMatching(/MDCR_ENTLMT_BUYIN_#_IND .*such as 5 in .*years\.csv:2$/)]);
  });
});
