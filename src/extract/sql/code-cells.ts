import { BLANKS, GUARDS, HIDDEN, ID_GUARDS, NOTHING, sqlClass } from '../../codes/characters.js';
import {
  CELL_READINGS,
  type CellKind,
  LONGEST_CELL,
  MISSHAPEN,
  MODIFIERS_READ,
  type Reading,
  SEPARATORS,
} from '../../codes/readings.js';
import { type Dialect, literal } from './dialect.js';
import { visibleText } from './words.js';

/*
 * The SQL of src/codes: reads cells that hold a code, and ids. src/codes/read-code.ts does the same in
 * TypeScript.
 */

/** Separates the cells of a row that are checked together; no cell contains it. */
const BETWEEN_CELLS = '\u001f\u001f';

/**
 * The reading of a cell, as text: NULL for blank, `?` for what cannot be a code of its kind, else the code,
 * followed by further codes or its modifiers. Nearly all cells are plain and need only that check.
 */
export function readCell(kind: CellKind, cell: string, dialect: Dialect): string {
  const { plain, nearlyPlain, digits } = CELL_READINGS[kind];
  const nearly = digits === null ? `replace(${cell}, '.', '')` : `lpad(${cell}, ${digits}, '0')`;
  const cases = [
    `WHEN ${cell} IS NULL THEN NULL`,
    `WHEN ${dialect.matches(cell, plain)} THEN ${cell}`,
    ...(nearlyPlain === null ? [] : [`WHEN ${dialect.matches(cell, nearlyPlain)} THEN ${nearly}`]),
  ];
  return `CASE ${cases.join(' ')} ELSE ${readClosely(kind, cell, dialect)} END`;
}

/** Whether the cells of a row are all plain or blank; checking all at once is cheaper than checking each. */
export function arePlain(kind: CellKind, cells: readonly string[], dialect: Dialect): string {
  if (cells.length === 0) return 'TRUE';
  const { plain: whole, nearlyPlain } = CELL_READINGS[kind];
  const plain = `(?:${whole}${nearlyPlain === null ? '' : `|${nearlyPlain}`})?`;
  const row = `concat_ws(${dialect.literal(BETWEEN_CELLS)}, ${cells.join(', ')})`;
  return dialect.matches(row, `${plain}(?:\\x{1f}\\x{1f}${plain})*`);
}

/** A cell of a row whose cells are all plain. */
export function plainCell(kind: CellKind, cell: string): string {
  return kind === 'diagnosis' ? `nullif(replace(${cell}, '.', ''), '')` : `nullif(${cell}, '')`;
}

/** Whether a cell of a row was read as something other than it states, which is counted. */
export function isCorrected(kind: CellKind, cells: readonly string[], dialect: Dialect): string {
  const shapes = CELL_READINGS[kind].readings.flatMap(({ gives, shape }) =>
    gives === 'corrected' ? [shape] : [],
  );
  if (cells.length === 0 || shapes.length === 0) return 'FALSE';
  const marks = dialect.mapped(
    dialect.array(cells),
    (cell) => `CASE WHEN ${dialect.matches(shownIn(cell, dialect), shapes.join('|'))} THEN '1' ELSE '' END`,
  );
  return `CASE WHEN ${arePlain(kind, cells, dialect)} THEN FALSE ELSE ${dialect.joined(marks)} <> '' END`;
}

/** A cell in any notation. */
export function readClosely(kind: CellKind, text: string, dialect: Dialect): string {
  return dialect.named(shownIn(text, dialect), (cell) => readShown(kind, cell, dialect));
}

function readShown(kind: CellKind, cell: string, dialect: Dialect): string {
  const { readings, digits } = CELL_READINGS[kind];
  const bare = dialect.replaced(cell, '[. ]', '');
  const cases = readings.map((reading) => {
    const from = reading.of === 'bare' ? bare : cell;
    return `WHEN ${dialect.matches(from, reading.shape)} THEN ${given(reading, from, digits, dialect)}`;
  });
  return `CASE
          WHEN length(${cell}) > ${LONGEST_CELL} THEN ${literal(MISSHAPEN)}
          WHEN ${cell} IS NULL OR ${cell} = '' THEN NULL
          ${cases.join('\n          ')}
          WHEN ${dialect.matches(cell, `${NOTHING}|0+`)} THEN NULL
          ELSE ${literal(MISSHAPEN)}
        END`;
}

