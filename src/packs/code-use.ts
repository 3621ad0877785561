import type { CodeSystem } from '../timeline/person.js';

/** How a rule uses the codes of some sets, in words (`lbp find`). */
export interface CodeUse {
  /** The year, policy or guideline that the rule belongs to: `2025`. */
  readonly of: string;
  /** `excludes: cancer` */
  readonly meaning: string;
  /** The days on which the code counts, `day -365 to day 28`; empty for a rule without a window. */
  readonly window: string;
  /** Value sets and medication lists; any of them gives the code this meaning. */
  readonly sets: readonly string[];
  /** Codes that the rule itself names, whether or not a set holds them. */
  readonly codes: readonly { readonly system: CodeSystem; readonly code: string }[];
}
