import { z } from 'zod';
import { type Day, dayOf, dayOfIso, isoDay } from '../../timeline/day.js';
import { type Pack, QuestionError, type SeenByPack } from '../pack.js';
import type { WarningFacts } from '../quality.js';
import { LBP_COMPARISON } from './compare/comparison.js';
import type { Outcome, Reason } from './decision.js';
import { codeUses } from './describe/code-uses.js';
import { describeRules } from './describe/describe.js';
import { evaluate } from './evaluate.js';
import { explain } from './explain/explanation.js';
import { LBP_EXCHANGE } from './measure-report.js';
import { COVERAGE } from './outputs/coverage-table.js';
import { LBP_DECK } from './outputs/deck.js';
import { EVIDENCE } from './outputs/evidence.js';
import { SETTINGS_TABLE, SUMMARY_BY, TREND } from './outputs/group-tables.js';
import { IDSS } from './outputs/idss.js';
import { IMAGING_DAYS, IMAGING_EXCLUDED, IMAGING_MODALITY } from './outputs/imaging-tables.js';
import { MEMBERS } from './outputs/members.js';
import { OPEN_EPISODES } from './outputs/open-episodes.js';
import { personFacts } from './outputs/person-facts.js';
import { PLD } from './outputs/pld.js';
import { PROVIDERS } from './outputs/providers.js';
import { summaryOf } from './outputs/screen.js';
import { addCounts } from './outputs/strata.js';
import { SUMMARY } from './outputs/summary.js';
import { LbpTally, type LbpTotals } from './outputs/tally.js';
import { UNREPORTED } from './outputs/unreported.js';
import { WATERFALL } from './outputs/waterfall.js';
import { qualityRules } from './quality/quality-rules.js';
import { LBP_REPORT } from './report/report.js';
import { type MeasureRules, needsOfYear, resolveRules } from './resolve.js';
import { ruleFacts, versionOf } from './rule-facts.js';
import { selectionOf } from './selection.js';
import { rulesOfYear, YEARS } from './years/index.js';

/** A measurement year, and the other options of the command. */
export interface LbpQuestion {
  readonly year: number;
  /** Whether people are counted by how they meet or miss each rule (coverage.csv). */
  readonly coverage: boolean;
  /** Columns of eligibility to count people by. */
  readonly by: readonly string[];
  /** Counts below this are not shown; 0 shows all. */
  readonly suppress: number;
  /** The last day with data, from `--as-of`; null for a year that is over. */
  readonly asOf: Day | null;
}

/** Names of columns, one by one or separated by commas; each counts once. */
const COLUMNS = z
  .union([z.string(), z.array(z.string())])
  .transform((names) => [...new Set([names].flat().flatMap((name) => name.split(',')))])
  .refine((names) => names.every((name) => name.trim() !== ''), 'names of columns, such as plan');

