import { amountCell, type PlainTables, type Row, rowsOf } from './plain-table.js';

/*
 * A plain reader of RIF files, written only from the layout's page: a second opinion on
 * src/inputs/layouts/rif.ts.
 */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const NAMES = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEPT', 'OCT', 'NOV', 'DEC'];

/** 2015-03-01 for 01-Mar-2015. */
function iso(day = ''): string {
  const [date, month, year] = day.split('-');
  if (date === undefined || month === undefined || year === undefined) return day;
  return `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${date}`;
}

const cell = (row: Row | undefined, name: string): string => row?.[name] ?? '';

function counts(row: Row): boolean {
  return row['DML_IND'] !== 'DELETE' && row['FINAL_ACTION'] === 'F';
}

function columns(row: Row, stem: string): string[] {
  return Array.from({ length: 25 }, (_, place) => cell(row, `${stem}${place + 1}`));
}

function diagnosesOf(row: Row): string[] {
  const isTen = (version?: string): boolean => version === '0';
  const first = isTen(row['PRNCPAL_DGNS_VRSN_CD']) ? cell(row, 'PRNCPAL_DGNS_CD') : '';
  const versions = columns(row, 'ICD_DGNS_VRSN_CD');
  const others = columns(row, 'ICD_DGNS_CD').map((code, place) => (isTen(versions[place]) ? code : ''));
  const principal = first === '' ? (others[0] ?? '') : first;
  const ofLine = isTen(row['LINE_ICD_DGNS_VRSN_CD']) ? cell(row, 'LINE_ICD_DGNS_CD') : '';
  const further: string[] = [];
  for (const code of [...others, ofLine]) {
    if (code !== '' && code !== principal && !further.includes(code)) further.push(code);
  }
  return [principal, ...further];
}

function isDenied(row: Row): boolean {
  const processing = cell(row, 'LINE_PRCSG_IND_CD');
  return (
    row['CARR_CLM_PMT_DNL_CD'] === '0' ||
    (processing !== '' && !['A', 'R', 'S'].includes(processing)) ||
    cell(row, 'CLM_MDCR_NON_PMT_RSN_CD') !== ''
  );
}

function claimLine(row: Row, isInstitutional: boolean): Row {
  const line = cell(row, 'LINE_NUM') || cell(row, 'CLM_LINE_NUM');
  const lineDay = row['LINE_1ST_EXPNS_DT'] || row['REV_CNTR_DT'] || row['CLM_FROM_DT'];
  const bill = [row['CLM_FAC_TYPE_CD'], row['CLM_SRVC_CLSFCTN_TYPE_CD'], row['CLM_FREQ_CD']];
  const admission = iso(row['CLM_ADMSN_DT']);
  const stated = iso(row['NCH_BENE_DSCHRG_DT']);
  const codes = columns(row, 'ICD_PRCDR_CD');
  const versions = columns(row, 'ICD_PRCDR_VRSN_CD');
  const days = columns(row, 'PRCDR_DT');
  const procedures = codes
    .map((code, place) => ({ code: versions[place] === '0' ? code : '', day: iso(days[place]) }))
    .filter(({ code }) => code !== '');
  return {
    claim_id: cell(row, 'CLM_ID'),
    claim_line_number: line === '' ? '' : String(Number(line)),
    person_id: cell(row, 'BENE_ID'),
    claim_type: isInstitutional ? 'institutional' : 'professional',
    claim_start_date: iso(row['CLM_FROM_DT']),
    claim_end_date: iso(row['CLM_THRU_DT']),
    claim_line_start_date: iso(lineDay),
    hcpcs_code: cell(row, 'HCPCS_CD'),
    place_of_service_code: cell(row, 'LINE_PLACE_OF_SRVC_CD'),
    hcpcs_modifier_1: cell(row, 'HCPCS_1ST_MDFR_CD'),
    hcpcs_modifier_2: cell(row, 'HCPCS_2ND_MDFR_CD'),
    claim_status: isDenied(row) ? 'denied' : 'paid',
    ...(isInstitutional
      ? {
          paid_amount: amountCell(cell(row, 'REV_CNTR_PMT_AMT_AMT')),
          rendering_npi: cell(row, 'RNDRNG_PHYSN_NPI'),
          billing_npi: cell(row, 'ORG_NPI_NUM'),
          revenue_center_code: cell(row, 'REV_CNTR'),
          bill_type_code: bill.every((part) => part !== undefined && part !== '') ? bill.join('') : '',
          admission_date: admission,
          discharge_date: admission === '' ? stated : stated || iso(row['CLM_THRU_DT']),
        }
      : {
          claim_line_end_date: iso(row['LINE_LAST_EXPNS_DT']),
          hcpcs_modifier_3: cell(row, 'HCPCS_3RD_MDFR_CD'),
          hcpcs_modifier_4: cell(row, 'HCPCS_4TH_MDFR_CD'),
          allowed_amount: amountCell(cell(row, 'LINE_ALOWD_CHRG_AMT')),
          paid_amount: amountCell(cell(row, 'LINE_NCH_PMT_AMT')),
          rendering_npi: cell(row, 'PRF_PHYSN_NPI') || cell(row, 'PRVDR_NPI'),
          billing_npi: cell(row, 'CARR_CLM_BLG_NPI_NUM'),
          referring_npi: cell(row, 'RFR_PHYSN_NPI'),
        }),
    ...Object.fromEntries(diagnosesOf(row).map((code, place) => [`diagnosis_code_${place + 1}`, code])),
    ...Object.fromEntries(procedures.map(({ code }, place) => [`procedure_code_${place + 1}`, code])),
    ...Object.fromEntries(procedures.map(({ day }, place) => [`procedure_date_${place + 1}`, day])),
  };
}

