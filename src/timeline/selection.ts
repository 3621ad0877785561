import type { Day } from './day.js';
import type { CodeSystem, ListedCode } from './person.js';

/**
 * What a set of rules needs from the inputs, as data: all that the extraction knows about the rules
 * (docs/architecture.md, "The extraction"). It may leave out only what no rule could use.
 */
export interface Selection {
  /** A person with a line that any of these describes is a candidate; nobody else is fetched. */
  readonly candidates: readonly LinePattern[];
  /** The codes that are read; the others on a line are dropped. */
  readonly codes: readonly ListedCode[];
  /** Facts of lines beyond dates, codes and status, and the lines to carry them for; null for none. */
  readonly carried: CarriedFacts | null;
  /** Facts of enrollment beyond dates, product line and benefit. */
  readonly enrollment: readonly EnrollmentFactName[];
  /** Names of extra enrollment columns, as in the files; each span carries its values in them. */
  readonly furtherEnrollment: readonly string[];
  /**
   * What is fetched for a candidate: everything, the claims that hold a line of `candidates`, or such lines
   * alone.
   */
  readonly kept: 'persons' | 'claims' | 'lines';
}

interface CarriedFacts {
  readonly lines: readonly LinePattern[];
  readonly facts: readonly LineFact[];
  /**
   * Whether rows that differ only in these facts are different lines (each is paid), or one line stated
   * twice. In one line, each fact is the smallest text that the rows state, and blank only if none states
   * one.
   */
  readonly tellLinesApart: boolean;
}

/** Lines with one of some codes on some days. Code systems in different columns need separate patterns. */
export interface LinePattern {
  /** The column that holds the codes. */
  readonly column: CodeColumn;
  readonly codes: readonly string[];
  /** `principal` asks for the first-listed diagnosis; any other code has no position. */
  readonly position: 'principal' | 'any';
  /** First and last service date, both counted; null for any day. */
  readonly days: { readonly first: Day; readonly last: Day } | null;
  /**
   * How far the line with the code may be from the line whose date counts, because a diagnosis holds for all
   * lines of its claim; null where one line must have both.
   */
  readonly slack: ClaimSlack | null;
}

/** At most, in days. */
export interface ClaimSlack {
  /** Between two lines of a claim that does not state its start and its end. */
  readonly withoutClaimDates: number;
  /** Between a line and the start or end that its claim states. */
  readonly outsideClaimDates: number;
}

/** The columns of claims and fills that hold codes. */
export const CODE_COLUMNS = [
  'diagnosis',
  'icd_procedure',
  'procedure',
  'revenue',
  'bill_type',
  'place',
  'drug',
] as const;
export type CodeColumn = (typeof CODE_COLUMNS)[number];

/** The column that holds a system's codes; null for a system that no column holds. */
export const COLUMN_OF_SYSTEM: Readonly<Record<CodeSystem, CodeColumn | null>> = {
  ICD10CM: 'diagnosis',
  ICD10PCS: 'icd_procedure',
  CPT: 'procedure',
  HCPCS: 'procedure',
  UBREV: 'revenue',
  UBTOB: 'bill_type',
  POS: 'place',
  NDC: 'drug',
  Modifier: null,
  RXNORM: null,
};

/** What enrollment can say beyond dates, product line and benefit: the person's sex, and the plan of a span. */
export type EnrollmentFactName = 'sex' | 'plan';

/** What a line can carry beyond its codes, as `LineFacts` names it. */
export const LINE_FACTS = [
  'claimType',
  'billType',
  'modifiers',
  'units',
  'renderingNpi',
  'billingNpi',
  'orderingNpi',
  'referringNpi',
  'allowedAmount',
  'paidAmount',
] as const;
export type LineFact = (typeof LINE_FACTS)[number];
