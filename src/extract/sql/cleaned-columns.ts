import { CLAIM_STATUSES, type Column, PAYER_TYPES, type Table } from '../../inputs/tables/columns.js';
import type { FileGroup, TablePlan } from '../../inputs/tables/plan.js';
import { type Dialect, literal } from './dialect.js';

/**
 * A column of a cleaned relation: an expression and the name it gets. What is parsed is first taken as it is written,
 * under `<name>_text`, so that the parsing has one column to look at several times.
 */
export interface CleanedColumn {
  readonly name: string;
  readonly writtenName: string;
  readonly expression: string;
  /** Null for what needs no parsing. */
  readonly parsed: string | null;
  /** Whether the parsing refers to what was parsed before. */
  readonly isLate: boolean;
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
  return plan.table.columns.flatMap((column) => cleaned(column, files, dialect));
}

/** A column as it is written, less the blanks around it; NULL where there is nothing else. */
export function textOf(column: string, group: FileGroup, plan: TablePlan, dialect: Dialect): string {
  return new GroupExpressions(group, plan, dialect).text(column);
}

function cleaned(column: Column, files: GroupExpressions, dialect: Dialect): CleanedColumn[] {
  const { name } = column;
  const plain = (expression: string, alias: string = name): CleanedColumn => {
    return { name: alias, writtenName: alias, expression, parsed: null, isLate: false };
  };
  switch (column.kind) {
    case 'text':
      return [plain(files.text(name))];
    case 'word':
      return [plain(`lower(${files.text(name)})`)];
    case 'code':
      return [plain(padded(files.code(name), column.digits))];
    case 'number':
      return [plain(dialect.integer(files.text(name)))];
    case 'drug': {
      const parsed = elevenDigits(textName(name), dialect);
      return [{ name, writtenName: textName(name), expression: files.text(name), parsed, isLate: false }];
    }
    case 'date':
      return [files.date(column)];
    case 'status':
      // Whether it is voided stands apart, because that is asked of every row, and the status of candidates' rows only.
      return [plain(files.status(name)), plain(files.isVoided(name), 'is_voided')];
    case 'payer':
      return [plain(files.payer(name))];
    case 'benefit':
      return [plain(files.benefit(name))];
  }
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

  code(column: string): string {
    const isStated = this.group.sources.has(column);
    return isStated ? this.dialect.code(this.asWritten(column)) : this.asWritten(column);
  }

  date({ name, oftenLike }: Column): CleanedColumn {
    const { expression, parsed } = this.ownDate(name);
    const written = { name, writtenName: textName(name), expression };
    if (oftenLike === undefined) return { ...written, parsed, isLate: false };
    const like = `CASE WHEN ${textName(name)} = ${textName(oftenLike)} THEN ${oftenLike} ELSE ${parsed} END`;
    // Late in any group, if in one: groups are put together by the order of their columns.
    return { ...written, parsed: this.areWrittenAlike(name, oftenLike) ? like : parsed, isLate: true };
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

function padded(code: string, digits: number | undefined): string {
  if (digits === undefined) return code;
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
