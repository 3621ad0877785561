import type { Period, Ymd } from './dates.js';
import type { Diagnoses, HealthCode } from './diagnoses.js';
import type { ClaimWarning, LineReject } from './findings.js';
import type { ClaimType } from './guide.js';
import { BLANK, type Piece, type Pieces } from './pieces.js';

/** The transaction of a claim: enough to find it with any editor. */
export interface Origin {
  readonly file: string;
  readonly isa13: string;
  readonly gs06: string;
  readonly st02: string;
  /** ISA09 and ISA10 as YYYYMMDDHHMM. */
  readonly interchangeTime: string;
}

/**
 * A position within its file, as evidence and messages write it. Segments are counted within the transaction
 * from ST = 1, as SE01 counts.
 */
export function locator(origin: Origin, segment: number): string {
  return `${beforeSegment(origin)}${segment}`;
}

/** The common part of all positions in a transaction. */
export function beforeSegment({ isa13, gs06, st02 }: Origin): string {
  return `${isa13}/${gs06}/${st02}/seg `;
}

/** Loop 2000A and 2010AA. */
export interface Billing {
  readonly hl: number | string;
  npi: string;
  taxId: string;
  /** The entity of the last NM1, packed: what follows an NM1 belongs to it. */
  entity: number;
}

/** Loop 2000B and 2010BA. */
export interface Subscriber {
  readonly hl: number | string;
  id: Piece;
  firstName: Piece;
  birthDate: Ymd;
  gender: string;
  /** Whether SBR02 says that the subscriber is the patient. */
  isPatient: boolean;
}

/** Loop 2000C and 2010CA. */
export interface Patient {
  /** False when HL02 names another subscriber than the one above. */
  readonly underItsSubscriber: boolean;
  firstName: Piece;
  birthDate: Ymd;
  gender: string;
}

/** What an 837 says about the patient, for finding that person in eligibility. */
export interface ClaimIdentity {
  /** NM109 of the subscriber, whoever the patient is. */
  readonly subscriberId: string;
  /** False for a patient of a 2000C loop, who has no member id of their own. */
  readonly isSubscriber: boolean;
  readonly birthDate: Ymd;
  readonly gender: string;
  readonly firstName: string;
}

export interface ClaimLine {
  /**
   * LX01, or 0 if it is not a number; once the claim is complete, a number that is unique within the claim.
   */
  number: number;
  /** The line's first segment, counted within the transaction. */
  readonly segment: number;
  raw: Piece;
  service: '' | 'SV1' | 'SV2';
  /** The columns from `revenue_center_code` to the modifiers. */
  what: Piece;
  placeOfService: string;
  /** The columns `charge_amount` and `diagnosis_pointers`. */
  charge: Piece;
  /** 0 if the line has no date; once the claim is complete, the claim's date. */
  start: Ymd;
  end: Ymd;
  badDate: boolean;
  renderingNpi: Piece;
  orderingNpi: Piece;
  /** Blank if it is that of the claim. */
  referringNpi: Piece;
}

export interface RejectedLine {
  readonly line: ClaimLine;
  readonly reason: LineReject;
}

/**
 * One claim of an 837, professional or institutional: first what its segments say, in order, then also what
 * `completeClaim` derives from that. Its pieces are valid until the next claim begins.
 */
export interface Claim {
  readonly segment: number;
  readonly raw: Piece;
  /** CLM01. */
  readonly id: Piece;
  readonly charge: Piece;
  /** CLM05-1: place of service on a professional claim, the first digits of the bill type on an institutional one. */
  readonly facilityCode: string;
  /** CLM05-3: 1 original, 7 replacement, 8 void, and others. */
  readonly frequency: string;
  /** The component separator of its composites, as a character code. */
  readonly separator: number;
  readonly billing: Billing | undefined;
  readonly subscriber: Subscriber | undefined;
  readonly patient: Patient | undefined;
  /** REF*F8: the payer's number of the claim that this one replaces or voids. */
  payerClaimNumber: Piece;
  /** REF*D9. */
  clearinghouseNumber: Piece;
  /** REF*EA. */
  medicalRecordNumber: Piece;
  /** How many 2320 loops (other payers) the claim has; their content is not used. */
  otherPayers: number;
  statement: Period | undefined;
  /** DTP*472 on the claim: a habit from 4010, used where 434 is absent. */
  service: Period | undefined;
  admission: Period | undefined;
  dischargeHour: boolean;
  /** The three columns of CL1; blank without one. */
  admit: Piece;
  renderingNpi: Piece;
  referringNpi: Piece;
  attendingNpi: Piece;
  facilityNpi: Piece;
  readonly codes: HealthCode[];
  /** Once the claim is complete, only the usable ones. */
  lines: ClaimLine[];
  warnings: readonly ClaimWarning[];

  // What `completeClaim` adds.
  type: ClaimType;
  start: Ymd;
  end: Ymd;
  diagnoses: Diagnoses;
  rejectedLines: readonly RejectedLine[];
}

/** Notes a warning, once per claim. */
export function warnOnce(claim: Claim, warning: ClaimWarning): void {
  if (!claim.warnings.includes(warning)) claim.warnings = [...claim.warnings, warning];
}

/** Who the patient is; read when the claim is complete. */
export function identityOf(claim: Claim, pieces: Pieces): ClaimIdentity {
  const { birthDate, gender, firstName } = patientOf(claim);
  return {
    subscriberId: pieces.text(claim.subscriber?.id ?? BLANK),
    isSubscriber: claim.patient === undefined,
    birthDate,
    gender,
    firstName: pieces.text(firstName),
  };
}

const UNKNOWN_PATIENT = { birthDate: 0, gender: '', firstName: BLANK };

export function patientOf(claim: Claim): { birthDate: Ymd; gender: string; firstName: Piece } {
  return claim.patient ?? claim.subscriber ?? UNKNOWN_PATIENT;
}
