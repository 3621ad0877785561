import type { Day } from './day.js';
import type { CodeSystem } from './person.js';
import type { Window } from './window.js';

/**
 * A record that decided something. Fields that do not apply are null or empty (an uncovered day has no code).
 */
export interface Evidence<Rule extends string = string> {
  readonly rule: Rule;
  readonly date: Day | null;
  readonly endDate: Day | null;
  readonly codeSystem: CodeSystem | '';
  readonly code: string;
  readonly valueSet: string;
  readonly claimId: string;
  readonly lineNumber: string;
  /** First and last day on which the record could count; a null start means any time before. */
  readonly windowStart: Day | null;
  readonly windowEnd: Day | null;
  readonly source: string;
  readonly locator: string;
}

/** Evidence that rests on no claim: a test of a birth date, uncovered days, a fact of the enrollment file. */
export function evidenceWithoutClaim<Rule extends string>(
  rule: Rule,
  { start, end }: Window,
  found: Partial<Pick<Evidence, 'date' | 'endDate' | 'source' | 'locator'>> = {},
): Evidence<Rule> {
  return {
    rule,
    date: found.date ?? null,
    endDate: found.endDate ?? null,
    codeSystem: '',
    code: '',
    valueSet: '',
    claimId: '',
    lineNumber: '',
    windowStart: start,
    windowEnd: end,
    source: found.source ?? '',
    locator: found.locator ?? '',
  };
}
