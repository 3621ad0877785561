/**
 * A CSV file without quotes.
 *
 * @throws Error if a cell would need quotes: none of our names or codes contains a comma, a quote or a line
 *   break
 */
export function csv(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return [headings, ...rows]
    .map((cells) => {
      if (cells.some((cell) => /[",\r\n]/.test(cell))) throw new Error(`${cells.join('|')} needs quotes`);
      return `${cells.join(',')}\n`;
    })
    .join('');
}
