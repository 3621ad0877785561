import { shown } from '../shown.js';

/** Messages for people go to stderr, as text or as one JSON object a line. They hold no member data. */
export interface Log {
  info(text: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(text: string, facts?: Readonly<Record<string, unknown>>): void;
  error(text: string, facts?: Readonly<Record<string, unknown>>): void;
}

export function openLog(format: 'text' | 'json', quiet: boolean): Log {
  const write = (level: string, text: string, facts: Readonly<Record<string, unknown>>): void => {
    const line = format === 'json' ? JSON.stringify({ level, message: text, ...facts }) : asText(level, text);
    process.stderr.write(`${shown(line)}\n`);
  };
  return {
    info: (text, facts = {}) => (quiet ? undefined : write('info', text, facts)),
    warn: (text, facts = {}) => (quiet ? undefined : write('warning', text, facts)),
    error: (text, facts = {}) => write('error', text, facts),
  };
}

function asText(level: string, text: string): string {
  return level === 'warning' ? `warning: ${text}` : text;
}
