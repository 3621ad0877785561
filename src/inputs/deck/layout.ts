import { LbpError } from '../../errors.js';
import { csvRows } from './csv-rows.js';

/** The files of a deck that are read; only `pharm` may be missing. */
export const DECK_FILES = ['member-gm', 'member-en', 'visit', 'pharm'] as const;
export type DeckFile = (typeof DECK_FILES)[number];

/** The position of a field on a line. */
export interface Field {
  readonly name: string;
  /** From 0. */
  readonly start: number;
  /** One past the last character; null for the rest of the line. */
  readonly end: number | null;
}

/** The fields of each file. */
export type Layout = Readonly<Record<DeckFile, readonly Field[]>>;

const stems = (stem: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${stem}_${index + 1}`);

export const DIAGNOSES = stems('diagnosis', 20);
export const PROCEDURES = stems('procedure', 6);

/** The fields that a layout must place. */
const FIELDS = {
  'member-gm': ['member', 'gender', 'birth'],
  'member-en': ['member', 'start', 'end', 'payer'],
  visit: [
    ...['member', 'date', 'admission', 'discharge', 'cpt', 'hcpcs', 'cpt2', ...DIAGNOSES, ...PROCEDURES],
    ...['icd_version', 'discharge_status', 'revenue', 'bill_type', 'place_of_service', 'claim_status'],
    ...['supplemental', 'claim'],
  ],
  pharm: ['member', 'days_supply', 'dispensed', 'ndc', 'claim_status', 'supplemental'],
} as const satisfies Record<DeckFile, readonly string[]>;

/**
 * Reads a layout file: `file,field,start,length`, positions counted from 1, a blank length for the rest of
 * the line.
 *
 * @throws LbpError E120 for text that is not CSV, for a row that places nothing or overlaps another field,
 *   and for a field that no row places
 */
export function readLayout(text: string, place: string): Layout {
  const [heading, ...body] = csvRows(text, place, 'E120');
  const header = heading?.cells ?? [];
  if (header.join(',') !== 'file,field,start,length') {
    throw new LbpError(
      'E120',
      `${place}:1: the headings are not file,field,start,length. Correct the layout file.`,
    );
  }
  const placed = new Map<string, Field>();
  for (const { line, cells } of body) {
    const [file = '', name = '', start = '', length = ''] = cells;
    const known: readonly string[] = isDeckFile(file) ? FIELDS[file] : [];
    const from = Number(start) - 1;
    const isPlace = /^[1-9]\d*$/.test(start) && /^([1-9]\d*)?$/.test(length);
    if (!known.includes(name) || !isPlace || placed.has(`${file}.${name}`)) {
      throw new LbpError(
        'E120',
        `${place}:${line}: no field of a deck with a place, or one that is placed twice. Correct the row; the fields are in docs/deck.md.`,
      );
    }
    const field: Field = { name, start: from, end: length === '' ? null : from + Number(length) };
    const taken = [...placed].find(([key, other]) => key.startsWith(`${file}.`) && overlap(field, other));
    if (taken !== undefined) {
      throw new LbpError(
        'E120',
        `${place}:${line}: ${name} of ${file} overlaps ${taken[1].name}, so that one would hold characters of the other. Correct the start or the length of one.`,
      );
    }
    placed.set(`${file}.${name}`, field);
  }
  const fieldsOf = (file: DeckFile): Field[] =>
    FIELDS[file].map((name) => {
      const field = placed.get(`${file}.${name}`);
      if (field !== undefined) return field;
      throw new LbpError('E120', `${place}: no row places ${name} of ${file}. Add one.`);
    });
  return {
    'member-gm': fieldsOf('member-gm'),
    'member-en': fieldsOf('member-en'),
    visit: fieldsOf('visit'),
    pharm: fieldsOf('pharm'),
  };
}

/** Whether two fields of a line share a character. */
function overlap(a: Field, b: Field): boolean {
  return a.start < (b.end ?? Infinity) && b.start < (a.end ?? Infinity);
}

function isDeckFile(name: string): name is DeckFile {
  return DECK_FILES.some((file) => file === name);
}

/** A line of a file with the text of its fields. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly raw: string;
  /** The text of a field without the blanks around it; empty if the line is too short. */
  of(field: string): string;
}

/** Line ends of all systems; some programs write two carriage returns. */
const LINE_END = /\r*\n|\r/;

/** The lines of a file, without blank ones. */
export function* linesOf(text: string, fields: readonly Field[]): Generator<Line> {
  const places = new Map(fields.map((field) => [field.name, field]));
  for (const [index, raw] of text.split(LINE_END).entries()) {
    if (raw.trim() === '') continue;
    yield {
      number: index + 1,
      raw,
      of: (name) => {
        const { start = 0, end = 0 } = places.get(name) ?? {};
        return raw.slice(start, end ?? undefined).trim();
      },
    };
  }
}
