import { type Command, Option } from 'commander';
import type { ExitKind } from '../errors.js';
import { MEASURE } from '../packs/index.js';
import type { ConvertSettings } from '../run/settings/convert-settings.js';
import { damagedText } from './damaged-text.js';
import {
  addClaimFileOptions,
  addEngineOptions,
  addOutputOptions,
  addScreenOptions,
  flagsAndConfig,
  PRESETS,
} from './options.js';
import { onScreen, overRejectsText, showWarnings } from './screen.js';
import { say } from './streams.js';

/** Adds `lbp convert`; `finish` receives how the command ended. */
export function addConvert(program: Command, finish: (exit: ExitKind) => void): void {
  const command = program
    .command('convert')
    .description(
      'Convert 837 files, or the files of a layout, to tables of the Tuva input layer: versions resolved.',
    );
  addClaimFileOptions(command)
    .option('--claims <path...>', 'claims of a layout (--preset cclf or rif, or tables in the config)')
    .option('--pharmacy <path...>', 'pharmacy claims of a layout')
    .option(
      '--eligibility <path...>',
      'enrollment of a layout; or enrollment spans, to find the persons of 837 claims (without it: a key per patient)',
    )
    .addOption(
      new Option('--format <format>', 'format of the table (default csv)').choices(['csv', 'parquet']),
    )
    .option('--config <path>', 'JSON file with a key for each flag, and the mapping of the tables')
    .addOption(new Option('--preset <name>', 'layout of the tables').choices(PRESETS))
    .option('--duals', 'with --preset cclf: Medicaid rows too for people who have both');
  addScreenOptions(addOutputOptions(addEngineOptions(command)))
    .addHelpText(
      'after',
      `
Examples:
  lbp convert --preset rif --claims carrier.csv outpatient.csv --eligibility 'beneficiary_*.csv' --out tuva-2025
  lbp convert --x12 'edi/**/*.837' --eligibility members.csv --format parquet --out claims-2025`,
    )
    .action(async (flags: Record<string, unknown>) => finish(await convert(flags)));
}

async function convert(flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  const { convertClaims } = await import('../run/convert-claims.js');
  const { convertSettings } = await import('../run/settings/convert-settings.js');
  const { given, config } = flagsAndConfig(flags);
  const settings = convertSettings(MEASURE, given, config);
  if (settings.claims.length > 0) return convertFilesOfLayout(settings);
  return onScreen(settings, async ({ log, listener }) => {
    const { exit, isOverRejects, damagedFiles, manifest } = await convertClaims(settings, listener);
    showWarnings(log, manifest.warnings);
    if (isOverRejects) {
      log.error(overRejectsText(settings, "an input's rows"));
    }
    if (damagedFiles.length > 0) log.error(damagedText(damagedFiles));
    const { files, claims, lines } = manifest.totals;
    const text = settings.json
      ? JSON.stringify({ exit, out: settings.out, ...manifest })
      : [
          `${files.read} files: ${claims.read} claims with ${lines.read} lines`,
          `${claims.used} claims with ${lines.used} lines written; ${claims.ignored} claims ignored, ${claims.rejected} rejected, ${claims.skipped} skipped`,
          `Outputs: ${settings.out}`,
        ].join('\n');
    say(text);
    return exit;
  });
}

async function convertFilesOfLayout(settings: ConvertSettings): Promise<ExitKind> {
  const { convertLayout } = await import('../run/convert-layout.js');
  return onScreen(settings, async ({ log, listener }) => {
    const { exit, isOverRejects, manifest } = await convertLayout(settings, listener);
    showWarnings(log, manifest.warnings);
    if (isOverRejects) {
      log.error(overRejectsText(settings, "an input's rows"));
    }
    const tables = Object.entries(manifest.tables).map(
      ([name, { rows, claims, persons }]) =>
        `${name}: ${rows} rows${claims === 0 ? '' : ` of ${claims} claims`} of ${persons} people`,
    );
    say(
      settings.json
        ? JSON.stringify({ exit, out: settings.out, ...manifest })
        : [...tables, `Outputs: ${settings.out}`].join('\n'),
    );
    return exit;
  });
}
