/**
 * One open value set, in the notation of its sources: codes with dots, separated by blanks, ranges with a
 * hyphen (`99202-99205`, `M47.26-.28`).
 */
export interface SetDefinition {
  readonly name: string;
  /** The public source of its codes, for docs/value-sets.md. */
  readonly source: string;
  readonly icd10cm?: DiagnosisDefinition;
  readonly icd10pcs?: {
    /** Beginnings of codes; every code of the ICD-10-PCS table below each. */
    readonly stems: string;
  };
  readonly cpt?: string;
  readonly hcpcs?: string;
  /** Ranges that mean only the codes in the HCPCS table. */
  readonly hcpcsInTable?: string;
  readonly revenue?: string;
  /** The rows of the public exclusion table with the set's name. */
  readonly exclusionTable?: boolean;
}

export interface DiagnosisDefinition {
  /**
   * Billable codes, each of which must be in an ICD-10-CM table; a range means the table's codes of that
   * length.
   */
  readonly codes?: string;
  /**
   * Categories or subcategories: every billable code below each. A range is enumerated: `C00-C96` does not
   * include C4A.
   */
  readonly stems?: string;
  /** Codes taken literally, because no table has them: deleted before the oldest table. */
  readonly kept?: string;
  /** Stems whose codes are removed again. */
  readonly withoutStems?: string;
  /** Names of sets whose diagnoses are removed again. */
  readonly withoutSets?: readonly string[];
}

/** One open medication list. */
export interface MedicationDefinition {
  readonly name: string;
  readonly source: string;
  /**
   * Ingredients as RxNorm spells them: every RxCUI of the public drug table whose name contains one as a
   * word.
   */
  readonly ingredients?: string;
  /** Ingredients that belong to the list although the drug table has no row for them. */
  readonly ingredientsNotInTable?: string;
  /** The rows of the public exclusion table with the list's name. */
  readonly exclusionTable?: boolean;
  /** Invented NDCs of the synthetic plan, which ship in a separate file. */
  readonly demonstrationNdcs?: string;
}
