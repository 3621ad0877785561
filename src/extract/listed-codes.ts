import { INTEGER, VARCHAR } from '@duckdb/node-api';
import { MISSHAPEN } from '../codes/readings.js';
import type { ListedCode } from '../timeline/person.js';
import { COLUMN_OF_SYSTEM } from '../timeline/selection.js';
import type { Engine } from './duckdb.js';
import { KINDS, kindNumber, MISSHAPEN_NO } from './sql/code-columns.js';

/** The codes that a Selection reads, numbered from 1; only these are fetched. */
export interface ListedCodes {
  readonly byNumber: readonly (ListedCode | null)[];
  /** (code_no, kind, code), of the codes on medical claims. */
  readonly medical: readonly (readonly [number, number, string])[];
  /** (code_no, code), of the drugs. */
  readonly drugs: readonly (readonly [number, string])[];
}

export function listCodes(codes: readonly ListedCode[]): ListedCodes {
  const byNumber: (ListedCode | null)[] = [null];
  const medical: [number, number, string][] = [
    [0, kindNumber('line'), '*'],
    ...KINDS.map((kind): [number, number, string] => [MISSHAPEN_NO, kindNumber(kind), MISSHAPEN]),
  ];
  const drugs: [number, string][] = [];
  for (const listed of codes) {
    const column = COLUMN_OF_SYSTEM[listed.system];
    if (column === null) continue;
    if (column === 'drug') drugs.push([byNumber.length, listed.code]);
    else medical.push([byNumber.length, kindNumber(column), listed.code]);
    byNumber.push(listed);
  }
  return { byNumber, medical, drugs };
}

/** Loads the codes into the engine, as the tables listed_code and listed_drug. */
export async function createListedTables(engine: Engine, { medical, drugs }: ListedCodes): Promise<void> {
  await engine.run('CREATE TABLE listed_code (code_no INTEGER, kind INTEGER, code VARCHAR)');
  await engine.append('listed_code', [INTEGER, INTEGER, VARCHAR], medical);
  await engine.run('CREATE TABLE listed_drug (code_no INTEGER, code VARCHAR)');
  await engine.append('listed_drug', [INTEGER, VARCHAR], drugs);
}
