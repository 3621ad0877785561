import type { SourceFacts } from '../extract/claim-source.js';
import { VERSIONS_TABLE, versionRow } from '../report/claim-versions.js';
import type { OutputFolder } from '../report/output-folder.js';

/** Writes the claims that other claims set aside. */
export async function writeVersions(folder: OutputFolder, claims: SourceFacts): Promise<void> {
  const table = folder.table(VERSIONS_TABLE);
  for await (const { claim, outcome, by } of claims.versions()) table.add(versionRow(claim, outcome, by));
  table.flush();
}
