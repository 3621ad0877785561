import type { ShareRule } from '../../quality.js';
import { watched } from '../../shares.js';
import type { YearRules } from '../years/year-rules.js';

/** The shares of rows that matter to a year, and their effect on the rate. */
export function shareRules({ ignoresLabDiagnoses }: YearRules): ShareRule[] {
  return SHARE_RULES.filter(({ code }) => ignoresLabDiagnoses || code !== PLACE_OF_SERVICE);
}

const PLACE_OF_SERVICE = 'LBP-D202';

const SHARE_RULES: readonly ShareRule[] = [
  watched('LBP-D105', {
    effect: 'Dates are mistyped or read in the wrong format, so events and windows lie on wrong days.',
    fix: 'Look at the date columns; set dates in the config where the format is not what was found.',
  }),
  watched('LBP-D201', {
    effect:
      'History and exclusions are mostly found in later positions: the denominator is too large, and imaging claims that carry low back pain second are missed.',
    fix: 'Ask for an extract with all diagnoses, or map diagnosis_code_2 and on.',
  }),
  watched(PLACE_OF_SERVICE, {
    effect:
      'Laboratory lines cannot be recognized, so their diagnoses count as history, event and exclusion.',
    fix: 'Map place_of_service_code; institutional rows may lack it.',
  }),
  watched('LBP-D205', {
    effect: 'None: they are read with the zero. Other programs may not do so.',
    fix: 'Nothing to do here.',
  }),
  watched('LBP-D206', {
    effect: 'They count as not denied: denied imaging counts too, which makes the rate too low.',
    fix: 'Map claim_status and its words with values.claim_status.',
  }),
  watched('LBP-D207', {
    effect: 'None on the rate, because they count once; but files may overlap or be given twice.',
    fix: 'Look at which files hold the same claims.',
  }),
  watched('LBP-D208', {
    effect: 'All versions count: codes that a correction took away still make history and exclusions.',
    fix: 'Give final versions only, or mark the earlier ones as voided.',
  }),
  watched('LBP-D209', {
    effect: 'Events, imaging and exclusions on them are missed.',
    fix: 'Run with --out and see rejects.csv for file, line and reason.',
  }),
  watched('LBP-D212', {
    effect:
      'They are no events, and no imaging for low back pain: events are missed, and the rate is too high.',
    fix: 'See whether diagnosis_code_1 is mapped, and which claims lack it.',
  }),
  watched('LBP-D303', {
    effect: 'They cover no day, so prolonged steroids are missed and the denominator is too large.',
    fix: 'Map days_supply.',
  }),
  watched('LBP-D307', {
    effect:
      'Steroids among them cover no day, so prolonged steroids are missed: the denominator is too large.',
    fix: 'Map days_supply, or ask for an extract with it.',
  }),
  watched('LBP-D304', {
    effect: 'They match no list, so exclusions by drugs are missed.',
    fix: 'Write NDCs with eleven digits, or with their hyphens.',
  }),
  watched('LBP-D306', {
    effect: 'Exclusions by the drugs on them are missed.',
    fix: 'Run with --out and see rejects.csv for file, line and reason.',
  }),
  watched('LBP-D401', {
    effect: 'The rows are rejected or the age is wrong: people drop out or fall into the wrong band.',
    fix: 'Fill birth_date; defaults such as 1900-01-01 or 9999-12-31 are not birth dates.',
  }),
  watched('LBP-D402', {
    effect: 'The rows are rejected: the people lose cover, and their line is missing from the rate.',
    fix: 'Map the words with values.payer_type; cover that is not reported is "other".',
  }),
  watched('LBP-D308', {
    effect: 'Their drugs exclude nobody: the denominator is too large.',
    fix: 'See whether person_id means the same in the pharmacy claims.',
  }),
  watched('LBP-D403', {
    effect: 'They cannot be in the denominator, whatever their claims say.',
    fix: 'See whether person_id means the same in both tables, and whether enrollment covers all years of the claims.',
  }),
  watched('LBP-D404', {
    effect: 'They are missing from the denominator.',
    fix: 'As for LBP-D403; a run lists them in unreported.csv.',
  }),
  watched('LBP-D408', {
    effect: 'Spans are missing, so people fail continuous enrollment and are not in the denominator.',
    fix: 'See whether enrollment covers all years of the claims, and whether its dates are read in the right format.',
  }),
  watched('LBP-D405', {
    effect:
      'One uncovered day breaks continuous enrollment: people who were in fact covered are not in the denominator.',
    fix: 'See whether spans end on the last day of the month; correct the end dates.',
  }),
  watched('LBP-D410', {
    effect: 'A blank counts as medical: dental and other cover may count for enrollment and product lines.',
    fix: 'If a blank means no, map it with values.medical_benefit: {"": "false"}.',
  }),
  watched('LBP-D407', {
    effect: 'The people lose cover.',
    fix: 'Run with --out and see rejects.csv for file, line and reason.',
  }),
];
