/** A code set of the review criteria. */
export interface ReviewDefinition {
  readonly name: string;
  /** Another name of a set with the same codes. */
  readonly alsoCalled?: string;
  /** No source lists the codes: choosing them was our judgment. */
  readonly judgment?: true;
  /**
   * The parts of the set, with slashes between them; the set is what they hold together. A part begins with a word:
   *
   * - `dx`: ICD-10-CM. `M50` is the code and every code below it, `=M48.06` that code alone, in the tables or not,
   *   `C00..C96` every code whose first characters lie between the two as text. `less` takes codes out of the part
   *   again; `{7 A B C}` at its end keeps codes of seven characters that end in one of these, `{7 not S}` those that do
   *   not end in S.
   * - `pcs`: ICD-10-PCS, every code below each beginning.
   * - `cpt`, `hcpcs`, `rev`: these codes; `97161..97163` is three.
   * - `set NAME`: a set defined before; `measure NAME`: the open value set of that name.
   * - `rx NAME`: the medication list of that name that a run loads. It gives the set no code here.
   */
  readonly codes: string;
}
