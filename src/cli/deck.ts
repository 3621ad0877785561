import { type Command, Option } from 'commander';
import { type ExitKind, LbpError } from '../errors.js';
import type { DeckOutcome } from '../run/run-deck.js';
import { openLog } from './log.js';
import { byName, wholeNumber } from './run.js';

/** Adds `lbp deck`; `finish` is told how the command ended. */
export function addDeck(program: Command, finish: (exit: ExitKind) => void): void {
  program
    .command('deck')
    .description('Run a certification deck (fixed width) and score it; with a key, compare cell by cell.')
    .argument('<dir>', 'folder with member-gm.txt, member-en.txt, visit.txt and pharm.txt')
    .option('--year <year>', 'measurement year', wholeNumber)
    .option('--key <path>', 'expected score; exit 1 when a cell differs')
    .option('--value-sets <path...>', 'value sets: CSV files or folders (without it: the open set)')
    .option('--medications <path...>', 'medication lists: CSV files or folders')
    .option('--crosswalk <path>', 'CSV of ndc,rxcui, for medication lists in RxCUI')
    .option('--layout <path>', 'CSV of file,field,start,length (without it: the layout of the year)')
    .option('--payers <path>', 'CSV of payer,product_line,score_payer (without it: the known payer codes)')
    .option('--config <path>', 'JSON file with a key for each flag')
    .option('--threads <n>', 'threads of the engine (0: all cores)', wholeNumber)
    .option(
      '--memory <size>',
      'memory of the engine, for example 2GB (default: 125MB a thread, at least 500MB)',
    )
    .option('--out <dir>', 'output directory (default lbp-out)')
    .option('--force', 'replace an earlier output')
    .option('--max-rejects <percent>', 'exit 1 when a file has more rejected lines than this (default 1 %)')
    .option('--reject-rows <n>', 'lines kept in rejects.csv (default 100000)', wholeNumber)
    .option('--json', 'one JSON object on stdout')
    .option('--quiet', 'no progress and no warnings on stderr')
    .addOption(new Option('--log-format <format>', 'messages on stderr').choices(['text', 'json']))
    .addHelpText(
      'after',
      `
Example:
  lbp deck decks/LBP --year 2025 --value-sets vsd.csv --medications mld.csv --key decks/LBP/key.txt --out lbp-deck`,
    )
    .action(async (dir: string, flags: Record<string, unknown>) => finish(await deck(dir, flags)));
}

async function deck(dir: string, flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  const { ProgressBar } = await import('./progress.js');
  const { runDeck } = await import('../run/run-deck.js');
  const { deckSettingsFrom } = await import('../run/settings.js');
  const { deckText } = await import('./deck-text.js');
  const { config, ...rest } = flags;
  const settings = deckSettingsFrom(dir, byName(rest), typeof config === 'string' ? config : undefined);
  const log = openLog(settings.logFormat, settings.quiet);
  const bar =
    process.stderr.isTTY && !settings.quiet && settings.logFormat === 'text' ? new ProgressBar() : null;
  const onStage = (stage: string): void =>
    settings.logFormat === 'json' ? log.info('stage', { stage }) : undefined;
  let outcome: DeckOutcome;
  try {
    outcome = await runDeck(settings, bar ?? { onStage }).finally(() => bar?.stop());
  } catch (error) {
    if (!(error instanceof LbpError)) throw error;
    log.error(error.message, { code: error.code });
    return error.exit;
  }
  for (const { code, text, count } of outcome.manifest.warnings) {
    log.warn(`${code} ${text} (${count})`, { code, count });
  }
  if (outcome.isOverRejects) {
    log.error(
      `LBP-W101 more than ${settings.maxRejects} % of a file's lines were rejected; see ${settings.out}/rejects.csv`,
    );
  }
  const text = settings.json ? JSON.stringify(jsonOf(outcome, settings.out)) : deckText(outcome, settings);
  process.stdout.write(`${text}\n`);
  return outcome.exit;
}

function jsonOf(outcome: DeckOutcome, out: string): Record<string, unknown> {
  const { exit, members, score, differences, manifest } = outcome;
  return {
    exit,
    out,
    run_id: manifest.run_id,
    measure: manifest.measure,
    value_sets: manifest.value_sets.kind,
    members,
    rows: score.length,
    differences:
      differences?.map(({ memberId, payer, column, key, score: found, decidedBy }) => ({
        member: memberId,
        payer,
        column,
        key,
        score: found,
        decided_by: decidedBy,
      })) ?? null,
    warnings: manifest.warnings,
    outputs: manifest.outputs,
  };
}
