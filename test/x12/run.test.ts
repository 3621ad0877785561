import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runMeasure } from '../run/measure.js';
import { sampled, whole } from '../sampled.js';
import { claimFacts, output, runX12, total, unaccounted, x12Case, x12Cases } from './x12-case.js';

const cases = x12Cases();
const outputs = mkdtempSync(join(tmpdir(), 'lbp-x12-'));
afterAll(() => rmSync(outputs, { recursive: true, force: true }));

describe('a run on 837 files', () => {
  it.each(sampled(cases, 4).map((one) => [one.name, one] as const))('%s', async (name, one) => {
    const out = join(outputs, name);
    const { inputs } = await runX12(one, out);

    const found = new Map([...one.expected.keys()].map((file) => [file, output(out, file, one.folder)]));
    expect(found).toEqual(one.expected);
    expect(inputs.map((input) => [input.path, unaccounted(input)])).toEqual(
      inputs.map((input) => [input.path, 0]),
    );
    for (const input of inputs.filter(({ table }) => table === 'x12')) {
      const x12 = claimFacts(input);
      expect(x12.imbalances).toEqual([]);
      const accounted =
        x12.claims_used + total(x12.claims_ignored) + total(x12.claims_rejected) + total(x12.claims_skipped);
      expect(accounted).toBe(x12.claims_read);
    }
    expect(readdirSync(out)).not.toContain('claim-files');
    expect(existsSync(`${out}.partial`)).toBe(false);
  });

  it('lists the words of a claim-status file that are not understood', async () => {
    const path = join(outputs, 'words.csv');
    // D is mapped in the config of the case, and pending is a word of ours.
    writeFileSync(path, 'claim_id,status\nA1,REJ\nA2,D\nT1,REJ\nT2,Pending\nNOBODY,V\n');
    const { warnings } = await runX12(x12Case('denied-imaging-by-claim-status'), join(outputs, 'words'), {
      'claim-status': [path],
    });
    const [words] = warnings.filter(({ text }) =>
      text.startsWith('rows of the claim-status file with a word'),
    );
    expect(words).toMatchObject({ code: 'LBP-W103', count: 3 });
    expect(words?.text).toMatch(/stays unknown: rej \(2\), v \(1\)$/);
  });

  whole('warns of what was odd, with counts', async () => {
    const codes = async (name: string): Promise<Record<string, number>> => {
      const { warnings } = await runX12(x12Case(name), join(outputs, `warnings-${name}`));
      const ours = warnings.filter(({ code }) => code.startsWith('LBP-W4') || code === 'LBP-W103');
      return Object.fromEntries(ours.map(({ code, count }) => [code, count]));
    };
    expect(await codes('archive-with-other-files')).toEqual({ 'LBP-W103': 1, 'LBP-W401': 3 });
    expect(await codes('unmatched-person')).toEqual({ 'LBP-W103': 1, 'LBP-W404': 1 });
    expect(await codes('ambiguous-person')).toEqual({ 'LBP-W103': 1, 'LBP-W405': 1 });
    expect(await codes('orphan-replacement-and-void')).toEqual({
      'LBP-W103': 1,
      'LBP-W406': 1,
      'LBP-W407': 1,
    });
    expect(await codes('newborn-under-mother')).toEqual({ 'LBP-W103': 1, 'LBP-W404': 1 });
    expect(await codes('same-control-number')).toEqual({ 'LBP-W103': 1 });
    expect(await codes('test-interchange')).toEqual({ 'LBP-W103': 1, 'LBP-W409': 1 });
    expect(await codes('damaged-transaction')).toEqual({ 'LBP-W103': 1, 'LBP-W403': 1, 'LBP-W417': 1 });
    expect(await codes('status-of-several-claims')).toEqual({ 'LBP-W103': 4, 'LBP-W414': 1 });
    expect(await codes('odd-isa-beside-good')).toEqual({ 'LBP-W103': 4 });
    expect(await codes('denied-imaging-by-claim-status')).toEqual({
      'LBP-W103': 2,
      'LBP-W412': 1,
      'LBP-W413': 2,
    });
  });

  it('ends with exit code 1 where a claim file is damaged, whatever share of rejects is allowed', async () => {
    const outcome = async (name: string): Promise<unknown> => {
      const { exit, damagedFiles } = await runMeasure(
        { out: join(outputs, `exit-${name}`) },
        x12Case(name).config,
      );
      return [exit, damagedFiles.map((path) => basename(path))];
    };
    expect(await outcome('damaged-transaction')).toEqual(['threshold', ['b-damaged.837']]);
    expect(await outcome('odd-isa-beside-good')).toEqual(['done', []]);
    expect(await outcome('test-interchange')).toEqual(['done', []]);
    expect(await outcome('archive-with-other-files')).toEqual(['done', []]);
  });

  it('gives the same for any number of threads', async () => {
    const one = x12Case('replacement-then-void');
    await runX12(one, join(outputs, 'one-thread'), { threads: 1 });
    await runX12(one, join(outputs, 'four-threads'), { threads: 4 });
    for (const file of ['members.csv', 'evidence.csv', 'rejects.csv', 'claim_versions.csv']) {
      expect(output(join(outputs, 'four-threads'), file, '')).toBe(
        output(join(outputs, 'one-thread'), file, ''),
      );
    }
  });

  it('keeps as many rejects as asked, and counts all', async () => {
    const out = join(outputs, 'few-rejects');
    const { inputs } = await runX12(x12Case('unmatched-person'), out, { 'reject-rows': 0 });
    expect(output(out, 'rejects.csv', '').trim().split('\n')).toHaveLength(1);
    expect(inputs.map(({ rows_rejected }) => total(rows_rejected))).toEqual([0, 2, 0]);
  });
});

