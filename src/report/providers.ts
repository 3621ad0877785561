import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { LbpError } from '../errors.js';
import type { Provider } from '../packs/providers.js';

const ROWS = z.array(
  z.object({
    npi: z.string(),
    name: z.string().optional(),
    specialty: z.string().optional(),
    group: z.string().optional(),
  }),
);

/**
 * Reads a file of providers: CSV with a header that has `npi` and optionally `name`, `specialty` and `group`.
 * Other columns are ignored.
 *
 * @param path for messages
 * @throws LbpError E123 for text in another format, a row without an NPI, and an NPI with different names in
 *   two rows
 */
export function readProviders(text: string, path: string): Map<string, Provider> {
  const refuse = (what: string): LbpError =>
    new LbpError(
      'E123',
      `${path}: ${what}. Give a CSV file with the columns npi, name, specialty and group.`,
    );
  let rows: z.infer<typeof ROWS>;
  try {
    rows = ROWS.parse(
      parse(text, {
        bom: true,
        trim: true,
        skip_empty_lines: true,
        columns: (header: string[]) => header.map((name) => name.toLowerCase()),
      }),
    );
  } catch {
    throw refuse('not a table of providers');
  }
  const providers = new Map<string, Provider>();
  for (const { npi, name = '', specialty = '', group = '' } of rows) {
    if (npi === '') throw refuse('a row without an npi');
    const known = providers.get(npi);
    const provider = { name, specialty, group };
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(provider)) {
      throw refuse(`two rows name the provider ${npi} differently`);
    }
    providers.set(npi, provider);
  }
  if (providers.size === 0) throw refuse('no provider in it');
  return providers;
}
