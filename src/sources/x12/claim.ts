import type { Ymd } from './dates.js';
import type { ClaimType } from './guide.js';

/** Where something stands in an archive: enough to find it again with any editor. */
export interface Place {
  readonly file: string;
  readonly isa13: string;
  readonly gs06: string;
  readonly st02: string;
  /** Counted within the transaction, ST being 1, as SE01 counts. */
  readonly segment: number;
}

/** The place within its file, as evidence and messages write it. */
export function locator(place: Place): string {
  return `${place.isa13}/${place.gs06}/${place.st02}/seg ${place.segment}`;
}

/** What an 837 says of the person treated, for finding that person in eligibility. */
export interface ClaimIdentity {
  /** NM109 of the subscriber, whoever the patient is. */
  readonly subscriberId: string;
  /** False for a patient of a 2000C loop, who has no member id of their own. */
  readonly isSubscriber: boolean;
  readonly birthDate: Ymd;
  readonly gender: string;
  readonly firstName: string;
}

export interface Procedure {
  readonly code: string;
  readonly date: Ymd;
}

export interface Diagnoses {
  /** '' when the claim names none. */
  principal: string;
  /** Other diagnoses in their order, then the external causes. */
  others: string[];
  admitting: string;
  reasonsForVisit: string[];
  /** True when at least one code is a real ICD-9 code. */
  icd9: boolean;
}

export interface ClaimLine {
  readonly number: number;
  /** The line's first segment, counted within the transaction. */
  readonly segment: number;
  readonly revenueCode: string;
  readonly code: string;
  readonly modifiers: readonly string[];
  readonly charge: string;
  readonly units: string;
  readonly placeOfService: string;
  readonly pointers: string;
  readonly start: Ymd;
  readonly end: Ymd;
  readonly renderingNpi: string;
  readonly orderingNpi: string;
}

/** One claim of an 837, professional or institutional, with everything the reader keeps of it. */
export interface Claim {
  readonly place: Place;
  /** Counted over the file from 1: with the file it names this copy of the claim, as CLM01 cannot. */
  readonly ordinal: number;
  readonly type: ClaimType;
  /** CLM01. */
  readonly id: string;
  readonly charge: string;
  /** CLM05-1: place of service on a professional claim, the first digits of the bill type on an institutional one. */
  readonly facilityCode: string;
  /** CLM05-3: 1 original, 7 replacement, 8 void, and others. */
  readonly frequency: string;
  /** REF*F8: the payer's number of the claim that this one replaces or voids. */
  readonly payerClaimNumber: string;
  /** REF*D9. */
  readonly clearinghouseNumber: string;
  /** REF*EA. */
  readonly medicalRecordNumber: string;
  /** ISA09 and ISA10 as YYYYMMDDHHMM. */
  readonly interchangeTime: string;
  readonly identity: ClaimIdentity;
  /** SBR01. */
  readonly payerResponsibility: string;
  /** How many 2320 loops (other payers) the claim has; none of what they say is used. */
  readonly otherPayers: number;
  readonly start: Ymd;
  readonly end: Ymd;
  readonly admissionDate: Ymd;
  readonly dischargeDate: Ymd;
  readonly admitType: string;
  readonly admitSource: string;
  readonly dischargeStatus: string;
  readonly billingNpi: string;
  readonly billingTaxId: string;
  readonly renderingNpi: string;
  readonly referringNpi: string;
  readonly attendingNpi: string;
  readonly facilityNpi: string;
  readonly diagnoses: Diagnoses;
  readonly procedures: readonly Procedure[];
  readonly lines: readonly ClaimLine[];
}
