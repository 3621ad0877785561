import { readId } from '../codes/read-id.js';
import type { DecidedAgain, Explanation, PersonRows } from '../packs/explanation.js';
import type { PackRules } from '../packs/pack.js';
import { CLAIM_FILES } from '../report/input-kinds.js';
import { rowsInRun, rowsOfOutcomes } from '../report/person-rows.js';
import { RunFolder } from '../report/run-folder.js';
import { decideAgain } from './explain-person.js';
import { type LoadedRules, loadRules } from './rules.js';
import { inputsOfRun, otherSetFile, refuseOtherSets } from './run-inputs.js';
import { fileSettings } from './settings/run-settings.js';

/** The sources of an explanation besides the outputs of a run. */
export interface ExplanationSources {
  /** Inputs that were passed, by flag name; empty to use those of the run. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly config: string | undefined;
  /** Whether to read the inputs of the run. */
  readonly isWithInputs: boolean;
}

export interface ExplainedPerson {
  readonly run: RunFolder;
  readonly explanation: Explanation;
  readonly isFromInputs: boolean;
  /** Whether the inputs lead to a different outcome than the run's. */
  readonly differs: boolean;
  readonly warnings: readonly string[];
}

/**
 * Explains one person of a finished run.
 *
 * @throws LbpError E110 for a folder that is not a finished run, and as a run does for unreadable inputs
 */
export async function explainPerson(
  person: string,
  path: string,
  sources: ExplanationSources,
): Promise<ExplainedPerson> {
  // The id may be written as in the inputs, or as in a run's outputs.
  const personId = readId(person) ?? person;
  const run = RunFolder.open(path);
  const { pack, manifest } = run;
  const question = pack.question(manifest.pack.question);
  const inRun = rowsInRun(run, personId);
  const { again, otherSets } = await decidedAgain(personId, run, question, sources);
  const rows = again === null ? inRun : rowsOfOutcomes(pack, again.rules, again.outcomes);
  const differs = again !== null && outcomeKey(run, rows) !== outcomeKey(run, inRun);
  const explanation = pack.explain({ personId, rows, totals: (name) => run.totals(name), again }, question);
  const version = pack.versionOf(question);
  return {
    ...{ run, explanation, isFromInputs: again !== null, differs },
    warnings: [
      ...(manifest.measure.rules_version === version
        ? []
        : [
            `LBP-W521 the run used rules ${manifest.measure.rules_version}, and windows are shown by rules ${version} of this version`,
          ]),
      ...(otherSets === null
        ? []
        : [
            `LBP-W523 these value sets are not those of the run (${otherSets}): give them with --value-sets and --medications`,
          ]),
      ...(differs
        ? ['LBP-W522 these inputs give an outcome that differs from that of the run; the new one is shown']
        : []),
    ],
  };
}

const INPUT_FLAGS = ['claims', CLAIM_FILES, 'eligibility', 'database'];

interface Again {
  /** Null if the evidence of the run is enough. */
  readonly again: DecidedAgain<PackRules, unknown> | null;
  /** A value-set file that only one of the run and these inputs has; null if there is none. */
  readonly otherSets: string | null;
}

/** The person decided again from the inputs, if they are asked for. */
async function decidedAgain(
  personId: string,
  run: RunFolder,
  question: unknown,
  { inputs, config, isWithInputs }: ExplanationSources,
): Promise<Again> {
  const areGiven = config !== undefined || INPUT_FLAGS.some((name) => inputs[name] !== undefined);
  if (!areGiven && !isWithInputs) return { again: null, otherSets: null };
  const { pack } = run;
  if (!areGiven) {
    const settings = await inputsOfRun(run);
    const loaded: LoadedRules = await loadRules(pack, question, settings);
    refuseOtherSets(run, loaded.directory);
    return { again: await decideAgain(personId, settings, loaded), otherSets: null };
  }
  const given = fileSettings(pack, { ...inputs, ...run.manifest.pack.question }, config);
  const loaded = await loadRules(pack, given.question, given.settings);
  return {
    again: await decideAgain(personId, given.settings, loaded),
    otherSets: otherSetFile(run, loaded.directory),
  };
}

/** An outcome without the records and the paths of their files. */
function outcomeKey({ pack }: RunFolder, rows: PersonRows): string {
  const tables = pack.personTables.filter(({ columns }) => !columns.some(({ name }) => name === 'source'));
  return JSON.stringify(tables.map(({ name }) => rows[name] ?? []));
}
