/** How many there are of something, and of how many. */
export interface Part {
  readonly count: number;
  readonly of: number;
}
