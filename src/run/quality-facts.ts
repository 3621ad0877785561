import { type Account, addAccounts } from '../extract/accounts.js';
import type { DiagnosisCount, InputStatistics } from '../extract/check.js';
import type { Extraction } from '../extract/extract.js';
import type { Mapping } from '../inputs/tables/mapping.js';
import { blankColumns, type TablePlan } from '../inputs/tables/plan.js';
import type { SeenByPack } from '../packs/pack.js';
import type { QualityFacts } from '../packs/quality.js';
import { CLAIM_KINDS } from '../report/input-kinds.js';
import type { Day } from '../timeline/day.js';
import type { CodeYears } from '../valuesets/code-years.js';
import type { SeenCounts } from './gathering.js';
import { type LoadedRules, otherYears } from './rules.js';
import { unbillableStems } from './unbillable.js';

/** Where each table is, if it was passed. */
export interface Plans {
  readonly medical: TablePlan;
  readonly pharmacy: TablePlan | null;
  readonly eligibility: TablePlan;
}

/** The facts common to `lbp check` and a run. */
interface CommonFacts {
  readonly facts: Pick<QualityFacts, 'missingColumns' | 'blankColumns' | 'valueSets'>;
  readonly unbillable: (diagnoses: readonly DiagnosisCount[]) => QualityFacts['unbillable'];
}

export function commonFacts(
  { medical, pharmacy, eligibility }: Plans,
  mapping: Mapping,
  loaded: LoadedRules,
  codeYears: CodeYears,
): CommonFacts {
  const { directory, rules } = loaded;
  const plans = [medical, pharmacy, eligibility].filter((plan) => plan !== null);
  const facts = {
    missingColumns: new Set(plans.flatMap(missingColumns)),
    blankColumns: blankColumns(plans, mapping),
    valueSets: {
      openFiles: directory.files.filter(({ origin }) => origin === 'open').length,
      demonstrationLists: directory.demonstrationLists,
      absentSets: rules.sets.absentSets,
      otherYears: otherYears(loaded),
    },
  };
  return {
    facts,
    unbillable: (diagnoses) => ({
      stems: unbillableStems(diagnoses, codeYears, loaded),
      of: diagnoses.reduce((sum, { rows }) => sum + rows, 0),
    }),
  };
}

/** Empty if only extracted events are available, not the files. */
function missingColumns({ table, groups }: TablePlan): string[] {
  if (groups.length === 0) return [];
  return table.columns
    .filter(({ name }) => !groups.some(({ sources }) => sources.has(name)))
    .map(({ name }) => `${table.name}.${name}`);
}

/** The facts of all rows. @param decided the outcomes of a run; null for `lbp check`, which does not decide people */
export function factsFromInputs(
  { claims, pharmacy, eligibility, persons, rolesSeen }: InputStatistics,
  { facts, unbillable }: CommonFacts,
  claimFiles: QualityFacts['claimFiles'],
  today: Day,
  decided: Pick<SeenByPack, 'candidates' | 'reported'> | null,
): QualityFacts {
  return {
    ...{ basis: 'all', claims, eligibility, rolesSeen, claimFiles, today, ...facts },
    pharmacy: pharmacy === null ? null : { ...pharmacy, ofCandidates: null },
    unbillable: unbillable(claims.diagnoses),
    persons: {
      ...persons,
      candidates: decided?.candidates ?? persons.candidates,
      reported: decided?.reported ?? null,
    },
  };
}

/** The fewest people for judging absence: a code that none of 100 people has is missing. */
const FEWEST_CANDIDATES = 100;

/** What a run knows about its data without reading further rows. */
export function factsFromRun(run: {
  readonly files: readonly { readonly table: string }[];
  readonly extraction: Omit<Extraction, 'persons'>;
  readonly seen: SeenCounts;
  readonly byPack: SeenByPack;
  readonly claimFiles: QualityFacts['claimFiles'];
  readonly common: CommonFacts;
  readonly today: Day;
}): QualityFacts {
  const { files, extraction, seen, byPack, claimFiles, common } = run;
  const account = (...tables: string[]): Account =>
    extraction.accounts
      .filter((_, fileNo) => tables.includes(files[fileNo]?.table ?? ''))
      .reduce(addAccounts, { read: 0, used: 0, ignored: {}, rejected: {} });
  const of = (...tables: string[]): { rows: number; rejected: Readonly<Record<string, number>> } => {
    const { read, rejected } = account(...tables);
    return { rows: read, rejected };
  };
  const hasPharmacy = files.some(({ table }) => table === 'pharmacy_claim');
  return {
    basis: 'candidates',
    claims: {
      ...of(...CLAIM_KINDS),
      days: seen.claimDays,
      unknownStatus: seen.unknownStatus,
      misshapen: extraction.misshapen,
      contradicting: { count: extraction.conflictingLines, of: seen.unknownStatus.of },
      ...{ withoutSecondDiagnosis: null, withoutPlace: null, withProcedure: null },
      ...{ repeated: null, shortRevenueCodes: null, withoutDiagnosis: null, outsideEnrollment: null },
    },
    pharmacy: hasPharmacy
      ? {
          ...of('pharmacy_claim'),
          withoutSupply: byPack.withoutSupply,
          ...{ days: null, blankSupply: null, listed: null, withoutEligibility: null },
          ofCandidates: rowsOfCandidates(account('pharmacy_claim')),
        }
      : null,
    eligibility: {
      ...of('eligibility'),
      impossibleBirths: null,
      oneDayGaps: null,
      unsaidBenefits: null,
      contradicted: extraction.contradicted,
    },
    persons: {
      withoutEligibility: null,
      candidatesWithoutEligibility: byPack.candidatesWithoutEligibility,
      eventDays: byPack.eventDays,
      candidates: byPack.candidates,
      reported: byPack.reported,
    },
    rolesSeen: byPack.candidates < FEWEST_CANDIDATES ? null : seen.rolesSeen,
    claimFiles,
    today: run.today,
    unbillable: common.unbillable(seen.diagnoses),
    ...common.facts,
  };
}

/** The usable rows of candidates; of voided rows and rows without a drug it is not known whose they are. */
function rowsOfCandidates({ used, ignored }: Account): number {
  const { not_a_candidate, voided, no_code, ...others } = ignored;
  return Object.values(others).reduce((sum, rows) => sum + rows, used);
}

const MS_PER_DAY = 86_400_000;

/**
 * The UTC day of a moment.
 *
 * @example 2024-03-01T23:30:00-05:00 is on 2024-03-02
 */
export function dayAt(moment: Date): Day {
  return Math.floor(moment.getTime() / MS_PER_DAY);
}
