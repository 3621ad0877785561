import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../inputs/deck/lines.js';
import { sampled, whole } from '../sampled.js';
import { type Ended, lbp, lbpHere } from './command.js';
import { cell, rowsOf } from './outputs.js';

const FIXTURE = fileURLToPath(new URL('../../fixtures/deck/2025/', import.meta.url));
const LAYOUT = fileURLToPath(new URL('../../src/inputs/deck/data/layouts/2018.csv', import.meta.url));

let home: string;
const textIn = (name: string, file: string): string => readFileSync(join(home, name, file), 'utf8');

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'lbp-deck-'));
  cpSync(FIXTURE, join(home, 'deck'), { recursive: true });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function deck(out: string, ...more: readonly string[]): Promise<Ended> {
  return lbpHere(['deck', 'deck', '--year', '2025', '--out', out, '--quiet', ...more], home);
}

/** A small deck of one member. */
function smallDeck(name: string, files: Readonly<Record<string, string>> = {}): string {
  const folder = join(home, name);
  cpSync(FIXTURE, folder, { recursive: true });
  for (const file of readdirSync(folder)) rmSync(join(folder, file));
  const all = {
    'member-gm.txt': at([1, 'A'], [17, 'F'], [18, '19850301']),
    'member-en.txt': at([1, 'A'], [17, '20230101'], [25, '20261231'], [41, 'HMO']),
    'visit.txt': at([1, 'A'], [17, '20250610'], [41, '99213'], [62, 'M5450'], [303, '1'], [315, 'C1']),
    'pharm.txt': '',
    ...files,
  };
  for (const [file, text] of Object.entries(all)) writeFileSync(join(folder, file), `${text}\n`);
  return name;
}

describe('a deck that agrees with its key', () => {
  it('ends well, by the built command', async () => {
    const ended = await lbp(['deck', 'deck', '--year', '2025', '--key', 'deck/key.txt', '--out', 'built'], {
      cwd: home,
    });
    expect(ended.exit).toBe(0);
    expect(ended.stdout).toMatch(/^Key deck\/key\.txt: all \d+ cells agree$/m);
    expect(ended.stderr).toContain('LBP-W511 files of the deck that are not read: members.txt (1)');
  });

  whole('does not call its own output a file of the deck', async () => {
    const inside = (): Promise<Ended> =>
      lbp(['deck', 'deck', '--year', '2025', '--key', 'deck/key.txt', '--out', 'deck/out', '--force'], {
        cwd: home,
      });
    for (const ended of [await inside(), await inside()]) {
      expect(ended.stderr).toContain('LBP-W511 files of the deck that are not read: members.txt (1)');
    }
    rmSync(join(home, 'deck', 'out'), { recursive: true });
  });

  it('leaves the score, the outputs of a run, and nothing else', async () => {
    expect(readdirSync(join(home, 'built')).sort()).toEqual([
      'differences.csv',
      'evidence.csv',
      'idss.csv',
      'imaging-days.csv',
      'imaging-excluded.csv',
      'imaging-modality.csv',
      'manifest.json',
      'members.csv',
      'pld.csv',
      'providers.csv',
      'rejects.csv',
      'score.txt',
      'settings.csv',
      'summary.csv',
      'trend.csv',
      'unreported.csv',
      'waterfall.csv',
    ]);
    expect(statSync(join(home, 'built')).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(join(home, 'built'))) {
      expect([file, statSync(join(home, 'built', file)).mode & 0o777]).toEqual([file, 0o600]);
    }
    const [header = '', ...rows] = textIn('built', 'score.txt').trim().split('\n');
    expect(header).toBe('MemID,Meas,Payer,CE,Event,Epop,Excl,Num,RExcl,RExclD,Age,Gender');
    expect([...rows].sort()).toEqual(rows);
    const manifest = JSON.parse(textIn('built', 'manifest.json'));
    const names = manifest.outputs.map(({ name }: { name: string }) => name);
    expect(names).toContain('score.txt');
    for (const input of manifest.inputs)
      expect([input.table, input.rows_used]).toEqual([input.table, input.rows_read]);
    expect(manifest.inputs.map(({ table }: { table: string }) => table)).toEqual([
      'member-gm',
      'member-en',
      'visit',
      'pharm',
    ]);
  });

  it('names file and line of the deck in the evidence', () => {
    const image = rowsOf(join(home, 'built'), 'evidence.csv').find(
      (row) => row['person_id'] === '25R02' && row['rule'] === 'imaging',
    );
    const [, line = ''] = /^line (\d+)$/.exec(image?.['locator'] ?? '') ?? [];
    expect(image?.['source']).toBe('deck/visit.txt');
    expect(textIn('deck', 'visit.txt').split('\n')[Number(line) - 1]).toMatch(/^25R02 .*20250708/);
  });
});

