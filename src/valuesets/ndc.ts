import { readCode } from '../codes/read-code.js';
import { MISSHAPEN } from '../codes/readings.js';

/**
 * The eleven digits of an NDC, or null for a text that is not one. Each segment of a hyphenated form is
 * padded to its own length (5, 4, 2). Ten digits without hyphens are refused: it is unknown which segment
 * lacks its zero.
 *
 * @example normalizeNdc('0071-0155-23') // '00071015523'
 */
export function normalizeNdc(text: string): string | null {
  const written = readCode('drug', text);
  if (written === null || written === MISSHAPEN) return null;
  if (!written.includes('-')) return written;
  const [labeler = '', product = '', packageCode = ''] = written.split('-');
  return labeler.padStart(5, '0') + product.padStart(4, '0') + packageCode.padStart(2, '0');
}

/** Why `normalizeNdc` refused a text, to follow "no NDC code:". */
export function ndcProblem(text: string): string {
  return /^\d{10}$/.test(text.replace(/\s/g, ''))
    ? 'ten digits without hyphens fit several NDCs; write eleven digits, or hyphens'
    : 'eleven digits, or 5-4-1, 5-3-2 or 4-4-2 digits with hyphens, are needed';
}
