import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MEASURE } from '../../../src/packs/index.js';
import type { Cell, OutputColumn } from '../../../src/packs/table.js';
import { OutputTable } from '../../../src/report/output-folder.js';
import { RunFolder } from '../../../src/report/run-folder.js';

/** Rows of a table by column; what is not given is blank. */
export type GivenRow = Readonly<Record<string, Cell>>;

export interface GivenRun {
  readonly tables: Readonly<Record<string, readonly GivenRow[]>>;
  /** The pack that ran; the measure if none is given. */
  readonly pack?: string;
  readonly question?: Readonly<Record<string, unknown>>;
  readonly kind?: 'open' | 'licensed';
  readonly notice?: readonly string[];
  /** Columns that the rules of the run add to a table. */
  readonly further?: Readonly<Record<string, readonly OutputColumn[]>>;
}

/** A folder as a run leaves it, with these rows. */
export function finishedRun(
  folder: string,
  { tables, pack, question, kind, notice, further }: GivenRun,
): RunFolder {
  mkdirSync(folder, { recursive: true });
  const names = Object.keys(tables);
  for (const name of names) {
    const columns = [...columnsOf(name), ...(further?.[name] ?? [])];
    let text = '';
    const table = OutputTable.begin({ write: (more) => (text += more) }, { columns });
    table.addAll((tables[name] ?? []).map((row) => columns.map((column) => row[column.name] ?? null)));
    table.flush();
    writeFileSync(join(folder, name), text);
  }
  const manifest = {
    run_id: '7d3f1c1e-6f1e-4a58-9d4e-2f6f0c1b2a3d',
    tool: { version: '9.8.7' },
    pack: { id: pack ?? MEASURE.id, question: { year: 2025, ...question } },
    measure: {
      id: 'LBP',
      heading: 'LBP measurement year 2025',
      rules_version: '2025.2',
      status: 'confirmed',
    },
    notice: notice ?? ['Not certified by NCQA.'],
    started: '2026-01-15T02:00:00.000Z',
    arguments: {},
    inputs: [{ table: 'medical_claim', path: 'in/claims.csv', bytes: 1, sha256: 'ab12' }],
    value_sets: { kind: kind ?? 'open', files: [] },
    outputs: names.map((name) => {
      const content = readFileSync(join(folder, name));
      const sha256 = createHash('sha256').update(content).digest('hex');
      return { name, bytes: content.length, sha256 };
    }),
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return RunFolder.open(folder);
}

function columnsOf(name: string): readonly OutputColumn[] {
  const table = [...MEASURE.personTables, ...MEASURE.totalTables].find((one) => one.name === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return table.columns;
}
