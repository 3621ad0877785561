import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A page for readers, by its path in the repository: `docs/how-to/nightly.md`. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** README, CONTRIBUTING and all pages below docs. */
export function pages(): Page[] {
  const below = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name));
  return ['README.md', 'CONTRIBUTING.md', ...below.sort()].map((path) => ({
    path,
    text: readFileSync(join(ROOT, path), 'utf8'),
  }));
}

/** A fenced block of a page: its info string, its lines, and the line of the page on which it begins. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly info: string;
  readonly text: string;
}

export function blocksOf({ path, text }: Page): Block[] {
  const blocks: Block[] = [];
  let open: { info: string; line: number; lines: string[] } | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^\s*```(.*)$/.exec(line);
    if (fence === null) open?.lines.push(line);
    else if (open === null) open = { info: (fence[1] ?? '').trim(), line: index + 1, lines: [] };
    else {
      blocks.push({ page: path, line: open.line, info: open.info, text: open.lines.join('\n') });
      open = null;
    }
  }
  return blocks;
}

/** The words of a page outside fenced blocks and code spans. */
export function prose(text: string): string {
  return text.replaceAll(/^\s*```[\s\S]*?^\s*```$/gm, '').replaceAll(/`[^`\n]*`/g, '`');
}
