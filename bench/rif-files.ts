import { type BenchFile, type Columns, constants, day as dayIn } from './layout-files.js';

/** Carrier claims of RIF with three lines each, with all the columns that such files have. */
export function rifFiles(claims: number, people: number): BenchFile[] {
  return [
    { name: 'headers.csv', columns: headerColumns('i', people), rows: claims },
    { name: 'lines.csv', columns: lineColumns('i // 3', people), rows: 3 * claims },
  ];
}

function day(number: string): string {
  return dayIn(number, '%d-%b-%Y');
}

/** @param claim the number of the claim of a row */
function headerColumns(claim: string, people: number): Columns {
  const diagnosis = `CASE WHEN ${claim} % 40 = 0 THEN 'M545' ELSE 'I10' END`;
  const blank = Array.from({ length: 10 }, (_, place) => place + 3).flatMap((number) => [
    [`ICD_DGNS_CD${number}`, null],
    [`ICD_DGNS_VRSN_CD${number}`, null],
  ]);
  return {
    BENE_ID: `${claim} % ${people}`,
    CLM_ID: claim,
    CLM_GRP_ID: `100000000 + ${claim}`,
    ...constants({ FINAL_ACTION: 'F', NCH_NEAR_LINE_REC_IDENT_CD: 'O', NCH_CLM_TYPE_CD: '71' }),
    CLM_FROM_DT: day(claim),
    CLM_THRU_DT: day(claim),
    NCH_WKLY_PROC_DT: day(claim),
    ...constants({ CARR_CLM_ENTRY_CD: '1', CLM_DISP_CD: '1', CARR_NUM: '31143', CARR_CLM_PMT_DNL_CD: '1' }),
    ...constants({ CLM_PMT_AMT: '563.36', CARR_CLM_PRMRY_PYR_PD_AMT: '0', RFR_PHYSN_UPIN: null }),
    RFR_PHYSN_NPI: `1999310391 - ${claim} % 5000`,
    ...constants({ CARR_CLM_PRVDR_ASGNMT_IND_SW: 'A', NCH_CLM_PRVDR_PMT_AMT: '563.36' }),
    ...constants({ NCH_CLM_BENE_PMT_AMT: '0', NCH_CARR_CLM_SBMTD_CHRG_AMT: '704.20' }),
    ...constants({ NCH_CARR_CLM_ALOWD_AMT: '563.36', CARR_CLM_CASH_DDCTBL_APLD_AMT: '0.00' }),
    ...constants({ CARR_CLM_HCPCS_YR_CD: '1', CARR_CLM_RFRNG_PIN_NUM: 'PCP240013' }),
    PRNCPAL_DGNS_CD: diagnosis,
    PRNCPAL_DGNS_VRSN_CD: `'0'`,
    ICD_DGNS_CD1: diagnosis,
    ...constants({ ICD_DGNS_VRSN_CD1: '0', ICD_DGNS_CD2: 'E119', ICD_DGNS_VRSN_CD2: '0' }),
    ...constants(Object.fromEntries(blank)),
    CLM_CLNCL_TRIL_NUM: 'NULL',
    CARR_CLM_CNTL_NUM: `100000322 + ${claim}`,
    CARR_CLM_BLG_NPI_NUM: 'NULL',
  };
}

function lineColumns(claim: string, people: number): Columns {
  return {
    BENE_ID: `(${claim}) % ${people}`,
    CLM_ID: claim,
    LINE_NUM: 'i % 3 + 1',
    ...constants({ CARR_PRFRNG_PIN_NUM: 'PCP240013', PRF_PHYSN_UPIN: null }),
    PRF_PHYSN_NPI: '1999310391 - i % 5000',
    ORG_NPI_NUM: '1888819926 - i % 700',
    CARR_LINE_PRVDR_TYPE_CD: `'0'`,
    TAX_NUM: '999145882 - i % 700',
    ...constants({ PRVDR_STATE_CD: '22', PRVDR_ZIP: '021340000', PRVDR_SPCLTY: '01', PRTCPTNG_IND_CD: '4' }),
    ...constants({ CARR_LINE_RDCD_PMT_PHYS_ASTN_C: '0', LINE_SRVC_CNT: '1', LINE_CMS_TYPE_SRVC_CD: '1' }),
    ...constants({ LINE_PLACE_OF_SRVC_CD: '11', CARR_LINE_PRCNG_LCLTY_CD: '40' }),
    LINE_1ST_EXPNS_DT: day(claim),
    LINE_LAST_EXPNS_DT: day(claim),
    HCPCS_CD: `CASE WHEN i % 77 = 0 THEN '72148' ELSE '99213' END`,
    HCPCS_1ST_MDFR_CD: `CASE WHEN i % 7 = 0 THEN '26' END`,
    ...constants({ HCPCS_2ND_MDFR_CD: null, BETOS_CD: 'M1B', LINE_NCH_PMT_AMT: '109.44' }),
    ...constants({ LINE_BENE_PMT_AMT: '0', LINE_PRVDR_PMT_AMT: '109.44', LINE_BENE_PTB_DDCTBL_AMT: '0.00' }),
    ...constants({
      LINE_BENE_PRMRY_PYR_CD: null,
      LINE_BENE_PRMRY_PYR_PD_AMT: '0',
      LINE_COINSRNC_AMT: '109.44',
    }),
    ...constants({ LINE_SBMTD_CHRG_AMT: '136.80', LINE_ALOWD_CHRG_AMT: '136.80', LINE_PRCSG_IND_CD: 'A' }),
    ...constants({ LINE_PMT_80_100_CD: '0', LINE_SERVICE_DEDUCTIBLE: '0', CARR_LINE_MTUS_CNT: '1' }),
    ...constants({ CARR_LINE_MTUS_CD: '3', LINE_ICD_DGNS_CD: 'I10', LINE_ICD_DGNS_VRSN_CD: '0' }),
    ...constants({ HPSA_SCRCTY_IND_CD: null, CARR_LINE_RX_NUM: null, LINE_HCT_HGB_RSLT_NUM: '0.0' }),
    ...constants({ LINE_HCT_HGB_TYPE_CD: null, LINE_NDC_CD: null, CARR_LINE_CLIA_LAB_NUM: null }),
    ...constants({ CARR_LINE_ANSTHSA_UNIT_CNT: '0' }),
  };
}
