/**
 * One person's timeline, the input of the rules. It holds facts only; the rules make all decisions about
 * them.
 *
 * Days are whole days since 1970-01-01; every stretch of days is closed at both ends.
 */

import type { Day } from './day.js';

export const PRODUCT_LINES = ['commercial', 'medicaid', 'medicare'] as const;
export type ProductLine = (typeof PRODUCT_LINES)[number];

export const CODE_SYSTEMS = [
  'ICD10CM',
  'ICD10PCS',
  'CPT',
  'HCPCS',
  'UBREV',
  'UBTOB',
  'POS',
  'Modifier',
  'NDC',
  'RXNORM',
] as const;
export type CodeSystem = (typeof CODE_SYSTEMS)[number];

/** Where a record was read: the file as the user named it, and the position in it if the source knows one. */
export interface Provenance {
  readonly source: string;
  readonly locator: string;
}

/**
 * A code that the loaded directories know, with the names of the value sets (or medication lists) that hold it.
 * One object per code serves all records that carry it. Codes are upper-case, without dots or blanks.
 */
export interface ListedCode {
  readonly system: CodeSystem;
  readonly code: string;
  readonly sets: readonly string[];
}

/** A listed code on a claim line. */
export interface LineCode {
  readonly listed: ListedCode;
  /**
   * For a diagnosis, its position on the claim: 1 is the principal (first-listed) one. 0 for any other code.
   */
  readonly position: number;
  /** The procedure's own date (ICD-10-PCS); null where there is none. */
  readonly ownDate: Day | null;
}

/**
 * Voided claims and claims replaced by a later one never reach a timeline. `supplemental` marks a record that
 * does not come from a claim (a chart, a registry); it counts for exclusions only (docs/measure-logic.md
 * 1.5).
 */
export type ClaimStatus = 'paid' | 'denied' | 'pending' | 'suspended' | 'supplemental' | 'unknown';

export interface ClaimLine extends Provenance {
  /** The claim line number as the source writes it. */
  readonly number: string;
  /** The line's own start date, else the claim's. */
  readonly serviceDate: Day;
  /** Two digits, or empty. */
  readonly placeOfService: string;
  readonly status: ClaimStatus;
  /**
   * The listed codes of the line: its procedure, revenue and bill-type codes, and the claim's diagnoses and ICD-10-PCS
   * procedures as this line states them.
   */
  readonly codes: readonly LineCode[];
  /**
   * The line's own CPT or HCPCS code, listed or not; empty if there is none (or if no rule can ask for it).
   */
  readonly procedureCode: string;
  /** The line's revenue code, listed or not; four digits, or empty. */
  readonly revenueCode: string;
  /** The facts that a Selection asks to carry for this line; null if it asks for none. */
  readonly facts: LineFacts | null;
}

/**
 * Facts of a line that only some rules ask for; each is empty if the Selection does not ask for it or the
 * source does not state it.
 */
export interface LineFacts {
  /** `professional`, `institutional`, or empty. */
  readonly claimType: string;
  /** Four digits, or empty. */
  readonly billType: string;
  /** Upper-case, in the order of the line, blanks left out. */
  readonly modifiers: readonly string[];
  readonly units: string;
  readonly renderingNpi: string;
  readonly billingNpi: string;
  readonly orderingNpi: string;
  readonly referringNpi: string;
  /** As the source writes them, so that they can be added exactly. */
  readonly allowedAmount: string;
  readonly paidAmount: string;
}

/**
 * A claim of any setting. A diagnosis on any of its lines is a diagnosis of the claim and holds on each line's date.
 * Claim-level dates are null where no line states them.
 */
export interface Claim {
  readonly id: string;
  readonly start: Day | null;
  readonly end: Day | null;
  readonly admission: Day | null;
  readonly discharge: Day | null;
  readonly lines: readonly ClaimLine[];
}

/** A dispensed drug that is on a medication list. */
export interface Fill extends Provenance {
  readonly claimId: string;
  readonly lineNumber: string;
  readonly dispensed: Day;
  readonly drug: ListedCode;
  /** Days of supply; null where the source leaves it blank. */
  readonly daysSupply: number | null;
}

export interface EnrollmentSpan extends Provenance {
  readonly start: Day;
  readonly end: Day;
  /**
   * `other` is coverage that no LBP product line reports (a marketplace plan): it counts as enrollment but
   * gets no row.
   */
  readonly productLine: ProductLine | 'other';
  readonly medicalBenefit: boolean;
  /** The plan as the source names it; empty if no Selection asks for it or the source does not state it. */
  readonly plan: string;
  /** The row's values in the extra columns that a Selection names, in the Selection's order. */
  readonly further: readonly string[];
}

/** A dated fact that the enrollment records state: death, or election of hospice. */
export interface EnrollmentFact extends Provenance {
  readonly date: Day;
}

export interface Person {
  readonly id: string;
  /** Empty if no Selection asks for it, or if the source does not state it or contradicts itself. */
  readonly sex: 'F' | 'M' | '';
  /** Null only where no enrollment record of the person is known. */
  readonly birth: Day | null;
  readonly deaths: readonly EnrollmentFact[];
  readonly hospice: readonly EnrollmentFact[];
  readonly spans: readonly EnrollmentSpan[];
  readonly claims: readonly Claim[];
  readonly fills: readonly Fill[];
}
