import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convertX12File, HEADER } from '../../src/inputs/x12/convert.js';
import { indexPersons } from '../../src/inputs/x12/identity.js';
import type { Reject } from '../../src/inputs/x12/notes.js';
import { imbalances, type X12Totals } from '../../src/inputs/x12/totals.js';
import { type ResolvedVersions, resolveVersions } from '../../src/inputs/x12/versions.js';
import { type SynthesizeResult, synthesize } from '../../src/synth/synthesize.js';
import { sampled } from '../sampled.js';

const root = mkdtempSync(join(tmpdir(), 'lbp-synth-x12-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A row of a table, asked by column. */
type Row = (column: string) => string;

/** Our files quote nothing; 131 columns would take a general parser many seconds. */
function rowsOf(csv: string): Row[] {
  const [heading = '', ...lines] = csv.trimEnd().split('\n');
  const places = new Map(heading.split(',').map((name, index) => [name, index]));
  return lines.map((line) => {
    const values = line.split(',');
    if (values.length !== places.size || line.includes('"')) throw new Error(`not a plain row: ${line}`);
    return (column) => {
      const value = values[places.get(column) ?? -1];
      if (value === undefined) throw new Error(`no column ${column}`);
      return value;
    };
  });
}
function readTable(folder: string, name: string): Row[] {
  return rowsOf(readFileSync(join(folder, `${name}.csv`), 'latin1'));
}

interface ReadBack {
  readonly rows: Row[];
  readonly totals: X12Totals[];
  readonly rejects: Reject[];
  readonly versions: ResolvedVersions;
}

/** Reads an archive as a run would: persons from eligibility, versions over all files. */
async function readBack(made: SynthesizeResult, folder: string): Promise<ReadBack> {
  const persons = indexPersons(
    readTable(folder, 'eligibility').map((row) => ({
      person_id: row('person_id'),
      member_id: row('member_id'),
      subscriber_id: row('subscriber_id'),
      birth_date: row('birth_date'),
      gender: row('gender'),
      first_name: row('first_name'),
    })),
  );
  const pieces = [HEADER];
  const totals: X12Totals[] = [];
  const rejects: Reject[] = [];
  for (const [fileNumber, path] of filesOf(made).entries()) {
    const { totals: read } = await convertX12File(
      path,
      (bytes) => {
        pieces.push(Buffer.from(bytes).toString());
      },
      { fileNumber, persons, strict: true, onReject: (reject) => rejects.push(reject) },
    );
    totals.push(read);
  }
  const rows = rowsOf(pieces.join(''));
  const heads = new Map(rows.map((row) => [row('claim_key'), row]));
  const versions = resolveVersions(
    [...heads.values()].map((row) => ({
      claimKey: row('claim_key'),
      interchangeTime: row('interchange_time'),
      isa13: row('isa13'),
      fileNumber: Number(row('file_number')),
      ordinal: Number(row('claim_ordinal')),
      claimId: row('claim_id'),
      billingNpi: row('billing_npi'),
      subscriberId: row('subscriber_id'),
      personId: row('person_id'),
      start: row('claim_start_date'),
      frequency: row('claim_frequency'),
      payerClaimNumber: row('payer_claim_number'),
      contentHash: row('content_hash'),
    })),
  );
  return { rows, totals, rejects, versions };
}

function filesOf(made: SynthesizeResult): string[] {
  return made.files.filter((file) => file.endsWith('.837'));
}

function numbered(stem: string, count = 25): string[] {
  return Array.from({ length: count }, (_, index) => `${stem}_${index + 1}`);
}

/** Everything that both sides state, whether or not the measure reads it. */
const SHARED = [
  ...['claim_id', 'claim_line_number', 'claim_type', 'person_id', 'claim_start_date', 'claim_end_date'],
  ...['admission_date', 'discharge_date', 'place_of_service_code', 'bill_type_code', 'revenue_center_code'],
  ...['service_unit_quantity', 'hcpcs_code', ...numbered('hcpcs_modifier', 5), 'billing_npi'],
  ...['diagnosis_code_type', ...numbered('diagnosis_code'), 'procedure_code_type'],
  ...[...numbered('procedure_code'), ...numbered('procedure_date')],
];

/** A row as both sides should state it. */
function shared(row: Row, status: string): string {
  return [
    ...SHARED.map(row),
    // The tables leave the line dates of a stay blank; the reader puts the claim's there, and so do the rules.
    row('claim_line_start_date') || row('claim_start_date'),
    row('claim_line_end_date') || row('claim_end_date'),
    // What an 837I does not say: who rendered a line of a stay, who ordered.
    row('admission_date') === '' ? row('rendering_npi') : '',
    row('claim_type') === 'professional' ? row('ordering_npi') : '',
    Number(row('charge_amount')).toFixed(2),
    status,
  ].join(',');
}

/** The rows of the claims that count, after replacements and voids. */
function countingRows({ rows, versions }: ReadBack): Row[] {
  return rows.filter((row) => versions.outcomes.get(row('claim_key'))?.status === 'counts');
}

const MEMBERS = 2000;

describe.each(
  sampled(
    [
      { year: 2019, seed: 1 },
      { year: 2022, seed: 2 },
      { year: 2025, seed: 3 },
    ],
    3,
  ),
)('a plan of $year as 837 files', ({ year, seed }) => {
  const tables = join(root, `tables-${year}`);
  const archive = join(root, `archive-${year}`);
  const common = { members: MEMBERS, seed, year };
  let made: SynthesizeResult;
  let read: ReadBack;
  beforeAll(async () => {
    await synthesize({ ...common, out: tables });
    made = await synthesize({ ...common, out: archive, x12: true, claimsPerFile: 5000 });
    read = await readBack(made, archive);
  }, 60_000);

  it('comes back from the reader without a reject, a fault, a warning, or a claim whose person is not found', () => {
    expect(filesOf(made).length).toBeGreaterThan(4);
    expect(read.rejects).toEqual([]);
    for (const totals of read.totals) {
      expect(totals.faults).toEqual({});
      expect(totals.warnings).toEqual({});
      expect(imbalances(totals)).toEqual([]);
      expect(totals.claimsEmitted).toBe(totals.claimsRead);
    }
  });

  it('says the same as the table, once versions are resolved', () => {
    const statuses = new Map(
      readTable(archive, 'claim_status').map((row) => [row('claim_id'), row('status')]),
    );
    const fromArchive = countingRows(read).map((row) =>
      shared(row, statuses.get(row('claim_id')) ?? 'unknown'),
    );
    const fromTable = readTable(tables, 'medical_claim')
      .filter((row) => row('claim_status') !== 'voided')
      .map((row) => shared(row, row('claim_status')));
    expect(fromTable.length).toBeGreaterThan(40_000);
    expect(fromArchive).toHaveLength(fromTable.length);
    const inTable = new Set(fromTable);
    const inArchive = new Set(fromArchive);
    expect(inTable.size).toBe(fromTable.length);
    expect(fromArchive.filter((row) => !inTable.has(row))).toEqual([]);
    expect(fromTable.filter((row) => !inArchive.has(row))).toEqual([]);
  });

  it('sends replacements and voids after what they correct, mostly in another file, and none is an orphan', () => {
    expect(read.versions.warnings).toEqual([]);
    const outcomes = [...read.versions.outcomes.values()].map(({ status }) => status);
    const count = (status: string) => outcomes.filter((outcome) => outcome === status).length;
    expect(count('replaced')).toBeGreaterThan(50);
    expect(count('voided')).toBeGreaterThan(20);
    expect(count('void')).toBe(count('voided'));
    expect(count('duplicate')).toBe(0);
    expect(read.versions.predecessors.size).toBe(count('replaced') + count('voided'));
    const files = [...read.versions.predecessors].map((keys) => keys.map((key) => key.split('-')[0]));
    expect(files.filter(([later, earlier]) => later !== earlier).length).toBeGreaterThan(files.length / 2);
  });

  it('gives a status to each claim that counts, and to no other', () => {
    const ids = readTable(archive, 'claim_status').map((row) => row('claim_id'));
    expect(new Set(ids)).toEqual(new Set(countingRows(read).map((row) => row('claim_id'))));
    expect(ids).toHaveLength(new Set(ids).size);
  });

  it('writes the same eligibility and pharmacy tables', () => {
    for (const name of ['eligibility.csv', 'pharmacy_claim.csv']) {
      expect(readFileSync(join(archive, name)).equals(readFileSync(join(tables, name)))).toBe(true);
    }
    expect(existsSync(join(archive, 'medical_claim.csv'))).toBe(false);
  });

  it('has an envelope and a tree that hold by a count of their own', () => {
    const controls = filesOf(made).flatMap((file) => checkFile(readFileSync(file, 'latin1')));
    expect(new Set(controls).size).toBe(controls.length);
    const running = controls.map(Number).sort((a, b) => a - b);
    expect(running).toEqual(running.map((_, index) => index + 1));
  });

  it('has dependants and subscribers, stays, procedures, modifiers and full HI segments', () => {
    const has = (column: string, test: (value: string) => boolean) =>
      read.rows.some((row) => test(row(column)));
    expect(has('patient_relation', (value) => value === 'dependent')).toBe(true);
    expect(has('patient_relation', (value) => value === 'self')).toBe(true);
    expect(has('discharge_date', (value) => value !== '')).toBe(true);
    expect(has('procedure_date_1', (value) => value !== '')).toBe(true);
    expect(has('hcpcs_modifier_1', (value) => value === '26')).toBe(true);
    expect(has('diagnosis_code_8', (value) => value !== '')).toBe(true);
    expect(has('bill_type_code', (value) => value === '137')).toBe(true);
  });
});

interface OpenLevel {
  readonly code: string;
  readonly expectsChildren: boolean;
  children: number;
}

/** Checks one file against the rules of the envelope, of HL and of CLM02, without the reader; its ISA13s are given back. */
function checkFile(text: string): string[] {
  const controls: string[] = [];
  let isa: string[] = [];
  let gs: string[] = [];
  let st: string[] = [];
  let groups = 0;
  let transactions = 0;
  let segments = 0;
  let claims = 0;
  let charged: [total: number, lines: number] = [0, 0];
  let levels = new Map<string, OpenLevel>();
  const problems: string[] = [];
  const check = (holds: boolean, what: string) => {
    if (!holds) problems.push(`${isa[13]}/${st[2]} ${what}`);
  };
  const endClaim = () => {
    check(Math.round(charged[0] * 100) === Math.round(charged[1] * 100), 'CLM02');
    charged = [0, 0];
  };
  const level = ([, id = '', parent = '', code = '', children = '']: string[]) => {
    check(Number(id) === levels.size + 1, 'HL01');
    const above = levels.get(parent);
    check((above?.code ?? '') === { '20': '', '22': '20', '23': '22' }[code], 'HL02');
    if (above !== undefined) above.children++;
    levels.set(id, { code, expectsChildren: children === '1', children: 0 });
  };
  for (const segment of text.split('~\n').slice(0, -1)) {
    const elements = segment.split('*');
    const [tag, first = '', second = ''] = elements;
    segments++;
    if (['CLM', 'HL', 'SE'].includes(tag ?? '')) endClaim();
    switch (tag) {
      case 'ISA':
        check(segment.length === 105, 'ISA length');
        isa = elements;
        groups = 0;
        controls.push(elements[13] ?? '');
        break;
      case 'GS':
        gs = elements;
        groups++;
        transactions = 0;
        break;
      case 'ST':
        st = elements;
        transactions++;
        segments = 1;
        claims = 0;
        levels = new Map();
        check(elements[3] === gs[8], 'ST03');
        break;
      case 'HL':
        level(elements);
        break;
      case 'CLM':
        claims++;
        charged[0] = Number(second);
        break;
      case 'SV1':
        charged[1] += Number(second);
        break;
      case 'SV2':
        charged[1] += Number(elements[3]);
        break;
      case 'SE':
        check(Number(first) === segments && second === st[2], 'SE');
        check(claims > 0 && claims <= 5000, 'claims in a transaction');
        check(
          [...levels.values()].every(({ expectsChildren, children, code }) =>
            code === '20' ? expectsChildren : expectsChildren === children > 0,
          ),
          'HL04',
        );
        break;
      case 'GE':
        check(Number(first) === transactions && second === gs[6], 'GE');
        break;
      case 'IEA':
        check(Number(first) === groups && second === isa[13], 'IEA');
        break;
    }
  }
  expect(problems).toEqual([]);
  return controls;
}

describe('lbp synth --x12', () => {
  const common = { members: 200, seed: 4, year: 2025, x12: true };
  function hash(made: SynthesizeResult): string {
    const digest = createHash('sha256');
    for (const file of made.files) digest.update(basename(file)).update(readFileSync(file));
    return digest.digest('hex');
  }

  it('writes the same bytes for the same arguments', async () => {
    const first = await synthesize({ ...common, out: join(root, 'first') });
    const again = await synthesize({ ...common, out: join(root, 'again') });
    const other = await synthesize({ ...common, seed: 5, out: join(root, 'other') });
    expect(hash(again)).toBe(hash(first));
    expect(hash(other)).not.toBe(hash(first));
    expect(first.files.map((file) => file.slice(join(root, 'first').length + 1))).toEqual([
      'edi/professional-001.837',
      'edi/institutional-001.837',
      'pharmacy_claim.csv',
      'eligibility.csv',
      'claim_status.csv',
    ]);
  });

  it('writes plain ASCII for its owner only', async () => {
    const made = await synthesize({ ...common, out: join(root, 'owned') });
    expect(statSync(join(root, 'owned', 'edi')).mode & 0o777).toBe(0o700);
    for (const file of made.files) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file, 'latin1')).toMatch(/^[\x20-\x7e\n]*$/);
    }
  });

  it('writes no file of a kind of claim that nobody has', async () => {
    const made = await synthesize({ ...common, members: 1, seed: 13, out: join(root, 'one') });
    for (const file of filesOf(made)) expect(readFileSync(file, 'latin1')).toContain('CLM*');
  });

  it('writes the tables beside it as Parquet where asked, the statuses as CSV', async () => {
    const made = await synthesize({ ...common, format: 'parquet', out: join(root, 'typed') });
    expect(made.files.map((file) => basename(file)).filter((name) => !name.endsWith('.837'))).toEqual([
      'pharmacy_claim.parquet',
      'eligibility.parquet',
      'claim_status.csv',
    ]);
    for (const file of made.files) expect(existsSync(file)).toBe(true);
  });

  it('replaces an earlier plan of either kind, but no archive of others', async () => {
    const out = join(root, 'replaced');
    await synthesize({ ...common, out });
    await synthesize({ ...common, x12: false, force: true, out });
    expect(existsSync(join(out, 'edi'))).toBe(false);
    await synthesize({ ...common, force: true, out });

    const theirs = join(root, 'theirs');
    mkdirSync(join(theirs, 'edi'), { recursive: true });
    writeFileSync(join(theirs, 'edi', 'march.837'), 'ISA');
    await expect(synthesize({ ...common, force: true, out: theirs })).rejects.toThrow(/LBP-E303/);
    expect(readFileSync(join(theirs, 'edi', 'march.837'), 'latin1')).toBe('ISA');
  });
});
