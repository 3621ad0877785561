import { keepFilesPrivate } from '../private-files.js';
import { endOnSignal } from './end-on-signal.js';
import { watchStreams } from './streams.js';

/** Runs the command line as the process that it is. */
export async function start(argv: readonly string[]): Promise<void> {
  keepFilesPrivate();
  endOnSignal();
  const exitOf = watchStreams();
  // Loaded only now, because a signal that came before would end the process without a word.
  const { main } = await import('./main.js');
  process.exitCode = exitOf(await main(argv));
}
