import { MODIFIERS, numbered } from '../../inputs/tables/columns.js';
import type { ColumnSource, FileGroup, TablePlan } from '../../inputs/tables/plan.js';
import type { LineFact } from '../../timeline/selection.js';
import { type Dialect, literal } from './dialect.js';

/*
 * The three relations that everything else reads: one row for each row of the files, values cleaned (codes upper-case
 * without dots and blanks, dates as DATE, statuses in our words), and `outcome` saying whether the row can be used.
 * Nothing is decided about a person here.
 */

/** Why a row is rejected: its code in rejects.csv, and what is wrong with it (docs/outputs.md). */
export const REJECTS = {
  missing_person: { code: 'LBP-R01', about: 'no person_id' },
  missing_claim_id: { code: 'LBP-R02', about: 'no claim_id' },
  missing_date: { code: 'LBP-R03', about: 'no date where one is needed' },
  bad_date: { code: 'LBP-R04', about: 'a date that does not fit the format of its column' },
  end_before_start: { code: 'LBP-R05', about: 'an end before its start' },
  missing_birth_date: { code: 'LBP-R06', about: 'no birth_date' },
  unknown_product_line: {
    code: 'LBP-R07',
    about:
      'a payer_type that is none of commercial, medicaid, medicare, other (map it with values.payer_type)',
  },
  ambiguous_ndc: {
    code: 'LBP-R08',
    about: 'an NDC of ten digits without hyphens, which can be read in three ways',
  },
  bad_ndc: { code: 'LBP-R09', about: 'an NDC of another shape than 5-4-2' },
  impossible_date: {
    code: 'LBP-R10',
    about:
      'a service, fill or birth before 1900 or after 2099, or a birth after the death or the end of the span',
  },
} as const;
export type Reject = keyof typeof REJECTS;

/** Which rows of a relation are wanted: all, or those of candidates, with their `person_no`. */
export type Rows = 'all' | 'of candidates';

/*
 * Each relation is made in two steps: `stated` takes every column from the file once and cleans it, and the step on
 * top of it adds the `outcome` of the row: a Reject, a reason why no rule needs the row, or empty when it is used.
 * The candidates are joined below both, so that only their rows are cleaned.
 */

/** @param facts of lines, beyond what every extraction reads */
export function medicalRelation(
  plan: TablePlan,
  rows: Rows,
  dialect: Dialect,
  facts: readonly LineFact[] = [],
): string {
  const stated = unionOf(plan, rows, dialect, (of) => [
    ...facts.map((fact) => FACTS[fact](of)),
    [of.text('claim_id'), 'claim_id'],
    [of.text('claim_key'), 'claim_key'],
    [of.text('locator'), 'locator'],
    [`coalesce(${of.text('claim_line_number')}, '')`, 'line_number'],
    ...datesOften(of, [
      ['claim_line_start_date', 'line_start'],
      ['claim_line_end_date', 'line_end'],
      ['claim_start_date', 'claim_start'],
      ['claim_end_date', 'claim_end'],
    ]),
    ...dates(of, [
      ['admission_date', 'admission'],
      ['discharge_date', 'discharge'],
    ]),
    [padded(of.code('place_of_service_code'), 2), 'place_of_service'],
    [padded(of.code('bill_type_code'), 4), 'bill_type'],
    [padded(of.code('revenue_center_code'), 4), 'revenue_code'],
    [of.code('hcpcs_code'), 'procedure_code'],
    [of.status(), 'status'],
    [of.isVoided(), 'is_voided'],
    ...numbered('diagnosis_code').map((column, index) => [of.code(column), `dx_${index + 1}`] as const),
    ...numbered('procedure_code').map((column, index) => [of.code(column), `px_${index + 1}`] as const),
    ...dates(
      of,
      numbered('procedure_date').map((column, index) => [column, `px_date_${index + 1}`] as const),
    ),
  ]);
  return `
  SELECT
      *
    , coalesce(line_start, claim_start) AS service_date
    , CASE
        WHEN person_id IS NULL THEN 'missing_person'
        WHEN claim_id IS NULL THEN 'missing_claim_id'
        WHEN ${['line_start', 'line_end', 'claim_start', 'claim_end', 'admission', 'discharge'].map(isBad).join(' OR ')} THEN 'bad_date'
        WHEN line_start IS NULL AND claim_start IS NULL THEN 'missing_date'
        WHEN ${['line_start', 'claim_start', 'admission'].map(isImpossible).join(' OR ')} THEN 'impossible_date'
        WHEN claim_end < claim_start OR discharge < admission THEN 'end_before_start'
        WHEN is_voided THEN 'voided'
        ELSE ''
      END AS outcome
  FROM (${stated}
  ) AS stated`;
}

