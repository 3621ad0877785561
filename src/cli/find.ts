import type { Command } from 'commander';
import type { ExitKind } from '../errors.js';

/** Adds `lbp find`. */
export function addFind(program: Command, finish: (exit: ExitKind) => void): void {
  program
    .command('find')
    .description(
      'Explain a code: the sets that hold it, how each rule uses it, when it was billable, and the codes near it.',
    )
    .argument('<code...>', 'codes with dots or without, or their beginnings')
    .option(
      '--value-sets <path...>',
      'value sets: workbooks (.xlsx), CSV files or folders (without it: the open set)',
    )
    .option('--medications <path...>', 'medication lists: workbooks (.xlsx), CSV files or folders')
    .option('--crosswalk <path>', 'CSV of ndc,rxcui, for medication lists in RxCUI')
    .option('--json', 'one JSON object on stdout')
    .option('--quiet', 'no warnings on stderr')
    .addHelpText(
      'after',
      `
Examples:
  lbp find M54.50 C61 72148
  lbp find M54 --json`,
    )
    .action(async (codes: readonly string[], flags: Readonly<Record<string, unknown>>) =>
      finish(await findCommand(codes, flags)),
    );
}

async function findCommand(
  texts: readonly string[],
  flags: Readonly<Record<string, unknown>>,
): Promise<ExitKind> {
  const { loadNamed, print, settingsOf } = await import('./valuesets/loading.js');
  const { findCodes } = await import('../run/find/find-codes.js');
  const { findText } = await import('./find-text.js');
  const { readCodeYears } = await import('../valuesets/code-years.js');
  const settings = settingsOf(flags);
  const { PACKS } = await import('../packs/index.js');
  const directory = await loadNamed(settings, PACKS);
  const found = findCodes(texts, directory, await readCodeYears());
  print(settings.json, { codes: found }, () => findText(found, directory));
  return 'done';
}
