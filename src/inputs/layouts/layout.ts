import { z } from 'zod';
import { DATE_FORMATS } from '../tables/dates.js';

/*
 * A layout says, as data, how several kinds of files become our tables: which columns identify a file, what
 * is left out, which version of a claim counts, how the kinds are joined, and what each of our columns is
 * built from. CCLF and RIF are such layouts, and `tables` in the config is a user-defined one
 * (docs/layouts.md).
 *
 * A column is named as in the file's header, ignoring case; a column of a joined kind has the name of the
 * join before it: `line.REV_CNTR`. In addition there are `@person` (the person, after the cross-reference),
 * `@file` (the position of the file among the inputs) and `@row` (the position of the row in it). `#` in a
 * column name represents 1 to 25, or for a month of the year, which can also be `##` (01 to 12) and `#MON`
 * (JAN, FEB, ... SEPT, ...).
 */

/**
 * What a row must state. A column that is blank or missing matches neither `is` nor `is_not`. Texts are compared
 * in one form (normalForm), so `03`, `3.0` and `3` are one, and so are `c` and `C`.
 */
export type Condition =
  | { readonly column: string; readonly is: readonly string[] }
  | { readonly column: string; readonly is_not: readonly string[] }
  | { readonly column: string; readonly filled: boolean }
  /** A range with both its ends, of numbers if these are numbers, else of texts: revenue codes from 0100 to 0219. */
  | { readonly column: string; readonly from: string; readonly to: string }
  | { readonly any: readonly Condition[] }
  | { readonly all: readonly Condition[] };

/** What a value is built from. */
export type Value =
  /** A column. */
  | string
  | { readonly constant: string }
  /** The first that is not blank. */
  | { readonly first: readonly Value[] }
  /** The texts concatenated; blank if any of them is blank. */
  | { readonly joined: readonly Value[] }
  | { readonly when: Condition; readonly value: Value; readonly else?: Value | undefined }
  /** A number without leading zeros: `01` and `1` are the same. */
  | { readonly number: Value }
  /** An amount; a negative one is blank, because layouts use other columns to reverse a claim. */
  | { readonly amount: Value }
  /** A day, written as YYYY-MM-DD. */
  | { readonly date: Value };

const CONDITION: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ column: z.string().min(1), is: z.array(z.string()) }),
    z.strictObject({ column: z.string().min(1), is_not: z.array(z.string()) }),
    z.strictObject({ column: z.string().min(1), filled: z.boolean() }),
    z.strictObject({ column: z.string().min(1), from: z.string(), to: z.string() }),
    z.strictObject({ any: z.array(CONDITION).min(1) }),
    z.strictObject({ all: z.array(CONDITION).min(1) }),
  ]),
);

const VALUE: z.ZodType<Value> = z.lazy(() =>
  z.union([
    z.string().min(1),
    z.strictObject({ constant: z.string() }),
    z.strictObject({ first: z.array(VALUE).min(1) }),
    z.strictObject({ joined: z.array(VALUE).min(1) }),
    z.strictObject({ when: CONDITION, value: VALUE, else: VALUE.optional() }),
    z.strictObject({ number: VALUE }),
    z.strictObject({ amount: VALUE }),
    z.strictObject({ date: VALUE }),
  ]),
);

/** A reason appears in the manifest's row counts. */
const REASON = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a reason such as not_final, in small letters');
const NAME = z.string().regex(/^[a-z][a-z0-9 _-]*$/i, 'a name of letters, digits and blanks');

/** Decides which of several rows counts. Steps run one after the other, each on the rows that are left. */
const STEP = z.union([
  /**
   * Among rows with the same `per`, keeps those with the greatest `by`: one of them, or all of them with
   * `whole`.
   */
  z.strictObject({
    step: z.literal('latest'),
    per: z.array(VALUE).min(1),
    by: z.array(VALUE).min(1),
    whole: z.boolean().optional(),
    reason: REASON,
  }),
  /**
   * Among rows with the same `per`, each canceling row cancels the oldest row of the same amount; neither row
   * counts.
   */
  z.strictObject({
    step: z.literal('cancel'),
    per: z.array(VALUE).min(1),
    cancels: CONDITION,
    amount: z.string(),
    oldest: z.array(VALUE).min(1),
    reason: REASON,
    cancelled: REASON,
  }),
  /**
   * Among rows with the same `per`, all filled, those with a lesser `by` than the last row that replaces others do
   * not count. That row does so also where it is itself left out, as one that deletes is.
   */
  z.strictObject({
    step: z.literal('replace'),
    per: z.array(VALUE).min(1),
    replaces: CONDITION,
    by: z.array(VALUE).min(1),
    reason: REASON,
  }),
  z.strictObject({ step: z.literal('leave out'), where: CONDITION, reason: REASON }),
]);

