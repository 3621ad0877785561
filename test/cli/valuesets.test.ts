import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadDirectory } from '../../src/valuesets/directory.js';
import { code, drug, MEDICATIONS, sheet, VALUE_SETS, workbook } from '../valuesets/workbooks.js';
import { type Ended, lbpHere } from './command.js';

const OPEN = fileURLToPath(new URL('../../valuesets/open', import.meta.url));
const HEAD = 'Value Set Name,Code,Code System\n';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'lbp-valuesets-'));
  vi.stubEnv('XDG_CACHE_HOME', join(home, 'cache'));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

function valuesets(...args: readonly string[]): Promise<Ended> {
  return lbpHere(['valuesets', ...args], home);
}

/** The one JSON object on stdout. */
async function json(...args: readonly string[]): Promise<{ exit: number | null; object: Json }> {
  const { exit, stdout } = await valuesets(...args, '--json', '--quiet');
  return { exit, object: JSON.parse(stdout) as Json };
}
type Json = Record<string, unknown>;

function csv(name: string, ...lines: readonly string[]): string {
  writeFileSync(join(home, name), `${HEAD}${lines.join('\n')}\n`);
  return name;
}

describe('list', () => {
  it('names the open sets as open, and what is demonstration', async () => {
    const { exit, object } = await json('list');
    expect(exit).toBe(0);
    expect(object['sets']).toContainEqual({
      name: 'HIV',
      kind: 'value set',
      oid: 'urn:lbp-open:hiv',
      version: 'lbp-open-2026.2',
      origin: 'open',
      codes: { ICD10CM: 9 },
      total: 9,
      files: ['valuesets/open/hiv.csv'],
    });
    expect(object['sets']).toContainEqual(
      expect.objectContaining({ name: 'Corticosteroid Medications', origin: 'demonstration' }),
    );
    expect(object['used_by_lbp']).toEqual({ value_sets: null, medication_lists: null });
  });

  it('counts the codes of a workbook by system, and says what LBP uses', async () => {
    await workbook(join(home, 'VSD.xlsx'), [
      sheet('Value Sets to Codes', [
        VALUE_SETS,
        code('Made Up Visit', 'CPT', '99213'),
        code('Made Up Visit', 'UBREV', 450),
        code('Made Up Visit', 'LOINC', '1-8'),
      ]),
      sheet('Measures to Value Sets', [
        ['Measure ID', 'Value Set Name'],
        ['LBP', 'Made Up Visit'],
      ]),
    ]);
    const { object } = await json('list', '--value-sets', 'VSD.xlsx');
    expect(object).toMatchObject({
      sets: [{ name: 'Made Up Visit', origin: 'given', codes: { CPT: 1, UBREV: 1 }, total: 2 }],
      used_by_lbp: { value_sets: ['Made Up Visit'], medication_lists: null },
      skipped_code_systems: { LOINC: 1 },
    });
    const { stdout } = await valuesets('list', '--value-sets', 'VSD.xlsx');
    expect(stdout).toMatch(/Made Up Visit +value set +2025-03-31 +given +2 +CPT 1, UBREV 1/);
    expect(stdout).toContain('Rows of code systems that are not read: LOINC 1');
    expect(stdout).not.toContain('open demonstration set');
  });
});

