import type { TableName } from '../inputs/tables/columns.js';
import type { TablePlan } from '../inputs/tables/plan.js';
import type { Day } from '../timeline/day.js';
import type { Meanings } from '../timeline/meaning.js';
import { isReject } from './accounts.js';
import { type ContradictedPersons, placeOfPerson } from './contradicted-persons.js';
import { type BadDates, settledPlans } from './date-formats.js';
import type { Engine } from './duckdb.js';
import type { ExtractionInput } from './extract.js';
import { type ListedCodes, listCodes } from './listed-codes.js';
import { type MisshapenCodes, withPlaces } from './misshapen-codes.js';
import * as sql from './sql/check.js';
import { DUCKDB } from './sql/duckdb-dialect.js';
import type { Plans } from './sql/tables.js';

/** A count, and the total it is out of. */
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

/** Rows with a diagnosis; the years are those of ICD-10-CM, from October to September. */
export interface DiagnosisCount {
  /** As compared: `M5450`. */
  readonly code: string;
  readonly served: number;
  readonly coded: number;
  readonly rows: number;
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
    /** What cannot be a code of its column. */
    readonly misshapen: readonly MisshapenCodes[];
    readonly withProcedure: number;
    readonly withRevenue: number;
    /** Rows repeated identically. */
    readonly repeated: Part;
    /** Lines repeated with differences. */
    readonly contradicting: Part;
    /** The first two diagnoses, by the ICD-10-CM fiscal years of the service and of the claim's end. */
    readonly diagnoses: readonly DiagnosisCount[];
    /** Revenue codes of three digits; null where no file has the column. */
    readonly shortRevenueCodes: Part | null;
    /** Claims with no principal diagnosis on any row. */
    readonly withoutDiagnosis: Part;
    /** Rows of enrolled people on days outside their spans. */
    readonly outsideEnrollment: Part;
  };
  readonly pharmacy:
    | (TableStatistics & {
        readonly days: ReadonlyMap<Day, number>;
        /** Out of the fills of drugs whose days of supply matter. */
        readonly withoutSupply: Part;
        /** Out of all fills. */
        readonly blankSupply: Part;
        /** Fills of a listed drug. */
        readonly listed: number;
        /** People with fills, and those of them without eligibility. */
        readonly withoutEligibility: Part;
      })
    | null;
  readonly eligibility: TableStatistics & {
    readonly byProductLine: ReadonlyMap<string, number>;
    readonly impossibleBirths: Part;
    readonly oneDayGaps: Part;
    /** Spans that count as medical for a blank, where others say yes and none says no. */
    readonly unsaidBenefits: Part;
    readonly contradicted: ContradictedPersons;
  };
  readonly persons: {
    readonly withoutEligibility: Part;
    /** People by their first day with a line that makes a candidate. */
    readonly eventDays: ReadonlyMap<Day, number>;
    /** Those of them without eligibility. */
    readonly candidatesWithoutEligibility: Part;
    /** All these people. */
    readonly candidates: number;
  };
  /** Roles with a code on some row, among the first two diagnoses, procedure and revenue codes, and drugs. */
  readonly rolesSeen: ReadonlySet<string>;
}

interface CheckInput
  extends Pick<ExtractionInput, 'medical' | 'pharmacy' | 'eligibility' | 'files' | 'selection'> {
  /** What the codes mean to the rules. */
  readonly meanings: Meanings;
  /** The role of drugs whose days of supply matter; null where none do. */
  readonly suppliedRole: string | null;
  /** A birth date after this day is impossible. */
  readonly today: Day;
  /** A birth date before this day is impossible. */
  readonly oldest: Day;
  readonly onStage: (stage: string) => void;
}

/**
 * Reads all inputs and counts. The tables of listed codes already exist, with the codes of the Selection.
 *
 * @throws LbpError E107 for a broken file, E401 and E403 from the engine
 */
