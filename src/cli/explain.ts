import type { Command } from 'commander';
import type { ExitKind } from '../errors.js';
import { openLog } from './log.js';
import {
  addClaimFileOptions,
  addEngineOptions,
  addInputOptions,
  addTableOptions,
  byName,
} from './options.js';
import { say } from './streams.js';

/** Adds `lbp explain`. */
export function addExplain(program: Command, finish: (exit: ExitKind) => void): void {
  const command = program
    .command('explain')
    .description('Explain the result of one person: gates, records, what would change it, a timeline.')
    .argument('<person>', 'person_id, as in the inputs')
    .requiredOption('--run <dir>', 'output directory of lbp run')
    .option('--with-inputs', 'read the inputs of the run again, to show also what nearly decided');
  addEngineOptions(addTableOptions(addClaimFileOptions(addInputOptions(command))))
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

async function explainCommand(person: string, flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  const { explainPerson } = await import('../run/explain.js');
  const { explainText } = await import('./explain-text.js');
  const log = openLog('text', flags['quiet'] === true);
  const { config, run: path, withInputs, json, quiet: _, ...rest } = flags;
  const explained = await explainPerson(person, String(path), {
    inputs: byName(rest),
    config: typeof config === 'string' ? config : undefined,
    isWithInputs: withInputs === true,
  });
  for (const warning of explained.warnings) log.warn(warning);
  const { run, explanation, isFromInputs, differs } = explained;
  const { manifest } = run;
  const text =
    json === true
      ? JSON.stringify({
          ...explanation.facts,
          based_on: isFromInputs ? 'inputs' : 'evidence',
          differs_from_run: differs,
          run: {
            path: run.path,
            run_id: manifest.run_id,
            tool: manifest.tool,
            measure: manifest.measure,
            value_sets: manifest.value_sets.kind,
          },
        })
      : explainText(explanation, manifest, isFromInputs);
  say(text);
  return 'done';
}
