import { LbpError } from '../../errors.js';
import { csvRows } from './csv-rows.js';

/** What a payer code of a deck means; a code for dual coverage means two of these. */
export interface Payer {
  /** `other` is coverage that LBP does not report. */
  readonly productLine: 'commercial' | 'medicaid' | 'medicare' | 'other';
  /** The payer in the score; empty if it gets no row. */
  readonly scoredAs: string;
}

/** By payer code. */
export type Payers = ReadonlyMap<string, readonly Payer[]>;

const PRODUCT_LINES = ['commercial', 'medicaid', 'medicare', 'other'] as const;

/**
 * Reads a payer file: `payer,product_line,score_payer`, several rows for a payer that is scored in several lines.
 *
 * Codes are compared in upper case, as those of a deck are.
 *
 * @throws LbpError E120 for unusable headings or rows
 */
export function readPayers(text: string, place: string): Payers {
  const [heading, ...body] = csvRows(text, place, 'E120');
  const header = heading?.cells ?? [];
  if (header.join(',') !== 'payer,product_line,score_payer') {
    throw new LbpError(
      'E120',
      `${place}:1: the headings are not payer,product_line,score_payer. Correct the payer file.`,
    );
  }
  const payers = new Map<string, Payer[]>();
  for (const { line, cells } of body) {
    const [given = '', lineOfPayer = '', scoredAs = ''] = cells;
    const code = given.toUpperCase();
    const productLine = PRODUCT_LINES.find((known) => known === lineOfPayer);
    if (code === '' || productLine === undefined || (productLine === 'other') !== (scoredAs === '')) {
      throw new LbpError(
        'E120',
        `${place}:${line}: a payer needs a code, one of ${PRODUCT_LINES.join(', ')}, and a payer in the score unless it is other. Correct the row.`,
      );
    }
    payers.set(code, [...(payers.get(code) ?? []), { productLine, scoredAs }]);
  }
  return payers;
}
