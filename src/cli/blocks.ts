import type { Block } from '../packs/blocks.js';
import { shown } from '../shown.js';
import { plainTable } from './plain-table.js';

/** Text blocks as the terminal shows them. */
export function blocksText(blocks: readonly Block[]): string {
  return blocks.map(blockText).join('\n');
}

function blockText(block: Block): string {
  if (block.kind === 'lines') return block.lines.map(shown).join('\n');
  const rows = block.rows.map((row) => row.map((cell) => (typeof cell === 'string' ? shown(cell) : cell)));
  const text = plainTable(block.columns, rows, block.align);
  // In a table of texts, the last column needs no padding.
  return block.align === 'left'
    ? text
        .split('\n')
        .map((line) => line.trimEnd())
        .join('\n')
    : text;
}
