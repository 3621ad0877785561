#!/usr/bin/env node
import { endOnSignal } from '../src/cli/end-on-signal.js';
import { main } from '../src/cli/main.js';

endOnSignal();
process.exitCode = await main(process.argv);
