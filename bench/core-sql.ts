import { DuckDBInstance } from '@duckdb/node-api';
import { numbered, relation } from './tables.js';

/**
 * A separate process that computes the core of the measure (index, negative history, imaging) in
 * straightforward SQL: one query over the claims, without enrollment, exclusions, evidence, row accounts or
 * date checks.
 *
 * Usage: core-sql.js YEAR VALUE_SETS CLAIMS
 */
const [year = '', sets = '', claims = ''] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
const connection = await instance.connect();
const codes = (file: string): string =>
  `(SELECT "Code" AS code FROM read_csv('${sets}/${file}.csv', all_varchar = true, header = true))`;
const result = await connection.runAndReadAll(`
WITH low_back AS MATERIALIZED ${codes('uncomplicated-low-back-pain')}
, imaging AS MATERIALIZED ${codes('imaging-study')}
, line AS (
  SELECT
      person_id
    , CAST(coalesce(claim_line_start_date, claim_start_date) AS DATE) AS service_date
    , hcpcs_code
    , claim_status
    , diagnosis_code_1 IN (SELECT code FROM low_back) AS is_principal
    , list_has_any([${numbered('diagnosis_code').join(', ')}], (SELECT list(code) FROM low_back)) AS has_low_back
  FROM ${await relation(connection, claims)}
)
, low_back_line AS MATERIALIZED (SELECT * FROM line WHERE has_low_back)
, index_event AS (
  SELECT person_id, min(service_date) AS iesd
  FROM low_back_line
  WHERE is_principal AND service_date BETWEEN DATE '${year}-01-01' AND DATE '${year}-12-03'
  GROUP BY person_id
)
, judged AS (
  SELECT
      index_event.person_id
    , bool_or(service_date BETWEEN iesd - 180 AND iesd - 1) AS has_history
    , bool_or(service_date BETWEEN iesd AND iesd + 28 AND coalesce(claim_status, '') <> 'denied'
        AND hcpcs_code IN (SELECT code FROM imaging)) AS has_imaging
  FROM index_event
  JOIN low_back_line USING (person_id)
  GROUP BY index_event.person_id
)
SELECT count(*) AS persons, sum(CAST(has_imaging AS INTEGER)) AS imaging FROM judged WHERE NOT has_history`);
process.stdout.write(`${JSON.stringify(result.getRowsJson())}\n`);
connection.closeSync();
instance.closeSync();
