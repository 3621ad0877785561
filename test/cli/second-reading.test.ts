import {
  appendFileSync,
  copyFileSync,
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
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import { IS_WHOLE, sampled, whole } from '../sampled.js';
import { argumentsOf, badInputCases, leftBehind, workspaceOf } from './bad-input-case.js';
import { type BrokenFile, writeBrokenPlan } from './broken-plan.js';
import { lbp, lbpHere } from './command.js';
import { readManifest, rowsOf, sumOf } from './outputs.js';

const home = mkdtempSync(join(tmpdir(), 'lbp-second-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const RUN = [
  ['run', '--year', '2025', '--claims', 'a.csv', 'b.csv'],
  ['--pharmacy', 'rx.csv', '--eligibility', 'members.csv', '--out', 'out', '--max-rejects', '100', '--json'],
].flat();

describe('random broken input, by the built command', () => {
  const seeds = sampled([1, 2, 3, 4, 5, 6, 7, 8], 4);
  const seen = new Set<string>();

  it.each(seeds)(
    'balances row for row, and decides as if only the good rows were there (plan %i)',
    async (seed) => {
      const folder = join(home, `plan-${seed}`);
      const files = writeBrokenPlan(folder, seed);
      const cwd = join(folder, 'broken');
      const ended = await lbp(RUN, { cwd });
      expect({ exit: ended.exit, stderr: ended.stderr }).toEqual({ exit: 0, stderr: ended.stderr });

      const { inputs, warnings } = readManifest(join(cwd, 'out'));
      for (const file of files) {
        const facts = inputs.find(({ path }) => path === file.path);
        expect([file.path, facts?.rows_read, facts?.rows_rejected]).toEqual([
          file.path,
          file.rows,
          file.rejected,
        ]);
        const accounted = sumOf([
          facts?.rows_used ?? 0,
          ...Object.values(facts?.rows_ignored ?? {}),
          ...Object.values(facts?.rows_rejected ?? {}),
        ]);
        expect(accounted).toBe(file.rows);
        for (const reason of Object.keys(file.rejected)) seen.add(reason);
      }
      expect(rejectsIn(cwd)).toEqual(files.flatMap(expectedRejects));
      const all = sumOf(files.map(({ rejects }) => rejects.length));
      expect(warnings.find(({ code }) => code === 'LBP-W101')?.count ?? 0).toBe(all);

      const sound = await lbpHere(RUN, join(folder, 'sound'));
      expect(sound.exit).toBe(0);
      for (const table of ['members.csv', 'evidence.csv', 'unreported.csv', 'summary.csv', 'waterfall.csv']) {
        const text = (part: string): string => readFileSync(join(folder, part, 'out', table), 'utf8');
        expect([table, text('broken')]).toEqual([table, text('sound')]);
      }
      expect(readManifest(join(folder, 'sound', 'out')).warnings.map(({ code }) => code)).not.toContain(
        'LBP-W110',
      );
    },
  );

  it.runIf(IS_WHOLE)('had rows of every reason in it', () => {
    expect([...seen].sort()).toEqual([
      ...['ambiguous_ndc', 'bad_date', 'bad_encoding', 'bad_ndc', 'end_before_start', 'impossible_date'],
      ...['missing_birth_date', 'missing_claim_id', 'missing_date', 'missing_person', 'nul_byte'],
      ...['stray_quote', 'unclosed_quote', 'unknown_product_line', 'wrong_field_count'],
    ]);
  });
});

function rejectsIn(cwd: string): string[] {
  return rowsOf(join(cwd, 'out'), 'rejects.csv').map(
    ({ file, line, code, raw }) => `${file}:${line} ${code} ${raw}`,
  );
}

function expectedRejects({ path, rejects }: BrokenFile): string[] {
  return rejects.map(({ line, code, raw }) => `${path}:${line} ${code} ${raw.replace('\xff', '\ufffd')}`);
}

/** A workspace of the bad-input cases with nothing bad in it. */
function goodWorkspace(): { folder: string; args: string[] } {
  const good = badInputCases().find(({ name }) => name === 'good-run');
  if (good === undefined) throw new Error('no good run');
  return { folder: workspaceOf(good), args: argumentsOf(good) };
}

describe('a file that changes while it is read', () => {
  it.each([
    ['grows', (path: string) => appendFileSync(path, '\n')],
    [
      'is replaced by the same',
      (path: string) => {
        copyFileSync(path, `${path}.new`);
        renameSync(`${path}.new`, path);
      },
    ],
  ])('stops the run when it %s, and no output is left', async (_, change) => {
    const { folder, args } = goodWorkspace();
    const timer = setInterval(() => change(join(folder, 'pharmacy_claim.csv')), 2);
    const ended = await lbpHere(args, folder);
    clearInterval(timer);
    expect({ exit: ended.exit, stdout: ended.stdout }).toEqual({ exit: 3, stdout: '' });
    expect(ended.stderr).toMatch(/^LBP-E112 pharmacy_claim\.csv: the file changed while it was read\. .+\n$/);
    expect(leftBehind(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});

describe('a sound file', () => {
  it('is not read a second time', async () => {
    const { folder, args } = goodWorkspace();
    expect((await lbpHere(args, folder)).exit).toBe(0);
    const stages = Object.keys(readManifest(join(folder, 'out')).timings_ms);
    expect(stages).toContain('scan claims');
    expect(stages).not.toContain('find broken files');
    expect(stages).not.toContain('read broken files again');
    rmSync(folder, { recursive: true });
  });
});

describe('zstd', () => {
  async function zstdWorkspace(header: string): Promise<{ folder: string; args: string[]; path: string }> {
    const { folder, args } = goodWorkspace();
    const path = join(folder, 'medical_claim.csv.zst');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    // Whole lines as they are, so that they may be broken.
    await connection.run(
      `COPY (
         SELECT '${header}' AS line UNION ALL
         SELECT line FROM read_csv('${join(folder, 'medical_claim.csv')}', header = true, delim = '\u0001', quote = '',
           escape = '', auto_detect = false, columns = {'line': 'VARCHAR'})
       ) TO '${path}' (FORMAT csv, HEADER false, DELIMITER '\u0001', QUOTE '', ESCAPE '', COMPRESSION zstd)`,
    );
    connection.closeSync();
    instance.closeSync();
    return { folder, args: args.map((one) => (one === 'medical_claim.csv' ? `${one}.zst` : one)), path };
  }
  const HEADER = readFileSync(
    fileURLToPath(new URL('../../fixtures/bad-input/_good/medical_claim.csv', import.meta.url)),
    'utf8',
  ).split('\n')[0];

  it('that is cut off is refused', async () => {
    const { folder, args, path } = await zstdWorkspace(HEADER ?? '');
    expect((await lbpHere([...args, '--out', 'whole'], folder)).exit).toBe(0);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 1));
    const ended = await lbpHere(args, folder);
    expect(ended.exit).toBe(3);
    expect(ended.stderr).toMatch(
      /^LBP-E107 medical_claim\.csv\.zst: the compressed file is damaged or cut off/,
    );
    expect(leftBehind(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it('with a broken record is refused with the fix', async () => {
    const { folder, args } = await zstdWorkspace(`${HEADER},more`);
    const ended = await lbpHere(args, folder);
    expect(ended.exit).toBe(3);
    expect(ended.stderr).toMatch(/^LBP-E107 medical_claim\.csv\.zst: .* Unpack it, and give the CSV file\./);
    rmSync(folder, { recursive: true });
  });
});

describe('the tables beside 837 claims', () => {
  const X12 = fileURLToPath(
    new URL('../../fixtures/x12-run/denied-imaging-by-claim-status/', import.meta.url),
  );

  /** The case with a broken row in either table, and in the words of the mapping. */
  function workspace(name: string): string {
    const folder = join(home, name);
    mkdirSync(folder);
    for (const file of readdirSync(X12, { withFileTypes: true }).filter((entry) => entry.isFile())) {
      copyFileSync(join(X12, file.name), join(folder, file.name));
    }
    appendFileSync(
      join(folder, 'eligibility.csv'),
      'P3,W3,W3,"Eve"x,F,1980-05-06,2024-01-01,2025-12-31,medicaid\n',
    );
    appendFileSync(join(folder, 'status.csv'), 'A9,paid,more\n');
    return folder;
  }

  it('are read a second time by a run', async () => {
    const folder = workspace('x12-run');
    const ended = await lbpHere(['run', '--config', 'lbp.json', '--out', 'out'], folder);
    expect({ exit: ended.exit, stderr: ended.stderr }).toEqual({ exit: 0, stderr: ended.stderr });
    expect(readFileSync(join(folder, 'out', 'members.csv'), 'utf8')).toBe(
      readFileSync(join(X12, 'expected', 'members.csv'), 'utf8'),
    );
    expect(rejectsIn(folder)).toEqual([
      'eligibility.csv:4 LBP-R12 P3,W3,W3,"Eve"x,F,1980-05-06,2024-01-01,2025-12-31,medicaid',
      'status.csv:7 LBP-R11 A9,paid,more',
    ]);
  });

  whole('are read a second time by a conversion', async () => {
    const folder = workspace('x12-convert');
    const args = [
      '--x12',
      'a.837',
      'b.837',
      '--claim-status',
      'status.csv',
      '--eligibility',
      'eligibility.csv',
    ];
    const ended = await lbpHere(['convert', ...args, '--out', 'out', '--max-rejects', '100'], folder);
    expect({ exit: ended.exit, stderr: ended.stderr }).toEqual({ exit: 0, stderr: ended.stderr });
    expect(ended.stderr).toContain('LBP-W110');
    const { inputs }: { inputs: { path: string; rows_read: number; rows_rejected: object }[] } = JSON.parse(
      readFileSync(join(folder, 'out', 'manifest.json'), 'utf8'),
    );
    const facts = inputs.filter(({ path }) => path.endsWith('.csv'));
    expect(facts.map((input) => [input.path, input.rows_read, input.rows_rejected])).toEqual([
      ['eligibility.csv', 3, { stray_quote: 1 }],
      ['status.csv', 6, { wrong_field_count: 1 }],
    ]);
    expect(rejectsIn(folder)).toHaveLength(2);
    expect(readdirSync(join(folder, 'out'))).not.toContain('temporary');
  });
});

describe('the commands beside a run', () => {
  it('check counts broken records, and explain decides as the run did', async () => {
    const folder = join(home, 'beside');
    writeBrokenPlan(folder, 3);
    const cwd = join(folder, 'broken');
    expect((await lbpHere(RUN, cwd)).exit).toBe(0);
    const { inputs } = readManifest(join(cwd, 'out'));
    const checked = await lbpHere(['check', ...RUN.slice(1, RUN.indexOf('--out')), '--json'], cwd);
    const claims = inputs.filter(({ table }) => table === 'medical_claim');
    const rejected: Record<string, number> = {};
    for (const [reason, rows] of claims.flatMap((input) => Object.entries(input.rows_rejected))) {
      rejected[reason] = (rejected[reason] ?? 0) + rows;
    }
    expect(Object.keys(rejected)).toContain('wrong_field_count');
    const found: unknown = JSON.parse(checked.stdout);
    expect(found).toMatchObject({
      tables: { claims: { rows: sumOf(claims.map((input) => input.rows_read)), rejected } },
    });

    const [member] = rowsOf(join(cwd, 'out'), 'members.csv');
    const explained = await lbpHere(
      ['explain', member?.['person_id'] ?? '', '--run', 'out', '--with-inputs', '--json'],
      cwd,
    );
    expect({ exit: explained.exit, stderr: explained.stderr }).toEqual({ exit: 0, stderr: '' });
    expect(explained.stdout).toContain(`"status":"${member?.['status']}"`);
  });
});
