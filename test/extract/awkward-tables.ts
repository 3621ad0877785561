import type { Dice } from './dice.js';

/*
 * Random tables in which any cell can be an edge case: unusual blanks, odd code notations, impossible days,
 * statuses in any case, and files in every format. Half of the cells that matter are good, so that there are
 * rows of all kinds.
 */

export type TableKind = 'claims' | 'pharmacy' | 'eligibility';

export interface AwkwardTable {
  readonly kind: TableKind;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly style: Style;
}

/** The format of a file. */
interface Style {
  readonly separator: string;
  readonly lineEnd: string;
  readonly hasMark: boolean;
  /** The last line ends, too. */
  readonly isEnded: boolean;
  readonly quoted: 'nothing' | 'a name' | 'a cell' | 'everything';
  /** What is put behind the line of a number, from 0 for the header; most such files cannot be read. */
  readonly broken: readonly [line: number, text: string | Buffer] | null;
}

export interface AwkwardPlan {
  readonly tables: readonly AwkwardTable[];
  /** By the names they have in a config file. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export function textOf({ columns, rows, style }: AwkwardTable): Buffer {
  const { separator, lineEnd, quoted, broken } = style;
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const needsQuotes = (text: string): boolean => text.includes(separator) || /["\r\n]/.test(text);
  const written = (cells: readonly string[], isQuoted: (cell: number) => boolean): string =>
    cells.map((text, cell) => (isQuoted(cell) || needsQuotes(text) ? quote(text) : text)).join(separator);
  const lines = [columns, ...rows].map((cells, line) =>
    written(
      cells,
      (cell) =>
        quoted === 'everything' ||
        (quoted === 'a name' && line === 0 && cell === 0) ||
        (quoted === 'a cell' && line === rows.length && cell === 0),
    ),
  );
  const parts = lines.flatMap((text, line): (string | Buffer)[] => [
    text,
    line === lines.length - 1 && !style.isEnded ? '' : lineEnd,
    ...(broken?.[0] === line ? [broken[1]] : []),
  ]);
  return Buffer.concat([style.hasMark ? '\ufeff' : '', ...parts].map((part) => Buffer.from(part)));
}

const DATE_FORMATS = [
  'YYYY-MM-DD',
  'YYYYMMDD',
  'MM/DD/YYYY',
  'DD/MM/YYYY',
  'DD-Mon-YYYY',
  'timestamp',
] as const;
type DateFormat = (typeof DATE_FORMATS)[number];

function writtenDate(iso: string, format: DateFormat): string {
  const [year = '', month = '', day = ''] = iso.split('-');
  switch (format) {
    case 'YYYY-MM-DD':
      return iso;
    case 'YYYYMMDD':
      return `${year}${month}${day}`;
    case 'MM/DD/YYYY':
      return `${month}/${day}/${year}`;
    case 'DD/MM/YYYY':
      return `${day}/${month}/${year}`;
    case 'DD-Mon-YYYY':
      return `${day}-${['Jan', 'Feb', 'Mar'][Number(month) - 1] ?? 'Dec'}-${year}`;
    case 'timestamp':
      return `${iso} 00:00:00`;
  }
}

const GOOD_DAYS = [
  '2024-01-01',
  '2024-02-29',
  '2024-03-01',
  '2024-03-02',
  '2023-12-31',
  '2024-12-03',
  '2024-12-31',
];
const EDGE_DAYS = [
  ...['1899-12-31', '1900-01-01', '1900-02-28', '1900-02-29', '2000-02-29', '2099-12-31', '2100-01-01'],
  ...['1970-01-01', '1901-01-01', '1902-01-01', '2099-12-30', '1800-01-01'],
  ...['9999-12-31', '9999-12-30', '0001-01-01', '0000-00-00', '2023-02-29', '2024-04-31', '2024-13-01'],
  ...['2024-00-10', '2024-01-00', '2024-01-32', '10000-01-01', '1824-03-01', '2024-12-04', '2023-01-01'],
];
const NO_DAYS = [
  'NULL',
  '\\N',
  'n/a',
  '00000000',
  '99999999',
  '',
  ' ',
  '  ',
  'soon',
  '0',
  '-',
  'infinity',
  'epoch',
  '2024-3-1',
  '3/1/2024',
  '20240301',
  '2024-03-01',
];
const NO_MORE_DAYS = [
  '01/03/2024',
  '2024-03-01T10:00:00Z',
  '２０２４-03-01',
  '2024\u201103\u201101',
  '1.3.2024',
  '\u00a0',
];

function padded(dice: Dice, text: string): string {
  return `${dice.pick(['', ' ', '  ', '\t', '\u00a0', '\u3000', '\u0001'])}${text}${dice.pick(['', ' ', '\t', '\u00a0', '\u200b'])}`;
}

/** Usually a good value; else one of the odd ones, or the good one with something around it. */
function cell(dice: Dice, good: string, odd: readonly string[]): string {
  if (!dice.once(12)) return good;
  return dice.once(3) ? padded(dice, good) : dice.pick(odd);
}

/** The facts common to a plan. */
interface Setting {
  readonly dice: Dice;
  readonly format: DateFormat;
  /** Ends that come before their start are usual, too; but not for all rows. */
  readonly day: (isBlankUsual: boolean) => string;
}

function date({ dice, format }: Setting, isBlankUsual: boolean, good: readonly string[] = GOOD_DAYS): string {
  if (isBlankUsual && dice.once(2)) return '';
  const text = writtenDate(dice.once(15) ? dice.pick(EDGE_DAYS) : dice.pick(good), format);
  return cell(dice, text, [...NO_DAYS, ...NO_MORE_DAYS]);
}

const ODD_IDS = [
  '',
  ' ',
  '\t',
  '\u00a0',
  'p1',
  'Ü1',
  '1Ü',
  'P 1',
  '#P1',
  "'P1",
  'P\u00a01',
  '\u007f',
  '-',
  '0',
  '00',
  '€',
  '=P1',
  ...['NULL', 'null', 'NA', 'n/a', '#N/A', 'None', '\\N', 'nan', '<NA>', '--', '?', "P1'", 'N1', 'NB'],
  ...[
    '1.00235E+11',
    '-1.00235E+11',
    '1e+5',
    '1E5',
    '1001.0',
    '1001.1',
    'P1.0',
    'P\u200b1',
    '\ufeffP1',
    'P1\u00ad',
    'P\u00011',
  ],
];
const person = ({ dice }: Setting): string => cell(dice, `P${dice.int(0, 40)}`, ODD_IDS);
const claimId = ({ dice }: Setting): string => cell(dice, `C${dice.int(0, 400)}`, ODD_IDS);

const GOOD_CODES = [
  'R51',
  'J45.909',
  'E119',
  'Z00.00',
  'M791',
  'S335',
  'F11.20',
  'C50911',
  '401',
  '4019',
  '72.4',
  '',
];
const LOW_BACK_PAIN = [
  'M5450',
  'M54.50',
  'M545',
  'S39012A',
  'S39.012A',
  'm54.50',
  'M.5450',
  'M 54 50',
  ' M5450',
  'M54.5 ',
];
const ODD_CODES = [
  ...[
    'M54.50 - Low back pain',
    'ICD10:M54.50',
    'ABK:M5450',
    'Low back pain (M54.50)',
    'M54.50;C61',
    'R51,M54.50',
  ],
  ...[
    'R51 M54.50',
    'M54.50 and C61',
    '(M5450)',
    "'M54.50",
    '=M54.50',
    'M54.5000',
    'M54\u200b.50',
    '\ufeffM5450',
  ],
  ...[
    'M5450\u00ad',
    'M54\u00a050',
    'M54.50-',
    '72100.0',
    '401.0',
    '000',
    '0000',
    '010',
    'NULL',
    '\\N',
    'n/a',
  ],
  ...[
    '#N/A',
    '-',
    '?',
    'M54..50',
    'M54.',
    'M54.5.0',
    'I10 HTN',
    'C00-C14',
    '279039007',
    'PAIN',
    'ICD9:724.2',
  ],
  ...[
    '.',
    '..',
    ' ',
    '. .',
    'é51',
    'R5é',
    '\u00a0M5450',
    'M5450\u00a0',
    'Z',
    '1',
    'A',
    '[x]',
    'a',
    '0',
    '~',
    '^M545',
  ],
  ...[
    'Ａ51',
    'M54',
    'M5',
    'M',
    'S39',
    'r51',
    '-51',
    '.401',
    ' 401',
    '4 01',
    'M545Ü',
    '@51',
    'A',
    'ß12',
    'i10',
    'ı10',
  ],
];

function principal({ dice }: Setting): string {
  return dice.once(25) ? dice.pick(LOW_BACK_PAIN) : cell(dice, dice.pick(GOOD_CODES), ODD_CODES);
}

const STATUSES = [
  'paid',
  'Paid',
  'PAID',
  'denied',
  'pending',
  'voided',
  'VOIDED',
  ' Voided ',
  'voided\u00a0',
  'void',
  'Reversed',
  'V',
  '',
];
const BILLS = [
  '0131',
  '131',
  '',
  '0138',
  '138',
  '0137',
  '013X',
  '013x',
  '18',
  '0018',
  ' 0138',
  '013.8',
  '0128 ',
  '13',
];
const AMOUNTS = ['55.00', '55.00', '-55.00', '0', '', 'x', '(55.00)'];
const PAYERS = [
  'commercial',
  'Commercial',
  ' medicaid',
  'MEDICARE ',
  'other',
  'HMO',
  '',
  ' ',
  'x',
  '\u00a0other',
  'Medicaid',
];
const NDCS = ['00054001825', '59762000101', '00006003144', '62856024630', '99999999999'];
const ODD_NDCS = [
  ...['', ' ', '0054-0018-25', '00054-018-25', '00054-0018-2', '00054-0018-25', '0054001825', '000540018250'],
  ...['0005400182x', '00054\u00a0018', '٠٠٠٥٤٠٠١٨٢٥', '-', '00054 01825', '0005400182'],
];

/** A status from a small set or, in some files, one that is nearly unique. */
function wordOrNothing({ dice }: Setting, texts: readonly string[], isFree: boolean): string {
  return isFree && dice.once(2) ? `status ${dice.int(0, 2000)}` : dice.pick(texts);
}

type MakeRow = () => Readonly<Record<string, string>>;

function claimMaker(setting: Setting): MakeRow {
  const { dice } = setting;
  const isFree = dice.once(4);
  return () => ({
    claim_id: claimId(setting),
    person_id: person(setting),
    claim_start_date: setting.day(dice.once(3)),
    claim_end_date: setting.day(true),
    claim_line_start_date: setting.day(dice.once(2)),
    claim_line_end_date: setting.day(true),
    admission_date: setting.day(true),
    discharge_date: setting.day(true),
    diagnosis_code_1: principal(setting),
    diagnosis_code_2: cell(dice, dice.pick([...GOOD_CODES, ...LOW_BACK_PAIN]), ODD_CODES),
    hcpcs_code: cell(dice, dice.pick(['99213', '72100', '', 'a0428']), [
      ...[
        '72100-26',
        '72100TC',
        '72100.0',
        '100.0',
        '72100,99213',
        '7210026',
        'CPT 72100',
        'NULL',
        '721',
        'XRAY',
      ],
    ]),
    revenue_center_code: cell(dice, dice.pick(['', '', '0450', '450']), ['450.0', '0', 'x', '04 50']),
    claim_status: wordOrNothing(setting, STATUSES, isFree),
    bill_type_code: dice.once(3) ? dice.pick(BILLS) : '0131',
    paid_amount: dice.pick(AMOUNTS),
    procedure_date_1: date(setting, true),
  });
}

function fillMaker(setting: Setting): MakeRow {
  const { dice } = setting;
  const isFree = dice.once(4);
  return () => ({
    claim_id: claimId(setting),
    person_id: person(setting),
    dispensing_date: date(setting, false),
    ndc_code: cell(dice, dice.pick(NDCS), ODD_NDCS),
    days_supply: dice.pick(['30', '', '1e9', ' 30 ', '-1', '-30', 'x']),
    quantity: dice.pick(['60', '', '-60', 'x']),
    claim_status: wordOrNothing(setting, STATUSES, isFree),
  });
}

function spanMaker(setting: Setting): MakeRow {
  const { dice } = setting;
  const births = ['1980-06-15', '1960-02-29', '2001-01-01', '1949-12-31'];
  const starts = ['2020-01-01', '2023-01-01', '2024-01-01', '1980-06-15'];
  const ends = [
    '2024-12-31',
    '2024-12-31',
    '2024-03-15',
    '9999-12-31',
    '2023-01-01',
    '2022-12-31',
    '1980-06-14',
  ];
  const isFree = dice.once(6);
  return () => ({
    person_id: person(setting),
    birth_date: date(setting, false, births),
    enrollment_start_date: date(setting, false, starts),
    enrollment_end_date: date(setting, false, ends),
    death_date: dice.once(8) ? date(setting, true, [...births, ...ends]) : '',
    hospice_date: dice.once(8) ? date(setting, true) : '',
    payer_type: wordOrNothing(setting, PAYERS, isFree),
    medical_benefit: dice.once(6)
      ? dice.pick([' NO ', 'Y', 'maybe', 'NULL', '\\N', '1.0'])
      : dice.pick(['', 'no', 'true']),
  });
}

/** Columns that a file need not have. */
const OPTIONAL: Readonly<Record<TableKind, readonly string[]>> = {
  claims: [
    ...['claim_end_date', 'claim_line_start_date', 'claim_line_end_date', 'admission_date', 'discharge_date'],
    ...['diagnosis_code_2', 'hcpcs_code', 'revenue_center_code', 'claim_status', 'bill_type_code'],
    ...['paid_amount', 'procedure_date_1'],
  ],
  pharmacy: ['days_supply', 'quantity', 'claim_status'],
  eligibility: ['death_date', 'hospice_date', 'medical_benefit'],
};
const OTHER_TEXTS = ['', '', 'Zoë', '€', 'x y', '"'.repeat(0), '#', "O'Hara", '\u0001', '0', '𝄞', '-1'];

function styleFor(dice: Dice, separator: string): Style {
  return {
    separator,
    lineEnd: dice.once(3) ? '\r\n' : '\n',
    hasMark: dice.once(6),
    isEnded: !dice.once(6),
    quoted: dice.once(5) ? dice.pick(['a name', 'a cell', 'everything'] as const) : 'nothing',
    broken: null,
  };
}

const SEPARATORS = [',', ',', '|', '\t', ';'];

const BREAKS: readonly (string | Buffer)[] = [
  ...[
    '\n',
    '\r\n',
    '\n\n\n',
    '\r',
    ' \n',
    'x\n',
    ',,,,\n',
    '"',
    'a"b\n',
    '\u0000',
    '\u001a',
    '\ufeff',
    '#\n',
  ],
  Buffer.from([0xff]),
  Buffer.from([0xc3]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0xc0, 0xaf]),
];

