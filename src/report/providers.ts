import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { CUT_NUMBER, readId } from '../codes/read-id.js';
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

const IS_CUT = new RegExp(`^${CUT_NUMBER}$`);

/**
 * Reads a file of providers: CSV with a header that has `npi` and optionally `name`, `specialty` and `group`.
 * Other columns are ignored. NPIs are read as those of claims are.
 *
 * @param path for messages
 * @throws LbpError E123 for text in another format, a column that is there twice, a row without an NPI, and an
 *   NPI with different names in two rows
 * @example a row `1234567893.0,Dr. Ames,,` names the provider 1234567893
 */
export function readProviders(bytes: Buffer, path: string): Map<string, Provider> {
  const refuse = (what: string): LbpError =>
    new LbpError(
      'E123',
      `${path}: ${what}. Give a CSV file with the columns npi, name, specialty and group.`,
    );
  if (!isUtf8(bytes)) throw refuse('text that is not UTF-8, so names would be shown wrong');
  let header: readonly string[] = [];
  let rows: z.infer<typeof ROWS>;
  try {
    rows = ROWS.parse(
      parse(bytes, {
        bom: true,
        trim: true,
        skip_empty_lines: true,
        columns: (names: string[]) => {
          header = names.map((name) => name.toLowerCase());
          return [...header];
        },
      }),
    );
  } catch {
    throw refuse('not a table of providers');
  }
  const twice = Object.keys(ROWS.element.shape).find(
    (name) => header.indexOf(name) !== header.lastIndexOf(name),
  );
  if (twice !== undefined) throw refuse(`two columns ${twice}`);
  const providers = new Map<string, Provider>();
  for (const { npi: stated, name = '', specialty = '', group = '' } of rows) {
    const npi = readId(stated);
    if (npi === null) throw refuse('a row without an npi');
    if (IS_CUT.test(npi)) throw refuse(`the npi ${npi}, whose last digits a spreadsheet has cut`);
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
