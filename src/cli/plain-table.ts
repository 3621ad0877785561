import Table from 'cli-table3';

/**
 * A table without rules: the first column is left-aligned, the others right-aligned unless `alignment` says
 * otherwise.
 */
export function plainTable(head: string[], alignment: 'right' | 'left' = 'right'): Table.Table {
  return new Table({
    head,
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
