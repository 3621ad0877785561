import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LbpError } from '../errors.js';
import type { Providers } from '../packs/providers.js';
import type { ProviderFileFacts } from '../report/manifest.js';
import { readProviders } from '../report/providers.js';

interface NamedProviders {
  readonly providers: Providers;
  readonly facts: ProviderFileFacts;
}

/**
 * Reads the file that names providers.
 *
 * @throws LbpError E101 for a file that cannot be opened, E123 for one that cannot be used
 */
export function namedProviders(path: string): NamedProviders {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new LbpError('E101', `${path}: cannot be opened. Check --providers.`, { cause });
  }
  const providers = readProviders(bytes, path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { providers, facts: { path, bytes: bytes.length, sha256, providers: providers.size } };
}
