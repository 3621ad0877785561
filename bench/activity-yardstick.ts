import { DuckDBInstance } from '@duckdb/node-api';

/*
 * A separate process that only counts the records of a wide extract (activity-records.ts) with DuckDB or, for
 * its Parquet twin, takes the greatest value of each column that the rule reads.
 *
 *     activity-yardstick.js FILE COLUMNS
 */
const [path = '', columns = '100'] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
const connection = await instance.connect();
const names = Array.from({ length: Number(columns) }, (_, index) => `'c${index}': 'VARCHAR'`).join(', ');
const used = [
  ...['OPA_Ident', 'Appointment_Date', 'Der_Provider_Code', 'Der_Commissioner_Code'],
  ...['Age_at_Start_of_Episode_SUS', 'Der_Age_at_CDS_Activity_Date', 'Administrative_Category'],
  ...['Der_Diagnosis_All', 'Der_Procedure_All'],
];
const sql = path.endsWith('.parquet')
  ? `SELECT ${used.map((name) => `max("${name}")`).join(', ')} FROM read_parquet('${path}', hive_partitioning = false)`
  : `SELECT count(*) FROM read_csv('${path}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
       columns = {${names}}, hive_partitioning = false)`;
const rows = await connection.runAndReadAll(sql);
process.stdout.write(`${rows.getRowsJson()[0]?.[0]}\n`);
connection.closeSync();
instance.closeSync();
