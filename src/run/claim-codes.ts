import { diagnosisCodes } from '../extract/diagnosis-codes.js';
import { Engine } from '../extract/duckdb.js';
import { CLAIM_FILES } from '../report/input-kinds.js';
import type { ClaimCode } from '../valuesets/check.js';
import { planInputs } from './inputs.js';
import type { DirectorySettings } from './settings/directory-settings.js';
import { withTemporaryFolder } from './temporary-folder.js';

/** The diagnoses of claims, each with its number of rows. */
export async function codesOfClaims({
  claims,
  mapping,
  threads,
  memory,
}: DirectorySettings): Promise<ClaimCode[]> {
  return withTemporaryFolder(async (spill) => {
    const engine = await Engine.open({ threads, memory, spill });
    try {
      const others = { [CLAIM_FILES]: [], claimStatus: [], pharmacy: [], eligibility: [] };
      const { medical } = await planInputs(engine, { claims, mapping, ...others });
      return await diagnosisCodes(engine, medical);
    } finally {
      engine.close();
    }
  });
}
