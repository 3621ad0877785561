import { type Command, Option } from 'commander';
import type { ExitKind } from '../errors.js';
import { say } from './streams.js';

interface ReportFlags {
  readonly format: 'html' | 'xlsx' | 'parquet' | 'fhir';
  readonly against?: string;
  readonly providers?: string;
  readonly individual?: boolean;
  readonly reporter?: string;
  readonly out?: string;
  readonly force?: boolean;
}

/** Adds `lbp report`. */
export function addReport(program: Command, finish: (exit: ExitKind) => void): void {
  program
    .command('report')
    .description('Make a report of a finished run: a page to read, a workbook, Parquet files, FHIR.')
    .argument('<run>', 'output directory of lbp run')
    .addOption(
      new Option('--format <name>', 'what to make')
        .choices(['html', 'xlsx', 'parquet', 'fhir'])
        .default('html'),
    )
    .option('--against <run>', 'an earlier run to compare the rates with (html)')
    .option('--providers <path>', 'CSV of npi, name, specialty, group, to name providers by (html)')
    .option('--individual', 'one MeasureReport for each person too (fhir)')
    .option('--reporter <name>', 'name or id of the organization that reports (fhir)')
    .option('--out <path>', 'file to write, for parquet a folder (without it: in or beside the run)')
    .option('--force', 'replace what is there')
    .addHelpText(
      'after',
      `
Examples:
  lbp report lbp-2025
  lbp report lbp-2025 --against lbp-2024 --out director.html
  lbp report lbp-2025 --format xlsx`,
    )
    .action(async (path: string, flags: ReportFlags) => finish(await report(path, flags)));
}

async function report(path: string, flags: ReportFlags): Promise<ExitKind> {
  const { refuseOtherRules, RunFolder } = await import('../report/run-folder.js');
  const run = RunFolder.open(path);
  const earlier = flags.against === undefined ? null : RunFolder.open(flags.against);
  if (earlier !== null) refuseOtherRules(run, earlier);
  const ofRuns = [...run.inputs, ...(earlier?.inputs ?? [])];
  const inputs = flags.providers === undefined ? ofRuns : [...ofRuns, flags.providers];
  const { makeReport } = await import('../run/make-report.js');
  const made = await makeReport(run, { ...flags, earlier, force: flags.force === true, inputs });
  say(`Report: ${made}`);
  return 'done';
}