export async function inspect(engine: Engine, input: CheckInput): Promise<InputStatistics> {
  const listed = listCodes(input.selection.codes);
  await readTables(engine, input, input);
  const settled = await settledPlans(engine, input, {
    hasBadDates: await badDatesIn(engine, input.pharmacy !== null),
    paths: input.files,
  });
  if (settled !== null) await readTables(engine, input, settled);
  const revenue = await shortRevenueCodes(engine, input.medical);

  input.onStage('count');
  const byRole = new SeenRoles(listed, input);
  byRole.addAll(await engine.rows(sql.COUNT_LISTED));
  const pharmacy =
    input.pharmacy === null ? null : await pharmacyStatistics(engine, byRole, input.suppliedRole);
  return {
    claims: {
      ...(await claimStatistics(engine)),
      shortRevenueCodes: revenue,
      misshapen: await misshapenOf(engine, input),
    },
    pharmacy,
    eligibility: await eligibilityStatistics(engine, input),
    persons: await personStatistics(engine),
    rolesSeen: byRole.seen,
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

/** Whether a table has rows rejected for a bad date, in any of its files. */
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
): Promise<Omit<InputStatistics['claims'], 'shortRevenueCodes' | 'misshapen'>> {
  const table = await tableStatistics(engine, 'checked_claim');
  const [counts] = await engine.rows(sql.COUNT_CLAIMS);
  const [repeats] = await engine.rows(sql.COUNT_REPEATS);
  const diagnoses = await engine.rows(sql.COUNT_DIAGNOSES);
  const [claims] = await engine.rows(sql.COUNT_UNDIAGNOSED);
  const [spans] = await engine.rows(sql.COUNT_OUTSIDE_SPANS);
  const ofUsable = (count: number): Part => ({ count, of: table.usable });
  return {
    ...table,
    days: await daysOf(engine, 'checked_claim'),
    withoutSecondDiagnosis: ofUsable(table.usable - numberIn(counts, 'with_second')),
    withoutPlace: ofUsable(numberIn(counts, 'without_place')),
    unknownStatus: ofUsable(numberIn(counts, 'unknown_status')),
    denied: numberIn(counts, 'denied'),
    withProcedure: numberIn(counts, 'with_procedure'),
    withRevenue: numberIn(counts, 'with_revenue'),
    diagnoses: diagnoses.map((row) => ({
      code: String(row['code']),
      served: numberIn(row, 'served'),
      coded: numberIn(row, 'coded'),
      rows: numberIn(row, 'row_count'),
    })),
    repeated: ofUsable(numberIn(repeats, 'alike')),
    contradicting: ofUsable(numberIn(repeats, 'unlike')),
    withoutDiagnosis: { count: numberIn(claims, 'without_diagnosis'), of: numberIn(claims, 'all_claims') },
    outsideEnrollment: { count: numberIn(spans, 'outside_rows'), of: numberIn(spans, 'all_rows') },
  };
}

/** The claims are read once more only if something is misshapen. */
async function misshapenOf(engine: Engine, { medical, files }: CheckInput): Promise<MisshapenCodes[]> {
  const counts = new Map<string, number>();
  for (const row of await engine.rows(sql.COUNT_MISSHAPEN)) {
    for (const column of String(row['misshapen']).split(' '))
      counts.set(column, (counts.get(column) ?? 0) + numberIn(row, 'row_count'));
  }
  if (counts.size === 0) return [];
  const [stated] = await engine.rows(sql.countStated(medical, [...counts.keys()], DUCKDB));
  const found = [...counts].map(([column, count]) => ({
    column,
    count,
    of: numberIn(stated, column),
    fileNo: numberIn(stated, `${column}_file`),
  }));
  return withPlaces(engine, found, { medical, files });
}

async function shortRevenueCodes(engine: Engine, plan: TablePlan): Promise<Part | null> {
  const statement = sql.countRevenueCodes(plan, DUCKDB);
  if (statement === null) return null;
  const [row] = await engine.rows(statement);
  return { count: numberIn(row, 'short'), of: numberIn(row, 'all_codes') };
}

async function pharmacyStatistics(
  engine: Engine,
  byRole: SeenRoles,
  suppliedRole: string | null,
): Promise<NonNullable<InputStatistics['pharmacy']>> {
  const drugs = await engine.rows(sql.COUNT_DRUGS);
  byRole.addAll(drugs);
  const supplied = drugs.filter((row) => byRole.rolesOf(row).some((role) => role === suppliedRole));
  const sum = (rows: readonly Row[], column: string): number =>
    rows.reduce((total, row) => total + numberIn(row, column), 0);
  const [supply] = await engine.rows(sql.COUNT_BLANK_SUPPLY);
  return {
    ...(await tableStatistics(engine, 'checked_fill')),
    days: await daysOf(engine, 'checked_fill'),
    withoutSupply: { count: sum(supplied, 'without_supply'), of: sum(supplied, 'row_count') },
    blankSupply: { count: numberIn(supply, 'blank'), of: numberIn(supply, 'all_rows') },
    listed: sum(drugs, 'row_count'),
    withoutEligibility: await withoutEligibility(engine, 'checked_fill'),
  };
}

async function eligibilityStatistics(
  engine: Engine,
  input: CheckInput,
): Promise<InputStatistics['eligibility']> {
  const { today, oldest } = input;
  const table = await tableStatistics(engine, 'checked_span');
  const lines = await engine.rows(sql.countSpans(today, oldest));
  const [contradicted] = await engine.rows(sql.COUNT_CONTRADICTED);
  const several = numberIn(contradicted, 'row_count');
  const place =
    contradicted === undefined || several === 0 ? null : await placeOfPerson(engine, contradicted, input);
  const [gaps] = await engine.rows(sql.COUNT_ONE_DAY_GAPS);
  const [benefits] = await engine.rows(sql.COUNT_UNSAID_BENEFITS);
  const impossible = lines.reduce((sum, row) => sum + numberIn(row, 'impossible_births'), 0);
  return {
    ...table,
    byProductLine: new Map(lines.map((row) => [String(row['product_line']), numberIn(row, 'row_count')])),
    impossibleBirths: { count: impossible, of: table.usable },
    contradicted: {
      count: several,
      of: numberIn(contradicted, 'people'),
      place,
    },
    oneDayGaps: { count: numberIn(gaps, 'one_day_gaps'), of: numberIn(gaps, 'row_count') },
    unsaidBenefits: { count: numberIn(benefits, 'unsaid'), of: numberIn(benefits, 'row_count') },
  };
}

async function personStatistics(engine: Engine): Promise<InputStatistics['persons']> {
  const firsts = await engine.rows(sql.COUNT_FIRST_DAYS);
  const sum = (column: string): number => firsts.reduce((total, row) => total + numberIn(row, column), 0);
  return {
    withoutEligibility: await withoutEligibility(engine, 'checked_claim'),
    eventDays: new Map(firsts.map((row) => [numberIn(row, 'day'), numberIn(row, 'person_count')])),
    candidatesWithoutEligibility: { count: sum('without_eligibility'), of: sum('person_count') },
    candidates: sum('person_count'),
  };
}

/** Of the people with rows in a table, those without a usable enrollment row. */
async function withoutEligibility(engine: Engine, table: 'checked_claim' | 'checked_fill'): Promise<Part> {
  const [people] = await engine.rows(sql.countPersons(table));
  return { count: numberIn(people, 'without_eligibility'), of: numberIn(people, 'all_people') };
}

/** What the codes on rows mean to the rules. */
class SeenRoles {
  readonly seen = new Set<string>();

  constructor(
    private readonly listed: ListedCodes,
    private readonly input: Pick<CheckInput, 'meanings'>,
  ) {}

  addAll(rows: readonly Row[]): void {
    for (const row of rows) for (const role of this.rolesOf(row)) this.seen.add(role);
  }

  rolesOf(row: Row): string[] {
    const code = this.listed.byNumber[numberIn(row, 'code_no')] ?? null;
    return code === null ? [] : this.input.meanings.meaningsOf(code).map(({ role }) => role);
  }
}