/** The measure: Use of Imaging Studies for Low Back Pain (docs/measure-logic.md). */
export const LBP: Pack<LbpQuestion, MeasureRules, Outcome, LbpTotals> = {
  id: 'lbp',
  title: 'Use of Imaging Studies for Low Back Pain (LBP)',
  source: {
    document: 'docs/measure-logic.md, from public descriptions of the measure',
    version: '2018 to 2026',
  },
  command: {
    name: 'run',
    about: 'Compute the measure from claim tables and write every decision with its evidence.',
    options: [
      { flag: '--year <year>', about: 'measurement year', isNumber: true, isOfQuestion: true },
      {
        flag: '--coverage',
        about:
          'write coverage.csv: how many people meet, nearly meet or have no record for each rule and value set',
        isOfQuestion: false,
      },
      {
        flag: '--as-of <day>',
        about: 'measure an unfinished year with what is known on this day, such as 2026-06-15',
        isOfQuestion: true,
      },
      {
        flag: '--by <column...>',
        about: 'columns of eligibility to add to members.csv and to count people by',
        isOfQuestion: true,
      },
      { flag: '--providers <path>', about: 'CSV of npi, name, specialty, group', isOfQuestion: false },
      {
        flag: '--suppress <n>',
        about: 'blank counts below this number, and counts from which they could be derived',
        isNumber: true,
        isOfQuestion: false,
      },
    ],
    settings: {
      year: z.int().optional(),
      coverage: z.boolean().optional(),
      'as-of': z.string().optional(),
      by: COLUMNS.optional(),
      providers: z.string().min(1).optional(),
      suppress: z.int().min(0).optional(),
    },
    examples: [
      "lbp run --year 2025 --claims 'claims/*.csv' --pharmacy rx.csv --eligibility members.csv --out lbp-2025",
      "lbp run --year 2025 --x12 'edi/**/*.837' --claim-status paid.csv --eligibility members.csv --out lbp-2025",
      'lbp run --year 2025 --engine spark --master spark://master:7077 --claims-table claims.medical_claim --eligibility-table claims.eligibility --events /shared/events --out lbp-2025',
    ],
    isEnrollmentOptional: false,
  },
  ownSets: null,
  measure: {
    short: 'LBP',
    long: /imaging stud(y|ies) for low back pain/i,
    event: { name: 'low back pain', role: 'low_back_pain' },
    excluding: ['trauma', 'recent_injury'],
  },

  question: ({ year, coverage, by, suppress, 'as-of': asOf }) => {
    if (typeof year !== 'number') {
      throw new QuestionError(
        '--year is missing. Give it as a flag, or as "year" in the config file',
        'missing',
      );
    }
    if (!YEARS.includes(year)) {
      throw new QuestionError(
        `--year ${year}: there are no rules for ${year}; the years with rules are ${YEARS.join(', ')}`,
        'unknown',
      );
    }
    return {
      year,
      coverage: coverage === true,
      by: COLUMNS.optional().parse(by) ?? [],
      suppress: typeof suppress === 'number' ? suppress : 0,
      asOf: typeof asOf === 'string' ? asOfDay(asOf, year) : null,
    };
  },
  questionName: ({ year }) => String(year),
  directoryYear: ({ year }) => year,
  versionOf: ({ year }) => versionOf(rulesOfYear(year)),
  // Options that are not set are left out, so that the manifest of a plain run does not change.
  asSettings: ({ year, coverage, by, suppress, asOf }) => ({
    ...{ year, coverage },
    ...(by.length === 0 ? {} : { by }),
    ...(suppress === 0 ? {} : { suppress }),
    ...(asOf === null ? {} : { 'as-of': isoDay(asOf) }),
  }),
  needs: (question) =>
    (question === null ? YEARS : [question.year]).flatMap((year) => needsOfYear(rulesOfYear(year))),
  bind: ({ year, coverage, by, suppress, asOf }, sets) =>
    resolveRules(rulesOfYear(year), sets, { hasCoverage: coverage, by, suppressBelow: suppress, asOf }),
  selection: selectionOf,
  evaluate: (person, rules) => {
    const decision = evaluate(person, rules);
    return decision.kind === 'not_a_candidate' ? [] : [decision];
  },

  personTables: [MEMBERS, EVIDENCE, UNREPORTED, PLD, OPEN_EPISODES],
  totalTables: [
    ...[SUMMARY, WATERFALL, IDSS, COVERAGE, SUMMARY_BY, TREND, SETTINGS_TABLE],
    ...[IMAGING_DAYS, IMAGING_MODALITY, IMAGING_EXCLUDED, PROVIDERS],
  ],
  tally: (rules) => new LbpTally(rules),

  facts: ({ year, asOf }) => ruleFacts(year, asOf),
  personFacts: (totals) => ({ ...personFacts(totals.people) }),
  warnings: (totals, rules) => ({
    rules: [...provisional(rules), ...yearToDate(totals, rules)],
    persons: [...nobodyInDenominator(totals), ...aboutPersons(totals)],
  }),
  summary: summaryOf,
  quality: ({ year }) => qualityRules(year),
  seen: ({ people, seen }): SeenByPack => {
    const persons = personFacts(people);
    return {
      eventDays: seen.indexDays,
      candidatesWithoutEligibility: {
        count: persons.unreported.no_eligibility ?? 0,
        of: persons.with_index_event,
      },
      candidates: persons.candidates,
      reported: { count: persons.in_members_csv, others: persons.unreported },
      withoutSupply: { count: seen.steroidsWithoutSupply, of: seen.steroids },
    };
  },

  codeUses,
  describe: ({ year }, against) =>
    describeRules(rulesOfYear(year), against === null ? null : rulesOfYear(against.year)),
  explain: (person, { year }) => explain(person, rulesOfYear(year)),
  comparison: LBP_COMPARISON,
  standing: ([outcome]) => {
    if (outcome === undefined) return null;
    if (outcome.kind === 'unreported') return { status: 'unreported', detail: '' };
    const isCounted = outcome.status === 'denominator';
    return { status: outcome.status, detail: isCounted && outcome.imaging !== null ? 'imaging' : '' };
  },
  catalog: null,
  report: LBP_REPORT,
  page: () => null,
  exchange: LBP_EXCHANGE,
  deck: LBP_DECK,
};

