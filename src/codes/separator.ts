/** What may separate the fields of a CSV file. */
const FIELD_SEPARATORS = [',', '|', '\t', ';'];

/**
 * The separator that gives a header the most columns; a comma for a single column.
 *
 * @example likelySeparator('Code;Code System') // ';'
 */
export function likelySeparator(header: string): string {
  const counts = FIELD_SEPARATORS.map((separator) => ({ separator, count: header.split(separator).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).separator;
}
