import type { Condition, Kind, KnownCodes, Layout, Step, Value } from './layout.js';

/*
 * RIF, the research files of Medicare: header and lines in one file, or separate as CCW delivers them.
 * Columns and the meaning of codes follow the public RIF layouts as the tests of this project read them
 * (test/layouts): ICD version 0 is ICD-10, MDCR_ENTLMT_BUYIN 3 and C are Parts A and B, HMO 1, 2, A, B and C
 * are Part C.
 */

const NOT_DELETED: NonNullable<Kind['leave_out']> = [
  { where: { column: 'DML_IND', is: ['DELETE'] }, reason: 'deleted' },
  { where: { column: 'FINAL_ACTION', is_not: ['F'] }, reason: 'not_final' },
];

/**
 * What is updated or deleted does not count as it was delivered before: in earlier files the whole claim, and in the
 * same file the same row of it.
 */
function lastDelivery(row: readonly Value[], unit: readonly Value[] = row): Step[] {
  const replaces: Condition = { column: 'DML_IND', is: ['UPDATE', 'DELETE'] };
  const reason = 'superseded_delivery';
  return [
    { step: 'replace', per: [...unit], replaces, by: ['@file'], reason },
    { step: 'replace', per: [...row], replaces, by: ['@file', '@row'], reason },
  ];
}
const CLAIM_AND_PERSON: readonly Value[] = ['CLM_ID', '@person'];
const ofClaims = (line: string): Step[] =>
  lastDelivery([...CLAIM_AND_PERSON, { number: line }], CLAIM_AND_PERSON);

/** Codes of ICD-10; a file without the version column has only those. */
const ICD_10 = (code: string, version: string): Value => ({
  when: { column: version, is: ['0'] },
  value: code,
});
const PRINCIPAL: Value = {
  first: [ICD_10('PRNCPAL_DGNS_CD', 'PRNCPAL_DGNS_VRSN_CD'), ICD_10('ICD_DGNS_CD1', 'ICD_DGNS_VRSN_CD1')],
};
const ABSENT_VERSIONS = {
  PRNCPAL_DGNS_VRSN_CD: '0',
  'ICD_DGNS_VRSN_CD#': '0',
  'ICD_PRCDR_VRSN_CD#': '0',
  LINE_ICD_DGNS_VRSN_CD: '0',
};

const DENIED: Condition = {
  any: [
    { column: 'CARR_CLM_PMT_DNL_CD', is: ['0'] },
    { column: 'CLM_MDCR_NON_PMT_RSN_CD', filled: true },
  ],
};
const status = (line: string): Value => ({
  when: { any: [DENIED, { column: `${line}LINE_PRCSG_IND_CD`, is_not: ['A', 'R', 'S'] }] },
  value: { constant: 'denied' },
  else: { constant: 'paid' },
});

const CLAIM: Readonly<Record<string, Value>> = {
  claim_id: 'CLM_ID',
  person_id: '@person',
  claim_start_date: 'CLM_FROM_DT',
  claim_end_date: 'CLM_THRU_DT',
};

/** @param line empty, or the prefix of line columns */
function professional(line: string): Pick<Kind, 'columns' | 'diagnoses'> {
  return {
    columns: {
      ...CLAIM,
      claim_type: { constant: 'professional' },
      claim_line_number: { number: `${line}LINE_NUM` },
      claim_line_start_date: { first: [`${line}LINE_1ST_EXPNS_DT`, 'CLM_FROM_DT'] },
      claim_line_end_date: `${line}LINE_LAST_EXPNS_DT`,
      place_of_service_code: `${line}LINE_PLACE_OF_SRVC_CD`,
      hcpcs_code: `${line}HCPCS_CD`,
      hcpcs_modifier_1: `${line}HCPCS_1ST_MDFR_CD`,
      hcpcs_modifier_2: `${line}HCPCS_2ND_MDFR_CD`,
      hcpcs_modifier_3: `${line}HCPCS_3RD_MDFR_CD`,
      hcpcs_modifier_4: `${line}HCPCS_4TH_MDFR_CD`,
      allowed_amount: { amount: `${line}LINE_ALOWD_CHRG_AMT` },
      paid_amount: { amount: `${line}LINE_NCH_PMT_AMT` },
      rendering_npi: { first: [`${line}PRF_PHYSN_NPI`, `${line}PRVDR_NPI`] },
      billing_npi: 'CARR_CLM_BLG_NPI_NUM',
      referring_npi: 'RFR_PHYSN_NPI',
      claim_status: status(line),
    },
    diagnoses: {
      principal: PRINCIPAL,
      others: [
        ICD_10('ICD_DGNS_CD#', 'ICD_DGNS_VRSN_CD#'),
        ICD_10(`${line}LINE_ICD_DGNS_CD`, `${line}LINE_ICD_DGNS_VRSN_CD`),
      ],
    },
  };
}

