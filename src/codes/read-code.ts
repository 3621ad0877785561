import { bareText, NOTHING } from './characters.js';
import {
  CELL_READINGS,
  type CellKind,
  LONGEST_CELL,
  MISSHAPEN,
  MODIFIERS_READ,
  type Reading,
  SEPARATORS,
} from './readings.js';

/** Zeros alone are not a code, unless they have the shape of one. */
const NO_CODE = new RegExp(`^(?:${NOTHING}|0+)$`);

const PLAIN = new Map(
  Object.entries(CELL_READINGS).map(([kind, { plain }]) => [kind, new RegExp(`^(?:${plain})$`)]),
);
const NEARLY_PLAIN = new Map(
  Object.entries(CELL_READINGS).map(([kind, { nearlyPlain }]) => [
    kind,
    nearlyPlain === null ? null : new RegExp(`^(?:${nearlyPlain})$`),
  ]),
);
const SHAPES = new Map(
  Object.values(CELL_READINGS).flatMap(({ readings }) =>
    readings.map((reading) => [reading, new RegExp(`^(?:${reading.shape})$`)] as const),
  ),
);

/**
 * What a cell holds: null for nothing, `?` for what cannot be a code of its kind, else the code in the form
 * in which codes are compared. Several codes, or a code and its modifiers, are separated by single blanks;
 * the first is the cell's code. The SQL does the same (src/extract/sql/code-cells.ts).
 *
 * @example readCode('diagnosis', 'M54.50 - Low back pain') // 'M5450'
 * @example readCode('procedure', '72100-26') // '72100 26'
 * @example readCode('revenue', '450.0') // '0450'
 */
export function readCode(kind: CellKind, text: string): string | null {
  if (PLAIN.get(kind)?.test(text) === true) return text;
  const { readings, digits } = CELL_READINGS[kind];
  if (NEARLY_PLAIN.get(kind)?.test(text) === true) return text.replace('.', '').padStart(digits ?? 0, '0');
  const cell = cellOf(text);
  if (cell === '') return null;
  if (cell.length > LONGEST_CELL) return MISSHAPEN;
  for (const reading of readings) {
    const read = readAs(reading, cell);
    if (read !== null) return digits === null ? read : read.padStart(digits, '0');
  }
  if (NO_CODE.test(cell)) return null;
  return MISSHAPEN;
}

/** A text in capitals, without invisible characters and guards. */
function cellOf(text: string): string {
  return bareText(text).toUpperCase();
}

function readAs(reading: Reading, cell: string): string | null {
  const { of, gives } = reading;
  const text = of === 'bare' ? cell.replace(/[. ]/g, '') : cell;
  const found = SHAPES.get(reading)?.exec(text) ?? null;
  if (found === null) return null;
  switch (gives) {
    case 'text':
      return text;
    case 'group':
      return (found[1] ?? '').replaceAll('.', '');
    case 'corrected':
      return (found[1] ?? '').replace(/[-,]/g, '');
    case 'misshapen':
      return MISSHAPEN;
    case 'codes':
      return (found[1] ?? '').replaceAll('.', '').replace(new RegExp(SEPARATORS, 'g'), ' ');
    case 'modifiers':
      return (text.replace(/[^A-Z0-9]/g, '').match(/../g) ?? []).slice(0, MODIFIERS_READ).join(' ');
    case 'code and modifiers': {
      const joined = (found[1] ?? '').replace(/[^A-Z0-9]/g, '');
      const modifiers = joined.slice(5).match(/../g) ?? [];
      return [joined.slice(0, 5), ...modifiers].join(' ');
    }
  }
}
