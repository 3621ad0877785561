/**
 * A synthetic person with everything a plan knows about them, independent of the output format: the table
 * writer (tables.ts) and any other writer take the same object.
 */
import type { Day } from './calendar.js';

export type Product = 'commercial' | 'medicaid' | 'medicare';
export type Gender = 'female' | 'male';
export type Relation = 'self' | 'spouse' | 'child';

/** Membership in one plan of the insurer. */
export interface Coverage {
  readonly product: Product;
  readonly payer: string;
  readonly plan: string;
  readonly memberId: string;
  /** The member id of the contract holder, shared by a family. */
  readonly subscriberId: string;
  readonly relation: Relation;
}

/** A stretch of enrollment, closed at both ends. */
export interface Span {
  readonly start: Day;
  readonly end: Day;
  readonly coverage: Coverage;
  /** False for a plan without medical benefit (dental or drugs only). */
  readonly medical: boolean;
}

export type ClaimType = 'professional' | 'institutional';
export type ClaimStatus = 'paid' | 'denied' | 'pending' | 'suspended' | 'voided';

export interface ServiceLine {
  readonly number: number;
  /** Undefined if the line has no separate date (inpatient claims). */
  readonly date: Day | undefined;
  /** Two digits; empty on an institutional claim. */
  readonly placeOfService: string;
  /** Four digits; empty on a professional claim. */
  readonly revenue: string;
  /** CPT or HCPCS; empty if a revenue code is enough. */
  readonly procedure: string;
  readonly modifiers: readonly string[];
  readonly units: number;
  readonly renderingNpi: string;
  /** Money in cents. */
  readonly charge: number;
  readonly allowed: number;
  readonly paid: number;
}

/** An ICD-10-PCS procedure of a stay. */
export interface StayProcedure {
  readonly code: string;
  readonly date: Day;
}

/** A claim as last adjudicated, with what it replaced. */
export interface Claim {
  readonly id: string;
  readonly type: ClaimType;
  readonly coverage: Coverage;
  readonly start: Day;
  readonly end: Day;
  /** Both or neither: they belong to stays. */
  readonly admission: Day | undefined;
  readonly discharge: Day | undefined;
  /** Facility type and frequency, `131`, or `137` on a claim that replaced another; empty on a professional claim. */
  readonly billType: string;
  readonly status: ClaimStatus;
  readonly adjudicated: Day;
  /**
   * ICD-10-CM without dots, the principal one first; at most 12 on a professional claim, 25 on an institutional one.
   */
  readonly diagnoses: readonly string[];
  readonly procedures: readonly StayProcedure[];
  readonly billingNpi: string;
  /** Who is responsible for the patient in a facility; empty on a professional claim. */
  readonly attendingNpi: string;
  readonly orderingNpi: string;
  readonly lines: readonly ServiceLine[];
  /** The claim that this one replaced, as first sent; the final tables omit it. */
  readonly replaced: { readonly id: string; readonly diagnoses: readonly string[] } | undefined;
}

/** A drug dispensed. */
export interface Fill {
  readonly id: string;
  readonly coverage: Coverage;
  readonly date: Day;
  /** Eleven digits. */
  readonly ndc: string;
  readonly quantity: number;
  readonly daysSupply: number;
  readonly refills: number;
  readonly prescriberNpi: string;
  readonly status: 'paid' | 'denied';
  readonly allowed: number;
  readonly paid: number;
}

export interface SyntheticPerson {
  /** From 0; the person depends only on it, the seed and the year. */
  readonly number: number;
  readonly id: string;
  readonly firstName: string;
  /** Shared with the subscriber. */
  readonly lastName: string;
  /** The contract holder's, for coverage in which the person is a dependent. */
  readonly subscriberFirstName: string;
  readonly gender: Gender;
  readonly birth: Day;
  readonly death: Day | undefined;
  readonly hospice: Day | undefined;
  readonly spans: readonly Span[];
  readonly claims: readonly Claim[];
  readonly fills: readonly Fill[];
}
