import { type CellKind, MISSHAPEN } from '../../codes/readings.js';
import {
  type Column,
  DIAGNOSES,
  MEDICAL_CLAIM,
  MODIFIERS,
  PROCEDURES,
  type Table,
} from '../../inputs/tables/columns.js';
import type { FileGroup, TablePlan } from '../../inputs/tables/plan.js';
import { arePlain, elevenDigits, firstCode, plainCell, readCell, readClosely, readId } from './code-cells.js';
import { type Dialect, digitsOf, idOfNumber, literal } from './dialect.js';
import { benefitOf, isUnsaidBenefit, isVoidedBy, payerOf, statusOf } from './mapped-words.js';
import { BILL_FREQUENCY, billFrequency } from './reversals.js';
import { isInRelation } from './stated-columns.js';
import { statedDay, statedText } from './stated-days.js';
import { readText, readWord } from './words.js';

/**
 * A column of a cleaned relation: an expression and its name. Text to parse is first read as written, at step
 * 0, so that the parsing at a later step refers to one column several times. An expression in its place would
 * be copied each time, and engines take long to plan such long queries.
 */
export interface CleanedColumn {
  readonly name: string;
  readonly expression: string;
  /** An expression may refer to columns of earlier steps. */
  readonly step: (typeof STEPS)[number];
}

export const STEPS = [0, 1, 2, 3] as const;

/** Columns of these kinds are in the relation twice: as written, and parsed. */
const PARSED: readonly Column['kind'][] = ['date', 'drug'];

/** The name of the column with the text as written; the column is NULL if blank. */
export function writtenAs(name: string, { columns }: Table): string {
  const isParsed = columns.some((column) => column.name === name && PARSED.includes(column.kind));
  return isParsed ? textName(name) : name;
}

/** The name of a column with the text as written, of a code column or a parsed one. */
export function textName(name: string): string {
  return `${name}_text`;
}

/** The name of a column as in the file, before values that mean "no date" are removed. */
function asWrittenName(name: string): string {
  return `${name}_written`;
}

/** The name of a column's word, in lower case. */
function wordName(name: string): string {
  return `${name}_lower`;
}

/** Whether a date column holds something that is not a date. */
export function isNoDate(column: string): string {
  return `(${column} > DATE '9999-12-31' OR ${column} IS NULL AND ${textName(column)} IS NOT NULL)`;
}

/** The column that holds the text of a cell whose word is not one of ours; NULL where there is none. */
export function unmappedWordOf(column: string): string {
  return `${column}_word`;
}

/**
 * The column with the names, separated by blanks, of a row's date columns that hold a value meaning "no
 * date".
 */
export const NO_DATES = 'no_dates';

/** The column of enrollment rows that says whether their medical benefit is blank, and read as yes for that. */
export const IS_UNSAID_BENEFIT = 'is_unsaid_benefit';

/** The columns of the table's relation as the files of a group state them, cleaned by kind; NULL if they lack one. */
export function cleanedColumns(group: FileGroup, plan: TablePlan, dialect: Dialect): CleanedColumn[] {
  const files = new GroupExpressions(group, plan, dialect);
  const columns = plan.table.columns.filter(({ name }) => isInRelation(name, plan));
  const families = FAMILIES.map((family) => ({
    ...family,
    names: family.names.filter((name) => columns.some((column) => column.name === name)),
  })).filter(({ names }) => names.length > 0);
  const single = columns.filter(({ name }) => !families.some(({ names }) => names.includes(name)));
  return [
    ...single.flatMap((column) => cleaned(column, files, dialect)),
    ...families.flatMap((family) => cleanedFamily(family, files, dialect)),
    ...(plan.table === MEDICAL_CLAIM ? [files.billFrequency()] : []),
    { name: NO_DATES, expression: files.noDates(columns), step: 2 },
  ];
}

/** A column as text, trimmed; NULL if blank. */
export function textOf(column: string, group: FileGroup, plan: TablePlan, dialect: Dialect): string {
  return new GroupExpressions(group, plan, dialect).text(column);
}

/** A column as an id. */
export function idOf(column: string, group: FileGroup, plan: TablePlan, dialect: Dialect): string {
  return new GroupExpressions(group, plan, dialect).id(column);
}

/**
 * The principal diagnosis and the procedure with the full content of their cells, and the other diagnoses if
 * one is odd.
 */
export const PRINCIPAL_CELL = cellName(DIAGNOSES[0] ?? '');
export const PROCEDURE_CELL = cellName('hcpcs_code');
export const DIAGNOSIS_CELLS = 'diagnosis_cells';

/** Columns of one kind that are mostly blank, and are therefore checked together. */
interface Family {
  readonly names: readonly string[];
  readonly kind: CellKind;
  /** The name for the cells of a row that are not all plain, as an array. */
  readonly cells: string;
  /** What is kept of a cell with several codes. */
  readonly keeps: 'the first' | 'all';
}

