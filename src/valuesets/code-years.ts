import { packageFile } from '../package-files.js';
import type { Day } from '../timeline/day.js';
import { boundsOfText, type CodeLife, type FiscalYear, fiscalYearOf, unbillableOn } from './code-life.js';
import { byCodeUnit } from './order.js';
import { openTable } from './table.js';

/** The fiscal years whose complete ICD-10-CM tables the open sets and the code years were built from. */
export const TABLE_YEARS: readonly FiscalYear[] = [2018, 2022, 2024, 2025, 2026];

/**
 * The newest fiscal year that the open sets reach. Its table is not public in a usable form; its changes are
 * known only for the code families that our rules use.
 */
export const NEWEST_YEAR: FiscalYear = 2027;

/** The table of code years, which `valuesets/assemble` writes. */
export const CODE_YEARS_FILE = 'icd10cm-years.csv';

/** Codes of one category that came and went in the same years. */
interface Cohort {
  readonly life: CodeLife;
  /** Separated by blanks. */
  readonly codes: string;
}

/**
 * `heading`: codes below it are billable, and no table has it; `no code`: the tables know its category, and neither it
 * nor a code below it.
 */
export type Unbillable = 'not yet' | 'no longer' | 'heading' | 'no code';

/** The length of a category: `M54`. */
const CATEGORY = 3;

/** The years of every ICD-10-CM code in any table. Codes are in the compared form: `M5450`. */
export class CodeYears {
  private readonly lives = new Map<string, ReadonlyMap<string, CodeLife>>();
  private later: readonly Cohort[] | null = null;

  /** @param byCategory by the first three characters of the codes */
  constructor(private readonly byCategory: ReadonlyMap<string, readonly Cohort[]>) {}

  /**
   * When a code was billable; null for one that is in no table: a heading, a typo, or a code from an
   * unavailable table.
   */
  lifeOf(code: string): CodeLife | null {
    return this.category(code).get(code) ?? null;
  }

  /**
   * The codes that begin with `start`, including itself, in order; `start` has at least the three characters
   * of a category.
   */
  startingWith(start: string): string[] {
    return [...this.category(start).keys()].filter((code) => code.startsWith(start)).sort(byCodeUnit);
  }

  /**
   * Why a code was certainly not billable on a day; null if it was, if the tables do not decide, or if they
   * do not have its category. What no table has is certain only in the years from the oldest table to the
   * newest, because it can become a code (H81.4 did after 2018).
   *
   * @param day as for `unbillableOn`
   * @example years.unbillableOn('G35', dayOf(2025, 10, 1)) // 'no longer'
   * @example years.unbillableOn('M54', dayOf(2025, 10, 1)) // 'heading'
   */
  unbillableOn(code: string, day: Day): Unbillable | null {
    const life = this.lifeOf(code);
    if (life !== null) return unbillableOn(life, day);
    const year = fiscalYearOf(day);
    const isCovered = year >= Math.min(...TABLE_YEARS) && year <= Math.max(...TABLE_YEARS);
    if (!isCovered) return null;
    return this.isNoCode(code) ? 'no code' : this.startingWith(code).length > 0 ? 'heading' : null;
  }

  /**
   * Whether a code is of a category that the tables know, and neither a code of any year nor a heading: one mistyped, or
   * with something glued to it.
   *
   * @example years.isNoCode('M5450Y') // true
   */
  isNoCode(code: string): boolean {
    return this.category(code).size > 0 && this.startingWith(code).length === 0;
  }

  /**
   * Whether a code is a category that is divided, which no claim has. A longer heading may have been a code before
   * the oldest table, as M48.06 was.
   *
   * @example years.isDividedCategory('C50') // true
   */
  isDividedCategory(code: string): boolean {
    return code.length === CATEGORY && this.lifeOf(code) === null && this.startingWith(code).length > 0;
  }

  /**
   * How far a list of codes reaches: the latest fiscal year in which one of them was added; null if all of
   * them are in the oldest table or in none. A code added later is newer than anything in the list.
   *
   * @example years.reachOf(new Set(['M545', 'M5450', 'C810A'])) // 2025
   */
  reachOf(known: ReadonlySet<string>): FiscalYear | null {
    const reached = this.latestFirst().find((cohort) =>
      cohort.codes.split(' ').some((code) => known.has(code)),
    );
    return reached?.life.first?.latest ?? null;
  }

  /**
   * The codes added after the oldest table, latest first; most lists have a code among the first of these.
   */
  private latestFirst(): readonly Cohort[] {
    this.later ??= [...this.byCategory.values()]
      .flat()
      .filter(({ life }) => life.first !== null)
      .sort((a, b) => (b.life.first?.latest ?? 0) - (a.life.first?.latest ?? 0));
    return this.later;
  }

  /** Parsed on first use: most runs see codes of few categories. */
  private category(code: string): ReadonlyMap<string, CodeLife> {
    const category = code.slice(0, CATEGORY);
    let lives = this.lives.get(category);
    if (lives === undefined) {
      const cohorts = this.byCategory.get(category) ?? [];
      lives = new Map(
        cohorts.flatMap(({ life, codes }) => codes.split(' ').map((one): [string, CodeLife] => [one, life])),
      );
      this.lives.set(category, lives);
    }
    return lives;
  }
}

let shipped: Promise<CodeYears> | null = null;

/**
 * The table of code years that ships with the open sets, read once in a process.
 *
 * @throws LbpError E101, E203 or E204 if the file is missing or damaged
 */
export function readCodeYears(): Promise<CodeYears> {
  shipped ??= read();
  return shipped;
}

async function read(): Promise<CodeYears> {
  const path = packageFile(`valuesets/${CODE_YEARS_FILE}`);
  const { rows } = await openTable({ path, label: `valuesets/${CODE_YEARS_FILE}`, isWorkbook: false });
  const byCategory = new Map<string, Cohort[]>();
  for (const { cells } of rows) {
    const [category = '', first = '', last = '', codes = ''] = cells;
    const life = { first: boundsOfText(first), last: boundsOfText(last) };
    const cohorts = byCategory.get(category) ?? [];
    byCategory.set(category, cohorts);
    cohorts.push({ life, codes });
  }
  return new CodeYears(byCategory);
}
