/**
 * One open value set, written as its sources write it: codes with dots, blanks between them, ranges with a hyphen
 * (`99202-99205`, `M47.26-.28`).
 */
export interface SetDefinition {
  readonly name: string;
  /** Where its codes are public, for docs/value-sets.md. */
  readonly source: string;
  readonly icd10cm?: DiagnosisDefinition;
  readonly icd10pcs?: {
    /** Beginnings of codes; every code of the ICD-10-PCS table below each. */
    readonly stems: string;
  };
  readonly cpt?: string;
  readonly hcpcs?: string;
  /** Ranges of which only the codes in the HCPCS table are meant. */
  readonly hcpcsInTable?: string;
  readonly revenue?: string;
  /** The rows of the public exclusion table that bear the set's name. */
  readonly exclusionTable?: boolean;
}

export interface DiagnosisDefinition {
  /** Billable codes, each of which an ICD-10-CM table must hold; a range means the table's codes of that length. */
  readonly codes?: string;
  /** Categories or subcategories: every billable code below each. A range is counted out: `C00-C96` has no C4A. */
  readonly stems?: string;
  /** Codes taken as they are, for no table has them: deleted before the oldest. */
  readonly kept?: string;
  /** Stems whose codes are taken out again. */
  readonly withoutStems?: string;
  /** Names of sets whose diagnoses are taken out again. */
  readonly withoutSets?: readonly string[];
}

/** One open medication list. */
export interface MedicationDefinition {
  readonly name: string;
  readonly source: string;
  /** Ingredients as RxNorm spells them: every RxCUI of the public drug table whose name holds one as a word. */
  readonly ingredients?: string;
  /** Ingredients that belong to the list although the drug table has no row of theirs. */
  readonly ingredientsNotInTable?: string;
  /** The rows of the public exclusion table that bear the list's name. */
  readonly exclusionTable?: boolean;
  /** Invented NDCs of the synthetic plan, which ship in a file of their own. */
  readonly demonstrationNdcs?: string;
}
