import type { X12Claims } from '../extract/x12/read-x12.js';
import { VERSIONS_TABLE, versionRow } from '../report/claim-versions.js';
import type { OutputFolder } from '../report/output-folder.js';

/** Writes the claims that others set aside. */
export async function writeVersions(folder: OutputFolder, claims: X12Claims): Promise<void> {
  const table = folder.table(VERSIONS_TABLE);
  for await (const { claim, outcome, by } of claims.versions()) table.add(versionRow(claim, outcome, by));
  table.flush();
}
