#!/usr/bin/env node
import { endOnSignal } from '../src/cli/end-on-signal.js';
import { watchStreams } from '../src/cli/streams.js';
import { keepFilesPrivate } from '../src/private-files.js';

keepFilesPrivate();
endOnSignal();
const exitOf = watchStreams();
// Loaded only now, because a signal that comes before the lines above ends the process without a word.
const { main } = await import('../src/cli/main.js');
process.exitCode = exitOf(await main(process.argv));
