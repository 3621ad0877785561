import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whole } from '../sampled.js';
import { endedBy, lbp } from './command.js';

/*
 * The buckets of a folder of events are decided on separate threads, which start only from built modules:
 * here the built command has buckets of 2,000 people, while a script makes buckets of 100,000. The people
 * differ in age, history, imaging and enrollment.
 */
const CANDIDATES = 21_234;
const PEOPLE_IN_BUCKET = 2000;
const home = mkdtempSync(join(tmpdir(), 'lbp-bucket-threads-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

beforeAll(async () => {
  const claims = [
    'claim_id,claim_line_number,person_id,claim_start_date,claim_end_date,claim_line_start_date,place_of_service_code,hcpcs_code,revenue_center_code,bill_type_code,diagnosis_code_type,diagnosis_code_1,admission_date,discharge_date',
  ];
  const spans = ['person_id,birth_date,death_date,enrollment_start_date,enrollment_end_date,payer_type'];
  const fills = ['claim_id,claim_line_number,person_id,dispensing_date,ndc_code,days_supply'];
  const line = (claim: string, person: string, day: string, code: string): void => {
    claims.push(`${claim},1,${person},${day},${day},${day},11,${code},,,icd-10-cm,M54.50,,`);
  };
  for (let number = 0; number < CANDIDATES; number += 1) {
    const person = `p${String(number).padStart(6, '0')}`;
    line(`${person}a`, person, `2025-0${1 + (number % 9)}-1${number % 7}`, '99213');
    if (number % 3 === 0) line(`${person}b`, person, `2025-0${1 + (number % 9)}-2${number % 8}`, '72100');
    if (number % 5 === 0) line(`${person}c`, person, '2024-12-30', '99213');
    if (number % 11 !== 0) {
      const payer = ['commercial', 'medicaid', 'medicare'][number % 3];
      spans.push(`${person},${1945 + (number % 65)}-05-0${1 + (number % 9)},,2024-01-01,2025-12-31,${payer}`);
    }
    if (number % 13 === 0) fills.push(`f${person},1,${person},2025-01-05,00000000001,`);
  }
  writeFileSync(join(home, 'claims.csv'), `${claims.join('\n')}\n`);
  writeFileSync(join(home, 'spans.csv'), `${spans.join('\n')}\n`);
  writeFileSync(join(home, 'fills.csv'), `${fills.join('\n')}\n`);

  const script = await lbp(
    [...['sql', '--dialect', 'duckdb', '--year', '2025'], ...INPUTS, '--events', 'events'],
    {
      cwd: home,
    },
  );
  mkdirSync(join(home, 'events'));
  const before = process.cwd();
  process.chdir(home);
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    await connection.run(script.stdout);
    for (const part of ['candidates', 'events', 'fills', 'enrollment']) {
      await connection.run(
        `COPY (SELECT * REPLACE (person_no // ${PEOPLE_IN_BUCKET} AS bucket) FROM 'events/${part}/*.parquet') TO 'all.parquet'`,
      );
      for (const file of readdirSync(join('events', part))) rmSync(join('events', part, file));
      renameSync('all.parquet', join('events', part, 'all.parquet'));
    }
    connection.closeSync();
  } finally {
    instance.closeSync();
    process.chdir(before);
  }
});

const INPUTS = ['--claims', 'claims.csv', '--eligibility', 'spans.csv', '--pharmacy', 'fills.csv'];

function run(out: string, threads: string): string[] {
  return [
    ...['run', '--year', '2025', '--events', 'events', '--coverage', '--quiet'],
    ...['--out', out, '--threads', threads],
  ];
}

describe('many buckets', () => {
  whole('give the same outputs on any number of threads', async () => {
    const outputs: unknown[] = [];
    for (const threads of ['1', '3']) {
      const out = `run-${threads}`;
      expect(await lbp(run(out, threads), { cwd: home })).toMatchObject({ exit: 0, stderr: '' });
      const files = readdirSync(join(home, out)).filter((name) => name !== 'manifest.json');
      const manifest: Record<string, unknown> = JSON.parse(
        readFileSync(join(home, out, 'manifest.json'), 'utf8'),
      );
      const { inputs, persons, warnings, data_quality: quality, outputs: written } = manifest;
      outputs.push([
        files.map((name) => [name, readFileSync(join(home, out, name), 'utf8')]),
        { inputs, persons, warnings, quality, written },
      ]);
    }
    const [one, ...others] = outputs;
    expect(one).toMatchObject({ 1: { persons: { candidates: CANDIDATES } } });
    for (const other of others) expect(other).toEqual(one);
  });

  // Threads with engines are at work then, and one that is killed takes the process with it.
  it.each([0, 600])(
    'are left at once when a signal comes, %i ms after the first rows are expected',
    async (later) => {
      const ended = await endedBy('SIGINT', run('stopped', '2'), home, 'stopped.partial/members.csv', later);
      expect(ended).toMatchObject({ exit: 130, stdout: '' });
      expect(readdirSync(home).filter((name) => name.startsWith('stopped'))).toEqual([]);
    },
  );
});
