/**
 * What the guidance states about lower back imaging: codes, ages, exclusions (docs/ebi.md, "The rule"). Data
 * only; the rule that reads it is in the files next to this one, and `lbp ebi --sql` writes the same data
 * into a script.
 */
export interface Guidance {
  /** The code of the intervention, and the published script's name for the activity that it finds. */
  readonly code: string;
  readonly flag: string;
  readonly document: string;
  /** When the guidance was last revised. */
  readonly version: string;
  /** OPCS-4 codes of imaging of the spine: one is enough. */
  readonly direct: readonly string[];
  /** OPCS-4 codes of imaging of any body part: one counts only together with one of `sites`. */
  readonly imaging: readonly string[];
  /** OPCS-4 codes of the lower back. */
  readonly sites: readonly string[];
  /**
   * First letters of the OPCS-4 codes that may come between an imaging code and its site (pairing
   * `adjacent`).
   */
  readonly qualifiers: readonly string[];
  /** Ages in whole years, both ends included. */
  readonly ages: { readonly from: number; readonly to: number };
  /** ICD-10 categories that exclude a record, both ends included. */
  readonly excluded: readonly { readonly from: string; readonly to: string }[];
  /** The administrative category of a private patient; a leading zero may be lost. */
  readonly privateCategory: number;
}

export const GUIDANCE: Guidance = {
  code: '2S',
  flag: '2S_lower_back_imaging',
  document:
    'Evidence-Based Interventions, low back pain imaging (Academy of Medical Royal Colleges, NHS England)',
  version: 'December 2023',
  direct: ['U054', 'U055'],
  imaging: ['U132', 'U133', 'U135', 'U136', 'U211', 'U212', 'U216', 'U217'],
  sites: ['Z665', 'O162'],
  qualifiers: ['Y', 'Z'],
  ages: { from: 19, to: 120 },
  excluded: [
    { from: 'C00', to: 'C99' },
    { from: 'D00', to: 'D09' },
    { from: 'D37', to: 'D48' },
  ],
  privateCategory: 2,
};
