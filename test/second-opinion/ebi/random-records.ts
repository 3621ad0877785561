import type { Dice } from '../../extract/dice.js';
import type { StatedRecord } from './evaluator.js';

/** Codes at the edges of the lists, and some that are far from them. */
const PROCEDURES = [
  ...['U053', 'U054', 'U055', 'U056', 'U05', 'U0541', 'U055A'],
  ...['U131', 'U132', 'U133', 'U134', 'U135', 'U136', 'U137', 'U13'],
  ...['U210', 'U211', 'U212', 'U213', 'U216', 'U217', 'U218', 'U2', 'U2121'],
  ...['Z664', 'Z665', 'Z666', 'Z6651', 'O161', 'O162', 'O163', 'O291'],
  ...['Y981', 'Y973', 'Z942', 'Z921', 'X403', 'E851', 'V481', 'NULL', 'XU054', 'ZU212', '-'],
];

/** Codes of which most lists make a pair. */
const PAIRS = ['U212', 'U133', 'Z665', 'O162', 'Y981', 'Z942', 'X403'];

const DIAGNOSES = [
  ...['C00', 'C009', 'C61X', 'C97', 'C999', 'D00', 'D001', 'D09', 'D099', 'D10', 'D101', 'D36', 'D369'],
  ...[
    'D37',
    'D370',
    'D48',
    'D489',
    'D49',
    'D490',
    'B99X',
    'M545',
    'E119',
    'M495A',
    'C795D',
    'M49D',
    'D',
    'A',
  ],
  ...['NULL', 'C7A', 'R69X6', '-', 'XD37'],
];

const AGES = [
  ...[
    '',
    '',
    '  ',
    'NULL',
    'null',
    'x',
    '45y',
    '45',
    '44.0',
    ' 63 ',
    '18',
    '18.99',
    '19',
    '19.0',
    '120',
    '120.5',
  ],
  ...[
    '121',
    '6999',
    '7000',
    '7001',
    '7007',
    '0',
    '-3',
    '+20',
    '.5',
    '30.',
    '1.2.3',
    '.',
    '1e2',
    '045',
    '200',
  ],
];

const CATEGORIES = [
  '',
  '',
  'NULL',
  ' ',
  '01',
  '01',
  '1',
  '02',
  '2',
  ' 02 ',
  '2.0',
  '002',
  '03',
  '20',
  '98',
  'X2',
  '0.2',
];

const DATES = ['', '2023-03-31', '2023-04-01', '2024-01-15', '1801-01-01', '1800-01-01', '2024-02-29'];

/** A list of codes as somebody might write it. */
function list(dice: Dice, codes: readonly string[], most: number): string {
  if (dice.once(6)) return dice.pick(['', 'NULL', ' ', '||', 'null', '|| ,']);
  let text = dice.once(2) ? '||' : '';
  const count = dice.int(1, most);
  for (let at = 0; at < count; at += 1) {
    if (at > 0) text += separator(dice);
    text += written(dice, dice.pick(codes));
  }
  return dice.once(8) ? `${text}${separator(dice)}` : text;
}

function separator(dice: Dice): string {
  if (!dice.once(3)) return ',';
  return dice.pick([
    '||',
    '||',
    ' || ',
    '| |',
    '|',
    ';',
    ' ',
    ', ',
    ' ,',
    '\u00a0',
    '|,|',
    '|||',
    '\t',
    '|.|',
    '||,||',
  ]);
}

function written(dice: Dice, code: string): string {
  if (!dice.once(4)) return code;
  const dotted = code.length > 3 ? `${code.slice(0, 3)}.${code.slice(3)}` : code;
  return dice.pick([
    dotted,
    code.toLowerCase(),
    ` ${code} `,
    `${code} `,
    dotted.toLowerCase(),
    `\u200b${code}`,
    `${code.slice(0, 2)}\ufeff${code.slice(2)}`,
  ]);
}

export function randomRecord(dice: Dice): StatedRecord {
  return {
    procedures: dice.once(2) ? list(dice, PROCEDURES, 5) : list(dice, PAIRS, 6),
    diagnoses: dice.once(2) ? '' : list(dice, dice.once(2) ? DIAGNOSES : ['M545', 'E119', 'R69X'], 3),
    ages: dice.once(3) ? [dice.pick(AGES), dice.pick(AGES)] : [dice.once(3) ? '' : '45', '50'],
    category: dice.once(2) ? '01' : dice.pick(CATEGORIES),
    date: dice.pick(DATES),
  };
}