describe('a deck that does not agree with its key', () => {
  const wrong = (from: string, to: string): string => {
    const text = textIn('deck', 'key.txt');
    expect(text).toContain(from);
    return text.replace(from, to);
  };

  it.each(
    sampled(
      [
        [
          'CE',
          '25F02,LBP,HMO,0,1,0,0,0,0,0',
          '25F02,LBP,HMO,1,1,0,0,0,0,0',
          /^enrollment: 2024-12-12 to 2024-12-12$/,
        ],
        [
          'Event',
          '25E01,LBP,HMO,1,0,0',
          '25E01,LBP,HMO,1,1,0',
          /^negative_history: 2024-12-12 M5450 .*claim 25E01-2/,
        ],
        [
          'Epop',
          '25I01,LBP,HMO,1,1,0',
          '25I01,LBP,HMO,1,1,1',
          /^cancer: 2025-07-08 C50911 \(Malignant Neoplasms\)/,
        ],
        ['Epop', '25G02,LBP,HMO,1,1,0', '25G02,LBP,HMO,1,1,1', /^age$/],
        [
          'Num',
          '25R02,LBP,HMO,1,1,1,0,1',
          '25R02,LBP,HMO,1,1,1,0,0',
          /^imaging: 2025-07-08 72100 \(Imaging Study\)/,
        ],
        ['Num', '25R03,LBP,HMO,1,1,1,0,0', '25R03,LBP,HMO,1,1,1,0,1', /^imaging: none in the window$/],
        [
          'RExcl',
          '25Q01,LBP,MCR,1,1,0,0,0,1',
          '25Q01,LBP,MCR,1,1,0,0,0,0',
          /^frailty_advanced_illness: 2025-01-15 W1830XA/,
        ],
        [
          'RExclD',
          '25M01,LBP,HMO,1,1,0,0,0,0,1',
          '25M01,LBP,HMO,1,1,0,0,0,0,0',
          /^trauma: 2025-03-12 S32010A/,
        ],
        ['Excl', '25A01,LBP,HMO,1,1,1,0', '25A01,LBP,HMO,1,1,1,1', /does not have this exclusion/],
        ['Age', '25A01,LBP,HMO,1,1,1,0,0,0,0,40,F', '25A01,LBP,HMO,1,1,1,0,0,0,0,41,F', /^member-gm$/],
        ['Event', '25A16,LBP,HMO,0,0', '25A16,LBP,HMO,0,1', /^no index event$/],
      ] as const,
      3,
    ),
  )('tells of a cell %s and what decided it', async (column, from, to, decidedBy) => {
    writeFileSync(join(home, 'wrong.txt'), wrong(from, to));
    const ended = await deck('wrong', '--key', 'wrong.txt', '--json', '--force');
    expect(ended.exit).toBe(1);
    const { differences } = JSON.parse(ended.stdout);
    expect(differences).toEqual([
      expect.objectContaining({
        member: from.slice(0, 5),
        column,
        decided_by: expect.stringMatching(decidedBy),
      }),
    ]);
    const [row] = rowsOf(join(home, 'wrong'), 'differences.csv');
    expect([cell(row ?? {}, 'MemID'), cell(row ?? {}, 'column')]).toEqual([from.slice(0, 5), column]);
  });

  it('tells of rows that only one of them has', async () => {
    const text = wrong('25A01,LBP,HMO', '25A01,LBP,PPO');
    writeFileSync(join(home, 'wrong.txt'), text);
    const ended = await deck('rows', '--key', 'wrong.txt');
    expect(ended.exit).toBe(1);
    expect(ended.stdout).toContain('2 differences in 2 rows');
    expect(ended.stdout).toMatch(/^25A01 +HMO +row +absent +present/m);
    expect(ended.stdout).toMatch(/^25A01 +PPO +row +present +absent/m);
  });
});

