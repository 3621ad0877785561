/** The plan as tables, in the Tuva input layer's column names. Each row function fills the columns in their order. */

import { iso } from './calendar.js';
import { blanks, type CsvBytes, field, lastField, repeat, reserve } from './csv-bytes.js';
import type { Claim, Coverage, Fill, ServiceLine, SyntheticPerson } from './person.js';

const DATA_SOURCE = 'synthetic';
const DIAGNOSES = 25;
const PROCEDURES = 25;
const MODIFIERS = 5;

/** The type of a column in formats that have types. */
export type ColumnType = 'text' | 'date' | 'integer' | 'number' | 'money' | 'boolean';
export type Columns = readonly (readonly [name: string, type: ColumnType])[];

export type TableName = 'medical_claim' | 'pharmacy_claim' | 'eligibility' | 'claim_status';

function numbered(stem: string, count: number, type: ColumnType): [string, ColumnType][] {
  return Array.from({ length: count }, (_, index) => [`${stem}_${index + 1}`, type]);
}

export const TABLES: Readonly<Record<TableName, Columns>> = {
  medical_claim: [
    ['claim_id', 'text'],
    ['claim_line_number', 'integer'],
    ['claim_type', 'text'],
    ['person_id', 'text'],
    ['member_id', 'text'],
    ['payer', 'text'],
    ['plan', 'text'],
    ['claim_start_date', 'date'],
    ['claim_end_date', 'date'],
    ['claim_line_start_date', 'date'],
    ['claim_line_end_date', 'date'],
    ['admission_date', 'date'],
    ['discharge_date', 'date'],
    ['place_of_service_code', 'text'],
    ['bill_type_code', 'text'],
    ['revenue_center_code', 'text'],
    ['service_unit_quantity', 'integer'],
    ['hcpcs_code', 'text'],
    ...numbered('hcpcs_modifier', MODIFIERS, 'text'),
    ['rendering_npi', 'text'],
    ['billing_npi', 'text'],
    ['paid_date', 'date'],
    ['paid_amount', 'money'],
    ['allowed_amount', 'money'],
    ['charge_amount', 'money'],
    ['diagnosis_code_type', 'text'],
    ...numbered('diagnosis_code', DIAGNOSES, 'text'),
    ['procedure_code_type', 'text'],
    ...numbered('procedure_code', PROCEDURES, 'text'),
    ...numbered('procedure_date', PROCEDURES, 'date'),
    ['claim_status', 'text'],
    ['ordering_npi', 'text'],
    ['data_source', 'text'],
  ],
  pharmacy_claim: [
    ['claim_id', 'text'],
    ['claim_line_number', 'integer'],
    ['person_id', 'text'],
    ['member_id', 'text'],
    ['payer', 'text'],
    ['plan', 'text'],
    ['prescribing_provider_npi', 'text'],
    ['dispensing_date', 'date'],
    ['ndc_code', 'text'],
    ['quantity', 'number'],
    ['days_supply', 'integer'],
    ['refills', 'integer'],
    ['paid_date', 'date'],
    ['paid_amount', 'money'],
    ['allowed_amount', 'money'],
    ['claim_status', 'text'],
    ['data_source', 'text'],
  ],
  eligibility: [
    ['person_id', 'text'],
    ['member_id', 'text'],
    ['subscriber_id', 'text'],
    ['first_name', 'text'],
    ['last_name', 'text'],
    ['gender', 'text'],
    ['birth_date', 'date'],
    ['death_date', 'date'],
    ['enrollment_start_date', 'date'],
    ['enrollment_end_date', 'date'],
    ['payer', 'text'],
    ['payer_type', 'text'],
    ['plan', 'text'],
    ['medical_benefit', 'boolean'],
    ['hospice_date', 'date'],
    ['subscriber_relation', 'text'],
    ['data_source', 'text'],
  ],
  claim_status: [
    ['claim_id', 'text'],
    ['status', 'text'],
  ],
};

/** The heading row of a table. */
export function heading(table: TableName): string {
  return `${TABLES[table].map(([name]) => name).join(',')}\n`;
}

const CENTS = Array.from({ length: 100 }, (_, cents) => `.${String(cents).padStart(2, '0')}`);
const SMALL = Array.from({ length: 2048 }, (_, number) => String(number));

/** Enough bytes for any of our rows. */
const WIDEST_ROW = 2000;

function whole(number: number): string {
  return SMALL[number] ?? String(number);
}

function money(cents: number): string {
  const units = Math.floor(cents / 100);
  return whole(units) + (CENTS[cents - units * 100] ?? '');
}

function dateOrBlank(day: number | undefined): string {
  return day === undefined ? '' : iso(day);
}

/** A list in a fixed number of columns: the rest stay blank. */
function fields(out: CsvBytes, values: readonly string[], width: number): void {
  const count = Math.min(values.length, width);
  for (let index = 0; index < count; index++) field(out, values[index] ?? '');
  blanks(out, width - count);
}

