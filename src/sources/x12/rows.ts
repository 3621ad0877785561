import type { Claim, ClaimLine } from './claim.js';
import { csvField } from './csv.js';
import { isoDay } from './dates.js';
import { ContentHash } from './hash.js';

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
  'diagnosis_code_type',
  ...numbered('diagnosis_code', CODES),
  'procedure_code_type',
  ...numbered('procedure_code', CODES),
  ...numbered('procedure_date', CODES),
  'claim_frequency',
  'payer_claim_number',
];

/** Where the row comes from, and what tells versions and copies apart. */
const SOURCE_COLUMNS = [
  'claim_status',
  'data_source',
  'content_hash',
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
  /** The rows of one claim, each with its line end. */
  rows(claim: Claim, personId: string): string;
}

/**
 * Writes claims as CSV rows by plain concatenation: what the lines of a claim share is put together once, and nothing
 * becomes an array of fields on the way. Rows carry no status, because an 837 knows none.
 */
export function createRowWriter(options: RowOptions): RowWriter {
  const hash = new ContentHash();
  const source = csvField(options.dataSource);
  const { fileNumber } = options;
  let file = '';
  let fileField = '';

  function provenance(claim: Claim): string {
    const { place, ordinal } = claim;
    if (place.file !== file) {
      file = place.file;
      fileField = csvField(file);
    }
    return `${fileNumber}-${ordinal},${claim.interchangeTime},${fileNumber},${ordinal},${fileField},${csvField(place.isa13)},${csvField(place.gs06)},${csvField(place.st02)},`;
  }

  function rows(claim: Claim, personId: string): string {
    const shared = claimPart(claim, personId);
    const id = csvField(claim.id);
    hash.reset();
    hash.add(id);
    hash.add(shared);
    if (claim.lines.length === 1 && claim.lines[0] !== undefined) {
      const [line] = claim.lines;
      const part = linePart(line);
      hash.add(part);
      return `${id},${part}${shared}${source},${hash.hex()},${provenance(claim)}${line.segment}\n`;
    }
    const parts: string[] = [];
    for (const line of claim.lines) {
      const part = linePart(line);
      hash.add(part);
      parts.push(part);
    }
    const tail = `${shared}${source},${hash.hex()},${provenance(claim)}`;
    let text = '';
    claim.lines.forEach((line, i) => {
      text += `${id},${parts[i] ?? ''}${tail}${line.segment}\n`;
    });
    return text;
  }

  return { rows };
}

function linePart(line: ClaimLine): string {
  return (
    `${line.number},${isoDay(line.start)},${isoDay(line.end)},${csvField(line.placeOfService)},` +
    `${csvField(line.revenueCode)},${csvField(line.units)},${csvField(line.code)},${modifiers(line.modifiers)}` +
    `${csvField(line.renderingNpi)},${csvField(line.orderingNpi)},${csvField(line.charge)},${csvField(line.pointers)},`
  );
}

function modifiers(values: readonly string[]): string {
  return values.length === 0 ? ',,,,,' : list(values, MODIFIERS);
}

/** The values and their commas, filled up to `count` fields. */
function list(values: readonly string[], count: number): string {
  let text = '';
  const last = Math.min(values.length, count);
  for (let i = 0; i < last; i += 1) text += `${csvField(values[i] ?? '')},`;
  return text + ','.repeat(count - last);
}

const NO_PROCEDURES = ','.repeat(1 + 2 * CODES);

function claimPart(claim: Claim, personId: string): string {
  const { identity, type } = claim;
  const subscriber = csvField(identity.subscriberId);
  const relation = identity.isSubscriber ? 'self' : 'dependent';
  return (
    `${type},${csvField(personId)},${identity.isSubscriber ? subscriber : ''},${subscriber},${relation},` +
    `${isoDay(identity.birthDate)},${csvField(identity.gender)},${csvField(identity.firstName)},` +
    `${isoDay(claim.start)},${isoDay(claim.end)},${isoDay(claim.admissionDate)},${isoDay(claim.dischargeDate)},` +
    `${csvField(claim.admitType)},${csvField(claim.admitSource)},${csvField(claim.dischargeStatus)},` +
    `${type === 'institutional' ? csvField(claim.facilityCode + claim.frequency) : ''},` +
    `${csvField(claim.billingNpi)},${csvField(claim.facilityNpi)},${diagnoses(claim)}${procedures(claim)}` +
    `${csvField(claim.frequency)},${csvField(claim.payerClaimNumber)},,`
  );
}

function diagnoses(claim: Claim): string {
  const { principal, others, icd9 } = claim.diagnoses;
  return `${icd9 ? 'icd-9-cm' : 'icd-10-cm'},${csvField(principal)},${list(others, CODES - 1)}`;
}

function procedures(claim: Claim): string {
  const given = claim.procedures;
  if (given.length === 0) return NO_PROCEDURES;
  const codes = given.map((procedure) => procedure.code);
  const dates = given.map((procedure) => isoDay(procedure.date));
  return `icd-10-pcs,${list(codes, CODES)}${list(dates, CODES)}`;
}
