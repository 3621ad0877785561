/** A provider as a file of providers describes it; a text is empty where the file has none. */
export interface Provider {
  readonly name: string;
  readonly specialty: string;
  readonly group: string;
}

/** By NPI. */
export type Providers = ReadonlyMap<string, Provider>;
