import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lbpHere } from '../../cli/command.js';
import { sampled, whole } from '../../sampled.js';
import { datesAs, monthName, smallPlan, type TableName, type Writing, written } from './small-plan.js';

const plan = smallPlan();
const TABLES: readonly TableName[] = ['medical_claim', 'pharmacy_claim', 'eligibility'];
const FLAGS = { medical_claim: '--claims', pharmacy_claim: '--pharmacy', eligibility: '--eligibility' };

let home: string;
let members: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'lbp-written-'));
  members = await membersOf({});
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

let runs = 0;

/** members.csv of the plan in a writing, read with a mapping. */
async function membersOf(
  how: Writing | ((table: TableName) => Writing),
  mapping: object = {},
  ...flags: readonly string[]
): Promise<string> {
  runs += 1;
  const folder = mkdtempSync(join(home, `${runs}-`));
  for (const table of TABLES) {
    writeFileSync(
      join(folder, `${table}.csv`),
      written(plan[table], table, typeof how === 'function' ? how(table) : how),
    );
  }
  writeFileSync(join(folder, 'lbp.json'), JSON.stringify({ year: 2025, ...mapping }));
  const files = TABLES.flatMap((table) => [FLAGS[table], `${table}.csv`]);
  const ended = await lbpHere(
    ['run', '--config', 'lbp.json', ...files, '--out', 'out', '--quiet', ...flags],
    folder,
  );
  expect({ exit: ended.exit, stderr: ended.stderr }).toEqual({ exit: 0, stderr: '' });
  return readFileSync(join(folder, 'out', 'members.csv'), 'utf8');
}

describe('the plan itself', () => {
  it('has every kind of outcome, or equality would prove nothing', () => {
    const outcomes = members
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .map((cells) => [cells[0], cells[1], cells[5], ...cells.slice(9, 12)].join(' ').trim());
    expect(outcomes).toEqual([
      'p-01 commercial 2025-03-13 denominator  1',
      'p-02 medicaid 2025-05-20 denominator  0',
      'p-03 medicare 2025-06-25 excluded cancer 0',
      'p-05 commercial 2025-08-30 excluded corticosteroids 0',
      'p-06 commercial 2025-09-13 ineligible enrollment 0',
      'p-07 commercial 2025-10-21 denominator  0',
      'p-08 medicare 2025-11-15 excluded death 0',
      'p-09 medicaid 2025-07-14 excluded hospice 0',
      'p-10 commercial 2025-02-21 denominator  0',
      'p-11 medicare 2025-04-18 ineligible age;enrollment;transplant 0',
    ]);
  });
});

type Change = (text: string, column: string) => string;

function isCode(column: string): boolean {
  return /_code(_\d+)?$/.test(column) && column !== 'ndc_code';
}

/** Whatever stands in a column of codes, otherwise; the other columns as they are, or as another change has them. */
function onCodes(change: (text: string) => string, others: Change = (text) => text): Change {
  return (text, column) => (isCode(column) && text !== '' ? change(text) : others(text, column));
}

function onDiagnoses(change: (text: string) => string): Change {
  return (text, column) => (column.startsWith('diagnosis_code') && text !== '' ? change(text) : text);
}

function onIds(change: (text: string) => string): Change {
  return (text, column) => (/^(person|claim)_id$/.test(column) ? change(text) : text);
}

