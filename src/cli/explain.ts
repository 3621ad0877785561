import { type Command, Option } from 'commander';
import type { ExitKind } from '../errors.js';
import { openLog } from './log.js';
import { byName, wholeNumber } from './run.js';

/** Adds `lbp explain`. */
export function addExplain(program: Command, finish: (exit: ExitKind) => void): void {
  program
    .command('explain')
    .description('Say why one person came out as they did: gates, records, what would change it, a timeline.')
    .argument('<person>', 'person_id, as in the inputs')
    .requiredOption('--run <dir>', 'output directory of lbp run')
    .option('--with-inputs', 'read the inputs of the run again, for what nearly decided')
    .option('--claims <path...>', 'the same with these inputs, as for lbp run')
    .option('--x12 <path...>', '837 claim files')
    .option('--claim-status <path...>', 'CSV of claim_id,status, for claims given with --x12')
    .option('--eligibility <path...>', 'enrolment spans')
    .option('--pharmacy <path...>', 'pharmacy claims')
    .option('--value-sets <path...>', 'value sets: CSV files or folders')
    .option('--medications <path...>', 'medication lists: CSV files or folders')
    .option('--crosswalk <path>', 'CSV of ndc,rxcui')
    .option('--config <path>', 'config file of the run')
    .addOption(new Option('--preset <name>', 'layout of the tables').choices(['tuva', 'tuva-2022']))
    .option('--threads <n>', 'threads of the engine (0: all cores)', wholeNumber)
    .option(
      '--memory <size>',
      'memory of the engine, for example 2GB (default: 125MB a thread, at least 500MB, 1GB for 837)',
    )
    .option('--json', 'one JSON object on stdout')
    .option('--quiet', 'no warnings on stderr')
    .addHelpText(
      'after',
      `
Examples:
  lbp explain P000000020 --run lbp-2025
  lbp explain P000000020 --run lbp-2025 --with-inputs`,
    )
    .action(async (person: string, flags: Record<string, unknown>) =>
      finish(await explainCommand(person, flags)),
    );
}

async function explainCommand(personId: string, flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  const { RunFolder } = await import('../report/run-folder.js');
  const { exclusionsInUse, explain } = await import('../packs/lbp/explain/explanation.js');
  const { rowsInRun } = await import('../packs/lbp/explain/person-rows.js');
  const { explainText } = await import('./explain-text.js');
  const { yearRules } = await import('../run/measure-rules.js');
  const log = openLog('text', flags['quiet'] === true);
  const run = RunFolder.open(String(flags['run']));
  const { manifest } = run;
  const year = yearRules(manifest.measure.year);
  if (manifest.measure.rules_version !== `${year.year}.${year.revision}`) {
    log.warn(
      `LBP-W521 the run used rules ${manifest.measure.rules_version}, and windows are shown by ${year.year}.${year.revision} of this version`,
    );
  }

  const inRun = rowsInRun(run, personId);
  const again = await fromInputs(personId, run, flags);
  const { rows, inUse, inputs, known } = again ?? {
    rows: inRun,
    inUse: exclusionsInUse(run),
    inputs: null,
    known: null,
  };
  const differs = again !== null && outcomeKey(rows) !== outcomeKey(inRun);
  if (differs) log.warn('LBP-W522 these inputs give another outcome than the run has; shown is theirs');
  const explanation = explain(personId, rows, { year, inUse }, inputs, known);
  const text =
    flags['json'] === true
      ? JSON.stringify({
          ...explanation,
          based_on: again === null ? 'evidence' : 'inputs',
          differs_from_run: differs,
          run: {
            path: run.path,
            run_id: manifest.run_id,
            tool: manifest.tool,
            measure: manifest.measure,
            value_sets: manifest.value_sets.kind,
          },
        })
      : explainText(explanation, manifest, again !== null);
  process.stdout.write(`${text}\n`);
  return 'done';
}

type Run = import('../report/run-folder.js').RunFolder;
type Rows = import('../packs/lbp/explain/person-rows.js').PersonRows;
type Again = import('../run/explain-inputs.js').DecidedAgain & { readonly inUse: readonly string[] };

const INPUT_FLAGS = ['claims', 'x12', 'eligibility', 'config'];

/** The person decided again, where the inputs are asked for; null where the evidence is enough. */
async function fromInputs(
  personId: string,
  run: Run,
  flags: Readonly<Record<string, unknown>>,
): Promise<Again | null> {
  const areGiven = INPUT_FLAGS.some((name) => flags[name] !== undefined);
  if (!areGiven && flags['withInputs'] !== true) return null;
  const { decideAgain } = await import('../run/explain-inputs.js');
  const { loadRules } = await import('../run/measure-rules.js');
  const { inputsOfRun, refuseOtherSets } = await import('../run/run-inputs.js');
  const { settingsFrom } = await import('../run/settings.js');
  if (!areGiven) {
    const settings = await inputsOfRun(run);
    const loaded = await loadRules(settings);
    refuseOtherSets(run, loaded.directory);
    return withRules(await decideAgain(personId, settings, loaded), loaded.rules.exclusions);
  }
  const { config, run: _, withInputs: __, ...rest } = flags;
  const given = { ...byName(rest), year: run.manifest.measure.year };
  const settings = settingsFrom(given, typeof config === 'string' ? config : undefined);
  const loaded = await loadRules(settings);
  return withRules(await decideAgain(personId, settings, loaded), loaded.rules.exclusions);
}

function withRules(
  again: import('../run/explain-inputs.js').DecidedAgain,
  exclusions: readonly { readonly id: string }[],
): Again {
  return { ...again, inUse: exclusions.map(({ id }) => id) };
}

/** What an outcome is, less the paths of its files. */
function outcomeKey({ members, unreported }: Rows): string {
  return JSON.stringify([members, unreported]);
}
