import type { ShareRule } from '../quality.js';
import { watched } from '../shares.js';
import type { Policy } from './policy.js';

/** The shares of rows that matter to a policy, and their effect on its decisions. */
export function shareRules({ ages, lines_of_business: lines, flags }: Policy): ShareRule[] {
  const asksEnrollment = ages !== null || lines !== null;
  const asksDrugs = flags.some(({ medication_lists: lists }) => lists.length > 0);
  return SHARE_RULES.filter(
    ({ code }) =>
      (code !== WITHOUT_ENROLLMENT || asksEnrollment) &&
      (code !== FILLS_WITHOUT_ENROLLMENT || (asksEnrollment && asksDrugs)),
  );
}

const FILLS_WITHOUT_ENROLLMENT = 'LBP-D308';
const WITHOUT_ENROLLMENT = 'LBP-D403';

const SHARE_RULES: readonly ShareRule[] = [
  watched('LBP-D105', {
    effect: 'Dates are mistyped or read in the wrong format, so episodes and windows lie on wrong days.',
    fix: 'Look at the date columns; set dates in the config where the format is not what was found.',
  }),
  watched('LBP-D201', {
    effect: 'Earlier pain and red flags are mostly found in later positions: too much is denied.',
    fix: 'Ask for an extract with all diagnoses, or map diagnosis_code_2 and on.',
  }),
  watched('LBP-D206', {
    effect: 'What the policy would have saved is counted among lines with status paid: it is too low.',
    fix: 'Map claim_status, and its words with values.claim_status.',
  }),
  watched('LBP-D208', {
    effect: 'Each version of an imaging line is judged, and its money counted again.',
    fix: 'Give final claims, or mark replaced ones as voided.',
  }),
  watched('LBP-D209', {
    effect: 'Imaging lines, earlier pain and red flags among them are missed.',
    fix: 'Run with --out and see rejects.csv for file, line and reason.',
  }),
  watched(FILLS_WITHOUT_ENROLLMENT, {
    effect: 'Flags that rest on their drugs are missed: too much is denied.',
    fix: 'See whether person_id means the same in the pharmacy claims.',
  }),
  watched(WITHOUT_ENROLLMENT, {
    effect: 'The policy asks for an age or a line of business: their lines would be paid.',
    fix: 'See whether person_id means the same in both tables, and whether enrollment covers the period.',
  }),
];
