import { z } from 'zod';
import { isoDay } from '../../timeline/day.js';
import { sentence } from '../figures.js';
import type { Pack, RuleFacts, SeenByPack } from '../pack.js';
import { REVIEW_CATALOG } from './catalog.js';
import { codeUses } from './code-uses.js';
import { REVIEW_COMPARISON } from './compare/comparison.js';
import { type Outcome, SUGGESTIONS } from './decision.js';
import { evaluate } from './evaluate.js';
import { explain } from './explain/explanation.js';
import type { Version } from './guideline/guideline.js';
import { GUIDELINES, guidelineNamed } from './guidelines/index.js';
import { CRITERIA } from './outputs/criteria.js';
import { REVIEW_EVIDENCE } from './outputs/evidence.js';
import { OUT_OF_SCOPE } from './outputs/groups.js';
import { REVIEW } from './outputs/lines.js';
import { summaryOf } from './outputs/screen.js';
import { REVIEW_SUMMARY } from './outputs/summary.js';
import { ReviewTally, type ReviewTotals } from './outputs/tally.js';
import { warningsOfGuideline, warningsOfLines } from './outputs/warnings.js';
import { MOST_LINES, reviewPage } from './page/page.js';
import { qualityRules } from './quality.js';
import { questionOf, type ReviewQuestion, settingsOf } from './question.js';
import { bindReview, needsOf, type ReviewRules } from './resolve.js';
import { selectionOf } from './selection.js';

/**
 * Clinical-review criteria for imaging of the spine: what claims show about each line, for a reviewer
 * (docs/review.md).
 */
export const REVIEW_PACK: Pack<ReviewQuestion, ReviewRules, Outcome, ReviewTotals> = {
  id: 'review',
  title: 'Clinical-review criteria for imaging of the spine',
  source: {
    document: 'docs/review.md; each guideline names its own document',
    version: 'as each guideline states it',
  },
  command: {
    name: 'review',
    about:
      'List imaging lines for a reviewer: which criteria of a guideline claims show, and what to look for.',
    options: [
      {
        flag: '--guideline <id or file>',
        about: `a guideline that ships (${GUIDELINES.join(', ')}), or the JSON file of one`,
        names: GUIDELINES,
        isOfQuestion: true,
      },
      {
        flag: '--as-published <date>',
        about: 'use the version in force on this date for all lines, YYYY-MM-DD',
        isOfQuestion: true,
      },
      { flag: '--from <date>', about: 'first service date that is reviewed, YYYY-MM-DD', isOfQuestion: true },
      { flag: '--to <date>', about: 'last service date that is reviewed, YYYY-MM-DD', isOfQuestion: true },
    ],
    settings: {
      guideline: z.union([z.string(), z.looseObject({})]).optional(),
      'as-published': z.string().optional(),
      from: z.string().optional(),
      to: z.string().optional(),
    },
    examples: [
      "lbp review --guideline kp --from 2024-01-01 --to 2024-12-31 --claims 'claims/*.csv' --eligibility members.csv --pharmacy rx.csv --out review-2024",
      'lbp review --show kp-3',
    ],
    isEnrollmentOptional: false,
  },
  ownSets: 'review',
  measure: null,

  question: questionOf,
  questionName: ({ guideline }) => guideline.id,
  versionOf: (question) =>
    versionsOf(question)
      .map(({ id }) => id)
      .join(', ') || 'no version in force',
  asSettings: settingsOf,
  directoryYear: () => null,
  needs: (question) =>
    question === null
      ? GUIDELINES.flatMap((id) => guidelineNamed(id) ?? []).flatMap(needsOf)
      : needsOf(question.guideline),
  bind: bindReview,
  selection: selectionOf,
  evaluate,

  personTables: [REVIEW, CRITERIA, REVIEW_EVIDENCE],
  totalTables: [REVIEW_SUMMARY],
  tally: (rules) => new ReviewTally(rules),

  facts: factsOf,
  personFacts: ({ counts }) => ({
    with_lines: counts.persons,
    lines: counts.lines,
    lines_out_of_scope: counts.leftOut,
    lines_without_version: counts.withoutVersion,
  }),
  warnings: (totals, rules) => ({
    rules: warningsOfGuideline(totals, rules),
    persons: warningsOfLines(totals, rules),
  }),
  summary: summaryOf,
  quality: qualityRules,
  seen: seenOf,

  describe: () => null,
  codeUses,
  explain,
  comparison: REVIEW_COMPARISON,
  standing: (outcomes) => {
    if (outcomes.length === 0) return null;
    const suggested = new Set(outcomes.map(suggestionText));
    const shown = outcomes.map((outcome) =>
      outcome.kind === 'no_version' ? '' : resultsText(outcome.scenarios),
    );
    return {
      status: [...SUGGESTIONS, OUT_OF_SCOPE].filter((one) => suggested.has(one)).join(' and '),
      detail: shown.join('; '),
    };
  },
  catalog: REVIEW_CATALOG,
  report: null,
  page: ({ counts }, rules, notice) =>
    counts.lines > MOST_LINES
      ? null
      : reviewPage(rules.question, { heading: factsOf(rules).heading, notice: notice.map(sentence) }),
  exchange: null,
  deck: null,
};

function suggestionText(outcome: Outcome): string {
  return outcome.kind === 'no_version' ? OUT_OF_SCOPE : (outcome.suggestion ?? OUT_OF_SCOPE);
}

/** `kp-I.C met, kp-I.late open` */
function resultsText(scenarios: Extract<Outcome, { kind: 'reviewed' }>['scenarios']): string {
  return scenarios
    .filter(({ result }) => result === 'met' || result === 'open')
    .map(({ scenario, result }) => `${scenario.id} ${result}`)
    .join(', ');
}

/** The versions that can apply to lines of the question. */
function versionsOf({ guideline, version, from, to }: ReviewQuestion): Version[] {
  if (version !== null) return [version];
  return guideline.versions.filter(
    (one) => (one.from === null || one.from <= to) && (one.to === null || one.to >= from),
  );
}

function factsOf({ question }: ReviewRules): RuleFacts {
  const { guideline, from, to } = question;
  const versions = versionsOf(question);
  const provisional = versions.filter(({ isProvisional }) => isProvisional).map(({ id }) => id);
  return {
    id: guideline.id,
    heading: `Guideline ${guideline.id}, ${guideline.title}: lines of ${isoDay(from)} to ${isoDay(to)}`,
    rules_version: REVIEW_PACK.versionOf(question),
    status: provisional.length === 0 ? 'confirmed' : 'provisional',
    note: provisional.length === 0 ? '' : `the text of ${provisional.join(', ')} is only partly known`,
    notice: [
      'This supports a reviewer; it decides neither care nor coverage.',
      `Source: ${guideline.document}, in our words and readings.`,
    ],
    further: {
      guideline: guideline.id,
      versions: versions.map(({ id }) => id),
      from: isoDay(from),
      to: isoDay(to),
    },
  };
}

function seenOf({ counts, days }: ReviewTotals): SeenByPack {
  return {
    eventDays: days,
    candidatesWithoutEligibility: { count: counts.personsWithoutEligibility, of: counts.persons },
    candidates: counts.persons,
    reported: { count: counts.persons, others: {} },
    withoutSupply: { count: 0, of: 0 },
  };
}
