import { z } from 'zod';
import { DATE_FORMATS } from '../tables/dates.js';

/*
 * A layout says, as data, how several kinds of files become our tables: by which columns a file is recognized, what is
 * left out, which version of a claim counts, how the kinds are joined, and what each of our columns is made of. CCLF
 * and RIF are such layouts, and `tables` in the config is one of the user's own (docs/layouts.md).
 *
 * A column is named as in the file's header, whatever its case; one of a joined kind with the name of the join before
 * it: `line.REV_CNTR`. Besides there are `@person` (the person, by way of the cross reference), `@file` (the place of
 * the file among those given) and `@row` (the place of the row in it). `#` in the name of a column stands for 1 to 25,
 * or for a month of the year, which can also be `##` (01 to 12) and `#MON` (JAN, FEB, ... SEPT, ...).
 */

/** What a row must state. A column that is blank, or that the file has not, is neither `is` nor `is_not` anything. */
export type Condition =
  | { readonly column: string; readonly is: readonly string[] }
  | { readonly column: string; readonly is_not: readonly string[] }
  | { readonly column: string; readonly filled: boolean }
  /** By the order of texts, both ends included: revenue codes from 0100 to 0219. */
  | { readonly column: string; readonly from: string; readonly to: string }
  | { readonly any: readonly Condition[] }
  | { readonly all: readonly Condition[] };

/** What a value is made of. */
export type Value =
  /** A column. */
  | string
  | { readonly constant: string }
  /** The first that is not blank. */
  | { readonly first: readonly Value[] }
  /** One text behind the other; blank where one of them is. */
  | { readonly joined: readonly Value[] }
  | { readonly when: Condition; readonly value: Value; readonly else?: Value | undefined }
  /** A number without the zeros in front: `01` and `1` are one. */
  | { readonly number: Value }
  /** An amount; a negative one is blank, because layouts state by other columns what takes a claim back. */
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

/** A reason stands in the accounts of the manifest. */
const REASON = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a reason such as not_final, in small letters');
const NAME = z.string().regex(/^[a-z][a-z0-9 _-]*$/i, 'a name of letters, digits and blanks');

/** What decides which row of several counts. Steps go one after the other, each over the rows that are left. */
const STEP = z.union([
  /** Of the rows that are alike in `per`, those with the greatest `by`: one of them, or with `whole` all of them. */
  z.strictObject({
    step: z.literal('latest'),
    per: z.array(VALUE).min(1),
    by: z.array(VALUE).min(1),
    whole: z.boolean().optional(),
    reason: REASON,
  }),
  /**
   * Among the rows alike in `per` each that cancels takes back the oldest of the same amount, and counts no more than
   * that.
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
  z.strictObject({ step: z.literal('leave out'), where: CONDITION, reason: REASON }),
]);

const JOIN = z.strictObject({
  /** Before the columns of the joined kind, and in the manifest. */
  name: z.string().regex(/^[a-z][a-z0-9_]*$/i, 'a name of letters and digits'),
  kind: NAME,
  /**
   * `lines`: a row for each line, and one for a row without lines. `codes`: codes in rows, which become columns. `one`:
   * facts of which each row has one set, and many rows the same.
   */
  as: z.enum(['lines', 'codes', 'one']),
  /** Pairs of what must be alike: here, and there. The first must be filled, of the others both may be blank. */
  on: z.array(z.tuple([VALUE, VALUE])).min(1),
  /** Of codes: the code, where in the order it stands, and its day. */
  code: VALUE.optional(),
  order: VALUE.optional(),
  date: VALUE.optional(),
});

const SPAN = z.union([
  z.strictObject({ from: VALUE, to: VALUE }),
  /** The month in which a day lies; also written `2024-03` or `202403`. */
  z.strictObject({ month: VALUE }),
  /** A year with a column for each month; months alike that follow each other are one span. */
  z.strictObject({
    year: z.string(),
    months: z.string(),
    medical: z.array(z.string()),
    other: z.array(z.string()),
    /** Months to be marked, with what stands in `plan` then. */
    marked: z.strictObject({ where: CONDITION, plan: z.string() }).optional(),
    /** No day after this one. */
    cut: z.string().optional(),
  }),
]);

const KIND = z.strictObject({
  name: NAME,
  /** Columns by which files of the kind are known; of several kinds that fit, the one with most of them. */
  match: z.array(z.string().min(1)).min(1),
  table: z.enum(['medical_claim', 'pharmacy_claim', 'eligibility']).optional(),
  delimiter: z.string().length(1).optional(),
  /** Texts that stand for nothing. */
  nothing: z.array(z.string()).optional(),
  /** The format of days that do not say it themselves. */
  dates: z.enum(DATE_FORMATS).optional(),
  /** What stands in a column that a file has not. */
  absent: z.record(z.string(), z.string()).optional(),
  person: z.string().optional(),
  /** A file that says which id a person has now. */
  persons: z.strictObject({ before: z.string(), now: z.string(), latest: z.array(VALUE) }).optional(),
  leave_out: z.array(z.strictObject({ where: CONDITION, reason: REASON })).optional(),
  steps: z.array(STEP).optional(),
  joins: z.array(JOIN).optional(),
  columns: z.record(z.string(), VALUE).optional(),
  /** The diagnoses of a line: the principal one, and the others in their order, none twice. */
  diagnoses: z
    .strictObject({
      principal: VALUE,
      others: z.array(z.union([VALUE, z.strictObject({ codes: z.string() })])),
    })
    .optional(),
  procedures: z
    .union([z.strictObject({ code: VALUE, date: VALUE.optional() }), z.strictObject({ codes: z.string() })])
    .optional(),
  /** For enrollment: the first that is filled. */
  spans: z.array(SPAN).min(1).optional(),
  /** Rows that are stated once more with other columns, where the user asks for them. */
  also: z
    .strictObject({ option: z.enum(['duals']), where: CONDITION, columns: z.record(z.string(), VALUE) })
    .optional(),
});

export const KINDS = z
  .array(KIND)
  .min(1)
  .superRefine((kinds, context) => {
    const names = kinds.map(({ name }) => name);
    const joined = kinds.flatMap(({ joins = [] }) =>
      joins.flatMap(({ kind, as }) => (as === 'one' ? [] : kind)),
    );
    const say = (place: number, message: string): void =>
      context.addIssue({ code: 'custom', path: [place], message });
    for (const [place, { name, joins = [], table, spans }] of kinds.entries()) {
      if (names.indexOf(name) !== place) say(place, `a second kind with the name ${name}`);
      for (const { kind } of joins) {
        if (!names.includes(kind)) say(place, `joins ${kind}, and there is no kind of that name`);
      }
      if (joins.filter(({ as }) => as === 'lines').length > 1) say(place, 'joins lines twice');
      if (joined.filter((kind) => kind === name).length > 1) say(place, 'is joined twice');
      if (joins.length > 0 && table === undefined) say(place, 'joins other kinds, and feeds no table');
      if (table === 'eligibility' && spans === undefined) say(place, 'enrollment without spans');
    }
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
  readonly mend: string;
  readonly table: 'medical_claim' | 'eligibility';
  /** What is counted: people or claims with a row that meets `where` and none that meets `unless`. Without `count` the warning is
   * always given. */
  readonly count?: {
    readonly of: 'person_id' | 'claim_id';
    readonly where: Condition;
    readonly unless?: Condition;
  };
}

export interface Layout {
  readonly name: string;
  readonly kinds: readonly Kind[];
  readonly warnings: readonly LayoutWarning[];
}