/** In capitals, without invisible characters and guards. */
function shownIn(text: string, dialect: Dialect): string {
  return dialect.replaced(`upper(${visibleText(text, dialect)})`, GUARDS, '');
}

function given({ shape, gives }: Reading, text: string, digits: number | null, dialect: Dialect): string {
  const group = dialect.firstGroup(text, `^(?:${shape})$`);
  const padded = (code: string): string => (digits === null ? code : `lpad(${code}, ${digits}, '0')`);
  switch (gives) {
    case 'text':
      return padded(text);
    case 'group':
      return padded(`replace(${group}, '.', '')`);
    case 'corrected':
      return padded(dialect.replaced(group, '[-,]', ''));
    case 'misshapen':
      return literal(MISSHAPEN);
    case 'codes':
      return dialect.replaced(`replace(${group}, '.', '')`, SEPARATORS, ' ');
    case 'modifiers':
      return `concat_ws(' ', ${modifiersIn(dialect.replaced(text, '[^A-Z0-9]', ''), 1, MODIFIERS_READ)})`;
    case 'code and modifiers': {
      const joined = dialect.replaced(group, '[^A-Z0-9]', '');
      return `concat_ws(' ', left(${joined}, 5), ${modifiersIn(joined, 6, 4)})`;
    }
  }
}

/** The modifiers of two characters each that a text holds from a place on; NULL where it ends. */
function modifiersIn(text: string, from: number, most: number): string {
  const starts = Array.from({ length: most }, (_, index) => from + 2 * index);
  return starts.map((start) => `nullif(substr(${text}, ${start}, 2), '')`).join(', ');
}

/** Ids that need no cleaning, unless they end as numbers do: one pattern is cheaper than a test for each character. */
const PLAIN_ID = '[0-9A-Z_a-z][ -~]{3,}[!#-&(-~]|[0-9A-Z][0-9]{0,3}';

/** An id as text, without invisible characters and guards; NULL for blanks and words that mean "no value". */
export function readId(text: string, dialect: Dialect): string {
  const shown = dialect.replaced(dialect.replaced(text, sqlClass([...HIDDEN, ...BLANKS]), ''), ID_GUARDS, '');
  const closely = dialect.named(
    shown,
    (id) => `CASE
          WHEN ${dialect.matches(`upper(${id})`, NOTHING)} THEN NULL
          WHEN ${dialect.matches(id, '[0-9]+[.]0')} THEN replace(${id}, '.0', '')
          ELSE nullif(${id}, '') END`,
  );
  return `CASE WHEN ${text} IS NULL THEN NULL WHEN ${dialect.matches(text, PLAIN_ID)} AND ${text} NOT LIKE '%.0' THEN ${text} ELSE ${closely} END`;
}

/** An NDC in its eleven digits (5-4-2), from that or a hyphenated ten-digit form; NULL for any other text. */
export function elevenDigits(ndc: string, dialect: Dialect): string {
  const part = (from: number, length: number): string => `substr(${ndc}, ${from}, ${length})`;
  return `CASE
        WHEN ${dialect.matches(ndc, '[0-9]{11}')} THEN ${ndc}
        WHEN ${dialect.matches(ndc, '[0-9]{5}-[0-9]{4}-[0-9]{2}')} THEN replace(${ndc}, '-', '')
        WHEN ${dialect.matches(ndc, '[0-9]{4}-[0-9]{4}-[0-9]{2}')} THEN concat('0', replace(${ndc}, '-', ''))
        WHEN ${dialect.matches(ndc, '[0-9]{5}-[0-9]{3}-[0-9]{2}')} THEN concat(${part(1, 5)}, '0', ${part(7, 3)}, ${part(11, 2)})
        WHEN ${dialect.matches(ndc, '[0-9]{5}-[0-9]{4}-[0-9]{1}')} THEN concat(${part(1, 5)}, ${part(7, 4)}, '0', ${part(12, 1)})
      END`;
}

/** The first code of a cell that was read. */
export function firstCode(cell: string): string {
  return `CASE WHEN ${cell} LIKE '% %' THEN split_part(${cell}, ' ', 1) ELSE ${cell} END`;
}

/** The rest of the cell, with a blank in front. */
export function otherCodes(cell: string, dialect: Dialect): string {
  return dialect.replaced(cell, '^[^ ]*', '');
}