function payerFields(out: CsvBytes, coverage: Coverage): void {
  field(out, coverage.memberId);
  field(out, coverage.payer);
  field(out, coverage.plan);
}

/** Adds the rows of a claim, one for each line. */
export function claimRows(out: CsvBytes, person: SyntheticPerson, claim: Claim): void {
  reserve(out, claim.lines.length * WIDEST_ROW);
  const decided = claim.status === 'paid' || claim.status === 'denied' ? iso(claim.adjudicated) : '';
  // The part that is the same for all lines of a claim is written once, then copied.
  let aboutStart = -1;
  let aboutEnd = -1;
  let tailStart = -1;
  let tailEnd = -1;
  for (const line of claim.lines) {
    field(out, claim.id);
    field(out, whole(line.number));
    if (aboutStart < 0) {
      aboutStart = out.used;
      aboutFields(out, person, claim);
      aboutEnd = out.used;
    } else repeat(out, aboutStart, aboutEnd);
    lineFields(out, claim, line, decided);
    if (tailStart < 0) {
      tailStart = out.used;
      tailFields(out, claim);
      tailEnd = out.used;
    } else repeat(out, tailStart, tailEnd);
  }
}

function aboutFields(out: CsvBytes, person: SyntheticPerson, claim: Claim): void {
  field(out, claim.type);
  field(out, person.id);
  payerFields(out, claim.coverage);
  field(out, iso(claim.start));
  field(out, iso(claim.end));
}

function lineFields(out: CsvBytes, claim: Claim, line: ServiceLine, decided: string): void {
  const date = dateOrBlank(line.date);
  field(out, date);
  field(out, date);
  field(out, dateOrBlank(claim.admission));
  field(out, dateOrBlank(claim.discharge));
  field(out, line.placeOfService);
  field(out, claim.billType);
  field(out, line.revenue);
  field(out, whole(line.units));
  field(out, line.procedure);
  fields(out, line.modifiers, MODIFIERS);
  field(out, line.renderingNpi);
  field(out, claim.billingNpi);
  field(out, decided);
  field(out, money(line.paid));
  field(out, money(line.allowed));
  field(out, money(line.charge));
}

function tailFields(out: CsvBytes, claim: Claim): void {
  const { procedures } = claim;
  field(out, 'icd-10-cm');
  fields(out, claim.diagnoses, DIAGNOSES);
  if (procedures.length === 0) blanks(out, 1 + PROCEDURES * 2);
  else {
    field(out, 'icd-10-pcs');
    fields(
      out,
      procedures.map((procedure) => procedure.code),
      PROCEDURES,
    );
    fields(
      out,
      procedures.map((procedure) => iso(procedure.date)),
      PROCEDURES,
    );
  }
  field(out, claim.status);
  field(out, claim.orderingNpi);
  lastField(out, DATA_SOURCE);
}

/** Adds the row of a fill. */
export function fillRow(out: CsvBytes, person: SyntheticPerson, fill: Fill): void {
  reserve(out, WIDEST_ROW);
  const date = iso(fill.date);
  field(out, fill.id);
  field(out, '1');
  field(out, person.id);
  payerFields(out, fill.coverage);
  field(out, fill.prescriberNpi);
  field(out, date);
  field(out, fill.ndc);
  field(out, Number.isInteger(fill.quantity) ? whole(fill.quantity) : String(fill.quantity));
  field(out, whole(fill.daysSupply));
  field(out, whole(fill.refills));
  field(out, date);
  field(out, money(fill.paid));
  field(out, money(fill.allowed));
  field(out, fill.status);
  lastField(out, DATA_SOURCE);
}

/** Adds the enrollment rows of a person. */
export function spanRows(out: CsvBytes, person: SyntheticPerson): void {
  reserve(out, person.spans.length * WIDEST_ROW);
  for (const span of person.spans) {
    const { coverage } = span;
    field(out, person.id);
    field(out, coverage.memberId);
    field(out, coverage.subscriberId);
    field(out, person.firstName);
    field(out, person.lastName);
    field(out, person.gender);
    field(out, iso(person.birth));
    field(out, dateOrBlank(person.death));
    field(out, iso(span.start));
    field(out, iso(span.end));
    field(out, coverage.payer);
    field(out, coverage.product);
    field(out, coverage.plan);
    field(out, span.medical ? 'true' : 'false');
    field(out, dateOrBlank(person.hospice));
    field(out, coverage.relation);
    lastField(out, DATA_SOURCE);
  }
}

/**
 * Adds the decision on a claim, for formats where the claim itself cannot state it. Voided claims have none:
 * the void that was sent removes the claim.
 */
export function statusRow(out: CsvBytes, claim: Claim): void {
  if (claim.status === 'voided') return;
  reserve(out, WIDEST_ROW);
  field(out, claim.id);
  lastField(out, claim.status);
}
