/** A code set of the review criteria. */
export interface ReviewDefinition {
  readonly name: string;
  /** Another name of a set with the same codes. */
  readonly alsoCalled?: string;
  /** No source lists the codes: we chose them by our own judgment. */
  readonly judgment?: true;
  /**
   * The parts of the set, separated by slashes; the set is their union. A part begins with a word:
   *
   * - `dx`: ICD-10-CM. `M50` is the code and every code below it, `=M48.06` only that code, in the tables or
   *   not, `C00..C96` every code whose first characters are between the two as text. `less` removes codes
   *   from the part again; `{7 A B C}` at its end keeps codes of seven characters that end in one of these,
   *   `{7 not S}` those that do not end in S.
   * - `pcs`: ICD-10-PCS, every code below each beginning.
   * - `cpt`, `hcpcs`, `rev`: these codes; `97161..97163` is three.
   * - `set NAME`: a set defined earlier; `measure NAME`: the open value set with that name.
   * - `rx NAME`: the medication list with that name that a run loads. It adds no code to the set here.
   */
  readonly codes: string;
}
