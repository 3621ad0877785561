import { CLAIM_REJECTS, FAULTS, LINE_REJECTS } from '../../inputs/x12/findings.js';

/** The codes of rejects.csv for what cannot be used of an 837 file (docs/x12.md); a code keeps its meaning. */
const CODES: Readonly<
  Record<keyof typeof CLAIM_REJECTS | keyof typeof LINE_REJECTS | keyof typeof FAULTS, string>
> = {
  no_claim_id: 'LBP-R21',
  no_subscriber: 'LBP-R22',
  wrong_parent: 'LBP-R23',
  no_service_line: 'LBP-R24',
  no_date: 'LBP-R25',
  no_usable_line: 'LBP-R26',
  cut_off: 'LBP-R27',
  unmatched_person: 'LBP-R28',
  ambiguous_person: 'LBP-R29',
  bad_line_date: 'LBP-R31',
  no_line_date: 'LBP-R32',
  no_service: 'LBP-R33',
  line_outside_claim: 'LBP-R34',
  claim_rejected: 'LBP-R35',
  text_outside_interchange: 'LBP-R41',
  segment_too_long: 'LBP-R42',
  segment_cut_off: 'LBP-R43',
  interchange_not_closed: 'LBP-R44',
  group_not_closed: 'LBP-R45',
  transaction_not_closed: 'LBP-R46',
  gzip_damaged: 'LBP-R47',
};

const REASONS = { ...CLAIM_REJECTS, ...LINE_REJECTS, ...FAULTS };

/** Code and sentence of a finding; one that is not known is given as it is. */
export function x12RejectOf(finding: string): { readonly code: string; readonly reason: string } {
  return isKnown(finding)
    ? { code: CODES[finding], reason: REASONS[finding] }
    : { code: '', reason: finding };
}

export function isX12Reject(finding: string): boolean {
  return isKnown(finding);
}

function isKnown(finding: string): finding is keyof typeof CODES {
  return Object.hasOwn(CODES, finding);
}
