import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { OnePerson } from '../extract/one-person.js';
import type { DecidedAgain } from '../packs/explanation.js';
import type { PackRules } from '../packs/pack.js';
import { lookAtTables } from './input-files.js';
import { planInputs } from './inputs.js';
import { readClaims } from './read-claims.js';
import type { LoadedRules } from './rules.js';
import { RenewableEngine, readTwice } from './second-reading.js';
import type { InputSettings } from './settings/run-settings.js';
import { TABLE_FILES } from './table-reader.js';
import { withTemporaryFolder } from './temporary-folder.js';

/**
 * Reads the inputs for one person and decides them as a run does.
 *
 * @throws LbpError as a run does for unreadable inputs
 */
export async function decideAgain(
  personId: string,
  settings: InputSettings,
  { pack, rules, selection }: LoadedRules,
): Promise<DecidedAgain<PackRules, unknown>> {
  return withTemporaryFolder(async (folder) => {
    const spill = join(folder, 'spill');
    mkdirSync(spill, { mode: 0o700 });
    const engine = await RenewableEngine.open({
      threads: settings.threads,
      memory: settings.memory,
      spill,
      database: settings.database,
    });
    try {
      const { furtherEnrollment } = selection;
      const planned = await planInputs(engine.current, { ...settings, furtherEnrollment });
      const reading = {
        reader: TABLE_FILES,
        inputs: planned,
        looks: lookAtTables(planned.files),
        folder: join(folder, 'copies'),
        engine,
        onStage: () => undefined,
      };
      const one = await readTwice(reading, async (current, inputs) => {
        const claimFolder = join(folder, 'claim-files');
        const { claims: _, ...plans } = await readClaims(
          current,
          inputs,
          settings,
          claimFolder,
          () => undefined,
        );
        const files = inputs.files.map(({ path }) => path);
        return OnePerson.read(current, { ...inputs, ...plans, files, selection }, personId);
      });
      const outcomes = pack.evaluate(one.person, rules);
      return { rules, person: one.person, outcomes, inInputs: await one.facts() };
    } finally {
      engine.close();
    }
  });
}
