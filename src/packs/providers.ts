/** What a file of providers says of one of them; a text is empty where the file has none. */
export interface Provider {
  readonly name: string;
  readonly specialty: string;
  readonly group: string;
}

/** By NPI. */
export type Providers = ReadonlyMap<string, Provider>;
