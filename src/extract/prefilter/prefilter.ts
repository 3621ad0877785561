import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CellKind } from '../../codes/readings.js';
import { MEDICAL_CLAIM } from '../../inputs/tables/columns.js';
import type { FileGroup, TablePlan } from '../../inputs/tables/plan.js';
import { columnsOfPattern } from '../../inputs/tables/selected-columns.js';
import type { LinePattern } from '../../timeline/selection.js';
import { Cursor } from '../cursor.js';
import type { Engine } from '../duckdb.js';
import { groupOfKeptRows, keepRows } from '../sql/kept-rows.js';
import { CANDIDATE_IDS, SIZE_OF_CANDIDATE_IDS } from '../sql/steps.js';
import type { Plans } from '../sql/tables.js';
import { type Filtered, type FilterRequest, filterTables } from './filter-tables.js';
import type { CandidateStems } from './line-filter-of.js';
import { type SharedSet, SharedSetBuilder } from './lines/byte-set.js';

/** How many characters of a code show that it could make somebody a candidate. */
const STEM_CHARACTERS = 3;

/**
 * Spares the engine most lines of plain CSV files: before the candidates of an extraction are known, and once
 * they are. Lines with the same outcome are counted, and one of them represents all; the others are passed on
 * unchanged. Other kinds of files are left as they are.
 */
export class Prefilter {
  /** Progress, 0 to 100; null while the engine works. */
  percent: number | null = null;
  /** The claim files that are plain text, by number. */
  private plainClaims: ReadonlySet<number> = new Set();
  /** The plain files of the other tables. */
  private otherPlain: ReadonlySet<number> = new Set();

  /** @param isOn false leaves every line to the engine */
  constructor(
    private readonly engine: Engine,
    private readonly isOn: boolean,
  ) {}

  /**
   * The part of the medical claims that the first scan must see to find the candidates and count the rows.
   */
  async forCandidates(medical: TablePlan, patterns: readonly LinePattern[]): Promise<TablePlan> {
    const candidates = patterns.filter(({ column }) => column !== 'drug').flatMap(stemsOf);
    const { plans, plain } = await this.filter([
      { plan: medical, wanted: { lines: 'of candidates', candidates } },
    ]);
    this.plainClaims = plain;
    return plans[0] ?? medical;
  }

  /** The part of the tables about candidates; in pharmacy and enrollment, the other rows are counted. */
  async forRecords({ medical, pharmacy, eligibility }: Plans): Promise<Plans> {
    if (!this.isOn) return { medical, pharmacy, eligibility };
    const people = await this.candidates();
    const counted = { lines: 'of people, others counted', people } as const;
    const { plans, plain } = await this.filter([
      { plan: medical, wanted: { lines: 'of people', people, plain: this.plainClaims } },
      { plan: eligibility, wanted: counted },
      ...(pharmacy === null ? [] : [{ plan: pharmacy, wanted: counted }]),
    ]);
    this.otherPlain = plain;
    const [ofPeople = medical, members = eligibility, fills = pharmacy] = plans;
    return { medical: await this.withKeptRows(ofPeople), pharmacy: fills, eligibility: members };
  }

  /** The files that were filtered, all of which are plain text, by number. */
  get plainFiles(): ReadonlySet<number> {
    return new Set([...this.plainClaims, ...this.otherPlain]);
  }

  /** Removes the kept lines. */
  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** In groups that could not be filtered, the engine finds the rows of candidates. */
  private async withKeptRows(plan: TablePlan): Promise<TablePlan> {
    const groups: FileGroup[] = [];
    for (const [number, group] of plan.groups.entries()) {
      const path = join(this.folder, `kept-${number}.parquet`);
      const isKept = group.weightColumn !== undefined;
      if (!isKept) await this.engine.run(keepRows(group, plan, path));
      groups.push(isKept ? group : groupOfKeptRows(group, plan, path));
    }
    return { ...plan, groups };
  }

  private async candidates(): Promise<SharedSet> {
    const [size] = await this.engine.rows(SIZE_OF_CANDIDATE_IDS);
    const people = new SharedSetBuilder(Number(size?.['people'] ?? 0), Number(size?.['bytes'] ?? 0));
    const ids = await Cursor.open(await this.engine.stream(CANDIDATE_IDS));
    while (!ids.isAtEnd) {
      do people.add(ids.text(0));
      while (ids.advance());
      await ids.refill();
    }
    return people.shared;
  }

  private get folder(): string {
    return join(this.engine.spill, 'prefilter');
  }

  private async filter(requests: readonly FilterRequest[]): Promise<Filtered> {
    if (!this.isOn) return { plans: requests.map(({ plan }) => plan), plain: new Set() };
    this.clear();
    this.percent = 0;
    const filtered = await filterTables(requests, {
      folder: this.folder,
      threads: this.engine.threads,
      onPercent: (percent) => {
        this.percent = percent;
      },
    });
    this.percent = null;
    return filtered;
  }
}

/** The beginnings of a pattern's codes, as files may write them, in each column that can hold them. */
function stemsOf(pattern: LinePattern): CandidateStems[] {
  return columnsOfPattern(pattern).map((column) => {
    const cell = MEDICAL_CLAIM.columns.find(({ name }) => name === column)?.cell ?? 'procedure';
    const written = pattern.codes.flatMap((code) => writingsOf(code, cell));
    return { column, cell, stems: [...new Set(written.map((code) => code.slice(0, STEM_CHARACTERS)))] };
  });
}

const LACK_ZEROS: readonly CellKind[] = ['revenue', 'bill_type', 'place'];

/** A code and, where plain cells may lack leading zeros, the code without them. */
function writingsOf(code: string, cell: CellKind): string[] {
  const zeros = LACK_ZEROS.includes(cell) ? code.length - code.replace(/^0+/, '').length : 0;
  return Array.from({ length: zeros + 1 }, (_, without) => code.slice(without));
}
