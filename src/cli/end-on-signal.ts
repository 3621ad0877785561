import { EXIT, LbpError } from '../errors.js';
import { stopEverything } from '../interruption.js';

/** Ends the process when it is interrupted (Ctrl-C, or the end of a job): what is unfinished is stopped and removed. */
export function endOnSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopEverything().finally(() => {
        const { message } = new LbpError('E130', `interrupted by ${signal}: what was unfinished is removed.`);
        process.stderr.write(`\n${message}\n`);
        process.exit(EXIT.interrupted);
      });
    });
  }
}
