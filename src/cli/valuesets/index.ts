import type { Command } from 'commander';
import type { ExitKind } from '../../errors.js';
import { wholeNumber } from '../options.js';
import { claimOptions, directoryCommand } from './options.js';

/** Adds `lbp valuesets` with its commands; `finish` receives how the command ended. */
export function addValueSets(program: Command, finish: (exit: ExitKind) => void): void {
  const group = program
    .command('valuesets')
    .description('Inspect directories of value sets and medication lists.')
    .helpCommand(false);

  directoryCommand(
    group,
    'list',
    'List the sets: kind, codes by system, version, origin.',
    'list --value-sets VSD.xlsx --medications MLD.xlsx',
  ).action(async (flags: Record<string, unknown>) => {
    const { list } = await import('./list.js');
    finish(await list(flags));
  });

  directoryCommand(
    group,
    'show <name>',
    'Show the codes of one set.',
    "show 'Imaging Study' --value-sets VSD.xlsx",
  ).action(async (name: string, flags: Record<string, unknown>) => {
    const { show } = await import('./show.js');
    finish(await show(name, flags));
  });

  claimOptions(
    directoryCommand(
      group,
      'check',
      'Find faults that would spoil a run without stopping it; exit 1 when codes that the measure needs are lost.',
      "check --value-sets VSD.xlsx --medications MLD.xlsx --year 2025 --claims 'claims/*.csv'",
    ),
  )
    .option('--year <year>', 'check also that every rule of this year has its sets', wholeNumber)
    .action(async (flags: Record<string, unknown>) => {
      const { check } = await import('./check.js');
      finish(await check(flags));
    });

  claimOptions(
    group
      .command('compare <before> <after>')
      .description('Compare two directories: sets and codes, and the people whose status would change.'),
  )
    .option('--medications <path...>', 'medication lists for both directories, if they have none')
    .option('--crosswalk <path>', 'CSV of ndc,rxcui, for medication lists in RxCUI')
    .option('--run <dir>', 'output of a run: decide its people again with each directory')
    .option('--year <year>', 'measurement year, if claims are given here', wholeNumber)
    .option('--x12 <path...>', '837 claim files, plain or gzip, globs, or folders of them')
    .option('--claim-status <path...>', 'CSV of claim_id,status, for claims given with --x12')
    .option('--eligibility <path...>', 'enrollment spans')
    .option('--pharmacy <path...>', 'pharmacy claims')
    .option('--fail-on-change', 'exit 1 when the directories differ')
    .option('--json', 'one JSON object on stdout')
    .option('--quiet', 'no warnings on stderr')
    .addHelpText(
      'after',
      `
Examples:
  lbp valuesets compare 2024/VSD.xlsx 2025/VSD.xlsx
  lbp valuesets compare licensed-2024 licensed-2025 --run lbp-2025`,
    )
    .action(async (before: string, after: string, flags: Record<string, unknown>) => {
      const { compare } = await import('./compare.js');
      finish(await compare(before, after, flags));
    });

  group
    .command('import <path...>')
    .description('Write the tables of workbooks as a folder of CSV files, which loads like the workbooks.')
    .requiredOption('--out <dir>', 'folder to make')
    .option('--force', 'replace an earlier import')
    .option('--json', 'one JSON object on stdout')
    .option('--quiet', 'no warnings on stderr')
    .addHelpText('after', '\nExample:\n  lbp valuesets import VSD.xlsx MLD.xlsx --out licensed-2025')
    .action(async (paths: string[], flags: Record<string, unknown>) => {
      const { importWorkbooks } = await import('./import.js');
      finish(await importWorkbooks(paths, flags));
    });
}
