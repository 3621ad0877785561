import { type Command, Option } from 'commander';
import { type ExitKind, LbpError } from '../errors.js';
import type { Finding } from '../packs/quality.js';
import { openLog } from './log.js';
import { byName, wholeNumber } from './run.js';

/** Adds `lbp check`. */
export function addCheck(program: Command, finish: (exit: ExitKind) => void): void {
  program
    .command('check')
    .description('Read inputs and value sets without computing, and say what in them would bias the rate.')
    .option('--year <year>', 'measurement year', wholeNumber)
    .option('--claims <path...>', 'medical claims: CSV or Parquet files, or globs')
    .option('--x12 <path...>', '837 claim files, globs, or folders of them')
    .option('--claim-status <path...>', 'CSV of claim_id,status, for claims given with --x12')
    .option('--eligibility <path...>', 'enrolment spans')
    .option('--pharmacy <path...>', 'pharmacy claims')
    .option('--value-sets <path...>', 'value sets: CSV files or folders (without it: the open set)')
    .option('--medications <path...>', 'medication lists: CSV files or folders')
    .option('--crosswalk <path>', 'CSV of ndc,rxcui, for medication lists in RxCUI')
    .option('--config <path>', 'config file, as for lbp run')
    .addOption(new Option('--preset <name>', 'layout of the tables').choices(['tuva', 'tuva-2022']))
    .option('--threads <n>', 'threads of the engine (0: all cores)', wholeNumber)
    .option(
      '--memory <size>',
      'memory of the engine, for example 2GB (default: 125MB a thread, at least 500MB, 1GB for 837)',
    )
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 when there is a finding so grave').choices([
        'error',
        'warning',
      ]),
    )
    .option('--json', 'one JSON object on stdout')
    .option('--quiet', 'no progress on stderr')
    .addOption(new Option('--log-format <format>', 'messages on stderr').choices(['text', 'json']))
    .addHelpText(
      'after',
      `
Example:
  lbp check --year 2025 --claims 'claims/*.csv' --pharmacy rx.csv --eligibility members.csv --fail-on error`,
    )
    .action(async (flags: Record<string, unknown>) => finish(await check(flags)));
}

async function check(flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  const { ProgressBar } = await import('./progress.js');
  const { checkInputs } = await import('../run/check-inputs.js');
  const { checkText } = await import('./check-text.js');
  const { settingsFrom } = await import('../run/settings.js');
  const { isAtLeast } = await import('../packs/lbp/quality/facts.js');
  const { config, failOn, ...rest } = flags;
  const settings = settingsFrom(byName(rest), typeof config === 'string' ? config : undefined);
  const log = openLog(settings.logFormat, settings.quiet);
  const bar =
    process.stderr.isTTY && !settings.quiet && settings.logFormat === 'text' ? new ProgressBar() : null;
  try {
    const checked = await checkInputs(settings, bar ?? { onStage: () => undefined });
    bar?.stop();
    process.stdout.write(`${settings.json ? jsonOf(checked) : checkText(checked)}\n`);
    const limit: Finding['severity'] | null = failOn === 'error' || failOn === 'warning' ? failOn : null;
    const isOver = limit !== null && checked.findings.some(({ severity }) => isAtLeast(severity, limit));
    return isOver ? 'threshold' : 'done';
  } catch (error) {
    if (!(error instanceof LbpError)) throw error;
    bar?.stop();
    log.error(error.message, { code: error.code });
    return error.exit;
  } finally {
    bar?.stop();
  }
}

function jsonOf({ loaded, statistics, findings, files }: import('../run/check-inputs.js').Checked): string {
  const { claims, pharmacy, eligibility } = statistics;
  const table = ({
    rows,
    usable,
    rejected,
  }: Pick<typeof claims, 'rows' | 'usable' | 'rejected'>): unknown => ({
    rows,
    usable,
    rejected,
  });
  return JSON.stringify({
    year: loaded.rules.year.year,
    files,
    tables: {
      claims: table(claims),
      pharmacy: pharmacy === null ? null : table(pharmacy),
      eligibility: {
        ...Object(table(eligibility)),
        by_product_line: Object.fromEntries(eligibility.byProductLine),
      },
    },
    findings,
  });
}
