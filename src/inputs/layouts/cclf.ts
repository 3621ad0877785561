import type { Condition, Join, Kind, KnownCodes, Layout, Step, Value } from './layout.js';

/*
 * CCLF, the claim files of Accountable Care Organizations. Columns and the meaning of codes follow the public CCLF
 * layout as the tests of this project read it (test/layouts): the headers are those of Tuva's public connector,
 * adjustment type 1 is a cancellation, ICD indicator 9 is ICD-9, buy-in 3 and C are Parts A and B.
 */

const NOTHING = ['~', '1000-01-01', '9999-12-31'];

/** After the other steps: a row that is not read can still be the later delivery or version of one that would be. */
const WITHOUT_ICD_9: Step = {
  step: 'leave out',
  where: { column: 'DGNS_PRCDR_ICD_IND', is: ['9'] },
  reason: 'icd_9',
};

/** Files of one day are parts of one delivery; without a day, each file is one. */
const DELIVERY: readonly Value[] = [
  { date: 'FILE_DATE' },
  { when: { column: 'FILE_DATE', filled: false }, value: '@file' },
];

/** If the same data was delivered several times, only the last delivery counts, as a whole. */
function lastDelivery(...per: readonly Value[]): Step {
  return { step: 'latest', per: [...per], by: [...DELIVERY], whole: true, reason: 'superseded_delivery' };
}

const CLAIM_AND_PERSON: readonly Value[] = ['CUR_CLM_UNIQ_ID', '@person'];
const OF_CLAIM: Join['on'] = [
  ['CUR_CLM_UNIQ_ID', 'CUR_CLM_UNIQ_ID'],
  ['@person', '@person'],
];

const IS_CANCELLATION: Condition = { column: 'CLM_ADJSMT_TYPE_CD', is: ['1'] };

/** The latest version of each line, unless it is a cancellation. */
function lastVersion(...per: readonly Value[]): Step[] {
  return [
    {
      step: 'latest',
      per: [...per],
      by: [{ date: 'CLM_EFCTV_DT' }, { date: 'CLM_IDR_LD_DT' }, 'CLM_ADJSMT_TYPE_CD'],
      reason: 'superseded',
    },
    { step: 'leave out', where: IS_CANCELLATION, reason: 'cancellation' },
  ];
}

const PART_A = { person: 'BENE_MBI_ID', nothing: NOTHING } as const;
const STAYS: Condition = { column: 'CLM_TYPE_CD', is: ['20', '30', '60'] };

