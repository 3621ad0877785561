import { LbpError } from '../errors.js';
import { refuseTooWide } from '../inputs/tables/first-records.js';
import type { FileFacts } from '../inputs/tables/plan.js';
import type { Engine } from './duckdb.js';
import { roundedIn, SAMPLE_ROWS, textsOf, typeOf } from './file-facts.js';
import { literal } from './sql/dialect.js';
import { attachedName, databaseTable, identifier } from './sql/duckdb-dialect.js';

/** How many tables a message names. */
const TABLES_SHOWN = 10;

/**
 * Looks at a table of a DuckDB file that the engine has attached.
 *
 * @param path of the file
 * @param name of the table, with its schema where that is not `main`: `input_layer.medical_claim`
 * @throws LbpError E101 for a table that is not there
 */
export async function databaseFacts(engine: Engine, path: string, name: string): Promise<FileFacts> {
  const tables = (
    await engine.rows(
      `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables WHERE table_catalog = ${literal(attachedName(path))} ORDER BY ALL`,
    )
  ).map((row) => `${String(row['schema'])}.${String(row['name'])}`);
  const wanted = name.includes('.') ? name : `main.${name}`;
  const relation = tables.find((table) => table.toLowerCase() === wanted.toLowerCase());
  if (relation === undefined) {
    const more = tables.length > TABLES_SHOWN ? ` and ${tables.length - TABLES_SHOWN} more` : '';
    throw new LbpError(
      'E101',
      `${path}: there is no table ${name} in it. Its tables are ${tables.slice(0, TABLES_SHOWN).join(', ') || '(none)'}${more}: name one of them.`,
    );
  }
  const from = databaseTable(path, relation);
  const described = await engine.rows(`DESCRIBE SELECT * FROM ${from}`);
  const columns = described.map((column) => String(column['column_name']));
  refuseTooWide(path, columns.length);
  const texts = columns.map((column) => `CAST(${identifier(column)} AS VARCHAR)`).join(', ');
  const rows = await engine.rowsInFileOrder(`SELECT [${texts}] AS row FROM ${from} LIMIT ${SAMPLE_ROWS}`);
  return {
    path,
    format: 'database',
    delimiter: '',
    relation,
    columns,
    types: described.map((column) => typeOf(String(column['column_type']))),
    sample: rows.map(({ row }) => textsOf(row)),
    roundedColumns: await roundedIn(engine, from, described),
  };
}