describe('a run that cannot be right ends with one sentence', () => {
  const one = x12Case('archive-with-other-files');
  const refused = (flags: Record<string, unknown>): Promise<unknown> =>
    runX12(one, join(outputs, 'refused'), flags);

  it('when nothing given is an 837', async () => {
    await expect(refused({ x12: join(one.folder, 'edi/ack.999') })).rejects.toThrow(
      /LBP-E109 .*ack\.999: this is 999 acknowledgement/,
    );
    await expect(refused({ x12: join(one.folder, 'edi/note.txt') })).rejects.toThrow(/LBP-E109 .*not X12/);
    await expect(refused({ x12: join(one.folder, 'edi/empty.txt') })).rejects.toThrow(/LBP-E102/);
    await expect(refused({ x12: join(one.folder, 'nowhere.837') })).rejects.toThrow(/LBP-E101/);
    expect(existsSync(join(outputs, 'refused.partial'))).toBe(false);
  });

  it('when every claim is of a stranger', async () => {
    const strangers = join(outputs, 'strangers.csv');
    writeFileSync(
      strangers,
      'person_id,birth_date,enrollment_start_date,enrollment_end_date,payer_type\nX,1950-01-01,2024-01-01,2025-12-31,medicare\n',
    );
    await expect(refused({ eligibility: strangers })).rejects.toThrow(
      /LBP-E108 .*none of the 1 rows can be used \(unmatched_person 1\)/,
    );
  });

  it('when every claim is coded in ICD-9', async () => {
    const icd9 = x12Case('icd9-file-among-others');
    await expect(runX12(icd9, join(outputs, 'icd9'), { x12: join(icd9.folder, 'old.837') })).rejects.toThrow(
      /LBP-E106 .*old\.837.* Give claims coded in ICD-10-CM, with nothing but codes in HI\.$/,
    );
  });

  it('when a status file has nothing to be about', async () => {
    const { folder } = x12Case('claims-and-x12');
    const flags = { x12: [], claims: join(folder, 'medical_claim.csv'), 'claim-status': 'status.csv' };
    await expect(runX12(x12Case('claims-and-x12'), join(outputs, 'status'), flags)).rejects.toThrow(
      /LBP-E304 --claim-status/,
    );
  });
});
