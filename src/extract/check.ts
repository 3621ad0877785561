import type { TableName } from '../inputs/tables/columns.js';
import type { TablePlan } from '../inputs/tables/plan.js';
import type { Day } from '../timeline/day.js';
import type { Meanings } from '../timeline/meaning.js';
import { isReject } from './accounts.js';
import { type BadDates, settledPlans } from './date-formats.js';
import type { Engine } from './duckdb.js';
import type { ExtractionInput } from './extract.js';
import { createListedTables, type ListedCodes, listCodes } from './listed-codes.js';
import * as sql from './sql/check.js';
import { DUCKDB } from './sql/duckdb-dialect.js';
import type { Plans } from './sql/tables.js';

/** How many there are of something, and of how many. */
export interface Part {
  readonly count: number;
  readonly of: number;
}

export interface TableStatistics {
  readonly rows: number;
  readonly usable: number;
  /** Rows that cannot be used, by reason. */
  readonly rejected: Readonly<Record<string, number>>;
}

/** What the inputs look like, counted over all rows. */
export interface InputStatistics {
  readonly claims: TableStatistics & {
    /** Usable rows by service day. */
    readonly days: ReadonlyMap<Day, number>;
    readonly withoutSecondDiagnosis: Part;
    readonly withoutPlace: Part;
    readonly unknownStatus: Part;
    readonly denied: number;
    /** Principal diagnoses that begin with a digit. */
    readonly digitDiagnoses: Part;
    /** CPT or HCPCS codes that do not have five characters. */
    readonly oddProcedures: Part;
    readonly withProcedure: number;
    readonly withRevenue: number;
    /** Rows stated again alike. */
    readonly repeated: Part;
    /** Lines stated again not alike. */
    readonly contradicting: Part;
    /** Revenue codes of three digits; null where no file has the column. */
    readonly shortRevenueCodes: Part | null;
  };
  readonly pharmacy:
    | (TableStatistics & {
        readonly days: ReadonlyMap<Day, number>;
        /** Of the fills of drugs for which the days of supply matter. */
        readonly withoutSupply: Part;
      })
    | null;
  readonly eligibility: TableStatistics & {
    readonly byProductLine: ReadonlyMap<string, number>;
    readonly impossibleBirths: Part;
    readonly oneDayGaps: Part;
  };
  readonly persons: {
    readonly withoutEligibility: Part;
    /** People by their first day with a line that makes a candidate. */
    readonly eventDays: ReadonlyMap<Day, number>;
    /** Of these people, those without eligibility. */
    readonly candidatesWithoutEligibility: Part;
  };
  /** Rows with a code of the role, over the first two diagnoses, procedure and revenue codes, and drugs. */
  readonly rowsByRole: ReadonlyMap<string, number>;
}

interface CheckInput
  extends Pick<ExtractionInput, 'medical' | 'pharmacy' | 'eligibility' | 'selection' | 'files'> {
  /** What the codes mean to the rules. */
  readonly meanings: Meanings;
  /** The role of drugs whose days of supply matter; null where none do. */
  readonly suppliedRole: string | null;
  /** Births after this day cannot be. */
  readonly today: Day;
  /** Births before this day cannot be. */
  readonly oldest: Day;
  readonly onStage: (stage: string) => void;
}

/**
 * Reads all inputs and counts.
 *
 * @throws LbpError E107 for a broken file, E401 and E403 from the engine
 */
export async function inspect(engine: Engine, input: CheckInput): Promise<InputStatistics> {
  const listed = listCodes(input.selection.codes);
  await createListedTables(engine, listed);

  await readTables(engine, input, input);
  const settled = await settledPlans(engine, input, {
    hasBadDates: await badDatesIn(engine, input.pharmacy !== null),
    paths: input.files,
  });
  if (settled !== null) await readTables(engine, input, settled);
  const revenue = await shortRevenueCodes(engine, input.medical);

  input.onStage('count');
  const byRole = new RoleCounts(listed, input);
  byRole.addAll(await engine.rows(sql.COUNT_LISTED));
  const pharmacy =
    input.pharmacy === null ? null : await pharmacyStatistics(engine, byRole, input.suppliedRole);
  return {
    claims: { ...(await claimStatistics(engine)), shortRevenueCodes: revenue },
    pharmacy,
    eligibility: await eligibilityStatistics(engine, input),
    persons: await personStatistics(engine),
    rowsByRole: byRole.counts,
  };
}

async function readTables(
  engine: Engine,
  { selection, onStage }: Pick<CheckInput, 'selection' | 'onStage'>,
  { medical, pharmacy, eligibility }: Plans,
): Promise<void> {
  onStage('read claims');
  await engine.run(sql.readClaims(medical, selection.candidates, DUCKDB));
  onStage('read pharmacy and eligibility');
  if (pharmacy !== null) await engine.run(sql.readFills(pharmacy, DUCKDB));
  await engine.run(sql.readSpans(eligibility, DUCKDB));
}

/** Whether a table has rows that are rejected for a bad date, in whichever of its files. */
async function badDatesIn(engine: Engine, hasPharmacy: boolean): Promise<BadDates['hasBadDates']> {
  const tables = new Set<string>();
  const names: readonly (readonly [table: TableName, checked: sql.CheckedTable])[] = [
    ['medical_claim', 'checked_claim'],
    ...(hasPharmacy ? [['pharmacy_claim', 'checked_fill'] as const] : []),
    ['eligibility', 'checked_span'],
  ];
  for (const [table, checked] of names) {
    const counts = await tableStatistics(engine, checked);
    if (Object.hasOwn(counts.rejected, 'bad_date')) tables.add(table);
  }
  return (plan) => tables.has(plan.table.name);
}