function institutional(line: string): Pick<Kind, 'columns' | 'diagnoses' | 'procedures'> {
  return {
    columns: {
      ...CLAIM,
      claim_type: { constant: 'institutional' },
      claim_line_number: { number: `${line}CLM_LINE_NUM` },
      claim_line_start_date: { first: [`${line}REV_CNTR_DT`, 'CLM_FROM_DT'] },
      admission_date: 'CLM_ADMSN_DT',
      discharge_date: {
        when: { column: 'CLM_ADMSN_DT', filled: true },
        value: { first: ['NCH_BENE_DSCHRG_DT', 'CLM_THRU_DT'] },
        else: 'NCH_BENE_DSCHRG_DT',
      },
      bill_type_code: { joined: ['CLM_FAC_TYPE_CD', 'CLM_SRVC_CLSFCTN_TYPE_CD', 'CLM_FREQ_CD'] },
      revenue_center_code: `${line}REV_CNTR`,
      hcpcs_code: `${line}HCPCS_CD`,
      hcpcs_modifier_1: `${line}HCPCS_1ST_MDFR_CD`,
      hcpcs_modifier_2: `${line}HCPCS_2ND_MDFR_CD`,
      paid_amount: { amount: `${line}REV_CNTR_PMT_AMT_AMT` },
      rendering_npi: `${line}RNDRNG_PHYSN_NPI`,
      billing_npi: 'ORG_NPI_NUM',
      claim_status: status(line),
      medicare_claim_type: 'NCH_CLM_TYPE_CD',
    },
    diagnoses: { principal: PRINCIPAL, others: [ICD_10('ICD_DGNS_CD#', 'ICD_DGNS_VRSN_CD#')] },
    procedures: { code: ICD_10('ICD_PRCDR_CD#', 'ICD_PRCDR_VRSN_CD#'), date: 'PRCDR_DT#' },
  };
}

const COMMON = {
  person: 'BENE_ID',
  leave_out: NOT_DELETED,
  absent: ABSENT_VERSIONS,
} as const;

const MEDICAL_KIND = { ...COMMON, table: 'medical_claim' } as const;

const LINES = {
  name: 'line',
  as: 'lines',
  on: [
    ['CLM_ID', 'CLM_ID'],
    ['@person', '@person'],
  ],
} as const;
const withLines = (kind: string): NonNullable<Kind['joins']> => [
  { ...LINES, kind, on: LINES.on.map(([here, there]) => [here, there]) },
];

const OF_PEOPLE: Kind['columns'] = {
  person_id: '@person',
  payer_type: { constant: 'medicare' },
  gender: {
    when: { column: 'BENE_SEX_IDENT_CD', is: ['1'] },
    value: { constant: 'male' },
    else: { when: { column: 'BENE_SEX_IDENT_CD', is: ['2'] }, value: { constant: 'female' } },
  },
};
const BUY_IN = { medical: ['3', 'C'], other: ['1', '2', 'A', 'B'] };
/** The plan of Part C spans, whose claims are not in the files. */
const PART_C_PLAN = 'medicare part c';
const PART_C = ['1', '2', 'A', 'B', 'C'];
const NO_CONTRACT = ['0', 'N', '*'];

