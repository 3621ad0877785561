import { together } from '../extract/accounts.js';
import type { InputStatistics } from '../extract/check.js';
import type { Extraction } from '../extract/extract.js';
import type { TablePlan } from '../inputs/tables/plan.js';
import type { SeenByPack } from '../packs/pack.js';
import type { QualityFacts } from '../packs/quality.js';
import { CLAIM_KINDS } from '../report/input-kinds.js';
import type { Day } from '../timeline/day.js';
import type { SeenCounts } from './gathering.js';
import type { LoadedRules } from './rules.js';

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
): Pick<QualityFacts, 'missingColumns' | 'valueSets'> {
  return {
    missingColumns: new Set(
      [plans.medical, plans.pharmacy, plans.eligibility].flatMap((plan) =>
        plan === null ? [] : missingColumns(plan),
      ),
    ),
    valueSets: {
      openFiles: directory.files.filter(({ origin }) => origin === 'open').length,
      demonstrationLists: directory.demonstrationLists,
      absentSets: rules.sets.absentSets,
    },
  };
}

/** None where the files are not at hand, of which extracted events say nothing. */
function missingColumns({ table, groups }: TablePlan): string[] {
  if (groups.length === 0) return [];
  return table.columns
    .filter(({ name }) => !groups.some(({ sources }) => sources.has(name)))
    .map(({ name }) => `${table.name}.${name}`);
}

/** The facts of `lbp check`. */
export function factsFromInputs(
  { claims, pharmacy, eligibility, persons, rowsByRole }: InputStatistics,
  common: ReturnType<typeof commonFacts>,
  claimFiles: QualityFacts['claimFiles'],
  today: Day,
): QualityFacts {
  return { basis: 'all', claims, pharmacy, eligibility, persons, rowsByRole, claimFiles, today, ...common };
}

/** What a run knows of its data without reading a row for it. */
export function factsFromRun(run: {
  readonly files: readonly { readonly table: string }[];
  readonly extraction: Omit<Extraction, 'persons'>;
  readonly seen: SeenCounts;
  readonly byPack: SeenByPack;
  readonly claimFiles: QualityFacts['claimFiles'];
  readonly common: ReturnType<typeof commonFacts>;
  readonly today: Day;
}): QualityFacts {
  const { files, extraction, seen, byPack, claimFiles, common } = run;
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
      ...of(...CLAIM_KINDS),
      days: seen.claimDays,
      unknownStatus: seen.unknownStatus,
      digitDiagnoses: { count: digit, of: letter + digit },
      contradicting: { count: extraction.conflictingLines, of: seen.unknownStatus.of },
      ...{ withoutSecondDiagnosis: null, withoutPlace: null, oddProcedures: null },
      ...{ repeated: null, shortRevenueCodes: null },
    },
    pharmacy: hasPharmacy
      ? { ...of('pharmacy_claim'), days: null, withoutSupply: byPack.withoutSupply }
      : null,
    eligibility: { ...of('eligibility'), impossibleBirths: null, oneDayGaps: null },
    persons: {
      withoutEligibility: null,
      candidatesWithoutEligibility: byPack.candidatesWithoutEligibility,
      eventDays: byPack.eventDays,
    },
    rowsByRole: byPack.rowsByRole,
    claimFiles,
    today: run.today,
    ...common,
  };
}

const MS_PER_DAY = 86_400_000;

/** The day of a moment, by UTC. */
export function dayAt(moment: Date): Day {
  return Math.floor(moment.getTime() / MS_PER_DAY);
}