const FAMILIES: readonly Family[] = [
  // Not the principal diagnosis, which is also read in rows where nothing else is.
  { names: DIAGNOSES.slice(1), kind: 'diagnosis', cells: DIAGNOSIS_CELLS, keeps: 'the first' },
  { names: PROCEDURES, kind: 'icd_procedure', cells: 'procedure_cells', keeps: 'the first' },
  { names: MODIFIERS, kind: 'modifier', cells: 'modifier_cells', keeps: 'all' },
];

function cleanedFamily(
  { names, kind, cells, keeps }: Family,
  files: GroupExpressions,
  dialect: Dialect,
): CleanedColumn[] {
  const stated = names.filter((name) => files.states(name)).map(textName);
  // Without any column, skip the patterns: engines take a while to prepare each one.
  const all =
    stated.length === 0
      ? dialect.array(['CAST(NULL AS STRING)'])
      : dialect.mapped(dialect.array(stated), (cell) => readClosely(kind, cell, dialect));
  const columns = names.map((name): CleanedColumn => {
    const place = stated.indexOf(textName(name));
    if (place < 0) return { name, expression: textName(name), step: 2 };
    const cell = dialect.element(cells, place + 1);
    const closely = keeps === 'all' ? cell : firstCode(cell);
    const expression = `CASE WHEN ${cells} IS NULL THEN ${plainCell(kind, textName(name))} ELSE ${closely} END`;
    return { name, expression, step: 2 };
  });
  return [
    ...names.map((name): CleanedColumn => ({ name: textName(name), expression: files.code(name), step: 0 })),
    {
      name: cells,
      expression: `CASE WHEN ${arePlain(kind, stated, dialect)} THEN NULL ELSE ${all} END`,
      step: 1,
    },
    ...columns,
  ];
}

function cleaned(column: Column, files: GroupExpressions, dialect: Dialect): CleanedColumn[] {
  const { name } = column;
  const { values } = files;
  const plain = (expression: string, alias: string = name): CleanedColumn => {
    return { name: alias, expression, step: 0 };
  };
  switch (column.kind) {
    case 'text':
      return [plain(files.text(name))];
    case 'id':
      return [plain(files.id(name))];
    case 'word':
      return [plain(`lower(${files.guarded(name)})`)];
    case 'code': {
      const cell = readCell(column.cell ?? 'procedure', textName(name), dialect);
      return [
        plain(files.code(name), textName(name)),
        { name: cellName(name), expression: files.states(name) ? cell : textName(name), step: 1 },
        { name, expression: firstCode(cellName(name)), step: 2 },
      ];
    }
    case 'number':
      return [plain(dialect.integer(files.guarded(name)))];
    case 'drug': {
      const written = asWrittenName(name);
      const cell = cellName(name);
      return [
        plain(files.code(name), written),
        { name: cell, expression: readCell('drug', written, dialect), step: 1 },
        // A cell that is not an NDC is examined as written, to find out why.
        {
          name: textName(name),
          expression: `CASE WHEN ${cell} = ${literal(MISSHAPEN)} THEN ${dialect.trimmed(written)} ELSE ${cell} END`,
          step: 2,
        },
        { name, expression: elevenDigits(cell, dialect), step: 2 },
      ];
    }
    case 'date':
      return files.date(column);
    case 'status': {
      // Whether a row is voided is a separate column, because every row needs it, and the status is read only
      // for candidates.
      const status = statusOf(wordName(name), values, dialect);
      return [
        ...files.word(name, files.states(name) ? `coalesce(${status}, 'unknown')` : `'unknown'`, status),
        { name: 'is_voided', expression: isVoidedBy(wordName(name), values, dialect), step: 1 },
      ];
    }
    case 'payer': {
      const payer = payerOf(wordName(name), values, dialect);
      return files.word(name, payer, payer);
    }
    case 'benefit': {
      const benefit = benefitOf(wordName(name), values, dialect);
      // NULL where the file has no such column.
      const isUnsaid = isUnsaidBenefit(wordName(name), values, dialect);
      return [
        ...files.word(name, benefit, benefit),
        {
          name: IS_UNSAID_BENEFIT,
          expression: files.states(name) ? isUnsaid : 'CAST(NULL AS BOOLEAN)',
          step: 1,
        },
      ];
    }
  }
}

/** The name of a code column's cell after reading, with its full content. */
function cellName(name: string): string {
  return `${name}_cell`;
}

/** The expressions for our columns in one group of files. */
class GroupExpressions {
  readonly values: TablePlan['values'];

  constructor(
    private readonly group: FileGroup,
    plan: TablePlan,
    private readonly dialect: Dialect,
  ) {
    this.values = plan.values;
  }

  text(column: string): string {
    return this.states(column) ? readText(this.asWritten(column), this.dialect) : this.asWritten(column);
  }

  /** A word or a number, also without the guards around it. */
  guarded(column: string): string {
    return this.states(column) ? readWord(this.asWritten(column), this.dialect) : this.asWritten(column);
  }

