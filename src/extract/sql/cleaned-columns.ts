import { type CellKind, MISSHAPEN } from '../../codes/readings.js';
import {
  CLAIM_STATUSES,
  type Column,
  DIAGNOSES,
  MODIFIERS,
  PAYER_TYPES,
  PROCEDURES,
  type Table,
} from '../../inputs/tables/columns.js';
import type { FileGroup, TablePlan } from '../../inputs/tables/plan.js';
import { arePlain, firstCode, plainCell, readCell, readClosely, readId } from './code-cells.js';
import { type Dialect, literal } from './dialect.js';

/**
 * A column of a cleaned relation: an expression and the name it gets. What is parsed is first taken as it is written, at step
 * 0, so that the parsing, at step 1 or 2, has one column to look at several times.
 */
export interface CleanedColumn {
  readonly name: string;
  readonly expression: string;
  /** An expression may refer to columns of earlier steps. */
  readonly step: 0 | 1 | 2;
}

/** Columns of these kinds stand in the relation twice: as they are written, and parsed. */
const PARSED: readonly Column['kind'][] = ['date', 'drug'];

/** The name under which a column stands as it is written; NULL where nothing is. */
export function writtenAs(name: string, { columns }: Table): string {
  const isParsed = columns.some((column) => column.name === name && PARSED.includes(column.kind));
  return isParsed ? textName(name) : name;
}

function textName(name: string): string {
  return `${name}_text`;
}

/** Whether something is written in a date column that is no date. */
export function isNoDate(column: string): string {
  return `(${column} > DATE '9999-12-31' OR ${column} IS NULL AND ${textName(column)} IS NOT NULL)`;
}

/** Every column of the table as the files of a group state it, cleaned by its kind; NULL where they have it not. */
export function cleanedColumns(group: FileGroup, plan: TablePlan, dialect: Dialect): CleanedColumn[] {
  const files = new GroupExpressions(group, plan, dialect);
  const families = FAMILIES.filter(({ names }) => plan.table.columns.some(({ name }) => name === names[0]));
  const single = plan.table.columns.filter(({ name }) => !families.some(({ names }) => names.includes(name)));
  return [
    ...single.flatMap((column) => cleaned(column, files, dialect)),
    ...families.flatMap((family) => cleanedFamily(family, files, dialect)),
  ];
}

/** A column as it is written, less the blanks around it; NULL where there is nothing else. */
export function textOf(column: string, group: FileGroup, plan: TablePlan, dialect: Dialect): string {
  return new GroupExpressions(group, plan, dialect).text(column);
}

/** A column as an id. */
export function idOf(column: string, group: FileGroup, plan: TablePlan, dialect: Dialect): string {
  return new GroupExpressions(group, plan, dialect).id(column);
}

/** The principal diagnosis and the procedure with all that stands in their cells, and the other diagnoses where one is odd. */
export const PRINCIPAL_CELL = cellName(DIAGNOSES[0] ?? '');
export const PROCEDURE_CELL = cellName('hcpcs_code');
export const DIAGNOSIS_CELLS = 'diagnosis_cells';

/** Columns of one kind, most of which are blank in most rows, so that they are looked at together. */
interface Family {
  readonly names: readonly string[];
  readonly kind: CellKind;
  /** The name for the cells of a row that are not all plain, as an array. */
  readonly cells: string;
  /** What is kept of a cell with several codes. */
  readonly keeps: 'the first' | 'all';
}

