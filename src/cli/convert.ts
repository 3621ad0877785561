import { type Command, Option } from 'commander';
import type { ExitKind } from '../errors.js';
import { openLog } from './log.js';
import { byName, wholeNumber } from './run.js';

/** Adds `lbp convert`; `finish` is told how the command ended. */
export function addConvert(program: Command, finish: (exit: ExitKind) => void): void {
  program
    .command('convert')
    .description('Convert 837 claim files to a claim table: persons matched, versions resolved.')
    .option('--x12 <path...>', '837 claim files, plain or gzip, globs, or folders of them')
    .option('--eligibility <path...>', 'enrolment spans, to find the persons (without it: a key per patient)')
    .option('--claim-status <path...>', "CSV of claim_id,status: the payer's decisions")
    .addOption(
      new Option('--format <format>', 'format of the table (default csv)').choices(['csv', 'parquet']),
    )
    .option('--strict', 'an error for envelopes that do not add up and for unreadable parts')
    .option('--config <path>', 'JSON file with a key for each flag, and the mapping of the tables')
    .addOption(new Option('--preset <name>', 'layout of the tables').choices(['tuva', 'tuva-2022']))
    .option(
      '--threads <n>',
      'files converted at a time, and threads of the engine (0: all cores)',
      wholeNumber,
    )
    .option(
      '--memory <size>',
      'memory of the engine, for example 2GB (default: 125MB a thread, at least 1GB)',
    )
    .option('--out <dir>', 'output directory (default lbp-out)')
    .option('--force', 'replace the output of an earlier conversion')
    .option('--max-rejects <percent>', 'exit 1 when an input has more rejected rows than this (default 1 %)')
    .option('--reject-rows <n>', 'rows kept in rejects.csv (default 100000)', wholeNumber)
    .option('--json', 'one JSON object on stdout')
    .option('--quiet', 'no progress and no warnings on stderr')
    .addOption(new Option('--log-format <format>', 'messages on stderr').choices(['text', 'json']))
    .addHelpText(
      'after',
      `
Example:
  lbp convert --x12 'edi/**/*.837' --eligibility members.csv --format parquet --out claims-2025`,
    )
    .action(async (flags: Record<string, unknown>) => finish(await convert(flags)));
}

async function convert(flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  const { ProgressBar } = await import('./progress.js');
  const { convertClaims } = await import('../run/convert-claims.js');
  const { convertSettingsFrom } = await import('../run/settings.js');
  const { config, ...rest } = flags;
  const settings = convertSettingsFrom(byName(rest), typeof config === 'string' ? config : undefined);
  const log = openLog(settings.logFormat, settings.quiet);
  const bar =
    process.stderr.isTTY && !settings.quiet && settings.logFormat === 'text' ? new ProgressBar() : null;
  const onStage = (stage: string): void =>
    settings.logFormat === 'json' ? log.info('stage', { stage }) : undefined;
  const { exit, manifest } = await convertClaims(settings, bar ?? { onStage }).finally(() => bar?.stop());
  for (const { code, text, count } of manifest.warnings) {
    log.warn(`${code} ${text} (${count})`, { code, count });
  }
  if (exit === 'threshold') {
    log.error(
      `LBP-W101 more than ${settings.maxRejects} % of an input's rows were rejected; see ${settings.out}/rejects.csv`,
    );
  }
  const { files, claims, lines } = manifest.totals;
  const text = settings.json
    ? JSON.stringify({ exit, out: settings.out, ...manifest })
    : [
        `${files.read} files: ${claims.read} claims with ${lines.read} lines`,
        `${claims.used} claims with ${lines.used} lines written; ${claims.ignored} claims ignored, ${claims.rejected} rejected, ${claims.skipped} skipped`,
        `Outputs: ${settings.out}`,
      ].join('\n');
  process.stdout.write(`${text}\n`);
  return exit;
}