const PART_A_HEADER: Kind = {
  ...PART_A,
  name: 'part a headers',
  match: ['CUR_CLM_UNIQ_ID', 'BENE_MBI_ID', 'PRNCPL_DGNS_CD', 'CLM_FROM_DT', 'CLM_ADJSMT_TYPE_CD'],
  table: 'medical_claim',
  steps: [
    lastDelivery(...CLAIM_AND_PERSON),
    // A cancellation takes one row away, and would leave the second row of a claim that is there twice.
    { step: 'latest', per: [...CLAIM_AND_PERSON], by: ['@file', '@row'], reason: 'repeated' },
    {
      step: 'cancel',
      per: ['PRVDR_OSCAR_NUM', { date: 'CLM_FROM_DT' }, { date: 'CLM_THRU_DT' }, '@person'],
      cancels: IS_CANCELLATION,
      amount: 'CLM_PMT_AMT',
      oldest: [{ date: 'CLM_EFCTV_DT' }, { date: 'CLM_IDR_LD_DT' }, 'CUR_CLM_UNIQ_ID'],
      reason: 'cancellation',
      cancelled: 'cancelled',
    },
    WITHOUT_ICD_9,
  ],
  joins: [
    {
      name: 'line',
      kind: 'part a revenue lines',
      as: 'lines',
      on: [
        ...OF_CLAIM,
        ['PRVDR_OSCAR_NUM', 'PRVDR_OSCAR_NUM'],
        [{ date: 'CLM_FROM_DT' }, { date: 'CLM_FROM_DT' }],
        [{ date: 'CLM_THRU_DT' }, { date: 'CLM_THRU_DT' }],
      ],
    },
    {
      name: 'diagnosis',
      kind: 'part a diagnoses',
      as: 'codes',
      on: OF_CLAIM,
      code: 'CLM_DGNS_CD',
      order: 'CLM_VAL_SQNC_NUM',
    },
    {
      name: 'procedure',
      kind: 'part a procedures',
      as: 'codes',
      on: OF_CLAIM,
      code: 'CLM_PRCDR_CD',
      order: 'CLM_VAL_SQNC_NUM',
      date: 'CLM_PRCDR_PRFRM_DT',
    },
  ],
  columns: {
    claim_id: 'CUR_CLM_UNIQ_ID',
    claim_line_number: { number: 'line.CLM_LINE_NUM' },
    person_id: '@person',
    claim_type: { constant: 'institutional' },
    claim_start_date: 'CLM_FROM_DT',
    claim_end_date: 'CLM_THRU_DT',
    claim_line_start_date: {
      first: ['line.CLM_LINE_INSTNL_REV_CTR_DT', 'line.CLM_LINE_FROM_DT', 'CLM_FROM_DT'],
    },
    claim_line_end_date: 'line.CLM_LINE_THRU_DT',
    admission_date: { when: STAYS, value: 'CLM_FROM_DT' },
    discharge_date: { when: STAYS, value: 'CLM_THRU_DT' },
    bill_type_code: { joined: ['CLM_BILL_FAC_TYPE_CD', 'CLM_BILL_CLSFCTN_CD', 'CLM_BILL_FREQ_CD'] },
    revenue_center_code: 'line.CLM_LINE_PROD_REV_CTR_CD',
    hcpcs_code: 'line.CLM_LINE_HCPCS_CD',
    hcpcs_modifier_1: 'line.HCPCS_1_MDFR_CD',
    hcpcs_modifier_2: 'line.HCPCS_2_MDFR_CD',
    hcpcs_modifier_3: 'line.HCPCS_3_MDFR_CD',
    hcpcs_modifier_4: 'line.HCPCS_4_MDFR_CD',
    hcpcs_modifier_5: 'line.HCPCS_5_MDFR_CD',
    paid_amount: { amount: 'line.CLM_LINE_CVRD_PD_AMT' },
    service_unit_quantity: { amount: 'line.CLM_LINE_SRVC_UNIT_QTY' },
    rendering_npi: { first: ['ATNDG_PRVDR_NPI_NUM', 'CLM_ATNDG_PRVDR_NPI_NUM'] },
    billing_npi: { first: ['FAC_PRVDR_NPI_NUM', 'CLM_BLG_PRVDR_NPI_NUM'] },
    claim_status: {
      when: { column: 'CLM_MDCR_NPMT_RSN_CD', filled: true },
      value: { constant: 'denied' },
      else: { constant: 'paid' },
    },
  },
  diagnoses: { principal: 'PRNCPL_DGNS_CD', others: [{ codes: 'diagnosis' }] },
  procedures: { codes: 'procedure' },
};

const PART_B_VERSION: readonly Value[] = [
  { first: ['CLM_CNTL_NUM', 'CUR_CLM_UNIQ_ID'] },
  { number: 'CLM_LINE_NUM' },
  '@person',
];

/** @param further columns missing from the other kind of Part B file */
function partB(further: Kind['columns']): Omit<Kind, 'name' | 'match' | 'diagnoses'> {
  return {
    person: 'BENE_MBI_ID',
    nothing: NOTHING,
    table: 'medical_claim',
    steps: [
      lastDelivery('CUR_CLM_UNIQ_ID', { number: 'CLM_LINE_NUM' }, '@person'),
      ...lastVersion(...PART_B_VERSION),
      WITHOUT_ICD_9,
    ],
    columns: {
      claim_id: 'CUR_CLM_UNIQ_ID',
      claim_line_number: { number: 'CLM_LINE_NUM' },
      person_id: '@person',
      claim_type: { constant: 'professional' },
      claim_start_date: 'CLM_FROM_DT',
      claim_end_date: 'CLM_THRU_DT',
      claim_line_start_date: { first: ['CLM_LINE_FROM_DT', 'CLM_FROM_DT'] },
      claim_line_end_date: 'CLM_LINE_THRU_DT',
      place_of_service_code: 'CLM_POS_CD',
      hcpcs_code: 'CLM_LINE_HCPCS_CD',
      allowed_amount: { amount: 'CLM_LINE_ALOWD_CHRG_AMT' },
      paid_amount: { amount: 'CLM_LINE_CVRD_PD_AMT' },
      claim_status: {
        when: {
          any: [
            { column: 'CLM_CARR_PMT_DNL_CD', is: ['0'] },
            { column: 'CLM_PRCSG_IND_CD', is_not: ['A', 'R', 'S'] },
          ],
        },
        value: { constant: 'denied' },
        else: { constant: 'paid' },
      },
      ...further,
    },
  };
}

