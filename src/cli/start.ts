import { keepFilesPrivate } from '../private-files.js';
import { endOnSignal } from './end-on-signal.js';
import { watchStreams } from './streams.js';

/** Runs the command line as this process. */
export async function start(argv: readonly string[]): Promise<void> {
  keepFilesPrivate();
  endOnSignal();
  const exitOf = watchStreams();
  // Loaded only now, because an earlier signal would end the process without a message.
  const { main } = await import('./main.js');
  process.exitCode = exitOf(await main(argv));
}
