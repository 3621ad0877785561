import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CODE_COLUMNS } from '../../inputs/tables/selected-columns.js';
import type { FileGroup, TablePlan } from '../../inputs/tables/plan.js';
import type { LinePattern } from '../../timeline/selection.js';
import { Cursor } from '../cursor.js';
import type { Engine } from '../duckdb.js';
import { groupOfKeptRows, keepRows } from '../sql/kept-rows.js';
import { CANDIDATE_IDS, SIZE_OF_CANDIDATE_IDS } from '../sql/steps.js';
import { type SharedSet, SharedSetBuilder } from './lines/byte-set.js';
import { canFindStructure } from './lines/structure.js';
import { type Sifted, type SiftRequest, siftTables } from './sift-tables.js';
import type { CandidateStems } from './specs.js';

/** How much of a code shows that it could make somebody a candidate. */
const STEM_CHARACTERS = 3;

/** The tables that are read for what they state of candidates. */
interface Tables {
  readonly medical: TablePlan;
  readonly pharmacy: TablePlan | null;
  readonly eligibility: TablePlan;
}

/** The sifting of one extraction: before the candidates are known, and once they are. */
export class Sifting {
  /** How far it is, 0 to 100; null while the engine works. */
  percent: number | null = null;
  /** The files of claims that are plain text, by number. */
  private plainClaims: ReadonlySet<number> = new Set();
  /** Those of the other tables. */
  private otherPlain: ReadonlySet<number> = new Set();

  private readonly isOn: boolean;

  /** @param isWanted false leaves every line to the engine */
  constructor(
    private readonly engine: Engine,
    isWanted: boolean,
  ) {
    this.isOn = isWanted && canFindStructure();
  }

  /**
   * The medical claims as far as the first scan must see them: lines that could make somebody a candidate, lines that are
   * not usual, and one of each class of the others.
   */
  async aroundCandidates(medical: TablePlan, patterns: readonly LinePattern[]): Promise<TablePlan> {
    const candidates = patterns.filter(({ column }) => column !== 'drug').flatMap(stemsOf);
    const { plans, plain } = await this.sift([{ plan: medical, wanted: { lines: 'unusual', candidates } }]);
    this.plainClaims = plain;
    return plans[0] ?? medical;
  }

  /** The tables as far as they concern candidates; rows of others that are to be counted stand for each other. */
  async ofCandidates({ medical, pharmacy, eligibility }: Tables): Promise<Tables> {
    if (!this.isOn) return { medical, pharmacy, eligibility };
    const people = await this.candidates();
    const counted = { lines: 'of people and unusual', people } as const;
    const { plans, plain } = await this.sift([
      { plan: medical, wanted: { lines: 'of people', people, plain: this.plainClaims } },
      { plan: eligibility, wanted: counted },
      ...(pharmacy === null ? [] : [{ plan: pharmacy, wanted: counted }]),
    ]);
    this.otherPlain = plain;
    const [ofPeople = medical, members = eligibility, fills = pharmacy] = plans;
    return { medical: await this.withKeptRows(ofPeople), pharmacy: fills, eligibility: members };
  }

  /** The files that were sifted, all of which is plain text, by number. */
  get plainFiles(): ReadonlySet<number> {
    return new Set([...this.plainClaims, ...this.otherPlain]);
  }

  /** What could not be sifted: the engine finds the rows of candidates. */
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

  /** Removes what was kept. */
  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
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
    return join(this.engine.spill, 'sifted');
  }

  private async sift(requests: readonly SiftRequest[]): Promise<Sifted> {
    if (!this.isOn) return { plans: requests.map(({ plan }) => plan), plain: new Set() };
    this.clear();
    this.percent = 0;
    const sifted = await siftTables(requests, {
      folder: this.folder,
      threads: this.engine.threads,
      onPercent: (percent) => {
        this.percent = percent;
      },
    });
    this.percent = null;
    return sifted;
  }
}

function stemsOf({ column, position, codes }: LinePattern): CandidateStems[] {
  if (column === 'drug') return [];
  const stems = [...new Set(codes.map((code) => code.slice(0, STEM_CHARACTERS)))];
  const columns = position === 'principal' ? CODE_COLUMNS[column].slice(0, 1) : CODE_COLUMNS[column];
  return columns.map((name) => ({ column: name, stems }));
}
