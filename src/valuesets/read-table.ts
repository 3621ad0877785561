import type { CodeSystem } from '../timeline/person.js';
import { codeProblem, isPattern, normalizeCode } from './code.js';
import { codeSystemNamed, mayBeRead } from './code-systems.js';
import type { CodeYears } from './code-years.js';
import type { CodeCollector } from './collect.js';
import type { CsvRecord } from './csv.js';
import type { Columns, TableKind } from './headings.js';
import { DEMONSTRATION_VERSION } from './open.js';
import { normalSetName, normalVersion } from './set-text.js';
import { type DirectoryWarning, UnusableRows } from './warnings.js';

/** What a table says about one set, besides its codes. */
export interface SetMention {
  readonly name: string;
  readonly oid: string;
  readonly version: string;
  readonly demonstration: boolean;
}

/** Codes of one set and system that have the same fault; the first is named, all are counted. */
export interface CodeFault {
  readonly set: string;
  readonly system: CodeSystem;
  /** The first of them as written, and its location. */
  readonly text: string;
  readonly place: string;
  count: number;
}

/** A row of a table of measures: it may name several measures ("AAB, LBP"), or one by its long name alone. */
export interface Listing {
  readonly set: string;
  readonly measure: string;
  readonly measureName: string;
}

export interface TableFacts {
  readonly kind: TableKind;
  readonly mentions: readonly SetMention[];
  /**
   * For a table of measures: the sets, and the measures that they are listed for; null for a table of codes.
   */
  readonly listings: readonly Listing[] | null;
  readonly skipped: ReadonlyMap<string, number>;
  /** Codes that do not fit their system. */
  readonly misshapen: readonly CodeFault[];
  /** Codes that a set has twice. */
  readonly repeated: readonly CodeFault[];
  /** Rows that lack a name, a code or a code system that we know, by what they lack. */
  readonly incomplete: readonly DirectoryWarning[];
  /** The codes in `misshapen`, by what is wrong with them. */
  readonly unreadable: readonly DirectoryWarning[];
}

/**
 * Reads the rows of a table. In a table of codes, each row is a listed code, skipped for its code system, or
 * unusable; a table of measures says which measures use a set.
 */
export class TableReader {
  rows = 0;
  private readonly mentions = new Map<string, SetMention>();
  private readonly listings: Listing[] = [];
  private readonly skipped = new Map<string, number>();
  private readonly incomplete: UnusableRows;
  private readonly unreadable: UnusableRows;
  private readonly misshapen = new Map<string, CodeFault>();
  private readonly repeated = new Map<string, CodeFault>();
  // Tables name the same few sets and systems on many thousand rows.
  private lastMention: SetMention | undefined;
  private readonly systems = new Map<string, CodeSystem | null>();
  private readonly names = new Map<string, string>();
  private readonly isOfMeasures: boolean;

  /** @param place the file, and the sheet if any, as messages name it */
  constructor(
    private readonly columns: Columns,
    private readonly place: string,
    private readonly codes: CodeCollector,
    private readonly years: CodeYears,
  ) {
    this.incomplete = new UnusableRows(place);
    this.unreadable = new UnusableRows(place);
    this.isOfMeasures = columns.kind.startsWith('measures');
  }

  read(row: CsvRecord): void {
    this.rows += 1;
    if (this.isOfMeasures) this.readMeasure(row.cells);
    else this.readCode(row);
  }

  result(): TableFacts {
    return {
      kind: this.columns.kind,
      mentions: [...this.mentions.values()],
      listings: this.isOfMeasures ? this.listings : null,
      skipped: this.skipped,
      misshapen: [...this.misshapen.values()],
      repeated: [...this.repeated.values()],
      incomplete: this.incomplete.warnings(),
      unreadable: this.unreadable.warnings(),
    };
  }

  private readMeasure(cells: readonly string[]): void {
    const { name, measure, measureName } = this.columns;
    const set = this.nameOf(cell(cells, name));
    if (set !== '')
      this.listings.push({ set, measure: cell(cells, measure), measureName: cell(cells, measureName) });
  }

  private readCode({ line, cells }: CsvRecord): void {
    const name = this.nameOf(cell(cells, this.columns.name));
    const text = cell(cells, this.columns.code);
    if (name === '' || text === '') {
      this.incomplete.add(line, `the ${name === '' ? 'name' : 'code'} is blank`, '');
      return;
    }
    this.mention(name, cell(cells, this.columns.oid), normalVersion(cell(cells, this.columns.version)));
    const systemName = this.columns.system === -1 ? 'NDC' : cell(cells, this.columns.system);
    const system = this.systemNamed(systemName);
    if (system === null) {
      const label = systemName === '' ? '(blank)' : systemName;
      this.skipped.set(label, (this.skipped.get(label) ?? 0) + 1);
      if (mayBeRead(systemName)) this.incomplete.add(line, strangeSystem(systemName), '');
      return;
    }
    const found = normalizeCode(system, text);
    const code = isPattern(system, text) && !this.isDiagnosis(found) ? null : found;
    if (code !== null && this.codes.add(system, code, name)) return;
    if (code === null) this.unreadable.add(line, `no ${system} code: ${codeProblem(system, text)}`, text);
    const faults = code === null ? this.misshapen : this.repeated;
    count(faults, { set: name, system, text, place: `${this.place}:${line}` });
  }

  /** A mark behind a code that is whole (`M54.50*`) points to a note, and stands for no other codes. */
  private isDiagnosis(code: string | null): boolean {
    return code !== null && this.years.lifeOf(code) !== null;
  }

  private mention(name: string, oid: string, version: string): void {
    const last = this.lastMention;
    if (last?.name === name && last.oid === oid && last.version === version) return;
    const key = `${name}\t${oid}\t${version}`;
    const demonstration = version.startsWith(DEMONSTRATION_VERSION);
    this.lastMention = this.mentions.get(key) ?? { name, oid, version, demonstration };
    this.mentions.set(key, this.lastMention);
  }

  private nameOf(text: string): string {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    const name = normalSetName(text);
    this.names.set(text, name);
    return name;
  }

  private systemNamed(name: string): CodeSystem | null {
    const known = this.systems.get(name);
    if (known !== undefined) return known;
    const system = codeSystemNamed(name);
    this.systems.set(name, system);
    return system;
  }
}

function strangeSystem(name: string): string {
  return name === '' ? 'the code system is blank' : `no rule reads the code system "${name}"`;
}

function count(faults: Map<string, CodeFault>, fault: Omit<CodeFault, 'count'>): void {
  const key = `${fault.system}\t${fault.set}`;
  const known = faults.get(key);
  if (known === undefined) faults.set(key, { ...fault, count: 1 });
  else known.count += 1;
}

function cell(cells: readonly string[], column: number): string {
  return cells[column]?.trim() ?? '';
}
