import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Page, pages, ROOT } from './pages.js';

const PAGES = pages();

/** The page without code, where brackets are not links. */
function withoutCode(text: string): string {
  return text
    .replaceAll(/^\s*```[\s\S]*?^\s*```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ' '));
}

/** Headings as anchors, as GitHub makes them. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Map<string, number>();
  const all = new Set<string>();
  for (const [, heading = ''] of text
    .replaceAll(/^\s*```[\s\S]*?^\s*```$/gm, '')
    .matchAll(/^#{1,6} (.+)$/gm)) {
    const base = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-');
    const times = anchors.get(base) ?? 0;
    anchors.set(base, times + 1);
    all.add(times === 0 ? base : `${base}-${times}`);
  }
  return all;
}

function brokenLinks({ path, text }: Page): string[] {
  return [...withoutCode(text).matchAll(/\]\(\s*([^)\s]+)\s*\)/g)].flatMap(([, target = '']) => {
    if (/^(?:https?|mailto):/.test(target)) return [];
    const [file = '', anchor] = target.split('#');
    const to = file === '' ? path : relative(ROOT, join(ROOT, dirname(path), file));
    if (!existsSync(join(ROOT, to))) return [`${path}: ${target}`];
    if (anchor === undefined) return [];
    const has = anchorsOf(readFileSync(join(ROOT, to), 'utf8')).has(anchor);
    return has ? [] : [`${path}: ${target}`];
  });
}

describe('links', () => {
  it.each(PAGES)('of $path lead somewhere', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it('are checked', () => {
    const text = '[a](README.md#no-such-place) [b](gone.md) [c](README.md)';
    expect(brokenLinks({ path: 'README.md', text })).toEqual([
      'README.md: README.md#no-such-place',
      'README.md: gone.md',
    ]);
  });

  it('reach every page from the index', () => {
    const index = readFileSync(join(ROOT, 'docs', 'README.md'), 'utf8');
    const listed = new Set([...index.matchAll(/\]\(([^)#]+)/g)].map(([, file = '']) => join('docs', file)));
    const below = PAGES.map(({ path }) => path).filter((path) => path.startsWith('docs/'));
    expect(below.filter((path) => path !== 'docs/README.md' && !listed.has(path))).toEqual([]);
  });
});

/** Comments and messages that refer a reader to a page: `docs/inputs.md, "Dates"`. */
describe('the source', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name, text: readFileSync(join(ROOT, 'src', name), 'utf8').replaceAll(/\n \*/g, '') }));

  it('names pages, sections and headings that are there', () => {
    const gone = sources.flatMap(({ name, text }) =>
      [...text.matchAll(/(docs\/[\w/-]+\.md)(?:,?\s+(?:"([^"]+)"|(\d\.\d)))?/g)].flatMap(
        ([whole, path = '', heading, section]) => {
          if (!existsSync(join(ROOT, path))) return [`${name}: ${whole}`];
          const page = readFileSync(join(ROOT, path), 'utf8');
          const wanted = heading ?? section;
          if (wanted === undefined) return [];
          const headings = [...page.matchAll(/^#{1,6} (.+)$/gm)].map(([, one = '']) => one);
          const found = headings.some((one) =>
            section === undefined ? one.replace(/^[\d.]+ /, '') === wanted : one.startsWith(wanted),
          );
          return found ? [] : [`${name}: ${whole}`];
        },
      ),
    );
    expect(gone).toEqual([]);
  });
});
