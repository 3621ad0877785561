import { Command, CommanderError } from 'commander';
import { EXIT, type ExitKind, LbpError } from '../errors.js';
import { toolVersion } from '../package-files.js';
import { MEASURE, PACKS } from '../packs/index.js';
import { shownLines } from '../shown.js';
import { addCheck } from './check.js';
import { addCompare } from './compare.js';
import { addCompletion } from './completion.js';
import { addConvert } from './convert.js';
import { addDeck } from './deck.js';
import { addEbi } from './ebi.js';
import { addExplain } from './explain.js';
import { answerFailure, isJsonLogAsked, readFlags, showFailure } from './failure.js';
import { addFind } from './find.js';
import { addHelp } from './help.js';
import { namingTheLimit } from './open-files.js';
import { addReport } from './report.js';
import { addRules } from './rules.js';
import { addRun } from './run.js';
import { addSql } from './sql.js';
import { addSynth } from './synth.js';
import { addValueSets } from './valuesets/index.js';

/** Runs the command line and returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  readFlags(argv.slice(2));
  let exit: ExitKind = 'done';
  const program = new Command('lbp')
    .description(
      `${MEASURE.title}, computed from claims. Not certified by NCQA; HEDIS is a registered trademark of NCQA.`,
    )
    .version(toolVersion())
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => {
        if (!isJsonLogAsked()) write(`LBP-E304 ${shownLines(text.replace(/^error: /, ''))}`);
      },
    });
  const finish = (kind: ExitKind): void => {
    exit = kind;
  };
  for (const pack of PACKS) addRun(program, pack, finish);
  addEbi(program, finish);
  addConvert(program, finish);
  addCheck(program, finish);
  addExplain(program, finish);
  addCompare(program, finish);
  addReport(program, finish);
  addRules(program, finish);
  addFind(program, finish);
  addDeck(program, finish);
  addValueSets(program, finish);
  addSql(program, finish);
  addSynth(program);
  addCompletion(program);
  addHelp(program);
  try {
    await program.parseAsync([...argv]);
    return EXIT[exit];
  } catch (error) {
    return EXIT[exitOf(namingTheLimit(error))];
  }
}

function exitOf(error: unknown): ExitKind {
  // Commander has printed the problem, except into a JSON log; a request for help or the version is not an error.
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 'done';
    const show = isJsonLogAsked() ? showFailure : answerFailure;
    show(new LbpError('E304', error.message.replace(/^error: /, '').replaceAll('\n', ' ')));
    return 'usage';
  }
  if (error instanceof LbpError) {
    showFailure(error);
    return error.exit;
  }
  const name = error instanceof Error ? error.name : 'error';
  showFailure(
    new LbpError('E401', `unexpected: ${name}. This is a defect of lbp; please report it with the command.`),
  );
  if (process.env['LBP_DEBUG'] !== undefined)
    process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`);
  return 'engine';
}
