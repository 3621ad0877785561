import type { Block } from '../packs/blocks.js';
import { plainTable } from './plain-table.js';

/** The parts of a text for the terminal, one below the other. */
export function blocksText(blocks: readonly Block[]): string {
  return blocks.map(blockText).join('\n');
}

function blockText(block: Block): string {
  if (block.kind === 'lines') return block.lines.join('\n');
  const table = plainTable([...block.columns], block.align);
  table.push(...block.rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
