/** Where a rule, or a part of one, is written down. */
export interface Reference {
  /** Of docs/measure-logic.md: `3.2`. */
  readonly section: string;
  /** What the section rests on. */
  readonly source:
    | 'public descriptions of the measure'
    | 'our reading, where public descriptions leave it open';
}

/** A section that follows public descriptions. */
export function described(section: string): Reference {
  return { section, source: 'public descriptions of the measure' };
}

/** A section with this project's reading of what public descriptions leave open. */
export function ourReading(section: string): Reference {
  return { section, source: 'our reading, where public descriptions leave it open' };
}
