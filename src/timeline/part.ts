/** A count, and the total that it is part of. */
export interface Part {
  readonly count: number;
  readonly of: number;
}
