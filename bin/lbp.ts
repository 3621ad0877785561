#!/usr/bin/env node
import { hasEnoughFiles } from '../src/cli/open-files.js';

// All else is loaded only where its files can be opened.
if (hasEnoughFiles()) {
  const { start } = await import('../src/cli/start.js');
  await start(process.argv);
}
