import { readFileSync } from 'node:fs';
import type { ExitKind, LbpError } from '../errors.js';
import { type Log, openLog } from './log.js';
import { say } from './streams.js';

/** How a running command shows messages. */
interface Shown {
  readonly log: Log;
  /** Whether its output is one JSON object. */
  readonly isJson: boolean;
}

let atWork: Shown | null = null;
let flags: readonly string[] = [];

/** Before the command's settings are known, the flags as typed and their config file decide how a failure is shown. */
export function readFlags(typed: readonly string[]): void {
  flags = typed;
  atWork = null;
}

/** From here on, a signal or an unexpected error is shown in the way of this command. */
export function beginShowing(shown: Shown): void {
  atWork = shown;
}

/** Ends the running command's log with the outcome of the command. */
export function endShowing(exit: ExitKind): void {
  atWork?.log.end(exit);
  atWork = null;
}

/**
 * Reports why a command fails: a line on stderr and, if its output would be JSON, one object on stdout with
 * code, message and place. Before the command's settings are known, its flags and config file decide which.
 */
export function showFailure(error: LbpError): void {
  atWork ??= shownByFlags();
  const { log } = atWork;
  log.error(error.message, { code: `LBP-${error.code}`, place: error.place });
  answerFailure(error);
}

/** Whether the flags as typed ask for a JSON log, into which Commander's own text must not come. */
export function isJsonLogAsked(): boolean {
  return shownByFlags().log.format === 'json';
}

/** The same for an error whose line on stderr is already written. */
export function answerFailure({ exit, code, text, place }: LbpError): void {
  const { log, isJson } = atWork ?? shownByFlags();
  if (isJson) say(JSON.stringify({ exit, code: `LBP-${code}`, message: text, place }));
  log.end(exit);
  atWork = null;
}

function shownByFlags(): Shown {
  const config = configAsTyped();
  const format = valueTyped('--log-format') ?? config['log-format'];
  return {
    log: openLog(format === 'json' ? 'json' : 'text', false),
    isJson: flags.includes('--json') || config['json'] === true,
  };
}

/** The config file that the flags name, of which other keys may be wrong; empty if it cannot be read. */
function configAsTyped(): Readonly<Record<string, unknown>> {
  const path = valueTyped('--config');
  if (path === undefined) return {};
  try {
    const config: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    return { ...Object(config) };
  } catch {
    return {};
  }
}

function valueTyped(flag: string): string | undefined {
  const at = flags.indexOf(flag);
  const joined = flags.find((one) => one.startsWith(`${flag}=`));
  return at >= 0 ? flags[at + 1] : joined?.slice(flag.length + 1);
}
