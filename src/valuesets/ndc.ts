/** The segment lengths in which labels and compendia write an NDC: labeler, product, package. */
const WRITTEN_FORMS = new Set(['5-4-2', '5-4-1', '5-3-2', '4-4-2']);

/**
 * The eleven digits of an NDC, or null for a text that is not one. Each segment of a hyphenated form is padded to
 * its own length (5, 4, 2). Ten digits without hyphens are refused: nothing says which segment lacks its zero.
 *
 * @example normalizeNdc('0071-0155-23') // '00071015523'
 */
export function normalizeNdc(text: string): string | null {
  const written = text.replace(/\s/g, '');
  if (/^\d{11}$/.test(written)) return written;
  if (!/^\d+-\d+-\d+$/.test(written)) return null;
  const [labeler = '', product = '', packageCode = ''] = written.split('-');
  if (!WRITTEN_FORMS.has(`${labeler.length}-${product.length}-${packageCode.length}`)) return null;
  return labeler.padStart(5, '0') + product.padStart(4, '0') + packageCode.padStart(2, '0');
}

/** Why `normalizeNdc` refused a text, to follow "no NDC code:". */
export function ndcProblem(text: string): string {
  return /^\d{10}$/.test(text.replace(/\s/g, ''))
    ? 'ten digits without hyphens fit several NDCs; write eleven digits, or hyphens'
    : 'eleven digits, or 5-4-1, 5-3-2 or 4-4-2 digits with hyphens, are needed';
}
