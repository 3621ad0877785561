import { csv } from './csv.js';
import type { SetCode } from './value-set.js';

// The headings of the licensed directories, so that either can be read the same way. Definition stays empty:
// descriptors of CPT and of the UB-04 codes are licensed.
const HEADINGS = [
  ...['Value Set Name', 'Value Set OID', 'Value Set Version', 'Code', 'Definition'],
  ...['Code System', 'Code System OID', 'Code System Version'],
];

/** The names of a set in its file. */
export interface SetLabel {
  readonly name: string;
  readonly oid: string;
  readonly version: string;
}

/** A value set as a CSV file. */
export function setFile({ name, oid, version }: SetLabel, codes: readonly SetCode[]): string {
  const rows = codes.map(({ system, code }) => [name, oid, version, code, '', system, '', '']);
  return csv(HEADINGS, rows);
}

/** A name in the form used in file names and OIDs: `Kidney Transplant` is `kidney-transplant`. */
export function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
