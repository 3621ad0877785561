/** The tables that are read, and their columns, by the names of the Tuva input layer (docs/inputs.md). */

export type TableName = 'medical_claim' | 'pharmacy_claim' | 'eligibility' | 'claim_status';

export type ColumnKind = 'text' | 'date';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
}

export interface Table {
  readonly name: TableName;
  readonly columns: readonly Column[];
  /** Each entry needs one of its columns; the first is the one an error names. */
  readonly required: readonly (readonly string[])[];
}

/** How many diagnoses and procedures a claim line states at most. */
export const MOST_CODES = 25;

const text = (...names: string[]): Column[] => names.map((name) => ({ name, kind: 'text' }));
const date = (...names: string[]): Column[] => names.map((name) => ({ name, kind: 'date' }));

/** `diagnosis_code` -> diagnosis_code_1 .. diagnosis_code_25 */
export function numbered(stem: string): string[] {
  return Array.from({ length: MOST_CODES }, (_, index) => `${stem}_${index + 1}`);
}

/** The modifiers of a procedure code, in their order. */
export const MODIFIERS = [1, 2, 3, 4, 5].map((number) => `hcpcs_modifier_${number}`);

export const MEDICAL_CLAIM: Table = {
  name: 'medical_claim',
  columns: [
    ...text('claim_id', 'claim_line_number', 'person_id'),
    ...date('claim_start_date', 'claim_end_date', 'claim_line_start_date', 'claim_line_end_date'),
    ...date('admission_date', 'discharge_date'),
    ...text('claim_type', ...MODIFIERS, 'service_unit_quantity'),
    ...text('rendering_npi', 'billing_npi', 'ordering_npi', 'allowed_amount', 'paid_amount'),
    ...text('place_of_service_code', 'bill_type_code', 'revenue_center_code', 'hcpcs_code', 'claim_status'),
    ...text(...numbered('diagnosis_code')),
    ...text(...numbered('procedure_code')),
    ...date(...numbered('procedure_date')),
    // Ours: what tells claims apart where claim_id does not, and the place in the file that evidence should name.
    ...text('claim_key', 'locator'),
  ],
  required: [
    ['claim_id'],
    ['person_id'],
    ['claim_start_date', 'claim_line_start_date'],
    ['diagnosis_code_1'],
  ],
};

export const PHARMACY_CLAIM: Table = {
  name: 'pharmacy_claim',
  columns: [
    ...text('claim_id', 'claim_line_number', 'person_id'),
    ...date('dispensing_date'),
    ...text('ndc_code', 'days_supply', 'claim_status'),
  ],
  required: [['claim_id'], ['person_id'], ['dispensing_date'], ['ndc_code']],
};

export const ELIGIBILITY: Table = {
  name: 'eligibility',
  columns: [
    ...text('person_id'),
    ...date('birth_date', 'death_date', 'enrollment_start_date', 'enrollment_end_date', 'hospice_date'),
    ...text('payer_type', 'medical_benefit', 'plan'),
    // Asked for only when 837 claims must be matched: what such a claim says of its patient.
    ...text('member_id', 'subscriber_id', 'gender', 'first_name'),
  ],
  required: [
    ['person_id'],
    ['birth_date'],
    ['enrollment_start_date'],
    ['enrollment_end_date'],
    ['payer_type'],
  ],
};

export const TABLES: readonly Table[] = [MEDICAL_CLAIM, PHARMACY_CLAIM, ELIGIBILITY];

/** What the payer decided on claims that do not say it themselves. */
export const CLAIM_STATUS: Table = {
  name: 'claim_status',
  columns: text('claim_id', 'status'),
  required: [['claim_id'], ['status']],
};
