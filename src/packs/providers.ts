import type { LineFacts } from '../timeline/person.js';

/** A provider as a file of providers describes it; a text is empty where the file has none. */
export interface Provider {
  readonly name: string;
  readonly specialty: string;
  readonly group: string;
}

/** By NPI. */
export type Providers = ReadonlyMap<string, Provider>;

/** Who ordered it: the ordering provider, else the referring one; empty if neither is stated. */
export function orderingOf({ orderingNpi, referringNpi }: LineFacts): string {
  return orderingNpi || referringNpi;
}
