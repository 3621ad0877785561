import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deck, TableRow } from '../../inputs/deck/deck.js';
import {
  ELIGIBILITY,
  emptyTable,
  MEDICAL_CLAIM,
  PHARMACY_CLAIM,
  type Table,
} from '../../inputs/tables/columns.js';
import { planTable, type TablePlan } from '../../inputs/tables/plan.js';
import { diskError } from '../../partial-folder.js';
import type { Engine } from '../duckdb.js';
import { fileFacts } from '../file-facts.js';

/** How the tables of a deck are read, each with the number of the deck file that its rows come from. */
export interface DeckPlans {
  readonly medical: TablePlan;
  readonly pharmacy: TablePlan | null;
  readonly eligibility: TablePlan;
}

/**
 * Writes a deck as the three tables and plans them, so that the code for claims reads and decides it.
 *
 * @param fileNo numbers of visit, pharm and member-en among the files of the run
 */
export async function planDeck(
  engine: Engine,
  deck: Deck,
  folder: string,
  fileNo: Readonly<Record<'visit' | 'pharm' | 'member-en', number>>,
): Promise<DeckPlans> {
  const plan = async (table: Table, rows: readonly TableRow[], number: number): Promise<TablePlan> => {
    const path = join(folder, `${table.name}.csv`);
    writeTable(path, table, rows);
    return planTable(table, [await fileFacts(engine, path, ',')], { dates: { '*': 'YYYY-MM-DD' } }, number);
  };
  return {
    medical: await plan(MEDICAL_CLAIM, deck.medicalClaim, fileNo.visit),
    pharmacy:
      deck.pharmacyClaim === null ? null : await plan(PHARMACY_CLAIM, deck.pharmacyClaim, fileNo.pharm),
    eligibility: await plan(ELIGIBILITY, deck.eligibility, fileNo['member-en']),
  };
}

function writeTable(path: string, table: Table, rows: readonly TableRow[]): void {
  const columns = table.columns.map(({ name }) => name);
  const cell = (value: string): string => (value === '' ? '' : `"${value.replaceAll('"', '""')}"`);
  const lines = rows.map((row) => `${columns.map((column) => cell(row[column] ?? '')).join(',')}\n`);
  try {
    writeFileSync(path, `${emptyTable(table)}${lines.join('')}`, { mode: 0o600 });
  } catch (error) {
    throw diskError(error, 'the tables of the deck');
  }
}
