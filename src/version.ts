import { readFileSync } from 'node:fs';

/** The version of the package: package.json stands one level above `src`, two above the compiled files. */
export function toolVersion(): string {
  for (const up of ['../package.json', '../../package.json']) {
    try {
      const found: unknown = JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8'));
      if (typeof found === 'object' && found !== null && 'version' in found) return String(found.version);
    } catch {
      // Not at this level.
    }
  }
  return 'unknown';
}
