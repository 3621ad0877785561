import type { Command } from 'commander';
import type { ExitKind } from '../errors.js';
import { MEASURE } from '../packs/index.js';
import type { DeckOutcome } from '../run/run-deck.js';
import {
  addEngineOptions,
  addOutputOptions,
  addPackOptions,
  addScreenOptions,
  addSetOptions,
  flagsAndConfig,
} from './options.js';
import { onScreen, overRejectsText, showWarnings } from './screen.js';
import { say } from './streams.js';

/** Adds `lbp deck`; `finish` receives how the command ended. */
export function addDeck(program: Command, finish: (exit: ExitKind) => void): void {
  const command = program
    .command('deck')
    .description('Run a certification deck (fixed width) and score it; with a key, compare cell by cell.')
    .argument('<dir>', 'folder with member-gm.txt, member-en.txt, visit.txt and pharm.txt');
  addPackOptions(command, MEASURE, 'of question').option(
    '--key <path>',
    'expected score; exit 1 when a cell differs',
  );
  addSetOptions(command)
    .option('--layout <path>', 'CSV of file,field,start,length (without it: the layout of the year)')
    .option('--payers <path>', 'CSV of payer,product_line,score_payer (without it: the known payer codes)')
    .option('--config <path>', 'JSON file with a key for each flag');
  addScreenOptions(addOutputOptions(addEngineOptions(command)))
    .addHelpText(
      'after',
      `
Example:
  lbp deck decks/LBP --year 2025 --value-sets vsd.csv --medications mld.csv --key decks/LBP/key.txt --out lbp-deck`,
    )
    .action(async (dir: string, flags: Record<string, unknown>) => finish(await deck(dir, flags)));
}

async function deck(dir: string, flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  const { runDeck } = await import('../run/run-deck.js');
  const { deckSettings } = await import('../run/settings/deck-settings.js');
  const { deckText } = await import('./deck-text.js');
  const { given, config } = flagsAndConfig(flags);
  const request = deckSettings(MEASURE, dir, given, config);
  const { settings } = request;
  return onScreen(settings, async ({ log, listener }) => {
    const outcome = await runDeck(MEASURE, request, listener);
    showWarnings(log, outcome.manifest.warnings);
    if (outcome.isOverRejects) {
      log.error(overRejectsText(settings, "a file's lines"));
    }
    const text = settings.json ? JSON.stringify(jsonOf(outcome, settings.out)) : deckText(outcome, settings);
    say(text);
    return outcome.exit;
  });
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
