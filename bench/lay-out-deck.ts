import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

/*
 * Lays out our own deck: from a readable table (`members.txt`) to the fixed-width files of a deck and its
 * key. Nothing is computed: the table states by hand what each member must score, and why. The positions on
 * the lines are typed here again from the public layout, not taken from the program that reads them.
 *
 * node dist/bench/lay-out-deck.js fixtures/deck/2025
 */

export const DECK_FILE_NAMES = [
  'member-gm.txt',
  'member-en.txt',
  'visit.txt',
  'pharm.txt',
  'key.txt',
] as const;
type Files = Readonly<Record<(typeof DECK_FILE_NAMES)[number], string>>;

const KEY_HEADER = 'MemID,Meas,Payer,CE,Event,Epop,Excl,Num,RExcl,RExclD,Age,Gender';

/** One line of the table: `id | why | birth sex | cover; cover | record; record | key; key`. */
export function layOut(table: string): Files {
  const names = new Map<string, string>();
  const files: Record<keyof Files, string[]> = {
    'member-gm.txt': [],
    'member-en.txt': [],
    'visit.txt': [],
    'pharm.txt': [],
    'key.txt': [KEY_HEADER],
  };
  for (const [index, line] of table.split('\n').entries()) {
    const text = line.trim();
    if (text === '' || text.startsWith('#')) continue;
    const shorthand = /^(\$\w+) = (.*)$/.exec(text);
    if (shorthand !== null) {
      names.set(shorthand[1] ?? '', shorthand[2] ?? '');
      continue;
    }
    const written = text.replace(/\$\w+/g, (name) => names.get(name) ?? fail(index, `no shorthand ${name}`));
    const cells = written.split('|').map((cell) => cell.trim());
    const [id = '', why = '', person = '', cover = '', records = '', key = ''] = cells;
    if (cells.length !== 6 || why === '') fail(index, 'a member has six cells, one of which says why');
    const [birth = '', sex = ''] = person.split(' ');
    files['member-gm.txt'].push(
      placed([
        [1, id],
        [17, sex],
        [18, birth],
      ]),
    );
    for (const span of parts(cover)) files['member-en.txt'].push(spanLine(id, span));
    parts(records).forEach((record, at) => {
      const [file, laid] = recordLine(id, `${id}-${at + 1}`, record, index);
      files[file].push(laid);
    });
    for (const row of parts(key)) files['key.txt'].push(keyLine(id, sex, row, index));
  }
  const joined = Object.entries(files).map(([name, lines]) => [name, `${lines.join('\n')}\n`] as const);
  return Object.fromEntries(joined) as Files;
}

function fail(index: number, what: string): never {
  throw new Error(`members.txt:${index + 1}: ${what}`);
}

/** `a; b` is two parts; `-` and an empty text are no parts. */
function parts(cell: string): string[] {
  return cell
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '-');
}

/** Texts at their positions, counted from 1. */
function placed(fields: readonly (readonly [number, string])[]): string {
  let line = '';
  for (const [place, text] of fields) line = line.padEnd(place - 1) + text;
  return line;
}

/** `HMO 20240101-20251231` */
function spanLine(id: string, span: string): string {
  const [payer = '', days = ''] = span.split(' ');
  const [start = '', end = ''] = days.split('-');
  return placed([
    [1, id],
    [17, start],
    [25, end],
    [33, 'NYYNNYYY'],
    [41, payer],
    [44, 'N'],
  ]);
}

/** `20250610 cpt=99213 dx=M5450,E119`, or with `ndc=` a fill; a date of `-` is blank. */
function recordLine(
  id: string,
  claim: string,
  record: string,
  index: number,
): ['visit.txt' | 'pharm.txt', string] {
  const [when = '', ...pairs] = record.split(/\s+/);
  const date = when === '-' ? '' : when;
  const given = new Map(pairs.map((pair) => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']));
  const unknown = [...given.keys()].filter((name) => !KNOWN.has(name));
  if (unknown.length > 0) fail(index, `unknown: ${unknown.join(', ')}`);
  const of = (name: string, otherwise = ''): string => given.get(name) ?? otherwise;
  if (given.has('ndc')) {
    const days = of('days').padStart(of('days') === '' ? 0 : 3, '0');
    return [
      'pharm.txt',
      placed([
        [1, id],
        [17, days],
        [20, date],
        [28, of('ndc')],
        [39, of('st', '1')],
        [40, '30'],
        [47, of('supp', 'N')],
      ]),
    ];
  }
  const list = (name: string, first: number, width: number): [number, string][] =>
    of(name)
      .split(',')
      .filter((code) => code !== '')
      .map((code, at) => [first + at * width, code]);
  const front: [number, string][] = [
    ...([
      [1, id],
      [17, date],
      [25, of('adm')],
      [33, of('dis')],
      [41, of('cpt')],
    ] as [number, string][]),
    ...([
      [50, of('hcpcs')],
      [55, of('cpt2')],
    ] as [number, string][]),
    ...list('dx', 62, 9),
    ...list('px', 242, 8),
  ];
  if (given.has('short')) return ['visit.txt', placed(front)];
  const back: [number, string][] = [
    [290, of('icd', 'X')],
    [291, of('ds')],
    [293, of('rev')],
    [297, of('tob')],
    [301, of('pos')],
    [303, of('st', '1')],
    [304, '1234567893'],
    [314, of('supp', 'N')],
    [315, of('claim', claim)],
  ];
  return ['visit.txt', placed([...front, ...back])];
}

const KNOWN = new Set([
  ...[
    'cpt',
    'hcpcs',
    'cpt2',
    'dx',
    'px',
    'adm',
    'dis',
    'icd',
    'ds',
    'rev',
    'tob',
    'pos',
    'st',
    'supp',
    'claim',
    'short',
  ],
  ...['ndc', 'days'],
]);

/** `HMO 1110000 40`: the flags in the order of the header, then the age. */
function keyLine(id: string, sex: string, row: string, index: number): string {
  const found = /^(\w{2,3}) ([01]{7}) (\d+)$/.exec(row);
  if (found === null) return fail(index, 'a row of the key is a payer, seven flags and an age');
  const [, payer = '', flags = '', age = ''] = found;
  return [id, 'LBP', payer, ...flags, age, sex].join(',');
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const folder of argv.slice(2)) {
    const files = layOut(readFileSync(join(folder, 'members.txt'), 'utf8'));
    for (const name of DECK_FILE_NAMES) writeFileSync(join(folder, name), files[name]);
  }
}
