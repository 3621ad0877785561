import type { Command } from 'commander';
import type { ExitKind } from '../errors.js';
import { say } from './streams.js';

interface CompareFlags {
  readonly out?: string;
  readonly force?: boolean;
  readonly failOnChange?: boolean;
  readonly json?: boolean;
}

/** Adds `lbp compare`. */
export function addCompare(program: Command, finish: (exit: ExitKind) => void): void {
  program
    .command('compare')
    .description(
      'Compare two runs person by person: who entered, left or changed, and what can have caused it.',
    )
    .argument('<before>', 'output directory of lbp run')
    .argument('<after>', 'output directory of another run')
    .option('--out <file>', 'CSV file of everyone who changed')
    .option('--force', 'replace that file')
    .option('--fail-on-change', 'exit 1 when anyone changed')
    .option('--json', 'one JSON object on stdout')
    .addHelpText(
      'after',
      `
Example:
  lbp compare lbp-2025-06 lbp-2025-07 --out changes.csv`,
    )
    .action(async (before: string, after: string, flags: CompareFlags) =>
      finish(await compare(before, after, flags)),
    );
}

async function compare(beforePath: string, afterPath: string, flags: CompareFlags): Promise<ExitKind> {
  const { refuseOtherRules, RunFolder } = await import('../report/run-folder.js');
  const { compareRuns } = await import('../report/compare/comparison.js');
  const { SingleTable } = await import('../report/single-table.js');
  const { compareText } = await import('./compare-text.js');
  const [before, after] = [RunFolder.open(beforePath), RunFolder.open(afterPath)];
  refuseOtherRules(before, after);
  const { out } = flags;
  const options = { force: flags.force === true, inputs: [...before.inputs, ...after.inputs] };
  const list = out === undefined ? null : SingleTable.create(out, options, after.pack.comparison.list);
  try {
    const compared = await compareRuns(before, after, (row) => list?.table.add(row));
    list?.finish();
    const { differences, facts, changes } = compared;
    const text =
      flags.json === true
        ? JSON.stringify({
            before: identity(before),
            after: identity(after),
            differences,
            ...facts,
            ...(out === undefined ? {} : { out }),
          })
        : compareText(compared, before, after, out);
    say(text);
    return flags.failOnChange === true && changes > 0 ? 'threshold' : 'done';
  } catch (error) {
    list?.abandon();
    throw error;
  }
}

function identity({ path, manifest }: import('../report/run-folder.js').RunFolder): Record<string, unknown> {
  const { run_id, tool, measure, started, value_sets } = manifest;
  return { path, run_id, started, tool, measure, value_sets: value_sets.kind };
}
