import { setGiving } from '../../timeline/meaning.js';
import type { ListedCode } from '../../timeline/person.js';
import { COLUMN_OF_SYSTEM, type LinePattern, type Selection } from '../../timeline/selection.js';
import { codesInUse } from '../sets.js';
import type { PolicyRules } from './rules.js';

/** The columns of a line's own codes; all others belong to its claim. */
const COLUMNS_OF_LINE = ['procedure', 'revenue'] as const;

/** Whether a code makes the line that carries it an imaging line. */
export function isImaging(listed: ListedCode, { sets }: PolicyRules): boolean {
  const column = COLUMN_OF_SYSTEM[listed.system];
  return COLUMNS_OF_LINE.some((one) => one === column) && setGiving('imaging', listed, sets) !== null;
}

/**
 * What a policy needs from the inputs: everyone with an imaging line in the period, with all their codes that
 * the policy reads, and the other facts of these lines.
 */
export function selectionOf(rules: PolicyRules, codes: readonly ListedCode[]): Selection {
  const used = codesInUse(codes, rules.sets);
  const lines = COLUMNS_OF_LINE.flatMap((column): LinePattern[] => {
    const found = used.filter(
      (listed) => COLUMN_OF_SYSTEM[listed.system] === column && isImaging(listed, rules),
    );
    if (found.length === 0) return [];
    return [
      {
        column,
        codes: found.map(({ code }) => code),
        position: 'any',
        days: rules.period,
        slack: null,
      },
    ];
  });
  return {
    candidates: lines,
    codes: used,
    carried: {
      lines,
      facts: [
        ...(['claimType', 'modifiers', 'billingNpi', 'renderingNpi', 'orderingNpi'] as const),
        ...(['referringNpi', 'allowedAmount', 'paidAmount'] as const),
      ],
      tellLinesApart: true,
    },
    enrollment: rules.policy.lines_of_business === null ? [] : ['plan'],
    furtherEnrollment: [],
    kept: 'persons',
  };
}
