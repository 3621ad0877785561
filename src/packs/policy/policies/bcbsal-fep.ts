import type { PolicyFile } from '../policy.js';

export const BCBSAL_FEP: PolicyFile = {
  id: 'bcbsal-fep',
  title: "BCBS Alabama, federal employees' line: low-back pain imaging studies",
  document:
    'Blue Cross and Blue Shield of Alabama, "Low-Back Pain Imaging Studies and Modifier KX Operational Policy" (https://providers.bcbsal.org/portal/ja/resources/-/resource/viewArticle/J8RQZ6ZHZJ). Reading: the policy is for members of the federal employees\' line; lines_of_business is open because every source names that plan in its own way, so give the claims of these members, or copy the policy and name the plan. Reading: facility claims are institutional ones, and the emergency room is place 23 and revenue codes 0450 to 0459 and 0981. Reading: the start of an episode follows 180 days without low back pain, as in the measure that the page refers to. Reading: the claim of the image has low back pain as its principal diagnosis. Reading: red flags on claims count for nothing without the modifier.',
  version: 'undated',
  claim_types: ['professional'],
  excluded_places: ['23'],
  excluded_revenue_codes: [
    ...['0450', '0451', '0452', '0453', '0454', '0455', '0456', '0457', '0458', '0459'],
    '0981',
  ],
  ages: { from: 18, to: 75 },
  episode: { clean_days: 180 },
  imaging: { days: 28, claim_diagnosis: 'principal' },
  attestation_modifiers: ['KX'],
  attestation_means: 'the record shows a condition that excludes from the measure',
  flags: [],
};
