import { type Command, Option } from 'commander';
import type { ExitKind } from '../errors.js';
import { MEASURE } from '../packs/index.js';
import {
  addClaimFileOptions,
  addEngineOptions,
  addInputOptions,
  addPackOptions,
  addScreenOptions,
  addTableOptions,
  flagsAndConfig,
} from './options.js';
import { onScreen } from './screen.js';
import { say } from './streams.js';

/** Adds `lbp check`. */
export function addCheck(program: Command, finish: (exit: ExitKind) => void): void {
  const command = program
    .command('check')
    .description(
      'Read inputs and value sets without computing the measure, and report what in them would bias the rate.',
    );
  addPackOptions(command, MEASURE, 'of question');
  addEngineOptions(addTableOptions(addClaimFileOptions(addInputOptions(command)))).addOption(
    new Option(
      '--fail-on <severity>',
      'exit 1 when there is a finding of this severity or a worse one',
    ).choices(['error', 'warning']),
  );
  addScreenOptions(command)
    .addHelpText(
      'after',
      `
Example:
  lbp check --year 2025 --claims 'claims/*.csv' --pharmacy rx.csv --eligibility members.csv --fail-on error`,
    )
    .action(async (flags: Record<string, unknown>) => finish(await check(flags)));
}

async function check(flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  const { checkInputs } = await import('../run/check-inputs.js');
  const { checkText } = await import('./check-text.js');
  const { checkSettings } = await import('../run/settings/run-settings.js');
  const { isAtLeast } = await import('../report/quality/severity.js');
  const { given, config } = flagsAndConfig(flags);
  const { failOn, ...request } = checkSettings(MEASURE, given, config);
  return onScreen(request.settings, async ({ listener }) => {
    const checked = await checkInputs(MEASURE, request, listener);
    say(request.settings.json ? jsonOf(checked) : checkText(checked));
    const isOver =
      failOn !== undefined && checked.findings.some(({ severity }) => isAtLeast(severity, failOn));
    return isOver ? 'threshold' : 'done';
  });
}

function jsonOf({ question, statistics, findings, files }: import('../run/check-inputs.js').Checked): string {
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
    ...question,
    files,
    tables: {
      claims: table(claims),
      pharmacy: pharmacy === null ? null : table(pharmacy),
      eligibility: {
        ...Object(table(eligibility)),
        by_product_line: Object.fromEntries(eligibility.byProductLine),
      },
    },
    // The key is older than the name.
    findings: findings.map(({ code, severity, text, size, effect, fix, ...rest }) => ({
      ...{ code, severity, text, size, effect, mend: fix },
      ...rest,
    })),
  });
}
