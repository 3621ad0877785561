import { EXIT, LbpError } from '../errors.js';
import { shownLines } from '../shown.js';

/** Writes the answer of a command to stdout: text, or an object as JSON. */
export function say(answer: string): void {
  process.stdout.write(`${shownLines(answer)}\n`);
}

/**
 * Sees to it that a stream that cannot be written to ends no command in the middle. Somebody who reads no further
 * (`lbp explain ... | head`) is no error; an answer that gets lost on a full disk is one.
 *
 * @returns the exit code of a command that would end with the one given
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