  /** A code as written; a number keeps the mark of one, because it may have lost zeros. */
  code(column: string): string {
    const source = this.group.sources.get(column);
    return source?.from === 'column' && source.type === 'number'
      ? this.dialect.numberText(`c${source.index}`)
      : this.asWritten(column);
  }

  id(column: string): string {
    if (!this.states(column)) return this.asWritten(column);
    const source = this.group.sources.get(column);
    const isNumber = source?.from === 'column' && source.type === 'number';
    const text = isNumber ? idOfNumber(`c${source.index}`, this.dialect) : this.asWritten(column);
    return readId(text, this.dialect);
  }

  states(column: string): boolean {
    return this.group.sources.has(column);
  }

  date(column: Column): CleanedColumn[] {
    const { name, oftenLike } = column;
    const { written, stated, parsed } = this.ownDate(column);
    const texts: CleanedColumn[] = [
      { name: asWrittenName(name), expression: written, step: 0 },
      { name: textName(name), expression: stated, step: 1 },
    ];
    if (oftenLike === undefined) return [...texts, { name, expression: parsed, step: 2 }];
    const like = `CASE WHEN ${textName(name)} = ${textName(oftenLike)} THEN ${oftenLike} ELSE ${parsed} END`;
    // At step 3 in every group if in one: groups are combined by column order.
    return [...texts, { name, expression: this.areWrittenAlike(name, oftenLike) ? like : parsed, step: 3 }];
  }

  /** Our word for a cell, and the file's own word if it `means` nothing to us. */
  word(name: string, ours: string, means: string): CleanedColumn[] {
    const strange = this.states(name)
      ? `CASE WHEN ${means} IS NULL THEN left(${wordName(name)}, ${MOST_OF_WORD}) END`
      : 'CAST(NULL AS STRING)';
    return [
      { name: wordName(name), expression: `lower(${readWord(this.asWritten(name), this.dialect)})`, step: 0 },
      { name, expression: ours, step: 1 },
      { name: unmappedWordOf(name), expression: strange, step: 1 },
    ];
  }

  billFrequency(): CleanedColumn {
    const isAsked = this.group.sources.has('bill_type_code') && this.group.areVersionsSettled !== true;
    const code = firstCode(cellName('bill_type_code'));
    return {
      name: BILL_FREQUENCY,
      expression: isAsked ? billFrequency(code) : 'CAST(NULL AS STRING)',
      step: 2,
    };
  }

  /** The names of the date columns that hold a value meaning "no date". */
  noDates(columns: readonly Column[]): string {
    const tests = columns.flatMap(({ name, kind }) => {
      const source = this.group.sources.get(name);
      if (kind !== 'date' || source?.from !== 'column') return [];
      const written = asWrittenName(name);
      const isBlank = source.dateFormat === null ? '' : ` AND ${readWord(written, this.dialect)} IS NOT NULL`;
      return [
        `CASE WHEN ${textName(name)} IS NULL AND ${written} IS NOT NULL${isBlank} THEN ${literal(name)} END`,
      ];
    });
    return tests.length === 0 ? 'CAST(NULL AS STRING)' : `nullif(concat_ws(' ', ${tests.join(', ')}), '')`;
  }

  private asWritten(column: string): string {
    const source = this.group.sources.get(column);
    if (source === undefined) return 'CAST(NULL AS STRING)';
    if (source.from === 'constant') return this.dialect.literal(source.value);
    return source.type === 'text' ? `c${source.index}` : `CAST(c${source.index} AS STRING)`;
  }

  /** A date as in the file, the same as text without values that mean "no date", and the day. */
  private ownDate({ name, noDays }: Column): Readonly<Record<'written' | 'stated' | 'parsed', string>> {
    const source = this.group.sources.get(name);
    const written = asWrittenName(name);
    const [own, text] = [this.asWritten(name), textName(name)];
    if (source === undefined) return { written: own, stated: written, parsed: 'CAST(NULL AS DATE)' };
    if (source.from === 'constant') return { written: own, stated: written, parsed: `CAST(${text} AS DATE)` };
    if (source.dateFormat === null) {
      const day = `CAST(c${source.index} AS DATE)`;
      return { written: day, stated: statedDay(written, noDays, this.dialect), parsed: text };
    }
    return {
      written: source.type === 'number' ? digitsOf(`c${source.index}`) : own,
      stated: statedText(written, source.dateFormat, noDays, this.dialect),
      parsed: this.dialect.date(text, source.dateFormat),
    };
  }

  /** Whether both columns hold dates as text, in one format. */
  private areWrittenAlike(one: string, other: string): boolean {
    const [a, b] = [this.group.sources.get(one), this.group.sources.get(other)];
    if (a?.from !== 'column' || b?.from !== 'column') return false;
    return a.dateFormat !== null && a.dateFormat === b.dateFormat;
  }
}

/** The most characters that messages show of an unknown word. */
const MOST_OF_WORD = 40;