/** Some of the columns, in any order, and others that are never read. */
function columnsFor(dice: Dice, kind: TableKind, make: MakeRow): string[] {
  const kept = Object.keys(make()).filter((column) => !OPTIONAL[kind].includes(column) || !dice.once(4));
  const others = Array.from({ length: dice.int(0, 3) }, (_, number) => `other_${number}`);
  return shuffled(dice, [...kept, ...others]);
}

function tableOf(
  dice: Dice,
  { kind, columns, make, style }: Omit<AwkwardTable, 'rows'> & { readonly make: MakeRow },
): AwkwardTable {
  // Some texts are long, so that lines lie across the edges of blocks.
  const long = dice.once(12) ? 'é'.repeat(dice.int(1, 9000)) : '';
  const rows: string[][] = [];
  for (let number = dice.pick([0, 1, 20, 40, 60, long === '' ? 400 : 60]); number > 0; number -= 1) {
    const row = make();
    const cells = columns.map((column) => row[column] ?? `${long}${dice.pick(OTHER_TEXTS)}`);
    rows.push(cells);
    if (dice.once(20)) rows.push(cells);
  }
  const broken = dice.once(100) ? ([dice.int(0, rows.length), dice.pick(BREAKS)] as const) : null;
  return { kind, columns, rows, style: { ...style, broken } };
}