/** A person has one row of a year: of two, which could contradict each other, the one given last counts. */
const oneRow = (year: string): NonNullable<Kind['steps']> => [
  ...lastDelivery(['@person', year]),
  { step: 'latest', per: ['@person', year], by: ['@file', '@row'], reason: 'superseded_delivery' },
];

const KINDS: readonly Kind[] = [
  {
    ...MEDICAL_KIND,
    name: 'professional claims',
    match: ['BENE_ID', 'CLM_ID', 'CLM_FROM_DT', 'CARR_CLM_PMT_DNL_CD'],
    match_any: ['LINE_NUM', 'LINE_1ST_EXPNS_DT', 'HCPCS_CD'],
    steps: ofClaims('LINE_NUM'),
    ...professional(''),
  },
  {
    ...MEDICAL_KIND,
    name: 'institutional claims',
    match: ['BENE_ID', 'CLM_ID', 'CLM_FROM_DT', 'CLM_FAC_TYPE_CD'],
    match_any: ['CLM_LINE_NUM', 'REV_CNTR', 'HCPCS_CD'],
    steps: ofClaims('CLM_LINE_NUM'),
    ...institutional(''),
  },
  {
    ...MEDICAL_KIND,
    name: 'professional headers',
    match: ['BENE_ID', 'CLM_ID', 'CLM_FROM_DT', 'CARR_CLM_PMT_DNL_CD'],
    steps: lastDelivery(CLAIM_AND_PERSON),
    joins: withLines('professional lines'),
    ...professional('line.'),
  },
  {
    ...COMMON,
    name: 'professional lines',
    match: ['BENE_ID', 'CLM_ID', 'LINE_NUM', 'LINE_1ST_EXPNS_DT'],
    steps: ofClaims('LINE_NUM'),
  },
  {
    ...MEDICAL_KIND,
    name: 'institutional headers',
    match: ['BENE_ID', 'CLM_ID', 'CLM_FROM_DT', 'CLM_FAC_TYPE_CD'],
    steps: lastDelivery(CLAIM_AND_PERSON),
    joins: withLines('revenue lines'),
    ...institutional('line.'),
  },
  {
    ...COMMON,
    name: 'revenue lines',
    match: ['BENE_ID', 'CLM_ID', 'CLM_LINE_NUM', 'REV_CNTR'],
    steps: ofClaims('CLM_LINE_NUM'),
  },
  {
    ...COMMON,
    name: 'prescription events',
    match: ['BENE_ID', 'PDE_ID', 'SRVC_DT', 'PROD_SRVC_ID'],
    table: 'pharmacy_claim',
    steps: lastDelivery(['PDE_ID', '@person']),
    leave_out: [...NOT_DELETED, { where: { column: 'ADJSTMT_DLTN_CD', is: ['D'] }, reason: 'deleted' }],
    columns: {
      claim_id: 'PDE_ID',
      person_id: '@person',
      dispensing_date: 'SRVC_DT',
      ndc_code: 'PROD_SRVC_ID',
      days_supply: 'DAYS_SUPLY_NUM',
      quantity: { amount: 'QTY_DSPNSD_NUM' },
    },
  },
  {
    ...COMMON,
    name: 'beneficiary years',
    match: ['BENE_ID', 'BENE_BIRTH_DT', 'RFRNC_YR', 'MDCR_ENTLMT_BUYIN_1_IND'],
    table: 'eligibility',
    steps: oneRow('RFRNC_YR'),
    columns: { ...OF_PEOPLE, birth_date: 'BENE_BIRTH_DT', death_date: 'DEATH_DT' },
    spans: [
      {
        year: 'RFRNC_YR',
        months: 'MDCR_ENTLMT_BUYIN_#_IND',
        ...BUY_IN,
        marked: {
          where: {
            any: [
              { column: 'HMO_#_IND', is: PART_C },
              { column: 'PTC_CNTRCT_#MON_ID', is_not: NO_CONTRACT },
            ],
          },
          plan: PART_C_PLAN,
        },
        cut: 'DEATH_DT',
      },
    ],
  },
  {
    ...COMMON,
    name: 'beneficiary summaries',
    match: ['BENE_ID', 'BENE_BIRTH_DT', 'BENE_ENROLLMT_REF_YR', 'MDCR_ENTLMT_BUYIN_IND_01'],
    table: 'eligibility',
    steps: oneRow('BENE_ENROLLMT_REF_YR'),
    columns: {
      ...OF_PEOPLE,
      gender: {
        when: { column: 'SEX_IDENT_CD', is: ['1'] },
        value: { constant: 'male' },
        else: { when: { column: 'SEX_IDENT_CD', is: ['2'] }, value: { constant: 'female' } },
      },
      birth_date: 'BENE_BIRTH_DT',
      death_date: 'BENE_DEATH_DT',
    },
    spans: [
      {
        year: 'BENE_ENROLLMT_REF_YR',
        months: 'MDCR_ENTLMT_BUYIN_IND_##',
        ...BUY_IN,
        marked: {
          where: {
            any: [
              { column: 'HMO_IND_##', is: PART_C },
              { column: 'PTC_CNTRCT_ID_##', is_not: NO_CONTRACT },
            ],
          },
          plan: PART_C_PLAN,
        },
        cut: 'BENE_DEATH_DT',
      },
    ],
  },
  // Files that globs find next to the needed ones; nothing is read from them.
  { name: 'beneficiary history', match: ['BENE_ID', 'BENE_CRNT_HIC_NUM', 'EFCTV_BGN_DT'] },
  { name: 'export summary', match: ['BENE_ID', 'CARRIER_CLAIMS', 'PDE_CLAIMS'] },
];