export function pharmacyRelation(plan: TablePlan, rows: Rows, dialect: Dialect): string {
  const stated = unionOf(plan, rows, dialect, (of) => [
    [of.text('claim_id'), 'claim_id'],
    [`coalesce(${of.text('claim_line_number')}, '')`, 'line_number'],
    ...dates(of, [['dispensing_date', 'dispensed']]),
    [of.text('ndc_code'), 'ndc', elevenDigits('ndc_text', dialect)],
    [dialect.integer(of.text('days_supply')), 'days_supply'],
    [of.isVoided(), 'is_voided'],
  ]);
  return `
  SELECT
      *
    , CASE
        WHEN person_id IS NULL THEN 'missing_person'
        WHEN claim_id IS NULL THEN 'missing_claim_id'
        WHEN ${isBad('dispensed')} THEN 'bad_date'
        WHEN dispensed IS NULL THEN 'missing_date'
        WHEN ${isImpossible('dispensed')} THEN 'impossible_date'
        WHEN is_voided THEN 'voided'
        WHEN ndc_text IS NULL THEN 'no_code'
        WHEN ndc IS NOT NULL THEN ''
        WHEN ${dialect.matches('ndc_text', '[0-9]{10}')} THEN 'ambiguous_ndc'
        ELSE 'bad_ndc'
      END AS outcome
  FROM (${stated}
  ) AS stated`;
}

export function eligibilityRelation(plan: TablePlan, rows: Rows, dialect: Dialect): string {
  const stated = unionOf(plan, rows, dialect, (of) => [
    [of.text('gender'), 'gender'],
    [of.text('plan'), 'plan_name'],
    ...dates(of, [
      ['birth_date', 'birth'],
      ['death_date', 'death'],
      ['hospice_date', 'hospice'],
      ['enrollment_start_date', 'span_start'],
      ['enrollment_end_date', 'span_end'],
    ]),
    [
      of.mapped('payer_type', plan.values.payer_type, ['commercial', 'medicaid', 'medicare', 'other']),
      'product_line',
    ],
    [medicalBenefit(of, plan), 'medical_benefit'],
  ]);
  return `
  SELECT
      *
    , CASE
        WHEN person_id IS NULL THEN 'missing_person'
        WHEN ${['birth', 'death', 'hospice', 'span_start', 'span_end'].map(isBad).join(' OR ')} THEN 'bad_date'
        WHEN birth IS NULL THEN 'missing_birth_date'
        WHEN span_start IS NULL OR span_end IS NULL THEN 'missing_date'
        WHEN ${isImpossible('birth')} OR birth > span_end OR birth > death THEN 'impossible_date'
        WHEN span_end < span_start THEN 'end_before_start'
        WHEN product_line IS NULL THEN 'unknown_product_line'
        ELSE ''
      END AS outcome
  FROM (${stated}
  ) AS stated`;
}

/** What names the people of the enrolment files, for claims that do not carry a person_id. */
export function personNames(plan: TablePlan, dialect: Dialect): string {
  return unionOf(plan, 'all', dialect, (of) => [
    // Where a file has no member ids, its persons are numbered by them.
    [of.has('member_id') ? of.text('member_id') : of.text('person_id'), 'member_id'],
    [of.text('subscriber_id'), 'subscriber_id'],
    of.date('birth_date', 'birth'),
    [of.text('gender'), 'gender'],
    [of.text('first_name'), 'first_name'],
  ]);
}

