import { z } from 'zod';
import { type Pack, QuestionError, type SeenByPack } from '../pack.js';
import type { WarningFacts } from '../quality.js';
import { LBP_COMPARISON } from './compare/comparison.js';
import type { Outcome } from './decision.js';
import { codeUses } from './describe/code-uses.js';
import { describeRules } from './describe/describe.js';
import { evaluate } from './evaluate.js';
import { explain } from './explain/explanation.js';
import { COVERAGE } from './outputs/coverage-table.js';
import { LBP_DECK } from './outputs/deck.js';
import { EVIDENCE } from './outputs/evidence.js';
import { IDSS } from './outputs/idss.js';
import { MEMBERS } from './outputs/members.js';
import { personFacts } from './outputs/person-facts.js';
import { summaryOf } from './outputs/screen.js';
import { SUMMARY } from './outputs/summary.js';
import { LbpTally, type LbpTotals } from './outputs/tally.js';
import { UNREPORTED } from './outputs/unreported.js';
import { WATERFALL } from './outputs/waterfall.js';
import { qualityRules } from './quality/quality-rules.js';
import { type MeasureRules, needsOfYear, resolveRules } from './resolve.js';
import { ruleFacts, versionOf } from './rule-facts.js';
import { selectionOf } from './selection.js';
import { rulesOfYear, YEARS } from './years/index.js';

/** A measurement year, and whether people are counted by how far they come with each rule. */
export interface LbpQuestion {
  readonly year: number;
  readonly coverage: boolean;
}

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
        about: 'write coverage.csv: how many people came how far with each rule and value set',
        isOfQuestion: false,
      },
    ],
    settings: { year: z.int().optional(), coverage: z.boolean().optional() },
    examples: [
      "lbp run --year 2025 --claims 'claims/*.csv' --pharmacy rx.csv --eligibility members.csv --out lbp-2025",
      "lbp run --year 2025 --x12 'edi/**/*.837' --claim-status paid.csv --eligibility members.csv --out lbp-2025",
      'lbp run --year 2025 --engine spark --master spark://master:7077 --claims-table claims.medical_claim --eligibility-table claims.eligibility --events /shared/events --out lbp-2025',
    ],
    isEnrollmentOptional: false,
  },
  measure: {
    short: 'LBP',
    long: /imaging stud(y|ies) for low back pain/i,
    event: { name: 'low back pain', role: 'low_back_pain' },
    excluding: ['trauma', 'recent_injury'],
  },

  question: ({ year, coverage }) => {
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
    return { year, coverage: coverage === true };
  },
  questionName: ({ year }) => String(year),
  directoryYear: ({ year }) => year,
  versionOf: ({ year }) => versionOf(rulesOfYear(year)),
  asSettings: ({ year, coverage }) => ({ year, coverage }),
  needs: (question) =>
    (question === null ? YEARS : [question.year]).flatMap((year) => needsOfYear(rulesOfYear(year))),
  bind: ({ year, coverage }, sets) => resolveRules(rulesOfYear(year), sets, coverage),
  selection: selectionOf,
  evaluate: (person, rules) => {
    const decision = evaluate(person, rules);
    return decision.kind === 'not_a_candidate' ? [] : [decision];
  },

  personTables: [MEMBERS, EVIDENCE, UNREPORTED],
  totalTables: [SUMMARY, WATERFALL, IDSS, COVERAGE],
  tally: (rules) => new LbpTally(rules),

  facts: ({ year }) => ruleFacts(year),
  personFacts: (totals) => ({ ...personFacts(totals.people) }),
  warnings: (totals, rules) => ({
    rules: provisional(rules),
    persons: aboutPersons(totals),
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
  deck: LBP_DECK,
};

function provisional({ year: { year, status, statusNote } }: MeasureRules): WarningFacts[] {
  if (status === 'confirmed') return [];
  return [{ code: 'LBP-W301', text: `the rules of ${year} are provisional: ${statusNote}`, count: 1 }];
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