describe('show', () => {
  it('gives the codes of a set, whatever the case of its name', async () => {
    const { exit, object } = await json('show', 'history of KIDNEY transplant');
    expect(exit).toBe(0);
    expect(object).toMatchObject({
      name: 'History of Kidney Transplant',
      codes: [{ system: 'ICD10CM', code: 'Z940' }],
      used_by_lbp: null,
    });
  });

  it('helps with a name that is not there', async () => {
    const ended = await valuesets('show', 'transplant');
    expect(ended).toMatchObject({ exit: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^LBP-E304 transplant: no set of this name .*History of Kidney Transplant/);
  });
});

describe('check', () => {
  type Findings = { severity: string; check: string; set: string; text: string; count: number }[];
  async function findings(...args: readonly string[]): Promise<{ exit: number | null; found: Findings }> {
    const { exit, object } = await json('check', ...args);
    return { exit, found: object['findings'] as Findings };
  }

  it('finds nothing wrong with the open sets in any year', async () => {
    for (const year of ['2018', '2022', '2025']) {
      const { exit, found } = await findings('--year', year);
      expect(exit).toBe(0);
      expect(found.filter(({ severity, check }) => severity === 'error' || check === 'overlap')).toEqual([]);
    }
  });

  it('a rule without sets is an error, and so is the exit', async () => {
    const sets = csv('few.csv', 'Uncomplicated Low Back Pain,M54.50,ICD10CM');
    const { exit, found } = await findings('--value-sets', sets, '--year', '2025');
    expect(exit).toBe(1);
    expect(found).toContainEqual({
      severity: 'error',
      check: 'rule',
      set: '',
      text: 'rule imaging has none of its sets (Imaging Study)',
      count: 1,
    });
    expect((await findings('--value-sets', sets)).exit).toBe(0);
  });

  it('codes of the wrong shape are errors in sets of the measure, and warnings in others', async () => {
    const lbp = ['Trauma,S3.3,ICD10CM', 'Trauma,S3,ICD10CM', 'Trauma,S330XXA,ICD10CM'];
    const sets = csv('shape.csv', ...lbp, 'Made Up,9921,CPT');
    const { exit, found } = await findings('--value-sets', sets);
    expect(exit).toBe(1);
    expect(found.filter(({ check }) => check === 'shape')).toEqual([
      {
        severity: 'error',
        check: 'shape',
        set: 'Trauma',
        text: 'codes that cannot be ICD10CM, the first "S3" at shape.csv:3',
        count: 1,
      },
      {
        severity: 'warning',
        check: 'shape',
        set: 'Made Up',
        text: 'codes that cannot be CPT, the first "9921" at shape.csv:5',
        count: 1,
      },
    ]);
    expect(found.some(({ check }) => check === 'file')).toBe(false);
  });

  it('a code that is there twice, written differently, is a duplicate; one that is CPT and HCPCS is not', async () => {
    const twice = ['Trauma,S33.0XXA,ICD10CM', 'Trauma,s330xxa,ICD10CM'];
    const both = ['Imaging Study,72100,CPT', 'Imaging Study,72100,HCPCS'];
    const { exit, found } = await findings('--value-sets', csv('twice.csv', ...twice, ...both));
    expect(exit).toBe(0);
    expect(found.filter(({ check }) => check === 'duplicate')).toEqual([
      {
        severity: 'warning',
        check: 'duplicate',
        set: 'Trauma',
        text: 'codes that are there twice as ICD10CM, the first "s330xxa" at twice.csv:3',
        count: 1,
      },
    ]);
  });

  it('codes of low back pain among the injuries, under either name', async () => {
    const pain = ['S33.5XXA', 'S39.012A', 'M54.50'].map(
      (text) => `Uncomplicated Low Back Pain,${text},ICD10CM`,
    );
    const injuries = [
      'Trauma,S33.5XXA,ICD10CM',
      'Trauma,S06.0X0A,ICD10CM',
      'Recent Injuries That May Warrant Imaging,S39.012A,ICD10CM',
    ];
    const { found } = await findings('--value-sets', csv('overlap.csv', ...pain, ...injuries));
    expect(
      found.filter(({ check }) => check === 'overlap').map(({ set, count, text }) => [set, count, text]),
    ).toEqual([
      ['Trauma', 1, expect.stringMatching(/: S335XXA$/)],
      ['Recent Injuries That May Warrant Imaging', 1, expect.stringMatching(/: S39012A$/)],
    ]);
  });

  it('sets without a readable code, and a listed one without a row, which is an error', async () => {
    await workbook(join(home, 'empty.xlsx'), [
      sheet('Value Sets to Codes', [
        VALUE_SETS,
        code('Trauma', 'SNOMED CT US Edition', '1'),
        code('Other Measure', 'LOINC', '1-8'),
        code('HIV', 'ICD10CM', 'B20'),
      ]),
      sheet('Measures to Value Sets', [
        ['Measure ID', 'Value Set Name'],
        ['LBP', 'Spondylopathy'],
        ['LBP', 'Brand New'],
        ['XYZ', 'Not Ours'],
      ]),
    ]);
    const { exit, found } = await findings('--value-sets', 'empty.xlsx');
    expect(exit).toBe(1);
    expect(
      found.filter(({ check }) => check === 'empty').map(({ severity, set }) => [severity, set]),
    ).toEqual([
      ['error', 'Brand New'],
      ['error', 'Spondylopathy'],
      ['warning', 'Trauma'],
      ['note', ''],
    ]);
  });

  it('diagnoses on claims that the set of low back pain does not know, though it knows their like', async () => {
    const known = ['M54.5', 'M47.816', 'S33.5XXA'];
    const sets = csv('stems.csv', ...known.map((text) => `Uncomplicated Low Back Pain,${text},ICD10CM`));
    writeFileSync(
      join(home, 'claims.csv'),
      [
        'claim_id,person_id,claim_start_date,diagnosis_code_1,diagnosis_code_2',
        'c1,p1,2025-03-01,M54.50,M54.2',
        'c2,p2,2025-03-01,M54.50,m5450',
        'c3,p3,2025-03-01,M47.812,M54.5',
        'c4,p4,2025-03-01,E11.9,S33.6XXA',
        ',p5,2025-03-01,M54.51,',
      ].join('\n'),
    );
    const { found } = await findings('--value-sets', sets, '--claims', 'claims.csv');
    expect(
      found.filter(({ check }) => check === 'stem').map(({ text, count }) => [text.split(',')[0], count]),
    ).toEqual([
      ['M5450 is on claims but not in it', 2],
      ['M47812 is on claims but not in it', 1],
    ]);
  });

  it('says it in lines, with the sum', async () => {
    const { exit, stdout } = await valuesets('check', '--value-sets', csv('line.csv', 'Trauma,S3,ICD10CM'));
    expect(exit).toBe(1);
    expect(stdout).toBe(
      [
        'warning empty Trauma: no code of a system that is read',
        'error shape Trauma: codes that cannot be ICD10CM, the first "S3" at line.csv:2',
        '',
        '1 errors, 1 warnings, 0 notes',
        '',
      ].join('\n'),
    );
  });

  it('refuses a year without rules', async () => {
    expect(await valuesets('check', '--year', '2010')).toMatchObject({ exit: 2, stdout: '' });
  });
});

it('a check warns of categories in sets that a rule uses', async () => {
  const path = csv(
    'categories.csv',
    'Trauma,S22,ICD10CM',
    'Trauma,S22.31XA,ICD10CM',
    'Mine,C50,ICD10CM',
    'HIV,B20,ICD10CM',
  );
  const { object } = await json('check', '--value-sets', path);
  const findings = object['findings'] as readonly Json[];
  expect(findings.filter(({ check }) => check === 'stem')).toEqual([
    {
      severity: 'warning',
      check: 'stem',
      set: 'Trauma',
      text: 'ICD-10-CM categories, which are not billable: the codes below them are needed; the first is S22',
      count: 1,
    },
  ]);
});

describe('import', () => {
  it('writes a folder that loads as the workbooks do, and that only its owner can read', async () => {
    await workbook(join(home, 'in.xlsx'), [
      sheet('Value Sets to Codes', [
        VALUE_SETS,
        code('Made Up, "Quoted"', 'UBREV', 450),
        code('Made Up, "Quoted"', 'LOINC', '1-8'),
        code('Made Up, "Quoted"', 'CPT', '99213'),
      ]),
      sheet('Measures to Value Sets', [
        ['Measure ID', 'Measure Name', 'Value Set Name'],
        ['LBP', 'Low back pain', 'Made Up, "Quoted"'],
      ]),
    ]);
    await workbook(join(home, 'drugs.xlsx'), [
      sheet('Medication Lists to Codes', [MEDICATIONS, drug('Made Up Drugs', 'NDC', 71015523)]),
    ]);
    const ended = await valuesets('import', 'in.xlsx', 'drugs.xlsx', '--out', 'imported', '--json');
    expect(ended).toMatchObject({ exit: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toEqual({
      out: 'imported',
      files: [
        { name: 'value-sets.csv', rows: 3 },
        { name: 'measures-to-value-sets.csv', rows: 1 },
        { name: 'medication-lists.csv', rows: 1 },
      ],
    });
    expect(readFileSync(join(home, 'imported', 'value-sets.csv'), 'utf8').split('\n')[1]).toBe(
      '"Made Up, ""Quoted""",1.2.3,2025-03-31,0450,UBREV',
    );
    expect(statSync(join(home, 'imported')).mode & 0o777).toBe(0o700);
    expect(statSync(join(home, 'imported', 'value-sets.csv')).mode & 0o777).toBe(0o600);
    const compared = await valuesets(
      'compare',
      'in.xlsx',
      'imported',
      '--medications',
      'drugs.xlsx',
      '--fail-on-change',
    );
    expect(compared).toMatchObject({ exit: 0 });
    const books = await json('list', '--value-sets', 'in.xlsx', '--medications', 'drugs.xlsx');
    const folder = await json('list', '--value-sets', 'imported');
    expect(folder.object['used_by_lbp']).toEqual(books.object['used_by_lbp']);
    expect(folder.object['skipped_code_systems']).toEqual({ LOINC: 1 });
  });

  it('keeps the year in the name of a workbook, where no version states one', async () => {
    const rows = (version: string) => [VALUE_SETS, code('HIV', 'ICD10CM', 'B20', version)];
    const drugs = [MEDICATIONS.slice(0, 4).concat('Code System'), ['Drugs', '', '', '00071015523', 'NDC']];
    await workbook(join(home, 'MY 2024 VSD.xlsx'), [sheet('Value Sets to Codes', rows(''))]);
    await workbook(join(home, 'MLD.xlsx'), [sheet('Medication Lists to Codes', drugs)]);
    const ended = await valuesets('import', 'MY 2024 VSD.xlsx', 'MLD.xlsx', '--out', 'kept');
    expect(ended).toMatchObject({ exit: 0, stderr: '' });
    const { years } = await loadDirectory({ valueSets: [join(home, 'kept')] });
    expect(years).toEqual([
      {
        path: join(home, 'kept', 'value-sets.csv'),
        year: 2024,
        sign: 'the name of its workbook, MY 2024 VSD.xlsx',
      },
    ]);
  });

  it('does not replace a folder unasked, and refuses CSV', async () => {
    expect(await valuesets('import', 'in.xlsx', '--out', 'imported')).toMatchObject({ exit: 2 });
    expect(await valuesets('import', 'in.xlsx', '--out', 'imported', '--force')).toMatchObject({ exit: 0 });
    const ended = await valuesets('import', csv('not.csv', 'A,99213,CPT'), '--out', 'nothing');
    expect(ended).toMatchObject({ exit: 3, stdout: '' });
    expect(ended.stderr).toContain('LBP-E109 not.csv');
  });
});

describe('compare', () => {
  it('names sets and codes that came and went; a new label or spelling is no change', async () => {
    const before = csv(
      'before.csv',
      'A,M54.50,ICD10CM',
      'A,G0463,HCPCS',
      'Gone,99213,CPT',
      'Same,0450,UBREV',
    );
    const after = csv(
      'after.csv',
      'A,M5450,ICD10CM',
      'A,G0463,CPT',
      'A,M5451,ICD10CM',
      'New,99214,CPT',
      'Same,450,UBREV',
    );
    const { exit, object } = await json('compare', before, after, '--fail-on-change');
    expect(exit).toBe(1);
    expect((await json('compare', before, after)).exit).toBe(0);
    expect(object).toEqual({
      before,
      after,
      sets_added: ['New'],
      sets_removed: ['Gone'],
      sets_changed: ['A'],
      sets: [
        {
          name: 'A',
          kind: 'value set',
          change: 'changed',
          codesBefore: 2,
          codesAfter: 3,
          added: [{ system: 'ICD10CM', code: 'M5451' }],
          removed: [],
        },
        {
          name: 'Gone',
          kind: 'value set',
          change: 'removed',
          codesBefore: 1,
          codesAfter: 0,
          added: [],
          removed: [{ system: 'CPT', code: '99213' }],
        },
        {
          name: 'New',
          kind: 'value set',
          change: 'added',
          codesBefore: 0,
          codesAfter: 1,
          added: [{ system: 'CPT', code: '99214' }],
          removed: [],
        },
      ],
    });
    expect((await json('compare', before, before, '--fail-on-change')).exit).toBe(0);
  });

  describe('people', () => {
    const CLAIMS = ['--claims', 'people.csv', '--eligibility', 'members.csv'];
    let people: string;
    beforeAll(async () => {
      people = home;
      cpSync(OPEN, join(home, 'first'), { recursive: true });
      cpSync(OPEN, join(home, 'second'), { recursive: true });
      // The second knows one more spondylopathy, one diagnosis of low back pain less, and no radiograph of this kind.
      const spondylopathy = join(home, 'second', 'more.csv');
      writeFileSync(spondylopathy, `${HEAD}Spondylopathy,M43.06,ICD10CM\n`);
      const dropped = (file: string, text: string): void => {
        const path = join(home, 'second', file);
        const lines = readFileSync(path, 'utf8').split('\n');
        const left = lines.filter((line) => !line.includes(text));
        expect(left.length).toBe(lines.length - 1);
        writeFileSync(path, left.join('\n'));
      };
      dropped('uncomplicated-low-back-pain.csv', ',M5459,');
      dropped('imaging-study.csv', ',72100,');
      writeFileSync(
        join(home, 'people.csv'),
        [
          'claim_id,person_id,claim_start_date,diagnosis_code_1,diagnosis_code_2,hcpcs_code',
          'stays,stays,2025-06-01,M54.50,,99213',
          'excluded,excluded,2025-06-01,M54.50,M43.06,99213',
          'lost,lost,2025-06-01,M54.59,,99213',
          'also-lost,also-lost,2025-06-01,M54.59,,99213',
          'imaged,imaged,2025-06-01,M54.50,,72100',
          'history-1,history,2025-05-01,M54.59,,99213',
          'history-2,history,2025-06-01,M54.50,,99213',
        ].join('\n'),
      );
      const ids = ['stays', 'excluded', 'lost', 'also-lost', 'imaged', 'history'];
      writeFileSync(
        join(home, 'members.csv'),
        [
          'person_id,birth_date,enrollment_start_date,enrollment_end_date,payer_type',
          ...ids.map((id) => `${id},1980-01-01,2024-01-01,2025-12-31,commercial`),
        ].join('\n'),
      );
      const ran = await lbpHere(
        ['run', '--year', '2025', ...CLAIMS, '--value-sets', 'first', '--out', 'run', '--quiet'],
        people,
      );
      expect(ran).toMatchObject({ exit: 0 });
    });

    const EXPECTED = {
      year: 2025,
      persons: 6,
      changed: 3,
      changes: [
        { from: 'denominator', to: 'none', persons: 2 },
        { from: 'denominator', to: 'excluded', persons: 1 },
      ],
      imaging_changed: 1,
    };

    it('who would change status, for claims given here', async () => {
      const { exit, object } = await json('compare', 'first', 'second', '--year', '2025', ...CLAIMS);
      expect(exit).toBe(0);
      expect(object['people']).toEqual(EXPECTED);
    });

    it('the same for the inputs of a run, and the other way round', async () => {
      const there = await json('compare', 'first', 'second', '--run', 'run');
      expect(there.object['people']).toEqual(EXPECTED);
      const back = await json('compare', 'second', 'first', '--run', 'run');
      expect(back.object['people']).toMatchObject({
        changed: 3,
        changes: [
          { from: 'none', to: 'denominator', persons: 2 },
          { from: 'excluded', to: 'denominator', persons: 1 },
        ],
      });
      const { stdout } = await valuesets('compare', 'first', 'second', '--run', 'run', '--quiet');
      expect(stdout).toContain('3 of 6 people would change status in 2025.');
      expect(stdout).toMatch(/denominator +none +2/);
    });

    it('of claims with a broken record, with a column of --by', async () => {
      const broken = join(people, 'broken.csv');
      writeFileSync(broken, `${readFileSync(join(people, 'people.csv'), 'utf8')}\nshort,record\n`);
      const inputs = CLAIMS.map((word) => (word === 'people.csv' ? 'broken.csv' : word));
      const of = ['--by', 'payer_type', '--max-rejects', '50', '--value-sets', 'first', '--out', 'by'];
      const ran = await lbpHere(['run', '--year', '2025', ...inputs, ...of, '--quiet'], people);
      expect(ran).toMatchObject({ exit: 0 });
      const { exit, object } = await json('compare', 'first', 'second', '--run', 'by');
      expect(exit).toBe(0);
      expect(object['people']).toEqual({ ...EXPECTED, by: ['payer_type'] });
    });

    it('the same directory changes nobody', async () => {
      const { exit, object } = await json('compare', 'first', 'first', '--run', 'run');
      expect(exit).toBe(0);
      expect(object['people']).toMatchObject({ persons: 6, changed: 0, imaging_changed: 0 });
    });

    it('inputs that are others now are refused, and so are inputs beside a run', async () => {
      const path = join(people, 'members.csv');
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, text.replace('1980', '1981'));
      const other = await valuesets('compare', 'first', 'second', '--run', 'run');
      writeFileSync(path, text);
      expect(other).toMatchObject({ exit: 3, stdout: '' });
      expect(other.stderr).toMatch(/LBP-E111 members\.csv: other content than the run read/);
      expect(await valuesets('compare', 'first', 'second', '--run', 'run', ...CLAIMS)).toMatchObject({
        exit: 2,
      });
      expect(await valuesets('compare', 'first', 'second', '--run', 'first')).toMatchObject({ exit: 3 });
      expect(await valuesets('compare', 'first', 'second', '--year', '2025')).toMatchObject({ exit: 2 });
    });

    it('a directory without the sets of a rule is refused by name', async () => {
      const ended = await valuesets('compare', 'first', csv('one.csv', 'A,99213,CPT'), '--run', 'run');
      expect(ended).toMatchObject({ exit: 3, stdout: '' });
      expect(ended.stderr).toContain('LBP-E202 one.csv');
    });
  });
});
