import { shown } from './shown.js';

/**
 * Every way a command can end in an error, in one closed list (docs/outputs.md has the same list).
 *
 * An error is one sentence: the code, the place, what is wrong, how to correct it. It never contains member
 * data beyond file, line and claim id.
 */

/** Exit codes of the command line; the only place that knows the numbers. */
export const EXIT = {
  done: 0,
  threshold: 1,
  usage: 2,
  input: 3,
  engine: 4,
  interrupted: 130,
} as const;

export type ExitKind = keyof typeof EXIT;

/**
 * Code, the exit it leads to, and what it is about. E1 inputs, E2 value sets, E3 usage and configuration, E4 engine and
 * disk.
 */
export const ERRORS = {
  E101: { exit: 'input', about: 'an input file does not exist or cannot be opened' },
  E102: { exit: 'input', about: 'an input file is empty' },
  E103: { exit: 'input', about: 'a required column is missing' },
  E104: { exit: 'input', about: 'a date column fits two formats' },
  E105: { exit: 'input', about: 'a date column fits no known format' },
  E106: { exit: 'input', about: 'the diagnosis columns do not hold ICD-10-CM codes' },
  E107: { exit: 'input', about: 'a file is broken in a way that rejecting its records cannot fix' },
  E108: { exit: 'input', about: 'no row of a table can be used' },
  E109: { exit: 'input', about: 'a file is of a kind that is not read' },
  E110: { exit: 'input', about: 'a folder is not the output of a finished run, or has been changed since' },
  E111: { exit: 'input', about: 'an input is not what the run read' },
  E120: { exit: 'input', about: 'a layout or payer file of a deck cannot be used' },
  E121: { exit: 'input', about: 'a deck has a payer code that the payer file does not have' },
  E122: { exit: 'input', about: 'the key of a deck cannot be used' },
  E123: { exit: 'input', about: 'a file of providers cannot be used' },
  E112: { exit: 'input', about: 'an input file changed while it was read' },
  E113: {
    exit: 'input',
    about: 'a folder of extracted events is unfinished, not all there, or was made for something else',
  },
  E201: { exit: 'input', about: 'a value-set file does not have the expected headings' },
  E202: { exit: 'input', about: 'a rule has none of its value sets in the loaded directory' },
  E203: { exit: 'input', about: 'a value-set row cannot be used' },
  E204: { exit: 'input', about: 'a value-set file or folder holds no value sets' },
  E205: { exit: 'input', about: 'a value set is there in two versions' },
  E301: { exit: 'usage', about: 'the measurement year has no rules' },
  E302: { exit: 'usage', about: 'the configuration is not valid' },
  E303: { exit: 'usage', about: 'the output exists' },
  E304: { exit: 'usage', about: 'an option is missing or not valid' },
  E305: { exit: 'usage', about: 'another command is writing to the output' },
  E401: { exit: 'engine', about: 'the engine failed' },
  E402: { exit: 'engine', about: 'an output cannot be written' },
  E130: { exit: 'interrupted', about: 'the command was interrupted' },
  E403: { exit: 'engine', about: 'the disk is full or the memory limit is too small' },
  E404: { exit: 'engine', about: 'Spark is not found or does not start' },
  E405: { exit: 'engine', about: 'a run on Spark failed' },
  E406: { exit: 'engine', about: 'the process is allowed too few open files' },
} as const satisfies Record<string, { exit: ExitKind; about: string }>;

export type ErrorCode = keyof typeof ERRORS;

export class LbpError extends Error {
  readonly code: ErrorCode;
  /** The message without the code; like the message, it has no control characters. */
  readonly text: string;
  /** The file it is about, if what happens next depends on it. */
  readonly file: string | null;

  /** @param text the place, what is wrong and how to correct it, in one or two sentences, without the code */
  constructor(code: ErrorCode, text: string, options?: { cause?: unknown; file?: string }) {
    super(`LBP-${code} ${shown(text)}`, options);
    this.name = 'LbpError';
    this.code = code;
    this.text = shown(text);
    this.file = options?.file ?? null;
  }

  /**
   * What it is about, as the text names it before a colon: a file with its line, a setting; null if it names
   * none. `claims/jan.csv:12: no ...` is about `claims/jan.csv:12`.
   */
  get place(): string | null {
    const end = this.text.indexOf(': ');
    const sentence = this.text.indexOf('. ');
    return end < 0 || (sentence >= 0 && sentence < end) ? this.file : this.text.slice(0, end);
  }

  get exit(): ExitKind {
    return ERRORS[this.code].exit;
  }
}