export function claimStatusRelation(plan: TablePlan, rows: Rows, dialect: Dialect): string {
  const stated = unionOf(plan, rows, dialect, (of) => [
    [of.text('claim_id'), 'claim_id'],
    [`coalesce(${of.mapped('status', plan.values.claim_status, STATUSES)}, 'unknown')`, 'status'],
  ]);
  return `
  SELECT *, CASE WHEN claim_id IS NULL THEN 'missing_claim_id' ELSE '' END AS outcome
  FROM (${stated}
  ) AS stated`;
}

/** Every status that `claimStatusRelation` can give. */
export function statusesOf(plan: TablePlan): readonly string[] {
  return [...new Set([...STATUSES, ...Object.values(plan.values.claim_status ?? {}), 'unknown'])];
}

/** Cover is medical unless the file says otherwise in a word that means "no". */
function medicalBenefit(of: Expressions, plan: TablePlan): string {
  const value = of.mapped('medical_benefit', plan.values.medical_benefit, []);
  const no = ['false', 'f', '0', 'no', 'n'].map((word) => `WHEN ${literal(word)} THEN FALSE`);
  return `CASE ${value} ${no.join(' ')} ELSE TRUE END`;
}

/**
 * An expression and the name it gets. What is parsed is first taken as it is written, under `<name>_text`, so that the
 * parsing has one column to look at several times. What is parsed late can refer to what was parsed before.
 */
type Stated = readonly [expression: string, name: string, parsed?: string, when?: 'late'];

/** Dates that are often the same as the first of them, which is then not parsed again. */
function datesOften(
  of: Expressions,
  columns: readonly (readonly [column: string, name: string])[],
): Stated[] {
  const [first, ...others] = dates(of, columns);
  const [firstColumn = '', firstName = ''] = columns[0] ?? [];
  if (first === undefined) return [];
  return [
    first,
    ...others.map((other, index): Stated => {
      const [expression, name, parsed] = other;
      const isAlike = of.isTextOfSameFormat(firstColumn, columns[index + 1]?.[0] ?? '');
      const own = parsed ?? `${name}_text`;
      const once = `CASE WHEN ${name}_text = ${firstName}_text THEN ${firstName} ELSE ${own} END`;
      // Late in any case: groups of files are put together by the order of their columns.
      return [expression, name, isAlike ? once : own, 'late'];
    }),
  ];
}

/** Dates of the file under names of ours. */
function dates(of: Expressions, columns: readonly (readonly [column: string, name: string])[]): Stated[] {
  return columns.map(([column, name]) => of.date(column, name));
}

/** Whether something is written in a date column that is no date. */
export function isBad(date: string): string {
  return `(${date} > DATE '9999-12-31' OR ${date} IS NULL AND ${date}_text IS NOT NULL)`;
}

/**
 * Whether something is said to have happened on a day that cannot be: before anybody who is measured was born, or in
 * another century. Ends may be as far away as they like, for a far date means that there is none.
 */
function isImpossible(date: string): string {
  return `${date} NOT BETWEEN DATE '1900-01-01' AND DATE '2099-12-31'`;
}

/** Facts of lines as one text each; modifiers stand in their order, separated by blanks. */
const FACTS: Readonly<Record<LineFact, (of: Expressions) => Stated>> = {
  claimType: (of) => [`lower(${of.text('claim_type')})`, 'fact_claim_type'],
  billType: (of) => [padded(of.code('bill_type_code'), 4), 'fact_bill_type'],
  modifiers: (of) => [
    `concat_ws(' ', ${MODIFIERS.map((column) => of.code(column)).join(', ')})`,
    'fact_modifiers',
  ],
  units: (of) => [of.text('service_unit_quantity'), 'fact_units'],
  renderingNpi: (of) => [of.text('rendering_npi'), 'fact_rendering_npi'],
  billingNpi: (of) => [of.text('billing_npi'), 'fact_billing_npi'],
  orderingNpi: (of) => [of.text('ordering_npi'), 'fact_ordering_npi'],
  allowedAmount: (of) => [of.text('allowed_amount'), 'fact_allowed_amount'],
  paidAmount: (of) => [of.text('paid_amount'), 'fact_paid_amount'],
};

