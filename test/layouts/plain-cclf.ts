import { amountCell, numberedCells, type PlainTables, type Row, rowsOf } from './plain-table.js';

/*
 * A plain reader of CCLF files, written only from the layout's page: a second opinion on
 * src/inputs/layouts/cclf.ts. Files are passed in the order of their deliveries.
 */

export interface CclfFiles {
  readonly headers: readonly string[];
  readonly lines: readonly string[];
  readonly diagnoses: readonly string[];
  readonly procedures: readonly string[];
  readonly physicians: readonly string[];
  readonly equipment: readonly string[];
  readonly drugs: readonly string[];
  readonly enrollment: readonly string[];
  readonly demographics: readonly string[];
  readonly xref: readonly string[];
}

type Numbered = Row & { readonly place: string };

const NOTHING = ['~', '1000-01-01', '9999-12-31'];

/** Rows with their file and place, which tell rows of the same day apart. */
function read(paths: readonly string[]): Numbered[] {
  return paths.flatMap((path, file) =>
    rowsOf(path, ',', NOTHING).map((row, line) => ({
      ...row,
      place: `${String(file).padStart(3, '0')}-${String(line).padStart(7, '0')}`,
    })),
  );
}

const cell = (row: Row | undefined, name: string): string => row?.[name] ?? '';
const plainNumber = (text: string): string => (text === '' ? '' : String(Number(text)));

/** The id that a person has now. */
function idNow(xref: readonly Row[]): (id: string) => string {
  const next = new Map<string, string>();
  for (const row of [...xref].sort((a, b) => (order(a) < order(b) ? -1 : 1))) {
    next.set(cell(row, 'PRVS_NUM'), cell(row, 'CRNT_NUM'));
  }
  return (id) => {
    let now = id;
    for (let next_ = next.get(now); next_ !== undefined && next_ !== now; next_ = next.get(now)) now = next_;
    return now;
  };
}

function order(row: Row): string {
  return `${cell(row, 'FILE_DATE')} ${cell(row, 'place')}`;
}

/** For each key, the rows of the last delivery. */
function lastDelivery(rows: readonly Numbered[], key: (row: Row) => string): Numbered[] {
  const last = new Map<string, string>();
  const delivery = (row: Row): string => cell(row, 'FILE_DATE') || cell(row, 'place').slice(0, 3);
  for (const row of rows) {
    const known = last.get(key(row));
    if (known === undefined || known < delivery(row)) last.set(key(row), delivery(row));
  }
  return rows.filter((row) => last.get(key(row)) === delivery(row));
}

/** The last version of each key, unless that one is a cancellation. */
function lastVersion(rows: readonly Numbered[], key: (row: Row) => string): Numbered[] {
  const version = (row: Row): string =>
    [
      cell(row, 'CLM_EFCTV_DT'),
      cell(row, 'CLM_IDR_LD_DT'),
      cell(row, 'CLM_ADJSMT_TYPE_CD'),
      cell(row, 'place'),
    ].join(' ');
  const last = new Map<string, Numbered>();
  for (const row of rows) {
    const known = last.get(key(row));
    if (known === undefined || version(known) < version(row)) last.set(key(row), row);
  }
  return [...last.values()].filter((row) => cell(row, 'CLM_ADJSMT_TYPE_CD') !== '1');
}

/** Each cancellation takes away the oldest claim of the same payment. */
function withoutCancelled(headers: readonly Numbered[], now: (id: string) => string): Numbered[] {
  const left = [...headers]
    .filter((row) => cell(row, 'CLM_ADJSMT_TYPE_CD') !== '1')
    .sort((a, b) => (age(a) < age(b) ? -1 : 1));
  const key = (row: Row): string =>
    [
      ...['PRVDR_OSCAR_NUM', 'CLM_FROM_DT', 'CLM_THRU_DT'].map((name) => cell(row, name)),
      now(cell(row, 'BENE_MBI_ID')),
      String(Math.abs(Number(cell(row, 'CLM_PMT_AMT')))),
    ].join('|');
  for (const cancellation of headers.filter((row) => cell(row, 'CLM_ADJSMT_TYPE_CD') === '1')) {
    const place = left.findIndex((row) => key(row) === key(cancellation));
    if (place >= 0) left.splice(place, 1);
  }
  return left;
}

function age(row: Row): string {
  return [
    cell(row, 'CLM_EFCTV_DT'),
    cell(row, 'CLM_IDR_LD_DT'),
    cell(row, 'CUR_CLM_UNIQ_ID'),
    cell(row, 'place'),
  ].join(' ');
}

function modifiersOf(row: Row | undefined): Row {
  return numberedCells(
    'hcpcs_modifier',
    [1, 2, 3, 4, 5].map((place) => cell(row, `HCPCS_${place}_MDFR_CD`)),
  );
}

function others(codes: readonly string[], principal: string): Row {
  const found: string[] = [];
  for (const code of codes) if (code !== '' && code !== principal && !found.includes(code)) found.push(code);
  return Object.fromEntries(found.map((code, place) => [`diagnosis_code_${place + 2}`, code]));
}

