import { together } from '../extract/accounts.js';
import type { InputStatistics } from '../extract/check.js';
import type { Extraction } from '../extract/extract.js';
import type { TablePlan } from '../inputs/tables/plan.js';
import type { SeenInRun } from '../packs/lbp/quality/seen-in-run.js';
import type { MeasureRules } from '../packs/lbp/resolve.js';
import type { QualityFacts, WarningFacts } from '../packs/quality.js';
import type { PersonFacts } from '../report/manifest.js';
import { type Day, dayOf } from '../timeline/day.js';
import type { LoadedRules } from './measure-rules.js';

/** Where each table stands, as far as it is there. */
export interface Plans {
  readonly medical: TablePlan;
  readonly pharmacy: TablePlan | null;
  readonly eligibility: TablePlan;
}

/** What is the same for `lbp check` and for the short form in a run. */
export function commonFacts(
  plans: Plans,
  { directory, rules }: LoadedRules,
  x12: readonly WarningFacts[],
): Pick<QualityFacts, 'missingColumns' | 'year' | 'valueSets' | 'x12'> {
  return {
    missingColumns: new Set(
      [plans.medical, plans.pharmacy, plans.eligibility].flatMap((plan) =>
        plan === null ? [] : missingColumns(plan),
      ),
    ),
    year: yearFacts(rules),
    valueSets: {
      openFiles: directory.files.filter(({ origin }) => origin === 'open').length,
      demonstrationLists: directory.demonstrationLists,
      absentSets: rules.absentSets,
    },
    x12,
  };
}

/** None where the files are not at hand, of which extracted events say nothing. */
function missingColumns({ table, groups }: TablePlan): string[] {
  if (groups.length === 0) return [];
  return table.columns
    .filter(({ name }) => !groups.some(({ sources }) => sources.has(name)))
    .map(({ name }) => `${table.name}.${name}`);
}

function yearFacts({ year }: MeasureRules): QualityFacts['year'] {
  return {
    first: dayOf(year.year, 1, 1),
    last: dayOf(year.year, 12, 31),
    ignoresLabDiagnoses: year.ignoresLabDiagnoses,
    asksForVisit: year.visitSets !== null,
    asksForDeath: year.exclusions.some(({ kind }) => kind === 'death'),
  };
}

/** The facts of `lbp check`. */
export function factsFromInputs(
  { claims, pharmacy, eligibility, persons, rowsByRole }: InputStatistics,
  common: ReturnType<typeof commonFacts>,
  today: Day,
): QualityFacts {
  return { basis: 'all', claims, pharmacy, eligibility, persons, rowsByRole, today, ...common };
}

/** What a run knows of its data without reading a row for it. */
export function factsFromRun(run: {
  readonly files: readonly { readonly table: string }[];
  readonly extraction: Omit<Extraction, 'persons'>;
  readonly persons: PersonFacts;
  readonly seen: SeenInRun;
  readonly common: ReturnType<typeof commonFacts>;
  readonly today: Day;
}): QualityFacts {
  const { files, extraction, persons, seen, common } = run;
  const { letter, digit } = extraction.diagnosisShapes;
  const of = (...tables: string[]): { rows: number; rejected: Readonly<Record<string, number>> } => {
    const account = extraction.accounts
      .filter((_, fileNo) => tables.includes(files[fileNo]?.table ?? ''))
      .reduce(together, { read: 0, used: 0, ignored: {}, rejected: {} });
    return { rows: account.read, rejected: account.rejected };
  };
  const hasPharmacy = files.some(({ table }) => table === 'pharmacy_claim');
  return {
    basis: 'candidates',
    claims: {
      ...of('medical_claim', 'x12'),
      days: seen.claimDays,
      unknownStatus: seen.statusUnknown,
      digitDiagnoses: { count: digit, of: letter + digit },
      contradicting: { count: extraction.conflictingLines, of: seen.statusUnknown.of },
      ...{ withoutSecondDiagnosis: null, withoutPlace: null, oddProcedures: null },
      ...{ repeated: null, shortRevenueCodes: null },
    },
    pharmacy: hasPharmacy
      ? { ...of('pharmacy_claim'), days: null, steroidsWithoutSupply: seen.steroidsWithoutSupply }
      : null,
    eligibility: { ...of('eligibility'), impossibleBirths: null, oneDayGaps: null },
    persons: {
      withoutEligibility: null,
      candidatesWithoutEligibility: {
        count: persons.unreported.no_eligibility ?? 0,
        of: persons.with_index_event,
      },
      firstDays: seen.firstDays,
    },
    rowsByRole: seen.rowsByRole,
    today: run.today,
    ...common,
  };
}

const MS_PER_DAY = 86_400_000;

/** The day of a moment, by UTC. */
export function dayAt(moment: Date): Day {
  return Math.floor(moment.getTime() / MS_PER_DAY);
}
