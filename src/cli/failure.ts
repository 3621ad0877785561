import type { ExitKind, LbpError } from '../errors.js';
import { type Log, openLog } from './log.js';
import { say } from './streams.js';

/** How a running command shows messages. */
interface Shown {
  readonly log: Log;
  /** Whether its answer is one JSON object. */
  readonly isJson: boolean;
}

let atWork: Shown | null = null;
let flags: readonly string[] = [];

/** The flags as they are typed say how a failure is shown before the settings of the command are known. */
export function readFlags(typed: readonly string[]): void {
  flags = typed;
  atWork = null;
}

/** A signal, or an error that nobody expects, ends a command in the way that the command ends. */
export function beginShowing(shown: Shown): void {
  atWork = shown;
}

/** Ends the log of the command at work with how the command ended. */
export function endShowing(exit: ExitKind): void {
  atWork?.log.end(exit);
  atWork = null;
}

/**
 * Says why a command ends in an error: a line on stderr, and where its answer would be JSON, one object on stdout with
 * code, message and place. Before the settings of a command are read, its flags say how.
 */
export function showFailure(error: LbpError): void {
  atWork ??= shownByFlags();
  const { log } = atWork;
  log.error(error.message, { code: `LBP-${error.code}`, place: error.place });
  answerFailure(error);
}

/** The same of an error whose line on stderr is written already. */
export function answerFailure({ exit, code, text, place }: LbpError): void {
  const { log, isJson } = atWork ?? shownByFlags();
  if (isJson) say(JSON.stringify({ exit, code: `LBP-${code}`, message: text, place }));
  log.end(exit);
  atWork = null;
}

function shownByFlags(): Shown {
  const at = flags.indexOf('--log-format');
  const isJsonLog = (at >= 0 && flags[at + 1] === 'json') || flags.includes('--log-format=json');
  return { log: openLog(isJsonLog ? 'json' : 'text', false), isJson: flags.includes('--json') };
}
