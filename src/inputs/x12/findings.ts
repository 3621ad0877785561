/**
 * Everything the reader can find wrong, in closed lists: why a claim or a line is rejected, what makes part
 * of a file unreadable, and what is only worth a warning. The sentences never hold member data.
 */

/** Why a claim is rejected. */
export const CLAIM_REJECTS = {
  no_claim_id: 'CLM01 is blank',
  no_subscriber: 'no subscriber id (2010BA NM109) stands above the claim',
  wrong_parent: 'the patient (HL 23) names another subscriber as its parent than the one it follows',
  no_service_line: 'the claim has no service line',
  no_date: 'neither the claim nor a line has a service date that can be read',
  no_usable_line: 'every line of the claim was rejected',
  cut_off: 'the file or the transaction ended before the claim was closed',
  unreadable: 'the claim stands in a part of the file that cannot be read as an 837',
  unmatched_person: 'nobody in eligibility fits the patient',
  ambiguous_person: 'several people in eligibility fit the patient',
} as const;

/** Why a line is rejected although its claim is kept. */
export const LINE_REJECTS = {
  bad_line_date: 'DTP*472 is not a date, or ends before it starts',
  no_line_date: 'neither the line nor the claim has a service date',
  no_service: 'the line has no SV1 or SV2',
  line_outside_claim: 'the line belongs to no claim',
  claim_rejected: 'the claim was rejected',
} as const;

/** What makes part of a file unreadable. */
export const FAULTS = {
  text_outside_interchange: 'text that is not an interchange was skipped',
  segment_too_long: 'a segment has no end; the rest of the file was not read',
  segment_cut_off: 'the file ends inside a segment',
  interchange_not_closed: 'the interchange has no IEA',
  group_not_closed: 'the group has no GE',
  transaction_not_closed: 'the transaction has no SE',
  unknown_segment: 'a segment has a name that no 837 has; its content is lost',
  gzip_damaged: 'the compressed data is damaged or cut off',
} as const;

/** What is odd in the envelope; an error in strict mode. */
export const ENVELOPE_WARNINGS = {
  iea_control: 'IEA02 is not ISA13',
  iea_count: 'IEA01 is not the number of groups',
  ge_control: 'GE02 is not GS06',
  ge_count: 'GE01 is not the number of transactions',
  se_control: 'SE02 is not ST02',
  se_count: 'SE01 is not the number of segments',
  segment_outside_transaction: 'a segment stands outside any transaction',
  guide_differs: 'ST03 and GS08 name different guides; ST03 was followed',
} as const;

/** What is odd in a claim that is still used. */
export const CLAIM_WARNINGS = {
  principal_repeated: 'the principal qualifier is repeated; the first code is the principal diagnosis',
  icd10_under_icd9_qualifier: 'ICD-10 codes under ICD-9 qualifiers were taken as ICD-10',
  icd9_code: 'the claim has ICD-9 codes, which no value set holds',
  diagnosis_unreadable: 'a diagnosis does not have the shape of an ICD code',
  no_principal: 'the claim has no principal diagnosis',
  too_many_diagnoses: 'diagnoses after the 25th were left out',
  too_many_procedures: 'procedures after the 25th were left out',
  component_separator: 'composites use another separator than ISA16 declares; the one in CLM05 was taken',
  claim_type_differs: 'the service segments are not those of the guide; they decide the claim type',
  lx_missing: 'a service segment has no LX before it',
  bad_claim_date: 'a claim-level date could not be read and was left out',
  relationship_missing:
    'SBR02 is not 18 and there is no patient loop; the subscriber is taken as the patient',
  self_with_patient: 'SBR02 is 18 and there is a patient loop; the patient of the loop is taken',
  other_payer: 'loops of other payers (2320) were skipped',
  billing_parent:
    'the subscriber (HL 22) names another billing provider as its parent than the one it follows',
  unknown_frequency: 'CLM05-3 is blank or not known; the claim is taken as an original',
  procedure_qualifier: 'a service code under another qualifier than HC was left out',
} as const;

export type ClaimReject = keyof typeof CLAIM_REJECTS;
export type LineReject = keyof typeof LINE_REJECTS;
export type Fault = keyof typeof FAULTS;
export type EnvelopeWarning = keyof typeof ENVELOPE_WARNINGS;
export type ClaimWarning = keyof typeof CLAIM_WARNINGS;
export type Warning = EnvelopeWarning | ClaimWarning;
