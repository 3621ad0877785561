import { EXIT, LbpError } from '../errors.js';
import { shownLines } from '../shown.js';

/** Writes the answer of a command to stdout: text, or an object as JSON. */
export function say(answer: string): void {
  process.stdout.write(`${shownLines(answer)}\n`);
}

/**
 * Keeps an unwritable stream from ending a command in the middle. A reader that stops (`lbp explain ... |
 * head`) is not an error; output lost on a full disk is.
 *
 * @returns the exit code for a command that would otherwise end with the one passed in
 */
export function watchStreams(): (exit: number) => number {
  let isLost = false;
  const onError = (name: string) => (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || isLost) return;
    isLost = true;
    const { message } = new LbpError(
      'E402',
      `${name}: cannot be written (${error.code}). Check where it is sent to.`,
    );
    if (name === 'stdout') process.stderr.write(`${message}\n`);
    // The command may have ended before the stream reported the error.
    process.exitCode = exitOf(Number(process.exitCode ?? EXIT.done));
  };
  process.stdout.on('error', onError('stdout'));
  process.stderr.on('error', onError('stderr'));
  const exitOf = (exit: number): number =>
    isLost && (exit === EXIT.done || exit === EXIT.threshold) ? EXIT.engine : exit;
  return exitOf;
}
