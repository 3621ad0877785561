/**
 * A CSV file without quotes.
 *
 * @throws Error where a cell would need them: no name or code of ours holds a comma, a quote or a line break
 */
export function csv(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return [headings, ...rows]
    .map((cells) => {
      if (cells.some((cell) => /[",\r\n]/.test(cell))) throw new Error(`${cells.join('|')} needs quotes`);
      return `${cells.join(',')}\n`;
    })
    .join('');
}
