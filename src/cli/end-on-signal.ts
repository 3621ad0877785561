import { EXIT, LbpError } from '../errors.js';
import { stopEverything } from '../interruption.js';
import { showFailure } from './failure.js';

/**
 * Ends the process when it is interrupted (Ctrl-C, the end of a job, or of the terminal): unfinished work is stopped and
 * removed.
 */
export function endOnSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      stopEverything().finally(() => {
        // The line may hold a progress bar.
        if (process.stderr.isTTY) process.stderr.write('\n');
        showFailure(new LbpError('E130', `interrupted by ${signal}: what was unfinished is removed.`));
        // Node aborts at its exit when the terminal is gone, and a dump of its memory would hold claims.
        if (signal === 'SIGHUP') process.kill(process.pid, signal);
        else process.exit(EXIT.interrupted);
      });
    });
  }
}
