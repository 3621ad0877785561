import { readFileSync } from 'node:fs';
import { EXIT, LbpError } from '../errors.js';

/** Loading the modules takes half of these; inputs, outputs and the engine take the rest. */
const LEAST_FILES = 256;

/** Reports a limit of open files that is too low for any command, and sets the exit code. */
export function hasEnoughFiles(): boolean {
  const most = mostFiles();
  if (most >= LEAST_FILES) return true;
  process.stderr.write(
    `${tooFewFiles(`${most} open files, and at least ${LEAST_FILES} are needed`).message}\n`,
  );
  process.exitCode = EXIT.engine;
  return false;
}

/** Replaces an error caused by that limit with one that says so; returns any other error unchanged. */
export function namingTheLimit(error: unknown): unknown {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? cause.code : null;
    if (code === 'EMFILE' || code === 'ENFILE' || /too many open files/i.test(cause.message)) {
      return tooFewFiles('too few open files for this command');
    }
  }
  return error;
}

function tooFewFiles(what: string): LbpError {
  return new LbpError(
    'E406',
    `the process is allowed ${what}. Raise the limit, for example with ulimit -n 4096.`,
  );
}

/** The limit if the system reports it; Node.js has already raised it to the allowed maximum. */
function mostFiles(): number {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return limit === undefined ? Number.POSITIVE_INFINITY : Number(limit);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
