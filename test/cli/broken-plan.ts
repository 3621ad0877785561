import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dice } from '../extract/dice.js';

/*
 * A random plan whose files are broken at random: every written line is known, so that every row can be
 * checked afterwards.
 */

type Table = 'medical_claim' | 'pharmacy_claim' | 'eligibility';

/** What was done to a row. */
interface Break {
  readonly code: string;
  /** As the manifest counts it. */
  readonly reason: string;
  readonly to: (row: readonly string[]) => string;
}

export interface BrokenFile {
  readonly path: string;
  readonly table: Table;
  /** Records below the header, the broken ones among them. */
  readonly rows: number;
  readonly rejected: Readonly<Record<string, number>>;
  /** Line, code and text of what must be rejected. */
  readonly rejects: readonly { readonly line: number; readonly code: string; readonly raw: string }[];
}

const HEADERS: Record<Table, string> = {
  medical_claim:
    'claim_id,claim_line_number,person_id,note,claim_start_date,claim_end_date,hcpcs_code,diagnosis_code_1,diagnosis_code_2,claim_status',
  pharmacy_claim: 'claim_id,person_id,dispensing_date,ndc_code,days_supply,note',
  eligibility: 'person_id,note,birth_date,enrollment_start_date,enrollment_end_date,payer_type',
};

/** A replacement for one value. */
function changed(table: Table, column: string, value: string): (row: readonly string[]) => string {
  const place = HEADERS[table].split(',').indexOf(column);
  return (row) => row.with(place, value).join(',');
}

function breaksOf(table: Table): Break[] {
  const first = HEADERS[table].split(',')[0] ?? '';
  const structural: Break[] = [
    { code: 'LBP-R11', reason: 'wrong_field_count', to: (row) => row.slice(1).join(',') },
    { code: 'LBP-R11', reason: 'wrong_field_count', to: (row) => [...row, 'more'].join(',') },
    { code: 'LBP-R12', reason: 'stray_quote', to: changed(table, first, '"X"1') },
    { code: 'LBP-R13', reason: 'unclosed_quote', to: changed(table, 'note', '"open') },
    { code: 'LBP-R14', reason: 'bad_encoding', to: changed(table, first, 'X\xff') },
    { code: 'LBP-R15', reason: 'nul_byte', to: changed(table, 'note', 'x\0') },
  ];
  const typed: Record<Table, Break[]> = {
    medical_claim: [
      { code: 'LBP-R01', reason: 'missing_person', to: changed(table, 'person_id', ' ') },
      { code: 'LBP-R02', reason: 'missing_claim_id', to: changed(table, 'claim_id', '') },
      { code: 'LBP-R04', reason: 'bad_date', to: changed(table, 'claim_start_date', '2025-02-29') },
      { code: 'LBP-R05', reason: 'end_before_start', to: changed(table, 'claim_end_date', '2001-01-01') },
      { code: 'LBP-R10', reason: 'impossible_date', to: changed(table, 'claim_start_date', '1725-03-04') },
    ],
    pharmacy_claim: [
      { code: 'LBP-R03', reason: 'missing_date', to: changed(table, 'dispensing_date', '') },
      { code: 'LBP-R08', reason: 'ambiguous_ndc', to: changed(table, 'ndc_code', '0054001825') },
      { code: 'LBP-R09', reason: 'bad_ndc', to: changed(table, 'ndc_code', 'XY-12') },
    ],
    eligibility: [
      { code: 'LBP-R06', reason: 'missing_birth_date', to: changed(table, 'birth_date', '') },
      { code: 'LBP-R07', reason: 'unknown_product_line', to: changed(table, 'payer_type', 'HMO') },
      { code: 'LBP-R10', reason: 'impossible_date', to: changed(table, 'birth_date', '2199-03-04') },
    ],
  };
  return [...structural, ...typed[table]];
}

/** The notes column is never read, and may hold anything that CSV can hold. */
const NOTES = [
  '',
  '',
  '',
  'x',
  '"a, b"',
  '"two\nlines"',
  '"an ""inner"" one"',
  '5" x',
  '"three\r\nlines\n."',
];

function rowOf(table: Table, dice: Dice, number: number): string[] {
  const person = `P${dice.int(1, 40)}`;
  const day = `2025-0${dice.int(1, 9)}-${dice.int(10, 28)}`;
  const values: Record<string, string> = {
    claim_id: `C${number}`,
    claim_line_number: '1',
    person_id: table === 'eligibility' ? `P${(number % 40) + 1}` : person,
    note: dice.pick(NOTES),
    claim_start_date: day,
    claim_end_date: day,
    dispensing_date: day,
    hcpcs_code: dice.pick(['99213', '72148', '']),
    diagnosis_code_1: dice.pick(['M54.50', 'M54.50', 'R51.9', 'C50.911']),
    diagnosis_code_2: dice.pick(['', 'I10']),
    claim_status: dice.pick(['paid', 'denied', 'voided']),
    ndc_code: dice.pick(['00054001825', '', '11111111111']),
    days_supply: '30',
    birth_date: '1980-06-15',
    enrollment_start_date: '2023-01-01',
    enrollment_end_date: '2025-12-31',
    payer_type: dice.pick(['commercial', 'medicaid', 'medicare']),
  };
  return HEADERS[table].split(',').map((column) => values[column] ?? '');
}

/**
 * Writes the files of a plan twice: broken, and with only the good rows.
 *
 * @param folder a new one, in which `broken` and `sound` are created
 */
export function writeBrokenPlan(folder: string, seed: number): BrokenFile[] {
  const dice = new Dice(seed);
  for (const part of ['broken', 'sound']) mkdirSync(join(folder, part), { recursive: true });
  const files: readonly (readonly [Table, string, number])[] = [
    ['medical_claim', 'a.csv', dice.int(50, 400)],
    ['medical_claim', 'b.csv', dice.int(1, 60)],
    ['pharmacy_claim', 'rx.csv', dice.int(20, 100)],
    ['eligibility', 'members.csv', dice.int(40, 80)],
  ];
  return files.map(([table, name, rows]) => writeFile(folder, table, name, rows, dice));
}

function writeFile(folder: string, table: Table, path: string, rows: number, dice: Dice): BrokenFile {
  const lineEnd = dice.pick(['\n', '\r\n']);
  const rarity = dice.pick([3, 10, 1000]);
  const broken = [HEADERS[table]];
  const sound = [HEADERS[table]];
  const rejects: BrokenFile['rejects'][number][] = [];
  const rejected: Record<string, number> = {};
  let line = 2;
  const write = (text: string): void => {
    broken.push(text);
    line += text.split(/\r\n|\n/).length;
  };
  for (let number = 0; number < rows; number += 1) {
    if (dice.once(30)) write('');
    const row = rowOf(table, dice, number);
    if (!dice.once(rarity)) {
      write(row.join(','));
      sound.push(row.join(','));
      continue;
    }
    const { code, reason, to } = dice.pick(breaksOf(table));
    // A broken row stands on one line, or it would be several.
    const oneLine = row.map((value) => (value.includes('\n') ? 'x' : value));
    rejects.push({ line, code, raw: to(oneLine) });
    rejected[reason] = (rejected[reason] ?? 0) + 1;
    write(to(oneLine));
  }
  // As Latin-1, which is the same for all but the bytes that are to be wrong.
  writeFileSync(join(folder, 'broken', path), Buffer.from(`${broken.join(lineEnd)}${lineEnd}`, 'latin1'));
  writeFileSync(join(folder, 'sound', path), `${sound.join('\n')}\n`);
  return { path, table, rows, rejected, rejects };
}