/** The column of a fact in the cleaned relation, and in the events. */
export const FACT_COLUMNS: Readonly<Record<LineFact, string>> = {
  claimType: 'fact_claim_type',
  billType: 'fact_bill_type',
  modifiers: 'fact_modifiers',
  units: 'fact_units',
  renderingNpi: 'fact_rendering_npi',
  billingNpi: 'fact_billing_npi',
  orderingNpi: 'fact_ordering_npi',
  allowedAmount: 'fact_allowed_amount',
  paidAmount: 'fact_paid_amount',
};

const STATUSES = ['paid', 'denied', 'pending', 'suspended', 'supplemental', 'voided'];

/** The person of a row of a group's files. */
export function personOf(group: FileGroup, plan: TablePlan, dialect: Dialect): string {
  return expressionsOf(group, plan, dialect).text('person_id');
}

function unionOf(
  plan: TablePlan,
  rows: Rows,
  dialect: Dialect,
  columns: (of: Expressions) => readonly Stated[],
): string {
  const selects = plan.groups.map((group) => {
    const of = expressionsOf(group, plan, dialect);
    const all: Stated[] = [
      ['file_no', 'file_no'],
      ['weight', 'weight'],
      ['record_no', 'record_no'],
      [of.raw, 'raw'],
      [of.text('person_id'), 'person_id'],
      ...(rows === 'all' ? [] : [['person_no', 'person_no'] as const]),
      ...columns(of),
    ];
    const files =
      rows === 'all' ? dialect.files(group) : dialect.filesOfCandidates(group, of.text('person_id'));
    const written = all.map(
      ([expression, name, parsed]) => `${expression} AS ${parsed === undefined ? name : `${name}_text`}`,
    );
    const parsed = (late: boolean): string[] =>
      all.flatMap(([, name, expression, when]) =>
        expression === undefined || (when === 'late') !== late ? [] : [`${expression} AS ${name}`],
      );
    return `
    SELECT
        ${['*', ...parsed(true)].join('\n      , ')}
    FROM (SELECT
        ${['*', ...parsed(false)].join('\n      , ')}
    FROM (
      SELECT
          ${written.join('\n        , ')}
      FROM ${files} AS file
    ) AS written) AS parsed`;
  });
  return selects.join('\n    UNION ALL');
}

/** The expressions for our columns in one group of files. */
interface Expressions {
  /** The whole record, separated by commas. */
  readonly raw: string;
  /** Whether the files state the column at all. */
  has(column: string): boolean;
  /** As written, less the blanks around it; NULL where there is nothing else. */
  text(column: string): string;
  code(column: string): string;
  date(column: string, name: string): Stated;
  /** Whether both columns hold dates as text, in one format. */
  isTextOfSameFormat(one: string, other: string): boolean;
  status(): string;
  /** Apart from `status`, because it is asked of every row and that only of candidates' rows. */
  isVoided(): string;
  /** Lower-case text in our words: the user's mapping first, then the words themselves; NULL where it is none of `known` (any, if none are given). */
  mapped(column: string, values: Record<string, string> | undefined, known: readonly string[]): string;
}

