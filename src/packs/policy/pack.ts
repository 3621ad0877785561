import { z } from 'zod';
import { isoDay } from '../../timeline/day.js';
import type { Pack, RuleFacts, SeenByPack } from '../pack.js';
import { POLICY_CATALOG } from './catalogue.js';
import { codeUses } from './code-uses.js';
import { POLICY_COMPARISON } from './compare/comparison.js';
import { DECISIONS, decisionOf, type JudgedLine, REASONS } from './decision.js';
import { evaluate } from './evaluate.js';
import { explain } from './explain/explanation.js';
import { EVIDENCE } from './outputs/evidence.js';
import { POLICY_LINES } from './outputs/lines.js';
import { summaryOf } from './outputs/screen.js';
import { POLICY_SUMMARY } from './outputs/summary.js';
import { PolicyTally, type PolicyTotals } from './outputs/tally.js';
import { warningsOfLines, warningsOfPolicy } from './outputs/warnings.js';
import { SHIPPED_IDS } from './policies/index.js';
import { type Policy, readingsOf } from './policy.js';
import { qualityRules } from './quality.js';
import { type PolicyQuestion, questionOf, settingsOf } from './question.js';
import { needsOf, type PolicyRules, rulesOf } from './rules.js';
import { selectionOf } from './selection.js';

/** Payment policy edits: which imaging lines a payer would not pay, why, and their cost (docs/policy.md). */
export const POLICY: Pack<PolicyQuestion, PolicyRules, JudgedLine, PolicyTotals> = {
  id: 'policy',
  title: 'Payment policies on imaging for low back pain',
  source: {
    document: 'docs/policy.md; each policy names its own document',
    version: 'as each policy states it',
  },
  command: {
    name: 'policy',
    about: 'Find the imaging lines that a payment policy would not pay, with reasons, records and money.',
    options: [
      {
        flag: '--policy <id or file>',
        about: 'a policy that ships (preferredone, bcbsnc-2023, bcbsal-fep), or the JSON file of one',
        names: SHIPPED_IDS,
        isOfQuestion: true,
      },
      {
        flag: '--from <date>',
        about: 'first service date that is judged, YYYY-MM-DD',
        isOfQuestion: true,
      },
      { flag: '--to <date>', about: 'last service date that is judged, YYYY-MM-DD', isOfQuestion: true },
    ],
    settings: {
      policy: z.union([z.string(), z.looseObject({})]).optional(),
      from: z.string().optional(),
      to: z.string().optional(),
    },
    examples: [
      "lbp policy --policy preferredone --from 2025-01-01 --to 2025-12-31 --claims 'claims/*.csv' --eligibility members.csv --out edits-2025",
      'lbp policy --policy ours.json --from 2025-01-01 --to 2025-12-31 --claims claims.parquet --out edits-2025',
    ],
    isEnrollmentOptional: true,
  },
  ownSets: null,
  measure: null,

  question: questionOf,
  questionName: ({ policy }) => policy.id,
  directoryYear: () => null,
  versionOf: ({ policy }) => versionOf(policy),
  asSettings: settingsOf,
  needs: needsOf,
  bind: rulesOf,
  selection: selectionOf,
  evaluate,

  personTables: [POLICY_LINES, EVIDENCE],
  totalTables: [POLICY_SUMMARY],
  tally: (rules) => new PolicyTally(rules),

  facts: factsOf,
  personFacts: ({ counts }) => ({
    judged: counts.persons,
    lines: counts.lines,
    lines_without_allowed_amount: counts.withoutAllowed,
    lines_without_paid_amount: counts.withoutPaid,
    attested_still_measure_hits: counts.attestedHits,
  }),
  warnings: (totals, rules) => ({
    rules: warningsOfPolicy(totals, rules),
    persons: warningsOfLines(totals, rules),
  }),
  summary: summaryOf,
  quality: qualityRules,
  seen: seenOf,

  describe: () => null,
  codeUses,
  explain,
  comparison: POLICY_COMPARISON,
  standing: (lines) => {
    if (lines.length === 0) return null;
    const decisions = new Set(lines.map(({ reason }) => decisionOf(reason)));
    const reasons = new Set(lines.map(({ reason }) => reason));
    return {
      status: DECISIONS.filter((decision) => decisions.has(decision)).join(' and '),
      detail: REASONS.filter((reason) => reasons.has(reason)).join(', '),
    };
  },
  catalog: POLICY_CATALOG,
  report: null,
  page: () => null,
  exchange: null,
  deck: null,
};

function versionOf({ version }: Policy): string {
  return version === '' ? 'no version stated' : version;
}

function factsOf({ policy, period }: PolicyRules): RuleFacts {
  const { id, title, version, document } = policy;
  const readings = readingsOf(policy);
  const named = title === '' ? '' : `, ${title}`;
  const source = document === '' ? 'no document stated' : document;
  return {
    id,
    heading: `Policy ${id}${named}: lines of ${isoDay(period.first)} to ${isoDay(period.last)}`,
    rules_version: versionOf(policy),
    status: readings.length === 0 ? 'confirmed' : 'provisional',
    note: readings.join('; '),
    notice: [
      'This supports review; it decides neither care nor coverage.',
      `Source: ${source.replace(/\.$/, '')}; version ${version === '' ? 'not stated' : version}.`,
    ],
    further: { policy, from: isoDay(period.first), to: isoDay(period.last) },
  };
}

function seenOf({ counts, starts }: PolicyTotals): SeenByPack {
  return {
    eventDays: starts,
    candidatesWithoutEligibility: { count: counts.personsWithoutEligibility, of: counts.persons },
    candidates: counts.persons,
    reported: { count: counts.persons, others: {} },
    withoutSupply: { count: 0, of: 0 },
  };
}
