import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/**
 * Starts this machine's Chromium without a window. Its resolver knows no names, so the browser itself cannot
 * reach the network either.
 *
 * @throws Error if there is none
 */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable(),
    // Tests run as root in containers, where the sandbox cannot start and /dev/shm is small.
    chromiumSandbox: false,
    args: ['--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND'],
  });
}

function executable(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = folders.map((folder) => join(folder, 'chromium')).find((path) => existsSync(path));
  if (found === undefined)
    throw new Error(
      'there is no chromium on the PATH; .ci/run installs that of Debian (apt-get install chromium)',
    );
  return found;
}