function expressionsOf(group: FileGroup, plan: TablePlan, dialect: Dialect): Expressions {
  const source = (column: string): ColumnSource | undefined => group.sources.get(column);

  const asWritten = (column: string): string => {
    const from = source(column);
    if (from === undefined) return 'CAST(NULL AS STRING)';
    if (from.from === 'constant') return dialect.literal(from.value);
    return from.type === 'text' ? `c${from.index}` : `CAST(c${from.index} AS STRING)`;
  };
  const text = (column: string): string =>
    source(column) === undefined ? asWritten(column) : dialect.trimmed(asWritten(column));

  const date = (column: string, name: string): Stated => {
    const from = source(column);
    if (from === undefined) return ['CAST(NULL AS STRING)', name, 'CAST(NULL AS DATE)'];
    if (from.from === 'constant') return [dialect.literal(from.value), name, `CAST(${name}_text AS DATE)`];
    if (from.dateFormat === null) return [`CAST(c${from.index} AS DATE)`, name, `${name}_text`];
    // Trimmed only where the sample has padding: elsewhere a padded date is rejected, which nobody can overlook.
    return [
      from.isPadded ? text(column) : asWritten(column),
      name,
      dialect.date(`${name}_text`, from.dateFormat),
    ];
  };

  const mapped: Expressions['mapped'] = (column, values, known) => {
    const lower = `lower(${dialect.trimmed(asWritten(column))})`;
    const words = new Map(known.map((word) => [word, word]));
    for (const [from, to] of Object.entries(values ?? {})) words.set(from.trim().toLowerCase(), to);
    if (words.size === 0) return lower;
    const cases = [...words].map(([from, to]) => `WHEN ${dialect.literal(from)} THEN ${literal(to)}`);
    // CASE and not IN, which DuckDB would turn into a join that it runs for every row.
    return `CASE ${lower} ${cases.join(' ')}${known.length === 0 ? ` ELSE ${lower}` : ''} END`;
  };

  return {
    raw: `concat_ws(',', ${group.columns.map((_, index) => `coalesce(CAST(c${index} AS STRING), '')`).join(', ')})`,
    has: (column) => source(column) !== undefined,
    text,
    date,
    mapped,
    code: (column) => (source(column) === undefined ? asWritten(column) : dialect.code(asWritten(column))),
    isTextOfSameFormat: (one, other) => {
      const [a, b] = [source(one), source(other)];
      return (
        a?.from === 'column' && b?.from === 'column' && a.dateFormat !== null && a.dateFormat === b.dateFormat
      );
    },
    status: () =>
      source('claim_status') === undefined
        ? `'unknown'`
        : `coalesce(${mapped('claim_status', plan.values.claim_status, STATUSES)}, 'unknown')`,
    isVoided: () => {
      const words = Object.entries(plan.values.claim_status ?? {}).filter(([, to]) => to === 'voided');
      const own = plan.values.claim_status?.['voided'] === undefined ? ['voided'] : [];
      const all = [...words.map(([from]) => from.trim().toLowerCase()), ...own];
      return `coalesce(${all.map((word) => `lower(${dialect.trimmed(asWritten('claim_status'))}) = ${dialect.literal(word)}`).join(' OR ') || 'FALSE'}, FALSE)`;
    },
  };
}

function padded(code: string, digits: number): string {
  return `CASE WHEN length(${code}) BETWEEN 1 AND ${digits - 1} THEN lpad(${code}, ${digits}, '0') ELSE ${code} END`;
}

/** An NDC in its eleven digits (5-4-2), from that or a hyphenated ten-digit form; NULL for any other text. */
function elevenDigits(ndc: string, dialect: Dialect): string {
  const part = (from: number, length: number): string => `substr(${ndc}, ${from}, ${length})`;
  return `CASE
        WHEN ${dialect.matches(ndc, '[0-9]{11}')} THEN ${ndc}
        WHEN ${dialect.matches(ndc, '[0-9]{5}-[0-9]{4}-[0-9]{2}')} THEN replace(${ndc}, '-', '')
        WHEN ${dialect.matches(ndc, '[0-9]{4}-[0-9]{4}-[0-9]{2}')} THEN concat('0', replace(${ndc}, '-', ''))
        WHEN ${dialect.matches(ndc, '[0-9]{5}-[0-9]{3}-[0-9]{2}')} THEN concat(${part(1, 5)}, '0', ${part(7, 3)}, ${part(11, 2)})
        WHEN ${dialect.matches(ndc, '[0-9]{5}-[0-9]{4}-[0-9]{1}')} THEN concat(${part(1, 5)}, ${part(7, 4)}, '0', ${part(12, 1)})
      END`;
}
