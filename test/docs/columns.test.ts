import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ACTIVITY } from '../../src/packs/ebi/outputs/activity.js';
import { STEPS_TABLE } from '../../src/packs/ebi/outputs/steps.js';
import { summaryTable } from '../../src/packs/ebi/outputs/summary.js';
import { PACKS } from '../../src/packs/index.js';
import { DIFFERENCES } from '../../src/packs/lbp/outputs/score-differences.js';
import { SCORE } from '../../src/packs/lbp/outputs/score.js';
import type { OutputTable } from '../../src/packs/table.js';
import { VERSIONS_TABLE } from '../../src/report/claim-versions.js';
import { REJECTS_TABLE } from '../../src/report/rejects.js';

/*
 * docs/columns.md is made from the columns that the program writes. After a change of a column:
 * npx vitest run test/docs/columns.test.ts --update
 */

const PAGE = fileURLToPath(new URL('../../docs/columns.md', import.meta.url));

function section({ name, about, columns }: OutputTable): string {
  const rows = columns.map((column) => `- \`${column.name}\` (${column.type}): ${column.about}\n`);
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
    'Made from the code; a test keeps the two alike. How to read the files is in [outputs](outputs.md).\n',
    ...commands.flatMap(([command, tables]) => [`## lbp ${command}\n`, ...tables.map(section)]),
    '## All commands with an output folder\n',
    ...[REJECTS_TABLE, VERSIONS_TABLE].map(section),
  ].join('\n');
}

it('docs/columns.md has every column of every output', async () => {
  await expect(page()).toMatchFileSnapshot(PAGE);
});
