import type { ExitKind } from '../errors.js';
import { LbpError } from '../errors.js';
import type { WarningFacts } from '../packs/quality.js';
import type { RunListener } from '../run/lifecycle.js';
import type { ScreenSettings } from '../run/settings/common.js';
import { beginShowing, endShowing, showFailure } from './failure.js';
import { type Log, openLog } from './log.js';
import { namingTheLimit } from './open-files.js';

/** What a long-running command shows on stderr: a bar on a terminal, stages in a JSON log, and its errors. */
export interface Screen {
  readonly log: Log;
  readonly listener: RunListener;
}

/**
 * Does the work of a command with a bar or a log; one of our errors becomes a line on stderr and an exit.
 *
 * @param hasBar false if something else keeps writing to stderr
 */
export async function onScreen(
  settings: ScreenSettings,
  work: (screen: Screen) => Promise<ExitKind>,
  hasBar = true,
): Promise<ExitKind> {
  const log = openLog(settings.logFormat, settings.quiet);
  beginShowing({ log, isJson: settings.json });
  const isShown = hasBar && process.stderr.isTTY && !settings.quiet && settings.logFormat === 'text';
  const bar = isShown ? new (await import('./progress.js')).ProgressBar() : null;
  const onStage = (stage: string): void =>
    settings.logFormat === 'json' ? log.info('stage', { stage }) : undefined;
  try {
    const exit = await work({
      log,
      listener: {
        runId: log.runId,
        onStage: (stage, percent) => (bar === null ? onStage(stage) : bar.onStage(stage, percent)),
      },
    });
    endShowing(exit);
    return exit;
  } catch (thrown) {
    const error = namingTheLimit(thrown);
    if (!(error instanceof LbpError)) throw error;
    bar?.stop();
    showFailure(error);
    return error.exit;
  } finally {
    bar?.stop();
  }
}

/** The reason for exit 1: more rejected `rows` (or records, or lines) of an input than allowed. */
export function overRejectsText(
  { maxRejects, out }: { readonly maxRejects: number; readonly out: string },
  rows: string,
): string {
  return `LBP-W101 more than ${maxRejects} % of ${rows} were rejected; see ${out}/rejects.csv`;
}

export function showWarnings(log: Log, warnings: readonly WarningFacts[]): void {
  for (const { code, text, count } of warnings) log.warn(`${code} ${text} (${count})`, { code, count });
}
