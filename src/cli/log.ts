import { randomUUID } from 'node:crypto';
import { EXIT, type ExitKind } from '../errors.js';
import { shown } from '../shown.js';

/** Messages for people go to stderr, as text or as one JSON object a line. They hold no member data. */
export interface Log {
  readonly format: 'text' | 'json';
  /** The run id of the lines; the manifest has the same one. */
  readonly runId: string;
  info(text: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(text: string, facts?: Readonly<Record<string, unknown>>): void;
  error(text: string, facts?: Readonly<Record<string, unknown>>): void;
  /** The last line of a JSON log, even with --quiet: how the command ended. A text log does not have it. */
  end(exit: ExitKind): void;
}

export function openLog(format: 'text' | 'json', quiet: boolean): Log {
  const runId = randomUUID();
  const write = (level: string, text: string, facts: Readonly<Record<string, unknown>>): void => {
    const line =
      format === 'json'
        ? JSON.stringify({
            ...{ time: new Date().toISOString(), run_id: runId },
            ...{ level, message: text, ...facts },
          })
        : asText(level, text);
    process.stderr.write(`${shown(line)}\n`);
  };
  return {
    ...{ format, runId },
    info: (text, facts = {}) => (quiet ? undefined : write('info', text, facts)),
    warn: (text, facts = {}) => (quiet ? undefined : write('warning', text, facts)),
    error: (text, facts = {}) => write('error', text, facts),
    end: (exit) => (format === 'json' ? write('info', 'end', { exit, exit_code: EXIT[exit] }) : undefined),
  };
}

function asText(level: string, text: string): string {
  return level === 'warning' ? `warning: ${text}` : text;
}