const version = (column: string, beside: string): KnownCodes => ({
  ...{ column, beside, codes: ['0', '9'] },
  effect: 'The codes beside them are left out as if they were not of ICD-10.',
});
const ofMonths = (column: string): KnownCodes => ({
  ...{ column, codes: ['0', ...BUY_IN.medical, ...BUY_IN.other] },
  effect: 'In these months nobody is enrolled.',
});
const KNOWN: readonly KnownCodes[] = [
  version('PRNCPAL_DGNS_VRSN_CD', 'PRNCPAL_DGNS_CD'),
  version('ICD_DGNS_VRSN_CD#', 'ICD_DGNS_CD#'),
  version('ICD_PRCDR_VRSN_CD#', 'ICD_PRCDR_CD#'),
  version('LINE_ICD_DGNS_VRSN_CD', 'LINE_ICD_DGNS_CD'),
  ofMonths('MDCR_ENTLMT_BUYIN_#_IND'),
  ofMonths('MDCR_ENTLMT_BUYIN_IND_##'),
];

/** The research files of Medicare. */
export const RIF: Layout = {
  name: 'rif',
  kinds: KINDS,
  known: KNOWN,
  warnings: [
    {
      code: 'LBP-W702',
      text: 'people with months in Part C, whose claims the files do not have',
      effect: 'What happened in these months is not seen, so history, exclusions and imaging are missed.',
      fix: `Read the rate with that in mind, or leave out the people of the plan "${PART_C_PLAN}".`,
      table: 'eligibility',
      count: { of: 'person_id', where: { column: 'plan', is: [PART_C_PLAN] } },
    },
    {
      code: 'LBP-W703',
      text: 'inpatient claims (type 60) without a revenue code of room and board (0100 to 0219), for which no stay can be found',
      effect: 'What rules ask of inpatient stays is not found for these claims.',
      fix: 'Ask for all revenue lines of the claims.',
      table: 'medical_claim',
      count: {
        of: 'claim_id',
        where: { column: 'medicare_claim_type', is: ['60'] },
        unless: { column: 'revenue_center_code', from: '0100', to: '0219' },
      },
    },
  ],
};