/**
 * The day of `--as-of`; null from the last day of the year on, because the year is over then.
 *
 * @throws QuestionError for a text that is not a date, or a day before the year
 */
function asOfDay(text: string, year: number): Day | null {
  const day = dayOfIso(text);
  if (day === null) throw new QuestionError(`--as-of ${text}: not a date such as ${year}-06-15`, 'missing');
  if (day < dayOf(year, 1, 1)) {
    throw new QuestionError(`--as-of ${text}: the day lies before the year ${year}`, 'missing');
  }
  return day >= dayOf(year, 12, 31) ? null : day;
}

function yearToDate({ people: { strata } }: LbpTotals, { asOf }: MeasureRules): WarningFacts[] {
  if (asOf === null) return [];
  const open = strata
    .filter(({ band }) => band === 'total')
    .reduce((sum, { counts }) => sum + counts.open, 0);
  const text = `rates are those of the year to ${isoDay(asOf)}: episodes whose 28 days have not run out are in no rate; they are listed in open-episodes.csv`;
  return [{ code: 'LBP-W302', text, count: open }];
}

function provisional({ year: { year, status, statusNote } }: MeasureRules): WarningFacts[] {
  if (status === 'confirmed') return [];
  return [{ code: 'LBP-W301', text: `the rules of ${year} are provisional: ${statusNote}`, count: 1 }];
}

/** Why candidates with a row in members.csv give no rate at all: the rows by the rule that takes them out first. */
function nobodyInDenominator({ people: { strata } }: LbpTotals): WarningFacts[] {
  const totals = strata.flatMap(({ band, counts }) => (band === 'total' ? [counts] : []));
  if (totals.some(({ denominator, open }) => denominator + open > 0)) return [];
  const first = new Map<Reason, number>();
  for (const counts of totals) addCounts(first, counts.first);
  const rows = totals.reduce((sum, { candidates }) => sum + candidates, 0);
  const why = [...first].sort(([, a], [, b]) => b - a).map(([reason, count]) => `${reason} ${count}`);
  const text = `nobody is in a denominator, so there is no rate; rows of members.csv by the rule that takes them out first: ${why.join(', ')}`;
  return rows === 0 ? [] : [{ code: 'LBP-W131', text, count: rows }];
}

function aboutPersons({ people }: LbpTotals): WarningFacts[] {
  const { unreported, index_events_on_imaging_lines: onImaging } = personFacts(people);
  return [
    {
      code: 'LBP-W106',
      text: 'candidates without eligibility; they are listed in unreported.csv',
      count: unreported.no_eligibility ?? 0,
    },
    {
      code: 'LBP-W107',
      text: 'people with a steroid fill that states no days of supply, which covers no day',
      count: people.withoutDaysSupply,
    },
    { code: 'LBP-W108', text: 'index events whose line is itself an imaging study', count: onImaging },
  ];
}