const FAMILIES: readonly Family[] = [
  // Not the principal one, which is asked for in rows of which nothing else is.
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
  const all = dialect.mapped(dialect.array(stated.length === 0 ? ['CAST(NULL AS STRING)'] : stated), (cell) =>
    readClosely(kind, cell, dialect),
  );
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
  const plain = (expression: string, alias: string = name): CleanedColumn => {
    return { name: alias, expression, step: 0 };
  };
  switch (column.kind) {
    case 'text':
      return [plain(files.text(name))];
    case 'id':
      return [plain(files.id(name))];
    case 'word':
      return [plain(`lower(${files.text(name)})`)];
    case 'code': {
      const cell = readCell(column.cell ?? 'procedure', textName(name), dialect);
      return [
        plain(files.code(name), textName(name)),
        { name: cellName(name), expression: cell, step: 1 },
        { name, expression: firstCode(cellName(name)), step: 2 },
      ];
    }
    case 'number':
      return [plain(dialect.integer(files.text(name)))];
    case 'drug': {
      const written = `${name}_written`;
      const cell = cellName(name);
      return [
        plain(files.code(name), written),
        { name: cell, expression: readCell('drug', written, dialect), step: 1 },
        // What is no NDC is looked at as it is written, to say why.
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
    case 'status':
      // Whether it is voided stands apart, because that is asked of every row, and the status of candidates' rows only.
      return [plain(files.status(name)), plain(files.isVoided(name), 'is_voided')];
    case 'payer':
      return [plain(files.payer(name))];
    case 'benefit':
      return [plain(files.benefit(name))];
  }
}

/** The name of a code column's cell once it is read, with all that it holds. */
function cellName(name: string): string {
  return `${name}_cell`;
}

/** The expressions for our columns in one group of files. */
class GroupExpressions {
  private readonly values: TablePlan['values'];

  constructor(
    private readonly group: FileGroup,
    plan: TablePlan,
    private readonly dialect: Dialect,
  ) {
    this.values = plan.values;
  }

  text(column: string): string {
    const isStated = this.group.sources.has(column);
    return isStated ? this.dialect.trimmed(this.asWritten(column)) : this.asWritten(column);
  }

  /** A code as it is written; a number with the mark of one, because it may have lost zeros. */
  code(column: string): string {
    const source = this.group.sources.get(column);
    return source?.from === 'column' && source.type === 'number'
      ? this.dialect.numberText(`c${source.index}`)
      : this.asWritten(column);
  }

  id(column: string): string {
    return this.states(column) ? readId(this.code(column), this.dialect) : this.asWritten(column);
  }

  states(column: string): boolean {
    return this.group.sources.has(column);
  }

  date({ name, oftenLike }: Column): CleanedColumn[] {
    const { expression, parsed } = this.ownDate(name);
    const written = { name: textName(name), expression, step: 0 } as const;
    if (oftenLike === undefined) return [written, { name, expression: parsed, step: 1 }];
    const like = `CASE WHEN ${textName(name)} = ${textName(oftenLike)} THEN ${oftenLike} ELSE ${parsed} END`;
    // At step 2 in any group, if in one: groups are put together by the order of their columns.
    return [written, { name, expression: this.areWrittenAlike(name, oftenLike) ? like : parsed, step: 2 }];
  }

  status(column: string): string {
    if (!this.group.sources.has(column)) return `'unknown'`;
    return `coalesce(${this.mapped(column, this.values.claim_status, CLAIM_STATUSES)}, 'unknown')`;
  }

  isVoided(column: string): string {
    const values = this.values.claim_status ?? {};
    const words = Object.entries(values).flatMap(([from, to]) => (to === 'voided' ? [normal(from)] : []));
    const all = values['voided'] === undefined ? [...words, 'voided'] : words;
    const tests = all.map((word) => `${this.lower(column)} = ${this.dialect.literal(word)}`);
    return `coalesce(${tests.join(' OR ') || 'FALSE'}, FALSE)`;
  }

  payer(column: string): string {
    return this.mapped(column, this.values.payer_type, PAYER_TYPES);
  }

  /** Cover is medical unless the file says otherwise in a word that means "no". */
  benefit(column: string): string {
    const no = ['false', 'f', '0', 'no', 'n'].map((word) => `WHEN ${literal(word)} THEN FALSE`);
    return `CASE ${this.mapped(column, this.values.medical_benefit, [])} ${no.join(' ')} ELSE TRUE END`;
  }

  private asWritten(column: string): string {
    const source = this.group.sources.get(column);
    if (source === undefined) return 'CAST(NULL AS STRING)';
    if (source.from === 'constant') return this.dialect.literal(source.value);
    return source.type === 'text' ? `c${source.index}` : `CAST(c${source.index} AS STRING)`;
  }

  private ownDate(name: string): { readonly expression: string; readonly parsed: string } {
    const source = this.group.sources.get(name);
    const written = this.asWritten(name);
    if (source === undefined) return { expression: written, parsed: 'CAST(NULL AS DATE)' };
    if (source.from === 'constant') return { expression: written, parsed: `CAST(${textName(name)} AS DATE)` };
    if (source.dateFormat === null)
      return { expression: `CAST(c${source.index} AS DATE)`, parsed: textName(name) };
    // Trimmed only where the sample has padding: elsewhere a padded date is rejected, which nobody can overlook.
    const expression = source.isPadded ? this.dialect.trimmed(written) : written;
    return { expression, parsed: this.dialect.date(textName(name), source.dateFormat) };
  }

  /** Whether both columns hold dates as text, in one format. */
  private areWrittenAlike(one: string, other: string): boolean {
    const [a, b] = [this.group.sources.get(one), this.group.sources.get(other)];
    if (a?.from !== 'column' || b?.from !== 'column') return false;
    return a.dateFormat !== null && a.dateFormat === b.dateFormat;
  }

  /**
   * Lower-case text in our words: the user's mapping first, then the words themselves; NULL for any other than those `known`
   * (any, if none are given).
   */
  private mapped(
    column: string,
    values: Readonly<Record<string, string>> | undefined,
    known: readonly string[],
  ): string {
    const lower = this.lower(column);
    const words = new Map(known.map((word) => [word, word]));
    for (const [from, to] of Object.entries(values ?? {})) words.set(normal(from), to);
    if (words.size === 0) return lower;
    const cases = [...words].map(([from, to]) => `WHEN ${this.dialect.literal(from)} THEN ${literal(to)}`);
    // CASE and not IN, which DuckDB would turn into a join that it runs for every row.
    return `CASE ${lower} ${cases.join(' ')}${known.length === 0 ? ` ELSE ${lower}` : ''} END`;
  }

  private lower(column: string): string {
    return `lower(${this.dialect.trimmed(this.asWritten(column))})`;
  }
}

/** A word of the user's mapping as the files' are compared with it. */
function normal(word: string): string {
  return word.trim().toLowerCase();
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
