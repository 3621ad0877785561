import { describe, expect, it } from 'vitest';
import { type Page, pages, prose } from './pages.js';

/* The documents are short, and in plain American English (British on the page about England's rule). */

const PAGES = pages();
const textOf = (path: string): string => PAGES.find((page) => page.path === path)?.text ?? '';

/** Pages generated entirely from the code; marked tables of inputs.md are generated as well. */
const MADE = new Set(['docs/commands.md', 'docs/columns.md']);

function wordsOf(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

function withoutMadeTables(text: string): string {
  return text.replaceAll(/<!-- made: .+ -->\n\n[\s\S]*?(?=\n\n)/g, '');
}

function writtenWords(): number {
  const written = PAGES.filter(({ path }) => path !== 'CONTRIBUTING.md' && !MADE.has(path));
  return written.reduce((sum, { text }) => sum + wordsOf(withoutMadeTables(text)), 0);
}

const BANNED = [
  /\btold\b/i,
  /\bsaid\b/i,
  /\bmend(?:s|ed|ing)?\b/i,
  /\bwhom\b/i,
  /\bkin\b/i,
  /\bis none\b/i,
  /\bcomes to\b/i,
  /\bas (?:it|they) comes?\b/i,
  /\bwhat becomes of\b/i,
  /\bin truth\b/i,
  /\bof one's own\b/i,
  /\bgives away\b/i,
  /\bwas the first to\b/i,
  /\bwho meets\b/i,
];

const BRITISH =
  /\b(?:enrolment|colour|licence|programme|behaviour|judgement|whilst|organis\w+|recognis\w+|centre|catalogue|dependant)s?\b/i;

function found({ path, text }: Page, patterns: readonly RegExp[]): string[] {
  return prose(withoutMadeTables(text))
    .split('\n')
    .flatMap((line) =>
      patterns.flatMap((pattern) => {
        const hit = pattern.exec(line);
        return hit === null ? [] : [`${path}: ${hit[0]}: ${line.trim()}`];
      }),
    );
}

describe('the language', () => {
  const read = PAGES.filter(({ path }) => !MADE.has(path));

  it.each(read)('of $path is plain', (page) => {
    expect(found(page, BANNED)).toEqual([]);
  });

  it.each(read.filter(({ path }) => path !== 'docs/ebi.md'))('of $path is American', (page) => {
    expect(found(page, [BRITISH])).toEqual([]);
  });

  it('is looked at', () => {
    expect(found({ path: 'x', text: 'It was told.\n`mend`\n```text\nsaid\n```\n' }, BANNED)).toEqual([
      'x: told: It was told.',
    ]);
  });
});

describe('the length', () => {
  it('of all pages that are written by hand is at most 22,000 words', () => {
    expect(writtenWords()).toBeLessThanOrEqual(22_000);
  });

  it('of README is one screen', () => {
    expect(wordsOf(textOf('README.md'))).toBeLessThanOrEqual(400);
  });

  it('of architecture is at most 1,500 words', () => {
    expect(wordsOf(textOf('docs/architecture.md'))).toBeLessThanOrEqual(1_500);
  });

  it('of what was rejected is one page', () => {
    expect(wordsOf(textOf('docs/rejected.md'))).toBeLessThanOrEqual(600);
  });

  it('of a decision is at most 120 words', () => {
    const entries = textOf('docs/decisions.md').split(/^### /m).slice(1);
    expect(entries.length).toBeGreaterThan(25);
    const long = entries.filter((entry) => wordsOf(entry.split(/^## /m)[0] ?? '') > 120);
    expect(long.map((entry) => entry.split('\n')[0])).toEqual([]);
  });
});
