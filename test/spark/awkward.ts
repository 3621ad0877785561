import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/*
 * A small plan of files that two engines read the same way only if both handle: names that a URI or a glob
 * would change, quotes, separators and line ends inside fields, byte order marks, Unicode spaces, empty and
 * missing fields, other forms of dates, numbers and words, Parquet columns that are not text, repeated rows
 * and rows that must be rejected.
 */

type Row = Readonly<Record<string, string>>;

/** A field with nothing but its quotes. */
const EMPTY = '""';

function csv(rows: readonly Row[], columns: readonly string[], separator = ','): string {
  const quoted = (value: string): string =>
    value !== EMPTY && (/["\n]/.test(value) || value.includes(separator))
      ? `"${value.replaceAll('"', '""')}"`
      : value;
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((cells) => `${cells.map(quoted).join(separator)}\n`)
    .join('');
}

const CLAIM_COLUMNS = [
  ...['claim_id', 'claim_line_number', 'person_id', 'claim_start_date', 'claim_end_date'],
  ...['claim_line_start_date', 'place_of_service_code', 'revenue_center_code', 'hcpcs_code', 'claim_status'],
  ...[
    'diagnosis_code_1',
    'diagnosis_code_2',
    'diagnosis_code_3',
    'procedure_code_1',
    'procedure_date_1',
    'note',
  ],
];

/** A visit for low back pain, which everything else is a variation of. */
function visit(person: string, claim: string, more: Row = {}): Row {
  return {
    claim_id: claim,
    claim_line_number: '1',
    person_id: person,
    claim_start_date: '2025-03-10',
    claim_line_start_date: '2025-03-10',
    place_of_service_code: '11',
    hcpcs_code: '99213',
    claim_status: 'paid',
    diagnosis_code_1: 'M54.50',
    ...more,
  };
}

const imaging = (person: string, claim: string, more: Row = {}): Row =>
  visit(person, claim, { claim_line_start_date: '2025-03-20', hcpcs_code: '72148', ...more });

const FIRST: readonly Row[] = [
  visit('P01', 'C01'),
  imaging('P01', 'C02', { note: 'a, comma; and "quotes"' }),
  visit('P02', 'C03', { note: 'a field\nof two lines' }),
  visit(' P03 ', ' C04 ', { hcpcs_code: ' 99213 ', diagnosis_code_1: ' m54.50 ' }),
  imaging('\u00a0P03\u3000', 'C05'),
  visit('P04', 'C06', { place_of_service_code: '1', revenue_center_code: '450', claim_status: 'P' }),
  visit('P04', 'C07', { claim_status: 'Reversed ' }),
  visit('P05', 'C08', { claim_line_start_date: '2025/03/10', claim_start_date: '2025-03-10' }),
  visit('P06', 'C09', { claim_line_start_date: '2025-02-30' }),
  visit('P06', 'C10', { claim_line_start_date: '2025-3-10x' }),
  visit('P06', 'C11', { claim_line_start_date: '', claim_start_date: '' }),
  visit('P06', 'C12', { claim_start_date: '2025-03-11', claim_end_date: '2025-03-10' }),
  visit('', 'C13'),
  visit('P06', ''),
  visit('P06', 'C14', { procedure_code_1: '0SG00A0', procedure_date_1: 'soon' }),
  // Alike but for the column a code stands in: two lines, not one stated twice.
  visit('P07', 'C15', { diagnosis_code_2: 'C61' }),
  visit('P07', 'C15', { diagnosis_code_3: 'C61' }),
  visit('P08', 'C16'),
  visit('P08', 'C16'),
  visit('Ä09', 'C17'),
  visit('a10', 'C18'),
  visit('\u{1f600}11', 'C19'),
  visit('\uff0112', 'C20'),
  // No low back pain in the year, and a diagnosis that is no code.
  visit('P13', 'C21', { claim_start_date: '2023-01-05', claim_line_start_date: '2023-01-05' }),
  visit('P14', 'C22', { diagnosis_code_1: '7242' }),
  visit('P15', 'C23', { diagnosis_code_1: '' }),
  visit('P15', 'C30', { claim_line_start_date: EMPTY, diagnosis_code_2: EMPTY, claim_status: EMPTY }),
  visit(EMPTY, 'C31'),
  visit('P15', 'C32', { diagnosis_code_1: EMPTY }),
];

/** Two files of one kind. The same row as one of the first file is used once. */
const SECOND: readonly [readonly Row[], readonly Row[]] = [
  [visit('P08', 'C16'), visit('P16', 'C25\\', { note: 'a "quote"' })],
  [imaging('P02', "C'24", { note: 'another "quote"' })],
];

/** Two files without a quote in them, so that their lines are read whole. */
const THIRD: readonly [readonly Row[], readonly Row[]] = [
  [visit(' P17\u3000', 'C26', { note: 'last' }), imaging('P17', 'C27')],
  [
    visit('P18 ', 'C28', { claim_line_start_date: '2025-13-10' }),
    visit('P19', 'C29', { diagnosis_code_1: 'M5450', hcpcs_code: '99.213' }),
  ],
];

/** As Windows writes it: a byte order mark, carriage returns, an empty line, no end of the last one. */
const fromWindows = (text: string): string =>
  `\ufeff${text.trimEnd().replaceAll('\n', '\r\n').replace('\r\n', '\r\n\r\n')}`;

/** Columns that are numbers, days and times; days before the calendar of today, and times before time zones. */
const TYPED = `
SELECT 7000 + row AS claim_id, person AS person_id, CAST(day AS DATE) AS claim_start_date,
  CAST(moment AS TIMESTAMP) AS claim_line_start_date, CAST(450 AS SMALLINT) AS revenue_center_code,
  CAST(72148 AS DECIMAL(9, 0)) AS hcpcs_code, 'M5450' AS diagnosis_code_1
FROM (VALUES
  (1, 'P20', '2025-03-10', '2025-03-10 23:59:59.999999'),
  (2, 'P20', '0001-01-01', '2025-03-11 00:00:00'),
  (3, 'P20', '1500-02-28', NULL),
  (4, 'P20', '2025-03-12', '1850-01-01 12:00:00'),
  (5, NULL, NULL, NULL)
) AS typed(row, person, day, moment)`;

async function writeTyped(path: string): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${TYPED}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

const FILL_COLUMNS = ['claim_id', 'person_id', 'dispensing_date', 'ndc_code', 'days_supply', 'claim_status'];

const fill = (person: string, claim: string, ndc: string, days: string, date = '01/05/2025'): Row => ({
  claim_id: claim,
  person_id: person,
  dispensing_date: date,
  ndc_code: ndc,
  days_supply: days,
});

/** @param ndc of a steroid, in its eleven digits */
function fills(ndc: string): readonly Row[] {
  const hyphened = `${ndc.slice(0, 5)}-${ndc.slice(5, 9)}-${ndc.slice(9)}`;
  return [
    fill('P01', 'R01', ndc, '30'),
    fill('P01', 'R01', ndc, '30'),
    fill('P01', 'R02', hyphened, '30.5', '02/04/2025'),
    fill('P02', 'R03', ndc, '31.5'),
    fill('P02', 'R04', ndc, '1e2'),
    fill('P02', 'R05', ndc, '30d'),
    fill('P02', 'R06', ndc, 'NaN'),
    fill('P02', 'R07', ndc, '3e9'),
    fill('P02', 'R14', ndc, '\t30\t'),
    fill('P02', 'R08', ndc, ' 90 ', '1/5/2025'),
    fill('P02', 'R09', '0123456789', '30'),
    fill('P02', 'R10', 'none', '30'),
    fill('P02', 'R11', '', '30'),
    fill('P02', 'R12', ndc, '30', '13/05/2025'),
    fill('P03', 'R13', '99999999999', '30'),
  ];
}

const SPAN_COLUMNS = [
  ...['person_id', 'birth_date', 'death_date', 'enrollment_start_date', 'enrollment_end_date'],
  ...['payer_type', 'medical_benefit'],
];

const span = (person: string, more: Row = {}): Row => ({
  person_id: person,
  birth_date: '5-JAN-1980',
  enrollment_start_date: '20240101',
  enrollment_end_date: '20251231',
  payer_type: 'Commercial',
  ...more,
});

const SPANS: readonly Row[] = [
  ...['P01', 'P02', 'P03', 'P04', 'P05', 'P07', 'P08', 'Ä09', 'a10', 'P17', 'P19', 'P20'].map((person) =>
    span(person),
  ),
  span('\u{1f600}11', { payer_type: 'MéDICARE 😀', birth_date: '31-Dec-1955' }),
  span('\uff0112', { medical_benefit: ' NO ' }),
  span('P06', { death_date: '20251130' }),
  span('P16', { payer_type: "o'ther \\ plan" }),
  span('P16', { payer_type: 'unheard of' }),
  span('P16', { birth_date: '5-Foo-1980' }),
  span('P16', { birth_date: '' }),
  span('P16', { enrollment_end_date: '20231231' }),
];

/**
 * Writes the plan.
 *
 * @param steroid an NDC of the directory's steroids
 * @returns the arguments of `lbp run` for it
 */
export async function writeAwkwardPlan(folder: string, steroid: string): Promise<readonly string[]> {
  const claims = join(folder, 'a b, {c}');
  mkdirSync(claims, { recursive: true });
  const write = (path: string, text: string): string => {
    writeFileSync(path, text);
    return path;
  };
  const config = {
    'max-rejects': 100,
    values: {
      claim_status: { p: 'paid', Reversed: 'voided' },
      payer_type: {
        'medicare advantage': 'medicare',
        'médicare 😀': 'medicare',
        "o'ther \\ plan": 'medicaid',
      },
    },
    dates: { dispensing_date: 'MM/DD/YYYY', birth_date: 'DD-Mon-YYYY', procedure_date_1: 'YYYY-MM-DD' },
  };
  return [
    ...['--config', write(join(folder, 'lbp.json'), JSON.stringify(config)), '--year', '2025'],
    '--claims',
    write(join(claims, 'first.csv'), csv(FIRST, CLAIM_COLUMNS)),
    write(join(claims, 'ja*n%20 #1?.csv'), csv(SECOND[0], CLAIM_COLUMNS)),
    write(join(claims, 'février.csv'), fromWindows(csv(SECOND[1], CLAIM_COLUMNS))),
    write(join(claims, 'plain|.csv'), csv(THIRD[0], CLAIM_COLUMNS, '|')),
    write(join(claims, 'plain+.csv'), fromWindows(csv(THIRD[1], CLAIM_COLUMNS, '|'))),
    await writeTyped(join(claims, 'typed.parquet')),
    '--pharmacy',
    write(join(folder, 'rx.csv'), csv(fills(steroid), FILL_COLUMNS, '|')),
    '--eligibility',
    write(join(folder, 'members.csv'), csv(SPANS, SPAN_COLUMNS)),
  ];
}