describe('the same plan, written otherwise, gives the same members.csv', () => {
  const WRITINGS: [string, Writing | ((table: TableName) => Writing)][] = [
    ['separated by pipes', { delimiter: '|' }],
    ['separated by tabs', { delimiter: '\t' }],
    ['separated by semicolons', { delimiter: ';' }],
    [
      'each table separated otherwise',
      (table) => ({ delimiter: { medical_claim: '|', pharmacy_claim: '\t', eligibility: ',' }[table] }),
    ],
    ['all quoted', { quoteAll: true }],
    ['all quoted and separated by pipes', { quoteAll: true, delimiter: '|' }],
    ['with CRLF', { lineEnd: '\r\n' }],
    ['all quoted with CRLF and a byte order mark', { quoteAll: true, lineEnd: '\r\n', mark: true }],
    ['with a byte order mark', { mark: true }],
    ['with the last line open', { isLastLineOpen: true }],
    ['with CRLF and the last line open', { lineEnd: '\r\n', isLastLineOpen: true }],
    ['columns the other way round', { reverse: true }],
    ['headers in capitals', { column: (name) => name.toUpperCase() }],
    ['headers with blanks around them', { column: (name) => ` ${name} ` }],
    [
      'with columns that nobody asked for, with separators, quotes and line ends in them',
      { extra: { note: 'a, "b"\nc;\td', 'x y': '\n' } },
    ],
    ['values padded on the right', { value: (text) => text.padEnd(12) }],
    ['values padded on the left', { value: (text) => text.padStart(12) }],
    [
      'codes with dots, blanks and in lower case',
      {
        value: (text, column) =>
          column.startsWith('diagnosis')
            ? `${text.slice(0, 3)}.${text.slice(3).replace('.', '')}`.replace(/\.$/, '').toLowerCase()
            : text,
      },
    ],
    [
      'codes with leading zeros',
      {
        value: (text, column) =>
          /^(revenue|bill)/.test(column) && text !== '' ? text.padStart(4, '0') : text,
      },
    ],
    [
      'words in capitals',
      {
        value: (text, column) =>
          /^(payer_type|claim_status|medical_benefit)$/.test(column) ? text.toUpperCase() : text,
      },
    ],
    ...['\u00a0', '\t', '\u200b'].map((odd): [string, Writing] => [
      `words with ${JSON.stringify(odd)} around them`,
      {
        value: (text, column) =>
          /^(payer_type|claim_status|medical_benefit)$/.test(column) ? `${odd}${text}${odd}` : text,
      },
    ]),
    [
      'words guarded from Excel',
      {
        value: (text, column) =>
          /^(payer_type|claim_status|medical_benefit)$/.test(column) ? `="${text}"` : text,
      },
    ],
    ['dates as YYYYMMDD', datesAs((year, month, day) => `${year}${month}${day}`)],
    ['dates as DD-Mon-YYYY', datesAs((year, month, day) => `${day}-${monthName(month)}-${year}`)],
    [
      'dates as D-MON-YYYY',
      datesAs((year, month, day) => `${Number(day)}-${monthName(month).toUpperCase()}-${year}`),
    ],
    ['dates as timestamps', datesAs((year, month, day) => `${year}-${month}-${day} 00:00:00`)],
    [
      'dates as timestamps late in the day',
      datesAs((year, month, day) => `${year}-${month}-${day}T23:59:59.999`),
    ],
    ['dates as timestamps of Greenwich', datesAs((year, month, day) => `${year}-${month}-${day}T00:00:00Z`)],
    ['a line number on no claim', { without: ['claim_line_number'] }],
    ['codes with no-break and zero-width blanks', { value: onCodes((text) => `\u00a0${text}\u200b`) }],
    ['codes with a byte order mark and a tab', { value: onCodes((text) => `\ufeff${text}\t`) }],
    ['ids with no-break and zero-width blanks', { value: onIds((text) => `\u200b${text}\u00a0`) }],
    ['codes guarded for Excel', { value: onCodes((text) => `="${text}"`) }],
    [
      'codes and ids behind an apostrophe',
      {
        value: onCodes(
          (text) => `'${text}`,
          onIds((text) => `'${text}`),
        ),
      },
    ],
    ['numbers as fractions', { value: onCodes((text) => (/^\d{1,5}$/.test(text) ? `${text}.0` : text)) }],
    ['diagnoses with a description', { value: onDiagnoses((text) => `${text} - some pain, grade 2`) }],
    ['diagnoses behind their system', { value: onDiagnoses((text) => `ICD10:${text}`) }],
    ['diagnoses in brackets', { value: onDiagnoses((text) => `Some pain (${text})`) }],
    [
      'procedures with a modifier',
      { value: (text, column) => (column === 'hcpcs_code' && text !== '' ? `${text}-26` : text) },
    ],
    [
      'procedures with two',
      { value: (text, column) => (column === 'hcpcs_code' && text !== '' ? `${text}TC-59` : text) },
    ],
    ['words for nothing', { value: (text, column) => (isCode(column) && text === '' ? 'NULL' : text) }],
    ['other words for nothing', { value: (text, column) => (isCode(column) && text === '' ? '\\N' : text) }],
    ['a source of their own', { extra: { data_source: 'north' } }],
  ];
  it.each(sampled(WRITINGS, 6))('%s', async (_, how) => {
    expect(await membersOf(how)).toBe(members);
  });

  it.each<['MM/DD/YYYY' | 'DD/MM/YYYY', Writing]>([
    ['MM/DD/YYYY', datesAs((year, month, day) => `${month}/${day}/${year}`)],
    ['DD/MM/YYYY', datesAs((year, month, day) => `${day}/${month}/${year}`)],
    ['MM/DD/YYYY', datesAs((year, month, day) => `${Number(month)}/${Number(day)}/${year}`)],
  ])('dates as %s, declared', async (format, how) => {
    expect(await membersOf(how, { dates: { '*': format } })).toBe(members);
  });

  whole('each date column in a format of its own, found or declared', async () => {
    const us = datesAs((year, month, day) => `${month}/${day}/${year}`);
    const compact = datesAs((year, month, day) => `${year}${month}${day}`);
    const how: Writing = {
      value: (text, column, table) => {
        const writing = /^(birth|claim_start)_date$/.test(column)
          ? us
          : column === 'dispensing_date'
            ? compact
            : {};
        return writing.value?.(text, column, table) ?? text;
      },
    };
    expect(await membersOf(how, { dates: { birth_date: 'MM/DD/YYYY' } })).toBe(members);
  });
});

