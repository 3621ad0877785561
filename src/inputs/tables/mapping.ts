import { DateTime } from 'luxon';
import { z } from 'zod';
import { normalWord } from '../../codes/normal-word.js';
import { KINDS } from '../layouts/kinds.js';
import { CLAIM_STATUSES, PAYER_TYPES, TABLES } from './columns.js';
import { DATE_FORMATS } from './dates.js';

/*
 * How the user's columns become ours. Columns and constants apply to all tables, or to one table if they are
 * under its name: { "columns": { "person_id": "MBR", "pharmacy_claim": { "claim_id": "RX_NO" } } }.
 */

/** A key that is not one of our columns would be a mapping that silently has no effect. */
function onlyKnownColumns(entries: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  for (const [key, entry] of Object.entries(entries)) {
    const table = TABLES.find(({ name }) => name === key);
    const within = table === undefined ? [[key]] : Object.keys(entry ?? {}).map((column) => [key, column]);
    const tables = table === undefined ? TABLES : [table];
    for (const path of within) {
      const isKnown = tables.some(({ columns }) => columns.some(({ name }) => name === path.at(-1)));
      if (!isKnown) context.addIssue({ code: 'custom', path, message: 'there is no such column' });
    }
  }
}

/** A constant date is written as ISO. */
function onlyIsoDates(entries: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  const isDate = (column: string): boolean =>
    TABLES.some(({ columns }) => columns.some(({ name, kind }) => name === column && kind === 'date'));
  const check = (column: string, value: unknown, path: string[]): void => {
    if (isDate(column) && typeof value === 'string' && !DateTime.fromFormat(value, 'yyyy-MM-dd').isValid) {
      context.addIssue({ code: 'custom', path, message: 'a date is written YYYY-MM-DD here' });
    }
  };
  for (const [key, entry] of Object.entries(entries)) {
    check(key, entry, [key]);
    if (typeof entry === 'object' && entry !== null) {
      for (const [column, value] of Object.entries(entry)) check(column, value, [key, column]);
    }
  }
}

/** Words are compared without case and the blanks around them. Two that are then one must mean the same. */
function onlyOneMeaning(words: Readonly<Record<string, string>>, context: z.RefinementCtx): void {
  const meanings = new Map<string, string>();
  for (const [written, meaning] of Object.entries(words)) {
    const word = normalWord(written);
    const known = meanings.get(word);
    const message = `another spelling of the word is mapped to ${known}`;
    if (known !== undefined && known !== meaning)
      context.addIssue({ code: 'custom', path: [written], message });
    meanings.set(word, meaning);
  }
}

/** A blank status is always unknown: claims of other kinds of files, which the mapping does not reach, state none. */
function onlyWords(words: Readonly<Record<string, string>>, context: z.RefinementCtx): void {
  const message = 'a blank is no word, and always means unknown';
  if (Object.keys(words).some((word) => normalWord(word) === ''))
    context.addIssue({ code: 'custom', message });
}

const wordsFor = <T extends z.ZodType<string>>(ours: T) =>
  z.record(z.string(), ours).superRefine(onlyOneMeaning);

/** The built-in layouts; the last two consist of several files. */
export const PRESET_NAMES = ['tuva', 'tuva-2022', 'cclf', 'rif'] as const;

const perTable = <T extends z.ZodType>(value: T) =>
  z
    .record(z.string(), z.union([value, z.record(z.string(), value)]))
    .superRefine(onlyKnownColumns)
    .optional();

export const MAPPING_SCHEMA = {
  /** Our column -> the column of the file. */
  columns: perTable(z.string().min(1)),
  /** Our column -> its value in every row. */
  constants: perTable(z.string()).superRefine((entries, context) => onlyIsoDates(entries ?? {}, context)),
  /** Our column -> what a value of the file means; only for payer_type, claim_status and medical_benefit. */
  values: z
    .object({
      payer_type: wordsFor(z.enum(PAYER_TYPES)).optional(),
      claim_status: wordsFor(z.enum([...CLAIM_STATUSES, 'unknown']))
        .superRefine(onlyWords)
        .optional(),
      medical_benefit: wordsFor(z.enum(['true', 'false'])).optional(),
    })
    .strict()
    .optional(),
  /** Our date column -> its format; `*` applies to all that are not named. */
  dates: z
    .record(z.string(), z.enum(DATE_FORMATS))
    .superRefine(({ '*': _, ...columns }, context) => onlyKnownColumns(columns, context))
    .optional(),
  /** The separator of CSV files; detected from the header if not set. */
  delimiter: z.string().length(1).optional(),
  preset: z.enum(PRESET_NAMES).optional(),
  /** The kinds of files of a user-defined layout (docs/layouts.md). */
  tables: KINDS.optional(),
  /** Whether people with Medicare and Medicaid get rows for both, if the layout identifies them. */
  duals: z.boolean().optional(),
};

const MAPPING = z.object(MAPPING_SCHEMA);

export type Mapping = z.infer<typeof MAPPING>;