/** The spans of a year, month by month; consecutive months with the same value form one span. */
function spansOf(row: Row): Row[] {
  const death = iso(row['DEATH_DT']);
  const spans: Record<string, string>[] = [];
  let before = '';
  for (let month = 1; month <= 12; month++) {
    const buyIn = cell(row, `MDCR_ENTLMT_BUYIN_${month}_IND`);
    const benefit = ['3', 'C'].includes(buyIn) ? 'true' : ['1', '2', 'A', 'B'].includes(buyIn) ? 'false' : '';
    const contract = cell(row, `PTC_CNTRCT_${NAMES[month - 1]}_ID`);
    const isPartC =
      ['1', '2', 'A', 'B', 'C'].includes(cell(row, `HMO_${month}_IND`)) ||
      !['', '0', 'N', '*'].includes(contract);
    const kind = benefit === '' ? '' : `${benefit} ${isPartC}`;
    const two = String(month).padStart(2, '0');
    const end = new Date(Date.UTC(Number(row['RFRNC_YR']), month, 0)).toISOString().slice(0, 10);
    const last = spans.at(-1);
    if (kind !== '' && kind === before && last !== undefined) last['enrollment_end_date'] = end;
    else if (kind !== '') {
      spans.push({
        person_id: cell(row, 'BENE_ID'),
        birth_date: iso(row['BENE_BIRTH_DT']),
        death_date: death,
        enrollment_start_date: `${row['RFRNC_YR']}-${two}-01`,
        enrollment_end_date: end,
        payer_type: 'medicare',
        medical_benefit: benefit,
        plan: isPartC ? 'medicare part c' : '',
        gender: { '1': 'male', '2': 'female' }[cell(row, 'BENE_SEX_IDENT_CD')] ?? '',
      });
    }
    before = kind;
  }
  return spans
    .filter((span) => death === '' || (span['enrollment_start_date'] ?? '') <= death)
    .map((span) => ({
      ...span,
      enrollment_end_date:
        death !== '' && (span['enrollment_end_date'] ?? '') > death
          ? death
          : (span['enrollment_end_date'] ?? ''),
    }));
}

/** Of the rows of one person and year, the last. */
function lastOfYear(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [`${cell(row, 'BENE_ID')}|${row['RFRNC_YR']}`, row])).values()];
}

/** @param files by the names of the public sample, `carrier` and so on */
export function plainRif(files: {
  readonly professional: readonly string[];
  readonly institutional: readonly string[];
  readonly pharmacy: readonly string[];
  readonly beneficiaries: readonly string[];
}): PlainTables {
  const rows = (paths: readonly string[]): Row[] => paths.flatMap((path) => rowsOf(path, '|')).filter(counts);
  return {
    medical_claim: [
      ...rows(files.professional).map((row) => claimLine(row, false)),
      ...rows(files.institutional).map((row) => claimLine(row, true)),
    ],
    pharmacy_claim: rows(files.pharmacy)
      .filter((row) => row['ADJSTMT_DLTN_CD'] !== 'D')
      .map((row) => ({
        claim_id: cell(row, 'PDE_ID'),
        person_id: cell(row, 'BENE_ID'),
        dispensing_date: iso(row['SRVC_DT']),
        ndc_code: cell(row, 'PROD_SRVC_ID'),
        days_supply: cell(row, 'DAYS_SUPLY_NUM'),
        quantity: amountCell(cell(row, 'QTY_DSPNSD_NUM')),
      })),
    eligibility: lastOfYear(
      files.beneficiaries.flatMap((path) => rowsOf(path, '|')).filter((row) => row['RFRNC_YR'] !== undefined),
    )
      // A year that is deleted in the end has none of its earlier rows either.
      .filter((row) => row['DML_IND'] !== 'DELETE')
      .flatMap(spansOf),
  };
}
