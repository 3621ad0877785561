import { isoDay } from '../../../timeline/day.js';
import type { WarningFacts } from '../../quality.js';
import { leavesOf } from '../guideline/tree.js';
import { GUIDELINES, guidelineNamed } from '../guidelines/index.js';
import { MOST_LINES } from '../page/page.js';
import type { ReviewRules } from '../resolve.js';
import type { ReviewTotals } from './tally.js';

/** Warnings about the guideline. */
export function warningsOfGuideline({ counts }: ReviewTotals, { question }: ReviewRules): WarningFacts[] {
  const { guideline, version, from, to } = question;
  const isShipped = guidelineNamed(guideline.id) === guideline;
  const all: WarningFacts[] = [
    {
      code: 'LBP-W331',
      text: 'lines reviewed by a provisional version, whose text is only partly known',
      count: counts.ofProvisionalVersion,
    },
    {
      code: 'LBP-W332',
      text: `lines of days on which no version of ${guideline.id} was in force; they are not reviewed`,
      count: counts.withoutVersion,
    },
    {
      code: 'LBP-W333',
      text:
        version === null
          ? ''
          : `all lines from ${isoDay(from)} to ${isoDay(to)} are reviewed by ${version.id}, in force on their days or not`,
      count: version === null ? 0 : 1,
    },
    {
      code: 'LBP-W334',
      text: `the guideline has the id ${guideline.id} of one that ships and is not the same; give it an id of its own`,
      count: GUIDELINES.includes(guideline.id) && !isShipped ? 1 : 0,
    },
  ];
  return all.filter(({ count }) => count > 0);
}

/** Warnings about the lines and the people. */
export function warningsOfLines({ counts }: ReviewTotals, { question }: ReviewRules): WarningFacts[] {
  const { scenarios } = question.guideline;
  const asksAge = scenarios.some(({ ages }) => ages !== null);
  return [
    {
      code: 'LBP-W341',
      text: `lines of people without a known birth date: conditions of age are not shown${asksAge ? ', and scenarios with an age limit do not apply' : ''}`,
      count: counts.withoutAge,
    },
    {
      code: 'LBP-W342',
      text: 'people whose sex is not known: conditions of sex are not shown',
      count: scenarios.some(({ tree }) => leavesOf(tree).some(({ kind }) => kind === 'sex'))
        ? counts.personsWithoutSex
        : 0,
    },
    {
      code: 'LBP-W343',
      text: 'allowed amounts that cannot be read as a decimal number; they are blank in review.csv and in no sum',
      count: counts.unreadableAmounts,
    },
    {
      code: 'LBP-W344',
      text: 'allowed amounts with a fraction of a cent, which is rounded, half a cent away from zero',
      count: counts.roundedAmounts,
    },
    {
      code: 'LBP-W345',
      text: 'supplemental records with an imaging code in scope, which are not claim lines and are not reviewed',
      count: counts.supplemental,
    },
    {
      code: 'LBP-W346',
      text: `lines are more than the ${MOST_LINES} that review.html can hold, so it was not written; narrow --from and --to for a worklist`,
      count: counts.lines > MOST_LINES ? counts.lines : 0,
    },
  ];
}
