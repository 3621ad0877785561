import { beforeSegment, type Claim, type ClaimLine, identityOf, type Origin, patientOf } from './claim.js';
import { type CsvBytes, type HashLanes, newHash } from './csv-bytes.js';
import { patientKey } from './identity.js';
import { newLine } from './line-segments.js';
import { BLANK, type Piece, Pieces } from './pieces.js';
import { quoted } from './quoted.js';

const CODES = 25;
const MODIFIERS = 5;

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${name}_${i + 1}`);
}

/**
 * Columns that are only final after all files have been read; they are rewritten then (`settled-rows.ts`).
 */
export const DECIDED_COLUMNS: readonly string[] = ['claim_key', 'claim_status', 'person_id'];

/** Columns that differ between the lines of a claim, except for the claim's id. */
const LINE_COLUMNS = [
  'claim_id',
  'segment',
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

/**
 * The columns for finding persons and versions: a part of the row that is also copied unchanged into the
 * claim list.
 */
const FINDING_COLUMNS = [
  'file_number',
  'claim_ordinal',
  'isa13',
  'gs06',
  'st02',
  'interchange_time',
  'subscriber_id',
  'patient_relation',
  'patient_birth_date',
  'patient_gender',
  'patient_first_name',
  'claim_start_date',
  'billing_npi',
  'claim_frequency',
  'payer_claim_number',
];

/** The other columns that the lines of a claim share: written once per claim, not once per line. */
const CLAIM_COLUMNS = [
  'claim_end_date',
  'admission_date',
  'discharge_date',
  'admit_type_code',
  'admit_source_code',
  'discharge_disposition_code',
  'bill_type_code',
  'facility_npi',
  'diagnosis_code_type',
  ...numbered('diagnosis_code', CODES),
  'procedure_code_type',
  ...numbered('procedure_code', CODES),
  ...numbered('procedure_date', CODES),
  'claim_type',
  'member_id',
  'referring_npi',
  'data_source',
  'file',
  'locator',
];

/** The columns of a claim table made from 837 files: Tuva's names, and our own. */
export const COLUMNS: readonly string[] = [
  ...DECIDED_COLUMNS,
  ...LINE_COLUMNS,
  ...FINDING_COLUMNS,
  ...CLAIM_COLUMNS,
];

/**
 * The columns of the claim list, which has one row for each claim: the bytes of all its rows, the bytes of
 * the decided columns in each row, the number of rows, then columns of the first row.
 */
export const CLAIM_LIST_COLUMNS: readonly string[] = [
  'row_bytes',
  'decided_bytes',
  'line_count',
  'person_id',
  'claim_id',
  'segment',
  'content_hash',
  ...FINDING_COLUMNS,
];

export interface RowOptions {
  /** The file's number in the run, from 0: orders claims and makes `claim_key` unique. */
  readonly fileNumber: number;
  readonly dataSource: string;
}

export interface RowWriter {
  /**
   * Adds the rows of one claim, whose `ordinal` counts within the file, to `out`, and the claim to `list`.
   */
  write(claim: ClaimForRows, out: CsvBytes, list?: CsvBytes): void;
}

export interface ClaimForRows {
  readonly claim: Claim;
  readonly pieces: Pieces;
  /** If undefined, the patient key is written. */
  readonly personId: string | undefined;
  readonly origin: Origin;
  readonly ordinal: number;
}

/**
 * Writes claims as CSV rows. What the lines of a claim share is written for the first line and copied for the
 * others, without building arrays of fields. `claim_status` stays blank, because an 837 has none.
 */
export function createRowWriter(options: RowOptions): RowWriter {
  const { fileNumber, dataSource } = options;

  // The parts that are the same for every claim, or for every claim of a transaction.
  const same = new Pieces();
  const key = same.prepared(`${fileNumber}-`);
  const file = same.prepared(`${fileNumber},`);
  const words = new Words();
  let origin: Origin | undefined;
  let envelope = BLANK;
  let place = BLANK;
  let placeIsQuoted = false;

  function prepare(next: Origin): void {
    origin = next;
    same.clear(file);
    envelope = same.prepared(
      `${[next.isa13, next.gs06, next.st02, next.interchangeTime].map(quoted).join(',')},`,
    );
    const locator = quoted(beforeSegment(next));
    placeIsQuoted = locator.startsWith('"');
    const name = quoted(oneLine(next.file));
    place = same.prepared(`${quoted(dataSource)},${name},${placeIsQuoted ? locator.slice(0, -1) : locator}`);
  }

  /** Returns where the person begins. */
  function writeDecided({ claim, pieces, personId, ordinal }: ClaimForRows, out: CsvBytes): number {
    out.piece(same, key);
    out.number(ordinal);
    out.blanks(1);
    const person = out.length;
    if (personId === undefined) writePatientKey(claim, pieces, out);
    else out.field(personId);
    return person;
  }

  /**
   * The columns that all lines of the claim share, and their part of its hash; returns where the columns of
   * the claim list end.
   */
  function writeShared({ claim, pieces, ordinal }: ClaimForRows, hash: HashLanes, out: CsvBytes): number {
    out.piece(same, file);
    out.number(ordinal);
    out.piece(same, envelope);
    // A claim's location is not part of its content.
    const facts = out.length;
    writeFinding(claim, pieces, words, out);
    const listed = out.length;
    writeFacts(claim, pieces, out);
    words.write(claim.diagnoses.icd9 ? 'icd-9-cm' : 'icd-10-cm', out);
    writeDiagnoses(claim, pieces, out);
    out.hash(hash, facts, out.length);
    // Empty fields add nothing to the hash, and most claims end in about seventy of them.
    out.blanks(Math.max(0, CODES - 1 - claim.diagnoses.others.length));
    const procedures = out.length;
    writeProcedures(claim, pieces, out);
    if (claim.diagnoses.procedures.length > 0) out.hash(hash, procedures, out.length);
    words.write(claim.type, out);
    out.piece(pieces, claim.patient === undefined ? (claim.subscriber?.id ?? BLANK) : BLANK);
    return listed;
  }

  function write(given: ClaimForRows, out: CsvBytes, list?: CsvBytes): void {
    const { claim, pieces, origin: next } = given;
    if (next !== origin) prepare(next);
    const hash = newHash();
    const hashes: number[] = [];
    const first = out.length;
    const person = writeDecided(given, out);
    const decided = out.length;
    out.piece(pieces, claim.id);
    const named = out.length;
    let lineFrom = 0;
    let sharedFrom = 0;
    let sharedTo = 0;
    let listedTo = 0;
    // A void without lines has a row all the same, from which its columns of the claim list are taken.
    const lines = claim.lines.length > 0 ? claim.lines : [newLine(0, claim.segment)];
    for (const line of lines) {
      if (sharedTo > 0) out.append(out, first, named);
      const segment = out.length;
      out.number(line.segment);
      const from = out.length;
      writeLine(line, pieces, out);
      out.hash(hash, from, out.length);
      hashes.push(out.hashRoom());
      if (sharedTo > 0) out.repeat(sharedFrom, sharedTo);
      else {
        lineFrom = from;
        sharedFrom = out.length;
        listedTo = writeShared(given, hash, out);
        sharedTo = out.length;
      }
      out.piece(pieces, line.referringNpi || claim.referringNpi);
      out.piece(same, place);
      out.append(out, segment, from);
      if (placeIsQuoted) out.endQuoted();
      out.endRow();
    }
    out.setHash(hash, hashes);
    if (list === undefined) return;
    list.number(out.length - first);
    list.number(decided - first);
    list.number(claim.lines.length);
    list.append(out, person, lineFrom);
    list.append(out, hashes[0] ?? 0, listedTo);
    list.endRow();
  }

  return { write };
}

/** Repeated words, as written in the rows. */
class Words {
  private readonly made = new Map<string, Piece>();
  private readonly pieces = new Pieces();

  write(word: string, out: CsvBytes): void {
    let piece = this.made.get(word);
    if (piece === undefined) {
      if (this.made.size === MOST_WORDS) this.forget();
      piece = this.pieces.prepared(`${quoted(word)},`);
      this.made.set(word, piece);
    }
    out.piece(this.pieces, piece);
  }

  private forget(): void {
    this.made.clear();
    this.pieces.clear();
  }
}

/** Limits memory: billing providers are among the words, and an archive has many of them. */
const MOST_WORDS = 1024;

/** A path may hold line ends; a row must be on one line (`settled-rows.ts`). */
function oneLine(path: string): string {
  return path.replace(/[\r\n]/g, ' ');
}

/** The columns of `what` and of `charge` of a line. */
const WHAT_COLUMNS = 3 + MODIFIERS;
const CHARGE_COLUMNS = 2;

function writeLine(line: ClaimLine, pieces: Pieces, out: CsvBytes): void {
  out.number(line.number);
  out.day(line.start);
  out.day(line.end);
  out.field(line.placeOfService);
  if (line.what === BLANK) out.blanks(WHAT_COLUMNS);
  else out.piece(pieces, line.what);
  out.piece(pieces, line.renderingNpi);
  out.piece(pieces, line.orderingNpi);
  if (line.charge === BLANK) out.blanks(CHARGE_COLUMNS);
  else out.piece(pieces, line.charge);
}

/** `patientKey`; for most claims without creating strings. */
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

function writeFinding(claim: Claim, pieces: Pieces, words: Words, out: CsvBytes): void {
  const { birthDate, gender, firstName } = patientOf(claim);
  out.piece(pieces, claim.subscriber?.id ?? BLANK);
  words.write(claim.patient === undefined ? 'self' : 'dependent', out);
  out.day(birthDate);
  out.field(gender);
  out.piece(pieces, firstName);
  out.day(claim.start);
  words.write(claim.billing?.npi ?? '', out);
  out.field(claim.frequency);
  out.piece(pieces, claim.payerClaimNumber);
}

function writeFacts(claim: Claim, pieces: Pieces, out: CsvBytes): void {
  out.day(claim.end);
  out.day(claim.admission?.start ?? 0);
  out.day(claim.dischargeHour ? (claim.statement?.end ?? 0) : 0);
  if (claim.admit === BLANK) out.blanks(3);
  else out.piece(pieces, claim.admit);
  out.field(claim.type === 'institutional' ? claim.facilityCode + claim.frequency : '');
  out.piece(pieces, claim.facilityNpi);
}

/** Without the empty fields that follow the last diagnosis. */
function writeDiagnoses({ diagnoses }: Claim, pieces: Pieces, out: CsvBytes): void {
  const { principal, others } = diagnoses;
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
