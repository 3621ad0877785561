import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endedBy, lbp } from './command.js';

/*
 * From 50,000 candidates on, people are decided on threads of their own, which are started from built modules only:
 * here the built command has a few more of them, who differ in age, history, imaging and enrolment.
 */
const CANDIDATES = 51_234;
const home = mkdtempSync(join(tmpdir(), 'lbp-bucket-threads-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

beforeAll(() => {
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
});

function run(out: string, threads: string): string[] {
  return [
    ...['run', '--year', '2025', '--claims', 'claims.csv', '--eligibility', 'spans.csv'],
    ...['--pharmacy', 'fills.csv', '--quiet', '--out', out, '--threads', threads],
  ];
}

describe('many candidates', () => {
  it('give the same outputs on any number of threads', async () => {
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

  // While buckets are written, and while threads with engines are at work: one that is killed takes the process with it.
  it.each([0, 600])('are left at once when a signal comes, %i ms after the first bucket', async (later) => {
    const buckets = 'stopped.partial/spill/buckets';
    const ended = await endedBy('SIGINT', run('stopped', '2'), home, buckets, later);
    expect(ended).toMatchObject({ exit: 130, stdout: '' });
    expect(ended.milliseconds).toBeLessThan(2000);
    expect(readdirSync(home).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });
});
