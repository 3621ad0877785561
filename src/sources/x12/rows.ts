import { type Claim, type ClaimLine, identityOf, type Origin, patientOf } from './claim.js';
import { type CsvBytes, newHash, quoted } from './csv-bytes.js';
import { patientKey } from './identity.js';
import { BLANK, Pieces } from './pieces.js';

const CODES = 25;
const MODIFIERS = 5;

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${name}_${i + 1}`);
}

/** Columns that differ between the lines of a claim. */
const LINE_COLUMNS = [
  'claim_id',
  'claim_line_number',
  'claim_line_start_date',
  'claim_line_end_date',
  'place_of_service_code',
  'revenue_center_code',
  'service_unit_quantity',
  'hcpcs_code',
  ...numbered('hcpcs_modifier', MODIFIERS),
  'rendering_npi',
  'ordering_npi',
  'charge_amount',
  'diagnosis_pointers',
  'content_hash',
];

/** Columns that all lines of a claim share: written once per claim, not once per line. */
const CLAIM_COLUMNS = [
  'claim_type',
  'person_id',
  'member_id',
  'subscriber_id',
  'patient_relation',
  'patient_birth_date',
  'patient_gender',
  'patient_first_name',
  'claim_start_date',
  'claim_end_date',
  'admission_date',
  'discharge_date',
  'admit_type_code',
  'admit_source_code',
  'discharge_disposition_code',
  'bill_type_code',
  'billing_npi',
  'facility_npi',
  'claim_frequency',
  'payer_claim_number',
  'diagnosis_code_type',
  ...numbered('diagnosis_code', CODES),
  'procedure_code_type',
  ...numbered('procedure_code', CODES),
  ...numbered('procedure_date', CODES),
];

/** Where the row comes from, and what tells versions and copies apart. */
const SOURCE_COLUMNS = [
  'claim_status',
  'data_source',
  'claim_key',
  'interchange_time',
  'file_number',
  'claim_ordinal',
  'file',
  'isa13',
  'gs06',
  'st02',
  'segment',
];

/** The columns of a claim table made from 837 files: Tuva's names, then our own. */
export const COLUMNS: readonly string[] = [...LINE_COLUMNS, ...CLAIM_COLUMNS, ...SOURCE_COLUMNS];

export interface RowOptions {
  /** The file's number in the run, from 0: orders claims and makes `claim_key` one of its kind. */
  readonly fileNumber: number;
  readonly dataSource: string;
}

export interface RowWriter {
  /** Adds the rows of one claim, whose `ordinal` counts over the file, to `out`. */
  write(claim: ClaimForRows, out: CsvBytes): void;
}

export interface ClaimForRows {
  readonly claim: Claim;
  readonly pieces: Pieces;
  /** Without one the patient key is written. */
  readonly personId: string | undefined;
  readonly origin: Origin;
  readonly ordinal: number;
}

/**
 * Writes claims as CSV rows. What the lines of a claim share is written for the first and copied for the others, and
 * nothing becomes an array of fields on the way. `claim_status` stays blank, because an 837 knows none.
 */
export function createRowWriter(options: RowOptions): RowWriter {
  const { fileNumber, dataSource } = options;

  // What is the same for every claim, or for every claim of a transaction.
  const same = new Pieces();
  const beginning = same.prepared(`,${quoted(dataSource)},${fileNumber}-`);
  let origin: Origin | undefined;
  let time = BLANK;
  let place = BLANK;

  function prepare(next: Origin): void {
    origin = next;
    same.clear(beginning);
    time = same.prepared(`${quoted(next.interchangeTime)},${fileNumber},`);
    place = same.prepared(`${[next.file, next.isa13, next.gs06, next.st02].map(quoted).join(',')},`);
  }

  function writeSource(next: Origin, ordinal: number, out: CsvBytes): void {
    if (next !== origin) prepare(next);
    out.piece(same, beginning);
    out.number(ordinal);
    out.piece(same, time);
    out.number(ordinal);
    out.piece(same, place);
  }

  function write(given: ClaimForRows, out: CsvBytes): void {
    const { claim, pieces } = given;
    const hash = newHash();
    const rooms: number[] = [];
    let sharedFrom = 0;
    let sharedTo = 0;
    for (const line of claim.lines) {
      out.piece(pieces, claim.id);
      const start = out.length;
      writeLine(line, pieces, out);
      out.hash(hash, start, out.length);
      rooms.push(out.hashRoom());
      if (sharedTo === 0) {
        sharedFrom = out.length;
        writePatient(given, out);
        // Who the patient is, the facts that follow say too; the claim id is compared beside the hash.
        const facts = out.length;
        writeFacts(claim, pieces, out);
        writeDiagnoses(claim, pieces, out);
        out.hash(hash, facts, out.length);
        // Empty fields say nothing to the hash, and most claims end in some seventy of them.
        out.blanks(Math.max(0, CODES - 1 - claim.diagnoses.others.length));
        const procedures = out.length;
        writeProcedures(claim, pieces, out);
        if (claim.diagnoses.procedures.length > 0) out.hash(hash, procedures, out.length);
        writeSource(given.origin, given.ordinal, out);
        sharedTo = out.length;
      } else out.repeat(sharedFrom, sharedTo);
      out.number(line.segment);
      out.endRow();
    }
    out.setHash(hash, rooms);
  }

  return { write };
}

function writeLine(line: ClaimLine, pieces: Pieces, out: CsvBytes): void {
  out.number(line.number);
  out.day(line.start);
  out.day(line.end);
  out.field(line.placeOfService);
  out.piece(pieces, line.what);
  out.piece(pieces, line.renderingNpi);
  out.piece(pieces, line.orderingNpi);
  out.piece(pieces, line.charge);
}

function writePatient({ claim, pieces, personId }: ClaimForRows, out: CsvBytes): void {
  out.field(claim.type);
  if (personId === undefined) writePatientKey(claim, pieces, out);
  else out.field(personId);
  out.piece(pieces, claim.patient === undefined ? (claim.subscriber?.id ?? BLANK) : BLANK);
}

/** `patientKey`; for most claims without making strings. */
function writePatientKey(claim: Claim, pieces: Pieces, out: CsvBytes): void {
  const id = claim.subscriber?.id ?? BLANK;
  if (claim.patient !== undefined || pieces.isQuoted(id)) {
    out.field(patientKey(identityOf(claim, pieces)));
    return;
  }
  out.piece(pieces, id);
  const { birthDate } = patientOf(claim);
  if (birthDate === 0) return;
  out.hyphen();
  out.number(birthDate);
}

function writeFacts(claim: Claim, pieces: Pieces, out: CsvBytes): void {
  const { type } = claim;
  const { birthDate, gender, firstName } = patientOf(claim);
  out.piece(pieces, claim.subscriber?.id ?? BLANK);
  out.field(claim.patient === undefined ? 'self' : 'dependent');
  out.day(birthDate);
  out.field(gender);
  out.piece(pieces, firstName);
  out.day(claim.start);
  out.day(claim.end);
  out.day(claim.admission?.start ?? 0);
  out.day(claim.dischargeHour ? (claim.statement?.end ?? 0) : 0);
  if (claim.admit === BLANK) out.blanks(3);
  else out.piece(pieces, claim.admit);
  out.field(type === 'institutional' ? claim.facilityCode + claim.frequency : '');
  out.field(claim.billing?.npi ?? '');
  out.piece(pieces, claim.facilityNpi);
  out.field(claim.frequency);
  out.piece(pieces, claim.payerClaimNumber);
}

/** Without the empty fields that follow the last diagnosis. */
function writeDiagnoses({ diagnoses }: Claim, pieces: Pieces, out: CsvBytes): void {
  const { principal, others, icd9 } = diagnoses;
  out.field(icd9 ? 'icd-9-cm' : 'icd-10-cm');
  out.piece(pieces, principal);
  const last = Math.min(others.length, CODES - 1);
  for (let i = 0; i < last; i += 1) out.piece(pieces, others[i] ?? BLANK);
}

function writeProcedures({ diagnoses }: Claim, pieces: Pieces, out: CsvBytes): void {
  const { procedures } = diagnoses;
  if (procedures.length === 0) {
    out.blanks(1 + 2 * CODES);
    return;
  }
  const given = procedures.slice(0, CODES);
  out.field('icd-10-pcs');
  for (const { code } of given) out.piece(pieces, code);
  out.blanks(CODES - given.length);
  for (const { date } of given) out.day(date);
  out.blanks(CODES - given.length);
}