describe('what is wrong with a deck', () => {
  const run = (name: string, ...more: readonly string[]): Promise<Ended> =>
    lbpHere(['deck', name, '--year', '2025', '--out', `${name}-out`, '--force', ...more], home);

  it.each(
    sampled(
      [
        ['no folder', 'nowhere', 3, 'LBP-E101 nowhere: no such folder'],
        ['no year', 'deck', 2, 'LBP-E304 --year is missing'],
      ],
      3,
    ),
  )('%s', async (_, name, exit, message) => {
    const year = exit === 2 ? [] : ['--year', '2025'];
    const ended = await lbpHere(['deck', name, ...year, '--out', 'none'], home);
    expect([ended.exit, ended.stderr]).toEqual([exit, expect.stringContaining(message)]);
    expect(readdirSync(home)).not.toContain('none');
  });

  it('is a line of JSON where that is asked for', async () => {
    const ended = await run('nowhere', '--log-format', 'json', '--quiet');
    const [error = '', end = ''] = ended.stderr.split('\n');
    expect([ended.exit, JSON.parse(error), JSON.parse(end)]).toEqual([
      3,
      expect.objectContaining({ level: 'error', code: 'LBP-E101', place: 'nowhere' }),
      expect.objectContaining({ message: 'end', exit: 'input', exit_code: 3 }),
    ]);
  });

  it('a file that is missing', async () => {
    const name = smallDeck('no-visit');
    rmSync(join(home, name, 'visit.txt'));
    const ended = await run(name);
    expect([ended.exit, ended.stderr]).toEqual([3, expect.stringContaining('LBP-E101 no-visit/visit.txt')]);
  });

  it('no pharm file is no error, and is reported', async () => {
    const name = smallDeck('no-pharm');
    rmSync(join(home, name, 'pharm.txt'));
    const ended = await run(name);
    expect([ended.exit, ended.stderr]).toEqual([0, expect.stringContaining('LBP-W105')]);
    expect(textIn('no-pharm-out', 'score.txt')).toContain('A,LBP,HMO,1,1,1,0,0,0,0,40,F');
  });

  it('an unknown payer, by its code and line; a payer file of one’s own knows it', async () => {
    const strange = at([1, 'A'], [17, '20230101'], [25, '20261231'], [41, 'ZZZ']);
    const name = smallDeck('payer', { 'member-en.txt': strange });
    const ended = await run(name);
    expect([ended.exit, ended.stderr]).toEqual([
      3,
      expect.stringContaining('LBP-E121 payer/member-en.txt:1: the payer file has no payer ZZZ'),
    ]);
    writeFileSync(join(home, 'payers.csv'), 'payer,product_line,score_payer\nZZZ,commercial,HMO\n');
    expect((await run(name, '--payers', 'payers.csv')).exit).toBe(0);
    expect(textIn('payer-out', 'score.txt')).toContain('A,LBP,HMO,1,1,1,0,0,0,0,40,F');
  });

  it('a bad date: the line is rejected, and too many rejects fail the run', async () => {
    const bad = at([1, 'A'], [17, '20251301'], [62, 'C509'], [315, 'C2']);
    const good = at([1, 'A'], [17, '20250610'], [41, '99213'], [62, 'M5450'], [303, '1'], [315, 'C1']);
    const name = smallDeck('bad-date', { 'visit.txt': `${good}\n${bad}` });
    const ended = await run(name);
    expect([ended.exit, ended.stderr]).toEqual([1, expect.stringContaining('LBP-W101 more than 1 %')]);
    expect(rowsOf(join(home, 'bad-date-out'), 'rejects.csv')).toEqual([
      expect.objectContaining({ file: 'bad-date/visit.txt', line: '2', claim_id: 'C2', code: 'LBP-R53' }),
    ]);
    expect((await run(name, '--max-rejects', '50')).exit).toBe(0);
  });

  it('a byte order mark before its files does no harm', async () => {
    const files = ['member-gm.txt', 'member-en.txt', 'visit.txt'];
    const name = smallDeck('marked');
    await run(smallDeck('unmarked'));
    for (const file of files) {
      const path = join(home, name, file);
      writeFileSync(path, `\ufeff${readFileSync(path, 'utf8').replaceAll('\n', '\r\n')}`);
    }
    expect(await run(name)).toMatchObject({ exit: 0 });
    expect(textIn('marked-out', 'score.txt')).toBe(textIn('unmarked-out', 'score.txt'));
    expect(rowsOf(join(home, 'marked-out'), 'rejects.csv')).toEqual([]);
  });

  it('no line that can be used', async () => {
    const name = smallDeck('lost', { 'member-gm.txt': at([1, 'A'], [17, 'F'], [18, 'unknown']) });
    const ended = await run(name);
    expect([ended.exit, ended.stderr]).toEqual([3, expect.stringContaining('LBP-E108 lost/member-gm.txt')]);
  });

  it.each(['member-gm', 'member-en', 'visit'])('an empty %s', async (file) => {
    const name = smallDeck(`empty-${file}`, { [`${file}.txt`]: '\n' });
    const ended = await run(name);
    const message = `LBP-E108 ${name}/${file}.txt: the file is empty. Copy it again.`;
    expect([ended.exit, ended.stderr]).toEqual([3, expect.stringContaining(message)]);
  });

  whole('another layout is given as a file', async () => {
    writeFileSync(
      join(home, 'layout.csv'),
      readFileSync(LAYOUT, 'utf8').replace('gender,17,1', 'gender,30,1'),
    );
    const name = smallDeck('shifted', { 'member-gm.txt': at([1, 'A'], [18, '19850301'], [30, 'M']) });
    expect((await run(name, '--layout', 'layout.csv')).exit).toBe(0);
    expect(textIn('shifted-out', 'score.txt')).toContain(',40,M');
  });

  whole('lines that end as on Windows are the same lines', async () => {
    const name = smallDeck('unix');
    const twin = smallDeck('windows');
    for (const file of readdirSync(join(home, twin))) {
      writeFileSync(join(home, twin, file), textIn(twin, file).replaceAll('\n', '\r\n'));
    }
    expect([(await run(name)).exit, (await run(twin)).exit]).toEqual([0, 0]);
    expect(textIn('windows-out', 'score.txt')).toBe(textIn('unix-out', 'score.txt'));
  });

  whole('flags may stand in a config file, with paths beside it', async () => {
    writeFileSync(
      join(home, 'lbp.json'),
      JSON.stringify({ year: 2025, key: 'deck/key.txt', out: 'configured' }),
    );
    const ended = await lbpHere(['deck', 'deck', '--config', 'lbp.json', '--quiet'], home);
    expect([ended.exit, ended.stdout]).toEqual([0, expect.stringContaining('cells agree')]);
  });
});
