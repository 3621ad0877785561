import type { ListedCode } from '../../timeline/person.js';
import type { LinePattern, Selection } from '../../timeline/selection.js';
import { codesInUse } from '../sets.js';
import type { ReviewRules } from './resolve.js';

/** Everyone with a line in scope in the period, with all their codes that the guideline reads. */
export function selectionOf({ question, sets }: ReviewRules, codes: readonly ListedCode[]): Selection {
  const { guideline, from, to } = question;
  const inScope: LinePattern = {
    column: 'procedure',
    codes: [...guideline.scope.codes.keys()],
    position: 'any',
    days: { first: from, last: to },
    slack: null,
  };
  return {
    candidates: [inScope],
    codes: codesInUse(codes, sets),
    carried: {
      lines: [inScope],
      facts: ['billingNpi', 'renderingNpi', 'orderingNpi', 'referringNpi', 'allowedAmount'],
      tellLinesApart: true,
    },
    enrollment: ['sex'],
    furtherEnrollment: [],
    kept: 'persons',
  };
}