const FURTHER_DIAGNOSES = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((place) => `CLM_DGNS_${place}_CD`);

const KINDS: readonly Kind[] = [
  PART_A_HEADER,
  {
    ...PART_A,
    name: 'part a revenue lines',
    match: ['CUR_CLM_UNIQ_ID', 'BENE_MBI_ID', 'CLM_LINE_NUM', 'CLM_LINE_PROD_REV_CTR_CD'],
    steps: [lastDelivery(...CLAIM_AND_PERSON)],
  },
  {
    ...PART_A,
    name: 'part a diagnoses',
    match: ['CUR_CLM_UNIQ_ID', 'BENE_MBI_ID', 'CLM_VAL_SQNC_NUM', 'CLM_DGNS_CD'],
    steps: [lastDelivery(...CLAIM_AND_PERSON), WITHOUT_ICD_9],
  },
  {
    ...PART_A,
    name: 'part a procedures',
    match: ['CUR_CLM_UNIQ_ID', 'BENE_MBI_ID', 'CLM_VAL_SQNC_NUM', 'CLM_PRCDR_CD'],
    steps: [lastDelivery(...CLAIM_AND_PERSON), WITHOUT_ICD_9],
  },
  {
    ...partB({
      hcpcs_modifier_1: 'HCPCS_1_MDFR_CD',
      hcpcs_modifier_2: 'HCPCS_2_MDFR_CD',
      hcpcs_modifier_3: 'HCPCS_3_MDFR_CD',
      hcpcs_modifier_4: 'HCPCS_4_MDFR_CD',
      hcpcs_modifier_5: 'HCPCS_5_MDFR_CD',
      service_unit_quantity: { amount: 'CLM_LINE_SRVC_UNIT_QTY' },
      rendering_npi: { first: ['RNDRG_PRVDR_NPI_NUM', 'CLM_RNDRG_PRVDR_NPI_NUM'] },
      referring_npi: 'CLM_RFRG_PRVDR_NPI_NUM',
    }),
    name: 'part b physicians',
    match: ['CUR_CLM_UNIQ_ID', 'BENE_MBI_ID', 'CLM_LINE_NUM', 'CLM_LINE_HCPCS_CD', 'CLM_DGNS_1_CD'],
    diagnoses: { principal: 'CLM_DGNS_1_CD', others: [...FURTHER_DIAGNOSES, 'CLM_LINE_DGNS_CD'] },
  },
  {
    ...partB({
      ordering_npi: 'ORDRG_PRVDR_NPI_NUM',
      billing_npi: { first: ['PAYTO_PRVDR_NPI_NUM', 'CLM_BLG_PRVDR_NPI_NUM'] },
    }),
    name: 'part b equipment',
    match: ['CUR_CLM_UNIQ_ID', 'BENE_MBI_ID', 'CLM_LINE_NUM', 'CLM_LINE_HCPCS_CD', 'PAYTO_PRVDR_NPI_NUM'],
  },
  {
    name: 'part d',
    match: ['CUR_CLM_UNIQ_ID', 'BENE_MBI_ID', 'CLM_LINE_NDC_CD', 'CLM_LINE_FROM_DT'],
    table: 'pharmacy_claim',
    person: 'BENE_MBI_ID',
    nothing: NOTHING,
    steps: [
      lastDelivery(...CLAIM_AND_PERSON),
      ...lastVersion(
        '@person',
        { date: 'CLM_LINE_FROM_DT' },
        'CLM_LINE_NDC_CD',
        'CLM_SRVC_PRVDR_GNRC_ID_NUM',
        'CLM_DSPNSNG_STUS_CD',
        { first: ['CLM_LINE_RX_SRVC_RFRNC_NUM', 'CUR_CLM_UNIQ_ID'] },
        'CLM_LINE_RX_FILL_NUM',
      ),
    ],
    columns: {
      claim_id: 'CUR_CLM_UNIQ_ID',
      person_id: '@person',
      dispensing_date: 'CLM_LINE_FROM_DT',
      ndc_code: 'CLM_LINE_NDC_CD',
      // The second is how the connector's headers spell it.
      days_supply: { first: ['CLM_LINE_DAYS_SUPPLY_QTY', 'CLM_LINE_DAYS_SUPLY_QTY'] },
      quantity: { amount: 'CLM_LINE_SRVC_UNIT_QTY' },
    },
  },
  {
    name: 'enrollment',
    match: ['CURRENT_BENE_MBI_ID', 'ENROLLMENT_START_DATE', 'ENROLLMENT_END_DATE'],
    table: 'eligibility',
    person: 'CURRENT_BENE_MBI_ID',
    nothing: NOTHING,
    steps: [
      {
        step: 'latest',
        per: [
          '@person',
          { date: 'ENROLLMENT_START_DATE' },
          { date: 'ENROLLMENT_END_DATE' },
          'BENE_MEMBER_MONTH',
        ],
        by: [...DELIVERY],
        reason: 'superseded_delivery',
      },
      // A span that was open when it was first delivered, and has an end since.
      {
        step: 'latest',
        per: ['@person', { first: [{ date: 'ENROLLMENT_START_DATE' }, 'BENE_MEMBER_MONTH'] }],
        by: [{ date: 'FILE_DATE' }, '@file'],
        whole: true,
        reason: 'superseded_delivery',
      },
    ],
    joins: [{ name: 'who', kind: 'demographics', as: 'one', on: [['@person', '@person']] }],
    columns: {
      person_id: '@person',
      birth_date: 'who.BENE_DOB',
      death_date: 'who.BENE_DEATH_DT',
      payer_type: { constant: 'medicare' },
      medical_benefit: {
        when: { column: 'who.BENE_ENTLMT_BUYIN_IND', is: ['3', 'C'] },
        value: { constant: 'true' },
        else: { constant: 'false' },
      },
      gender: {
        when: { column: 'who.BENE_SEX_CD', is: ['1'] },
        value: { constant: 'male' },
        else: { when: { column: 'who.BENE_SEX_CD', is: ['2'] }, value: { constant: 'female' } },
      },
    },
    spans: [{ from: 'ENROLLMENT_START_DATE', to: 'ENROLLMENT_END_DATE' }, { month: 'BENE_MEMBER_MONTH' }],
    also: {
      option: 'duals',
      where: { column: 'who.BENE_DUAL_STUS_CD', is: ['02', '04', '08', '2', '4', '8'] },
      columns: { payer_type: { constant: 'medicaid' }, medical_benefit: { constant: 'true' } },
    },
  },
  {
    name: 'demographics',
    match: ['BENE_MBI_ID', 'BENE_DOB', 'BENE_DEATH_DT', 'BENE_DUAL_STUS_CD'],
    person: 'BENE_MBI_ID',
    nothing: NOTHING,
    steps: [{ step: 'latest', per: ['@person'], by: [...DELIVERY], reason: 'superseded_delivery' }],
  },
  {
    name: 'cross reference',
    match: ['CRNT_NUM', 'PRVS_NUM'],
    nothing: NOTHING,
    persons: {
      before: 'PRVS_NUM',
      now: 'CRNT_NUM',
      latest: [...DELIVERY, { date: 'PRVS_ID_EFCTV_DT' }],
    },
  },
];

const KNOWN: readonly KnownCodes[] = [
  {
    ...{ column: 'DGNS_PRCDR_ICD_IND', codes: ['0', '9'] },
    effect: 'Their codes are read as ICD-10.',
  },
  {
    ...{ column: 'CLM_ADJSMT_TYPE_CD', codes: ['0', '1', '2'] },
    effect: 'None of them is read as a cancellation.',
  },
  {
    ...{ column: 'BENE_ENTLMT_BUYIN_IND', beside: 'BENE_MBI_ID' },
    codes: ['0', '1', '2', '3', 'A', 'B', 'C'],
    effect: 'These people have no medical benefit.',
  },
];

/** The claim files of Accountable Care Organizations. */
export const CCLF: Layout = {
  name: 'cclf',
  kinds: KINDS,
  known: KNOWN,
  warnings: [
    {
      code: 'LBP-W701',
      text: 'CCLF may hold no claims about substance use, which CMS withholds',
      effect: 'Exclusions for intravenous drug use (iv_drug_use) run low.',
      fix: 'Read counts of iv_drug_use as a lower bound.',
      table: 'medical_claim',
    },
  ],
};