describe('the same plan under other names, with a mapping, gives the same members.csv', () => {
  it('columns for all tables and for one', async () => {
    const how: Writing = {
      column: (name, table) =>
        name === 'person_id'
          ? 'Mbr "No"'
          : name === 'claim_id'
            ? table === 'pharmacy_claim'
              ? 'RX_NO'
              : 'ICN'
            : name,
    };
    const mapping = {
      columns: { person_id: 'MBR "no"', claim_id: 'ICN', pharmacy_claim: { claim_id: 'RX_NO' } },
    };
    expect(await membersOf(how, mapping)).toBe(members);
  });

  whole('names that are SQL', async () => {
    const how: Writing = { column: (name) => (name === 'claim_id' ? "'); DROP TABLE candidate; --" : name) };
    expect(await membersOf(how, { columns: { claim_id: "'); DROP TABLE candidate; --" } })).toBe(members);
  });

  it('the member for the person', async () => {
    expect(await membersOf({ column: (name) => (name === 'person_id' ? 'member_id' : name) })).toBe(members);
  });

  whole('the preset tuva-2022, from the config and as a flag', async () => {
    const how: Writing = { column: (name) => (name === 'person_id' ? 'patient_id' : name) };
    expect(await membersOf(how, { preset: 'tuva-2022' })).toBe(members);
    expect(await membersOf(how, {}, '--preset', 'tuva-2022')).toBe(members);
  });

  whole('the separator, declared', async () => {
    expect(await membersOf({ delimiter: '^' }, { delimiter: '^' })).toBe(members);
  });

  whole('a constant for a column that a table has not', async () => {
    const how = (table: TableName): Writing => ({
      without: table === 'pharmacy_claim' ? ['claim_status', 'claim_line_number'] : [],
    });
    expect(
      await membersOf(how, {
        constants: { pharmacy_claim: { claim_status: 'paid', claim_line_number: '1' } },
      }),
    ).toBe(members);
  });

  it('the words of the plan for product line, status and benefit', async () => {
    const words: Record<string, Record<string, string>> = {
      payer_type: { commercial: 'PPO, Gold', medicaid: "O'Neil Care", medicare: 'MA' },
      claim_status: { paid: 'P', denied: 'D', voided: 'V' },
      medical_benefit: { true: 'Med+Rx', false: 'Dental' },
    };
    const values = Object.fromEntries(
      Object.entries(words).map(([column, ours]) => [
        column,
        Object.fromEntries(Object.entries(ours).map(([our, theirs]) => [theirs, our])),
      ]),
    );
    expect(await membersOf({ value: (text, column) => words[column]?.[text] ?? text }, { values })).toBe(
      members,
    );
  });

  it.each([
    ['t', 'f'],
    ['1', '0'],
    ['yes', 'no'],
    ['Y', 'N'],
    ['TRUE', 'FALSE'],
    ['', 'False'],
    ['NULL', 'n'],
  ])('a medical benefit of %j or %j', async (yes, no) => {
    const how: Writing = {
      value: (text, column) => (column === 'medical_benefit' ? (text === 'true' ? yes : no) : text),
    };
    expect(await membersOf(how)).toBe(members);
  });
});

describe('a blank that the user maps', () => {
  it.each([
    ['medical_benefit', 'false'],
    ['medical_benefit', 'true'],
    ['payer_type', 'medicaid'],
  ])('in %s means %s', async (column, ours) => {
    const blanked: Writing = { value: (text, name) => (name === column && text === ours ? ' ' : text) };
    expect(await membersOf(blanked, { values: { [column]: { '': ours } } })).toBe(members);
  });

  it('is also one that a database writes as NULL', async () => {
    const no: Writing = {
      value: (text, name) => (name === 'medical_benefit' && text === 'false' ? 'NULL' : text),
    };
    expect(await membersOf(no, { values: { medical_benefit: { '': 'false' } } })).toBe(members);
  });
});

describe('what makes a difference', () => {
  it('a status that is not stated counts as not denied', async () => {
    const unsaid = await membersOf({ without: ['claim_status'] });
    expect(unsaid).toContain(
      'p-02,medicaid,2025,42,18-64,2025-05-20,B1,M5416,99213,denominator,,1,2025-05-25,5,72148,B2,0',
    );
  });

  it('a benefit that is not stated is a medical one', async () => {
    expect(await membersOf({ without: ['medical_benefit'] })).toMatch(/\np-06,commercial,.*,denominator,/);
  });
});
