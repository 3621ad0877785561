import { basename } from 'node:path';
import type { CodeSystem } from '../measure/timeline.js';
import { codeProblem, normalizeCode } from './code.js';
import { codeSystemNamed } from './code-systems.js';
import type { CodeCollector } from './collect.js';
import type { CsvRecord } from './csv.js';
import type { FoundFile } from './find-files.js';
import { type Columns, recogniseColumns, type SetKind } from './headings.js';
import { DEMONSTRATION_VERSION, isOpen } from './open.js';
import { byCodeUnit } from './order.js';
import { noRows, type OpenTable, openTable } from './table.js';
import { type DirectoryWarning, UnusableRows } from './warnings.js';

/** A file as the manifest names it. */
export interface DirectoryFile {
  /** As given, or as found below a given folder. */
  readonly path: string;
  readonly name: string;
  /** The set versions that its rows name, sorted; none in a crosswalk. */
  readonly versions: readonly string[];
  readonly bytes: number;
  readonly sha256: string;
  /** `open` where every row has a version of the open sets, whether they were asked for or given by path. */
  readonly origin: 'open' | 'given';
}

/** What a file says about one set, besides its codes. */
export interface SetMention {
  readonly name: string;
  readonly oid: string;
  readonly version: string;
  readonly demonstration: boolean;
}

export interface ReadFile {
  readonly kind: SetKind;
  readonly file: DirectoryFile;
  readonly mentions: readonly SetMention[];
  /** Rows of code systems that are not read, by the system's name as written. */
  readonly skipped: ReadonlyMap<string, number>;
  readonly warnings: readonly DirectoryWarning[];
}

/**
 * Reads files of value sets or medication lists, putting their codes into `codes`.
 *
 * @throws LbpError E101, E203 or E204, as `openTable` says; E201, as `recogniseColumns` says
 */
export async function readSetFiles(files: readonly FoundFile[], codes: CodeCollector): Promise<ReadFile[]> {
  const tables = await Promise.all(files.map(async (found) => ({ found, table: await openTable(found) })));
  return tables.map(({ found, table }) => readSetTable(found, table, codes));
}

function readSetTable(found: FoundFile, table: OpenTable, codes: CodeCollector): ReadFile {
  const { headings, rows, bytes, sha256 } = table;
  const columns = recogniseColumns(headings, found.label);
  const reader = new RowReader(columns, found.label, codes);
  for (const row of rows) reader.read(row);
  if (reader.rows === 0) throw noRows(found.label);

  const mentions = [...reader.mentions.values()];
  const versions = [...new Set(mentions.map((mention) => mention.version))].filter(
    (version) => version !== '',
  );
  return {
    kind: columns.kind,
    file: {
      path: found.label,
      name: basename(found.path),
      versions: versions.sort(byCodeUnit),
      bytes,
      sha256,
      origin: isOpen(versions) ? 'open' : 'given',
    },
    mentions,
    skipped: reader.skipped,
    warnings: reader.unusable.warnings(),
  };
}

/** Reads a file's rows: each is a listed code, skipped for its code system, or unusable. */
class RowReader {
  rows = 0;
  readonly mentions = new Map<string, SetMention>();
  readonly skipped = new Map<string, number>();
  readonly unusable: UnusableRows;
  // Files name the same few sets and systems on many thousand rows.
  private lastMention: SetMention | undefined;
  private readonly systems = new Map<string, CodeSystem | null>();

  constructor(
    private readonly columns: Columns,
    path: string,
    private readonly codes: CodeCollector,
  ) {
    this.unusable = new UnusableRows(path);
  }

  read({ line, cells }: CsvRecord): void {
    this.rows += 1;
    const name = cell(cells, this.columns.name);
    const text = cell(cells, this.columns.code);
    if (name === '' || text === '') {
      this.unusable.add(line, `the ${name === '' ? 'name' : 'code'} is blank`, '');
      return;
    }
    this.mention(name, cell(cells, this.columns.oid), cell(cells, this.columns.version));
    const systemName = cell(cells, this.columns.system);
    const system = this.systemNamed(systemName);
    if (system === null) {
      const label = systemName === '' ? '(blank)' : systemName;
      this.skipped.set(label, (this.skipped.get(label) ?? 0) + 1);
      return;
    }
    const code = normalizeCode(system, text);
    if (code === null) this.unusable.add(line, `no ${system} code: ${codeProblem(system, text)}`, text);
    else this.codes.add(system, code, name);
  }

  private mention(name: string, oid: string, version: string): void {
    const last = this.lastMention;
    if (last?.name === name && last.oid === oid && last.version === version) return;
    const key = `${name}\t${oid}\t${version}`;
    const demonstration = version.startsWith(DEMONSTRATION_VERSION);
    this.lastMention = this.mentions.get(key) ?? { name, oid, version, demonstration };
    this.mentions.set(key, this.lastMention);
  }

  private systemNamed(name: string): CodeSystem | null {
    const known = this.systems.get(name);
    if (known !== undefined) return known;
    const system = codeSystemNamed(name);
    this.systems.set(name, system);
    return system;
  }
}

function cell(cells: readonly string[], column: number): string {
  return cells[column]?.trim() ?? '';
}
