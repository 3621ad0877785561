import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ERRORS, EXIT } from '../../src/errors.js';
import { ACTIVITY } from '../../src/packs/ebi/outputs/activity.js';
import { STEPS_TABLE } from '../../src/packs/ebi/outputs/steps.js';
import { summaryTable } from '../../src/packs/ebi/outputs/summary.js';
import { PACKS } from '../../src/packs/index.js';
import { SCORE } from '../../src/packs/lbp/outputs/score.js';
import { DIFFERENCES } from '../../src/packs/lbp/outputs/score-differences.js';
import type { OutputTable } from '../../src/packs/table.js';
import { VERSIONS_TABLE } from '../../src/report/claim-versions.js';
import { REJECTS_TABLE } from '../../src/report/rejects.js';
import { ROOT } from './pages.js';

/*
 * The tables of outputs and errors on the pages are generated from the program. After changing a column or an
 * error: npx vitest run test/docs/made.test.ts --update
 */

function pathOf(page: string): string {
  return fileURLToPath(new URL(`../../docs/${page}`, import.meta.url));
}

function section({ name, about, columns }: OutputTable): string {
  const rows: string[] = [];
  let names: string[] = [];
  for (const [index, column] of columns.entries()) {
    names.push(`\`${column.name}\``);
    const next = columns[index + 1];
    if (next?.type === column.type && next.about === column.about) continue;
    rows.push(`- ${names.join(', ')} (${column.type}): ${column.about}\n`);
    names = [];
  }
  return `### ${name}\n\n${about[0]?.toUpperCase()}${about.slice(1)}.\n\n${rows.join('')}`;
}

function page(): string {
  const commands: [string, readonly OutputTable[]][] = [
    ...PACKS.map((pack): [string, readonly OutputTable[]] => [
      pack.command.name,
      [...pack.personTables, ...pack.totalTables],
    ]),
    ['deck', [SCORE, DIFFERENCES]],
    ['ebi', [ACTIVITY, STEPS_TABLE, summaryTable(['provider', 'commissioner'])]],
  ];
  return [
    '# Columns of every output\n',
    'Made from the code; a test keeps the two the same. How to read the files is in [outputs](outputs.md).\n',
    ...commands.flatMap(([command, tables]) => [`## lbp ${command}\n`, ...tables.map(section)]),
    '## All commands with an output folder\n',
    ...[REJECTS_TABLE, VERSIONS_TABLE].map(section),
  ].join('\n');
}

/** The files of a run of the measure; tables of claim files and rejects go with every command. */
function files(): string {
  const [measure] = PACKS;
  const tables = [
    ...(measure?.personTables ?? []),
    ...(measure?.totalTables ?? []),
    ...[VERSIONS_TABLE, REJECTS_TABLE],
  ];
  return table(
    ['file', 'contents'],
    tables.map(({ name, about }) => [name, about]),
  );
}

/** Code, exit code and text of every error; the remedies are written on the page and kept. */
function errors(before: string): string {
  const advice = new Map(
    [...before.matchAll(/^\| LBP-(E\d+) \|.*\| (.+) \|$/gm)].map(([, code = '', what = '']) => [code, what]),
  );
  return table(
    ['code', 'exit', 'about', 'what to do'],
    Object.entries(ERRORS)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, { exit, about }]) => [
        `LBP-${code}`,
        String(EXIT[exit]),
        about,
        advice.get(code) ?? 'NOT WRITTEN YET',
      ]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A page with its generated part after the mark, up to the next blank line. */
function written(page: string, mark: string, made: (before: string) => string): string {
  const text = readFileSync(pathOf(page), 'utf8');
  const place = new RegExp(`(<!-- made: ${mark} -->\\n\\n)([\\s\\S]*?)(?=\\n\\n)`);
  expect(text).toMatch(place);
  return text.replace(place, (_, start: string, before: string) => start + made(before));
}

describe('what is made from the program', () => {
  it('docs/columns.md has every column of every output', async () => {
    await expect(page()).toMatchFileSnapshot(pathOf('columns.md'));
  });

  it('docs/outputs.md has the files of a run', async () => {
    await expect(written('outputs.md', 'files', files)).toMatchFileSnapshot(pathOf('outputs.md'));
  });

  it('docs/errors.md has every error, with what to do', async () => {
    const text = written('errors.md', 'errors, but for what to do', errors);
    expect(text).not.toContain('NOT WRITTEN YET');
    await expect(text).toMatchFileSnapshot(pathOf('errors.md'));
  });

  it('docs/errors.md names no code that the program does not have', () => {
    const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(ROOT, 'src', name), 'utf8'))
      .join('\n');
    const named = readFileSync(pathOf('errors.md'), 'utf8').match(/\bLBP-[EWD]\d{3}\b/g) ?? [];
    const unknown = named.filter((code) => !sources.includes(code) && !(code.slice(4) in ERRORS));
    expect(named.length).toBeGreaterThan(130);
    expect(unknown).toEqual([]);
  });
});