function shuffled<T>(dice: Dice, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: dice.int(0, 1_000_000) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** What a config file can say of columns that every file of these has. */
function settingsFor(dice: Dice, format: DateFormat): Record<string, unknown> {
  const medical: Record<string, string> = {};
  if (dice.once(8)) medical['claim_id'] = 'person_id';
  if (dice.once(8)) medical['diagnosis_code_1'] = 'claim_id';
  if (dice.once(8)) medical['claim_status'] = 'diagnosis_code_1';
  if (dice.once(8)) medical['claim_end_date'] = 'claim_start_date';
  const constants: Record<string, Record<string, string>> = {};
  if (dice.once(6))
    constants['medical_claim'] = { claim_status: dice.pick(['voided', 'Voided', 'paid', 'V']) };
  if (dice.once(12)) constants['medical_claim'] = { admission_date: '2024-03-01' };
  if (dice.once(8)) constants['pharmacy_claim'] = { claim_status: dice.pick(['voided', 'x']) };
  if (dice.once(8)) constants['eligibility'] = { payer_type: dice.pick(['commercial', 'HMO']) };
  return {
    ...(Object.keys(medical).length === 0 ? {} : { columns: { medical_claim: medical } }),
    ...(Object.keys(constants).length === 0 ? {} : { constants }),
    ...(dice.once(2)
      ? {
          values: {
            payer_type: { HMO: 'commercial', ' X ': 'medicaid' },
            claim_status: dice.pick([
              { V: 'voided' },
              { voided: 'paid', void: 'voided' },
              { paid: 'voided' },
            ]),
          },
        }
      : {}),
    dates: { '*': format },
  };
}

export function awkwardPlan(dice: Dice): AwkwardPlan {
  const format = dice.once(8)
    ? dice.pick(['DD-Mon-YYYY', 'timestamp'] as const)
    : dice.pick(DATE_FORMATS.slice(0, 4));
  const setting: Setting = { dice, format, day: (isBlankUsual) => date(setting, isBlankUsual) };
  const declared = dice.once(6) ? dice.pick([' ', '\u0001', '7', '-', '#', "'", 'w']) : null;
  const several = (
    kind: TableKind,
    [least, most]: readonly [number, number],
    makerOf: (one: Setting) => MakeRow,
  ): AwkwardTable[] => {
    const make = makerOf(setting);
    const first = { separator: declared ?? dice.pick(SEPARATORS), columns: columnsFor(dice, kind, make) };
    return Array.from({ length: dice.int(least, most) }, () => {
      // Most files are of one layout, so that they are read together.
      const isAlike = !dice.once(4);
      const separator = isAlike ? first.separator : (declared ?? dice.pick(SEPARATORS));
      const columns = isAlike ? first.columns : columnsFor(dice, kind, make);
      return tableOf(dice, { kind, columns, make, style: styleFor(dice, separator) });
    });
  };
  return {
    tables: [
      ...several('claims', [1, 6], claimMaker),
      ...several('pharmacy', [0, 4], fillMaker),
      ...several('eligibility', [1, 4], spanMaker),
    ],
    settings: {
      ...settingsFor(dice, format),
      ...(declared === null ? {} : { delimiter: declared }),
    },
  };
}