const JOIN = z.strictObject({
  /** The prefix of the joined kind's columns, and the name in the manifest. */
  name: z.string().regex(/^[a-z][a-z0-9_]*$/i, 'a name of letters and digits'),
  kind: NAME,
  /**
   * `lines`: a row for each line, and one for a row without lines. `codes`: codes in rows, which become
   * columns. `one`: facts that each row has once and that many rows can share.
   */
  as: z.enum(['lines', 'codes', 'one']),
  /**
   * Pairs of values that must match: here, and there. The first pair must be filled; in the others, both may
   * be blank.
   */
  on: z.array(z.tuple([VALUE, VALUE])).min(1),
  /** For codes: the code, its position, and its day. */
  code: VALUE.optional(),
  order: VALUE.optional(),
  date: VALUE.optional(),
});

const SPAN = z.union([
  z.strictObject({ from: VALUE, to: VALUE }),
  /** The month of a day; also written `2024-03` or `202403`. */
  z.strictObject({ month: VALUE }),
  /** A year with a column for each month; consecutive months that are alike form one span. */
  z.strictObject({
    year: z.string(),
    months: z.string(),
    medical: z.array(z.string()),
    other: z.array(z.string()),
    /** Months to mark, and the text of `plan` for them. */
    marked: z.strictObject({ where: CONDITION, plan: z.string() }).optional(),
    /** No day after this one. */
    cut: z.string().optional(),
  }),
]);

export const KIND = z.strictObject({
  name: NAME,
  /** Columns that identify files of the kind; if several kinds fit, the one with the most columns wins. */
  match: z.array(z.string().min(1)).min(1),
  /** Further columns, of which a file has at least one; together they count as one. */
  match_any: z.array(z.string().min(1)).min(1).optional(),
  table: z.enum(['medical_claim', 'pharmacy_claim', 'eligibility']).optional(),
  delimiter: z.string().length(1).optional(),
  /** Texts that mean "no value". */
  nothing: z.array(z.string()).optional(),
  /** The date format, for days that do not show it themselves. */
  dates: z.enum(DATE_FORMATS).optional(),
  /** The values of columns that a file does not have. */
  absent: z.record(z.string(), z.string()).optional(),
  person: z.string().optional(),
  /** A file with each person's current id. */
  persons: z.strictObject({ before: z.string(), now: z.string(), latest: z.array(VALUE) }).optional(),
  leave_out: z.array(z.strictObject({ where: CONDITION, reason: REASON })).optional(),
  steps: z.array(STEP).optional(),
  joins: z.array(JOIN).optional(),
  columns: z.record(z.string(), VALUE).optional(),
  /** The diagnoses of a line: the principal one, and the others in order, without duplicates. */
  diagnoses: z
    .strictObject({
      principal: VALUE,
      others: z.array(z.union([VALUE, z.strictObject({ codes: z.string() })])),
    })
    .optional(),
  procedures: z
    .union([z.strictObject({ code: VALUE, date: VALUE.optional() }), z.strictObject({ codes: z.string() })])
    .optional(),
  /** For enrollment: the first one that is filled is used. */
  spans: z.array(SPAN).min(1).optional(),
  /** Rows that are repeated with other columns, if the user asks for them. */
  also: z
    .strictObject({ option: z.enum(['duals']), where: CONDITION, columns: z.record(z.string(), VALUE) })
    .optional(),
});

type Unchanging<T> = T extends string | number | boolean | undefined
  ? T
  : { readonly [Key in keyof T]: Unchanging<T[Key]> };

export type Kind = Unchanging<z.infer<typeof KIND>>;
export type Join = Unchanging<z.infer<typeof JOIN>>;
export type Step = Unchanging<z.infer<typeof STEP>>;
export type Span = Unchanging<z.infer<typeof SPAN>>;

/** A warning that a run gives about its files. */
export interface LayoutWarning {
  readonly code: string;
  readonly text: string;
  readonly effect: string;
  readonly fix: string;
  readonly table: 'medical_claim' | 'eligibility';
  /** What is counted: people or claims with a row that meets `where` and none that meets `unless`. Without `count` the warning is
   * always given. */
  readonly count?: {
    readonly of: 'person_id' | 'claim_id';
    readonly where: Condition;
    readonly unless?: Condition;
  };
}

/** The codes that a layout knows of a column; a row with another one is read in some way, and warned of. */
export interface KnownCodes {
  readonly column: string;
  readonly codes: readonly string[];
  /** A blank is a code that is not known beside this column if it is filled. */
  readonly beside?: string;
  /** What another code does to results. */
  readonly effect: string;
}

export interface Layout {
  readonly name: string;
  readonly kinds: readonly Kind[];
  readonly known: readonly KnownCodes[];
  readonly warnings: readonly LayoutWarning[];
}
