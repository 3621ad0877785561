import { type BenchFile, type Columns, constants, day as dayIn } from './layout-files.js';

/** Institutional claims of CCLF: each with three lines and four diagnoses, and every third with a procedure. */
export function cclfFiles(claims: number, people: number): BenchFile[] {
  return [
    { name: 'parta_claims_header.csv', columns: headerColumns('i', people), rows: claims },
    {
      name: 'parta_claims_revenue_center_detail.csv',
      columns: lineColumns('i // 3', people),
      rows: 3 * claims,
    },
    { name: 'parta_diagnosis_code.csv', columns: diagnosisColumns('i // 4', people), rows: 4 * claims },
    {
      name: 'parta_procedure_code.csv',
      columns: procedureColumns('i * 3', people),
      rows: Math.floor(claims / 3),
    },
  ];
}

const FILE = constants({ FILE_NAME: 'P.A0000.ACO.ZC1Y23.D240115.T0000000', FILE_DATE: '2024-01-15' });

function day(claim: string): string {
  return dayIn(claim, '%Y-%m-%d');
}

/** @param claim the number of the claim of a row */
function headerColumns(claim: string, people: number): Columns {
  const isCancellation = `${claim} % 50 = 1`;
  return {
    CUR_CLM_UNIQ_ID: `7000000000000 + ${claim}`,
    PRVDR_OSCAR_NUM: `'340001'`,
    BENE_MBI_ID: personOf(claim, people),
    ...constants({ BENE_HIC_NUM: null, CLM_TYPE_CD: '40' }),
    CLM_FROM_DT: day(claim),
    CLM_THRU_DT: day(claim),
    ...constants({ CLM_BILL_FAC_TYPE_CD: '1', CLM_BILL_CLSFCTN_CD: '3' }),
    PRNCPL_DGNS_CD: `CASE WHEN ${claim} % 60 = 0 THEN 'M545' ELSE 'I10' END`,
    ...constants({ ADMTG_DGNS_CD: null, CLM_MDCR_NPMT_RSN_CD: null, CLM_PMT_AMT: '100.50' }),
    ...constants({ CLM_NCH_PRMRY_PYR_CD: null, PRVDR_FAC_FIPS_ST_CD: '34', BENE_PTNT_STUS_CD: '01' }),
    ...constants({ DGNS_DRG_CD: null, CLM_OP_SRVC_TYPE_CD: null, FAC_PRVDR_NPI_NUM: '1999310391' }),
    ...constants({ OPRTG_PRVDR_NPI_NUM: null, ATNDG_PRVDR_NPI_NUM: '1888819926', OTHR_PRVDR_NPI_NUM: null }),
    CLM_ADJSMT_TYPE_CD: `CASE WHEN ${isCancellation} THEN '1' ELSE '0' END`,
    ...constants({ CLM_EFCTV_DT: '2023-12-01', CLM_IDR_LD_DT: '2023-12-01' }),
    BENE_EQTBL_BIC_HICN_NUM: personOf(claim, people),
    ...constants({
      CLM_ADMSN_TYPE_CD: null,
      CLM_ADMSN_SRC_CD: null,
      CLM_BILL_FREQ_CD: '1',
      CLM_QUERY_CD: '3',
    }),
    ...constants({ DGNS_PRCDR_ICD_IND: '0', CLM_MDCR_INSTNL_TOT_CHRG_AMT: '310.00' }),
    CLM_CNTL_NUM: `CASE WHEN ${isCancellation} THEN ${claim} - 1 ELSE ${claim} END`,
    ...FILE,
  };
}

function lineColumns(claim: string, people: number): Columns {
  return {
    CUR_CLM_UNIQ_ID: `7000000000000 + ${claim}`,
    CLM_LINE_NUM: 'i % 3 + 1',
    BENE_MBI_ID: personOf(claim, people),
    ...constants({ BENE_HIC_NUM: null, CLM_TYPE_CD: '40' }),
    CLM_LINE_FROM_DT: day(claim),
    CLM_LINE_THRU_DT: day(claim),
    CLM_LINE_PROD_REV_CTR_CD: `CASE WHEN i % 3 = 0 THEN '0610' ELSE '0450' END`,
    CLM_LINE_INSTNL_REV_CTR_DT: 'NULL',
    CLM_LINE_HCPCS_CD: `CASE WHEN i % 77 = 0 THEN '72148' ELSE '99213' END`,
    BENE_EQTBL_BIC_HICN_NUM: personOf(claim, people),
    PRVDR_OSCAR_NUM: `'340001'`,
    CLM_FROM_DT: day(claim),
    CLM_THRU_DT: day(claim),
    ...constants({ CLM_LINE_SRVC_UNIT_QTY: '1', CLM_LINE_CVRD_PD_AMT: '30.00', HCPCS_1_MDFR_CD: null }),
    ...constants({ HCPCS_2_MDFR_CD: null, HCPCS_3_MDFR_CD: null, HCPCS_4_MDFR_CD: null }),
    ...constants({ HCPCS_5_MDFR_CD: null, CLM_REV_APC_HIPPS_CD: null, CLM_FAC_PRVDR_OSCAR_NUM: '340001' }),
    ...FILE,
  };
}

function diagnosisColumns(claim: string, people: number): Columns {
  return {
    ...codeColumns(claim, people),
    ...constants({ CLM_PROD_TYPE_CD: '1' }),
    CLM_VAL_SQNC_NUM: 'i % 4 + 1',
    CLM_DGNS_CD: `['I10', 'E119', 'Z7984', 'J449'][i % 4 + 1]`,
    ...constants({ CLM_POA_IND: null }),
    ...FILE,
  };
}

function procedureColumns(claim: string, people: number): Columns {
  return {
    ...codeColumns(claim, people),
    ...constants({ CLM_VAL_SQNC_NUM: '1', CLM_PRCDR_CD: '0SG0071' }),
    CLM_PRCDR_PRFRM_DT: day(claim),
    ...FILE,
  };
}

function codeColumns(claim: string, people: number): Columns {
  return {
    CUR_CLM_UNIQ_ID: `7000000000000 + ${claim}`,
    BENE_MBI_ID: personOf(claim, people),
    ...constants({ BENE_HIC_NUM: null, CLM_TYPE_CD: '40' }),
    BENE_EQTBL_BIC_HICN_NUM: personOf(claim, people),
    PRVDR_OSCAR_NUM: `'340001'`,
    CLM_FROM_DT: day(claim),
    CLM_THRU_DT: day(claim),
    ...constants({ DGNS_PRCDR_ICD_IND: '0', CLM_BLG_PRVDR_OSCAR_NUM: '340001' }),
  };
}

function personOf(claim: string, people: number): string {
  return `'1EG4TE' || lpad(CAST((${claim}) % ${people} AS VARCHAR), 7, '0')`;
}