type Row = Readonly<Record<string, unknown>>;

/** A sum over no rows is NULL. */
function numberIn(row: Row | undefined, column: string): number {
  return Number(row?.[column] ?? 0);
}

async function tableStatistics(engine: Engine, table: sql.CheckedTable): Promise<TableStatistics> {
  const counts = (await engine.rows(sql.countOutcomes(table))).map((row): [string, number] => [
    String(row['outcome']),
    numberIn(row, 'row_count'),
  ]);
  return {
    rows: counts.reduce((sum, [, rows]) => sum + rows, 0),
    usable: new Map(counts).get('') ?? 0,
    rejected: Object.fromEntries(counts.filter(([outcome]) => isReject(outcome))),
  };
}

async function daysOf(engine: Engine, table: 'checked_claim' | 'checked_fill'): Promise<Map<Day, number>> {
  const rows = await engine.rows(sql.countDays(table));
  return new Map(rows.map((row) => [numberIn(row, 'day'), numberIn(row, 'row_count')]));
}

async function claimStatistics(
  engine: Engine,
): Promise<Omit<InputStatistics['claims'], 'shortRevenueCodes'>> {
  const table = await tableStatistics(engine, 'checked_claim');
  const [counts] = await engine.rows(sql.COUNT_CLAIMS);
  const [repeats] = await engine.rows(sql.COUNT_REPEATS);
  const ofUsable = (count: number): Part => ({ count, of: table.usable });
  const digits = numberIn(counts, 'digit');
  return {
    ...table,
    days: await daysOf(engine, 'checked_claim'),
    withoutSecondDiagnosis: ofUsable(table.usable - numberIn(counts, 'with_second')),
    withoutPlace: ofUsable(numberIn(counts, 'without_place')),
    unknownStatus: ofUsable(numberIn(counts, 'unknown_status')),
    denied: numberIn(counts, 'denied'),
    digitDiagnoses: { count: digits, of: digits + numberIn(counts, 'letter') },
    oddProcedures: { count: numberIn(counts, 'odd_procedure'), of: numberIn(counts, 'with_procedure') },
    withProcedure: numberIn(counts, 'with_procedure'),
    withRevenue: numberIn(counts, 'with_revenue'),
    repeated: ofUsable(numberIn(repeats, 'alike')),
    contradicting: ofUsable(numberIn(repeats, 'unlike')),
  };
}

async function shortRevenueCodes(engine: Engine, plan: TablePlan): Promise<Part | null> {
  const statement = sql.countRevenueCodes(plan, DUCKDB);
  if (statement === null) return null;
  const [row] = await engine.rows(statement);
  return { count: numberIn(row, 'short'), of: numberIn(row, 'all_codes') };
}

async function pharmacyStatistics(
  engine: Engine,
  byRole: RoleCounts,
  suppliedRole: string | null,
): Promise<NonNullable<InputStatistics['pharmacy']>> {
  const drugs = await engine.rows(sql.COUNT_DRUGS);
  byRole.addAll(drugs);
  const supplied = drugs.filter((row) => byRole.rolesOf(row).some((role) => role === suppliedRole));
  const sum = (column: string): number => supplied.reduce((total, row) => total + numberIn(row, column), 0);
  return {
    ...(await tableStatistics(engine, 'checked_fill')),
    days: await daysOf(engine, 'checked_fill'),
    withoutSupply: { count: sum('without_supply'), of: sum('row_count') },
  };
}

async function eligibilityStatistics(
  engine: Engine,
  { today, oldest }: CheckInput,
): Promise<InputStatistics['eligibility']> {
  const table = await tableStatistics(engine, 'checked_span');
  const lines = await engine.rows(sql.countSpans(today, oldest));
  const [gaps] = await engine.rows(sql.COUNT_ONE_DAY_GAPS);
  const impossible = lines.reduce((sum, row) => sum + numberIn(row, 'impossible_births'), 0);
  return {
    ...table,
    byProductLine: new Map(lines.map((row) => [String(row['product_line']), numberIn(row, 'row_count')])),
    impossibleBirths: { count: impossible, of: table.usable },
    oneDayGaps: { count: numberIn(gaps, 'one_day_gaps'), of: numberIn(gaps, 'row_count') },
  };
}

async function personStatistics(engine: Engine): Promise<InputStatistics['persons']> {
  const [persons] = await engine.rows(sql.COUNT_PERSONS);
  const firsts = await engine.rows(sql.COUNT_FIRST_DAYS);
  const sum = (column: string): number => firsts.reduce((total, row) => total + numberIn(row, column), 0);
  return {
    withoutEligibility: {
      count: numberIn(persons, 'without_eligibility'),
      of: numberIn(persons, 'with_claims'),
    },
    eventDays: new Map(firsts.map((row) => [numberIn(row, 'day'), numberIn(row, 'person_count')])),
    candidatesWithoutEligibility: { count: sum('without_eligibility'), of: sum('person_count') },
  };
}

/** Rows counted by what their codes mean to the rules. */
class RoleCounts {
  readonly counts = new Map<string, number>();

  constructor(
    private readonly listed: ListedCodes,
    private readonly input: Pick<CheckInput, 'meanings'>,
  ) {}

  addAll(rows: readonly Row[]): void {
    for (const row of rows) {
      for (const role of this.rolesOf(row)) {
        this.counts.set(role, (this.counts.get(role) ?? 0) + numberIn(row, 'row_count'));
      }
    }
  }

  rolesOf(row: Row): string[] {
    const code = this.listed.byNumber[numberIn(row, 'code_no')] ?? null;
    return code === null ? [] : this.input.meanings.meaningsOf(code).map(({ role }) => role);
  }
}
