import Table from 'cli-table3';

/** The time that a table takes grows with the square of its rows, so a long one shows its heading again. */
const ROWS_OF_TABLE = 1000;

/**
 * A table without rules, as text: the first column is left-aligned, the others right-aligned unless `alignment` says
 * otherwise.
 */
export function plainTable(
  head: readonly string[],
  rows: readonly (readonly Table.Cell[])[],
  alignment: 'right' | 'left' = 'right',
): string {
  const texts: string[] = [];
  for (let from = 0; from === 0 || from < rows.length; from += ROWS_OF_TABLE) {
    const table = emptyTable(head, alignment);
    for (const row of rows.slice(from, from + ROWS_OF_TABLE)) table.push([...row]);
    texts.push(table.toString());
  }
  return texts.join('\n');
}

function emptyTable(head: readonly string[], alignment: 'right' | 'left'): Table.Table {
  return new Table({
    head: [...head],
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
    colAligns: head.map((_, index) => (index === 0 ? 'left' : alignment)),
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '',
    },
  });
}