export function plainCclf(files: CclfFiles): PlainTables {
  const now = idNow(read(files.xref));
  const person = (row: Row): string => now(cell(row, 'BENE_MBI_ID'));
  const claim = (row: Row): string => `${cell(row, 'CUR_CLM_UNIQ_ID')}|${person(row)}`;
  const isTen = (row: Row): boolean => cell(row, 'DGNS_PRCDR_ICD_IND') !== '9';
  const bySequence = (a: Row, b: Row): number =>
    Number(cell(a, 'CLM_VAL_SQNC_NUM')) - Number(cell(b, 'CLM_VAL_SQNC_NUM')) ||
    (cell(a, 'CLM_VAL_SQNC_NUM') < cell(b, 'CLM_VAL_SQNC_NUM') ? -1 : 1);

  const headers = withoutCancelled(lastDelivery(read(files.headers), claim), now).filter(isTen);
  const lines = lastDelivery(read(files.lines), claim);
  const diagnoses = lastDelivery(read(files.diagnoses), claim).filter(isTen);
  const procedures = lastDelivery(read(files.procedures), claim).filter(isTen);
  const partA = headers.flatMap((header) => {
    const same = ['PRVDR_OSCAR_NUM', 'CLM_FROM_DT', 'CLM_THRU_DT'];
    const own = lines.filter(
      (line) =>
        claim(line) === claim(header) && same.every((name) => cell(line, name) === cell(header, name)),
    );
    const principal = cell(header, 'PRNCPL_DGNS_CD');
    const coded = diagnoses.filter((row) => claim(row) === claim(header)).sort(bySequence);
    const done = procedures.filter((row) => claim(row) === claim(header)).sort(bySequence);
    const isStay = ['20', '30', '60'].includes(cell(header, 'CLM_TYPE_CD'));
    const bill = ['CLM_BILL_FAC_TYPE_CD', 'CLM_BILL_CLSFCTN_CD', 'CLM_BILL_FREQ_CD'].map((name) =>
      cell(header, name),
    );
    return (own.length === 0 ? [undefined] : own).map(
      (line): Row => ({
        claim_id: cell(header, 'CUR_CLM_UNIQ_ID'),
        claim_line_number: plainNumber(cell(line, 'CLM_LINE_NUM')),
        person_id: person(header),
        claim_type: 'institutional',
        claim_start_date: cell(header, 'CLM_FROM_DT'),
        claim_end_date: cell(header, 'CLM_THRU_DT'),
        claim_line_start_date:
          cell(line, 'CLM_LINE_INSTNL_REV_CTR_DT') ||
          cell(line, 'CLM_LINE_FROM_DT') ||
          cell(header, 'CLM_FROM_DT'),
        admission_date: isStay ? cell(header, 'CLM_FROM_DT') : '',
        discharge_date: isStay ? cell(header, 'CLM_THRU_DT') : '',
        bill_type_code: bill.includes('') ? '' : bill.join(''),
        revenue_center_code: cell(line, 'CLM_LINE_PROD_REV_CTR_CD'),
        hcpcs_code: cell(line, 'CLM_LINE_HCPCS_CD'),
        claim_line_end_date: cell(line, 'CLM_LINE_THRU_DT'),
        ...modifiersOf(line),
        paid_amount: amountCell(cell(line, 'CLM_LINE_CVRD_PD_AMT')),
        service_unit_quantity: amountCell(cell(line, 'CLM_LINE_SRVC_UNIT_QTY')),
        rendering_npi: cell(header, 'ATNDG_PRVDR_NPI_NUM') || cell(header, 'CLM_ATNDG_PRVDR_NPI_NUM'),
        billing_npi: cell(header, 'FAC_PRVDR_NPI_NUM') || cell(header, 'CLM_BLG_PRVDR_NPI_NUM'),
        claim_status: cell(header, 'CLM_MDCR_NPMT_RSN_CD') === '' ? 'paid' : 'denied',
        diagnosis_code_1: principal,
        ...others(
          coded.map((row) => cell(row, 'CLM_DGNS_CD')),
          principal,
        ),
        ...Object.fromEntries(
          done.map((row, place) => [`procedure_code_${place + 1}`, cell(row, 'CLM_PRCDR_CD')]),
        ),
        ...Object.fromEntries(
          done.map((row, place) => [`procedure_date_${place + 1}`, cell(row, 'CLM_PRCDR_PRFRM_DT')]),
        ),
      }),
    );
  });

  const partB = [files.physicians, files.equipment].flatMap((paths) => {
    const delivered = lastDelivery(read(paths), (row) =>
      [claim(row), plainNumber(cell(row, 'CLM_LINE_NUM'))].join('|'),
    );
    return lastVersion(delivered, (row) =>
      [cell(row, 'CLM_CNTL_NUM'), plainNumber(cell(row, 'CLM_LINE_NUM')), person(row)].join('|'),
    )
      .filter(isTen)
      .map((row): Row => {
        const processing = cell(row, 'CLM_PRCSG_IND_CD');
        const isDenied =
          cell(row, 'CLM_CARR_PMT_DNL_CD') === '0' ||
          (processing !== '' && !['A', 'R', 'S'].includes(processing));
        const codes = Array.from({ length: 12 }, (_, place) => cell(row, `CLM_DGNS_${place + 1}_CD`));
        return {
          claim_id: cell(row, 'CUR_CLM_UNIQ_ID'),
          claim_line_number: plainNumber(cell(row, 'CLM_LINE_NUM')),
          person_id: person(row),
          claim_type: 'professional',
          claim_start_date: cell(row, 'CLM_FROM_DT'),
          claim_end_date: cell(row, 'CLM_THRU_DT'),
          claim_line_start_date: cell(row, 'CLM_LINE_FROM_DT') || cell(row, 'CLM_FROM_DT'),
          place_of_service_code: cell(row, 'CLM_POS_CD'),
          hcpcs_code: cell(row, 'CLM_LINE_HCPCS_CD'),
          claim_line_end_date: cell(row, 'CLM_LINE_THRU_DT'),
          allowed_amount: amountCell(cell(row, 'CLM_LINE_ALOWD_CHRG_AMT')),
          paid_amount: amountCell(cell(row, 'CLM_LINE_CVRD_PD_AMT')),
          // Physicians and equipment name different providers, and only the former modifiers and units.
          ...(row['PAYTO_PRVDR_NPI_NUM'] === undefined
            ? {
                ...modifiersOf(row),
                service_unit_quantity: amountCell(cell(row, 'CLM_LINE_SRVC_UNIT_QTY')),
                rendering_npi: cell(row, 'RNDRG_PRVDR_NPI_NUM') || cell(row, 'CLM_RNDRG_PRVDR_NPI_NUM'),
                referring_npi: cell(row, 'CLM_RFRG_PRVDR_NPI_NUM'),
              }
            : {
                ordering_npi: cell(row, 'ORDRG_PRVDR_NPI_NUM'),
                billing_npi: cell(row, 'PAYTO_PRVDR_NPI_NUM') || cell(row, 'CLM_BLG_PRVDR_NPI_NUM'),
              }),
          claim_status: isDenied ? 'denied' : 'paid',
          diagnosis_code_1: codes[0] ?? '',
          ...others([...codes.slice(1), cell(row, 'CLM_LINE_DGNS_CD')], codes[0] ?? ''),
        };
      });
  });

  const fills = lastVersion(lastDelivery(read(files.drugs), claim), (row) =>
    [
      person(row),
      ...['CLM_LINE_FROM_DT', 'CLM_LINE_NDC_CD', 'CLM_SRVC_PRVDR_GNRC_ID_NUM', 'CLM_DSPNSNG_STUS_CD'].map(
        (name) => cell(row, name),
      ),
      cell(row, 'CLM_LINE_RX_SRVC_RFRNC_NUM'),
      cell(row, 'CLM_LINE_RX_FILL_NUM'),
    ].join('|'),
  ).map(
    (row): Row => ({
      claim_id: cell(row, 'CUR_CLM_UNIQ_ID'),
      person_id: person(row),
      dispensing_date: cell(row, 'CLM_LINE_FROM_DT'),
      ndc_code: cell(row, 'CLM_LINE_NDC_CD'),
      days_supply: cell(row, 'CLM_LINE_DAYS_SUPLY_QTY'),
      quantity: amountCell(cell(row, 'CLM_LINE_SRVC_UNIT_QTY')),
    }),
  );

  const known = new Map<string, Row>();
  for (const row of read(files.demographics).sort((a, b) => (order(a) < order(b) ? -1 : 1)))
    known.set(person(row), row);
  const spans = new Map<string, Row>();
  for (const row of read(files.enrollment)) {
    const id = now(cell(row, 'CURRENT_BENE_MBI_ID'));
    const who = known.get(id);
    const month = cell(row, 'BENE_MEMBER_MONTH');
    const end = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0));
    const isOfMonth = cell(row, 'ENROLLMENT_START_DATE') === '';
    const days = isOfMonth
      ? [`${month.slice(0, 7)}-01`, end.toISOString().slice(0, 10)]
      : [cell(row, 'ENROLLMENT_START_DATE'), cell(row, 'ENROLLMENT_END_DATE')];
    spans.set([id, ...days, month].join('|'), {
      person_id: id,
      birth_date: cell(who, 'BENE_DOB'),
      death_date: cell(who, 'BENE_DEATH_DT'),
      enrollment_start_date: days[0] ?? '',
      enrollment_end_date: days[1] ?? '',
      payer_type: 'medicare',
      medical_benefit: ['3', 'C'].includes(cell(who, 'BENE_ENTLMT_BUYIN_IND')) ? 'true' : 'false',
      gender: { '1': 'male', '2': 'female' }[cell(who, 'BENE_SEX_CD')] ?? '',
    });
  }
  return { medical_claim: [...partA, ...partB], pharmacy_claim: fills, eligibility: [...spans.values()] };
}
