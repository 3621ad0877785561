import type { PolicyFile } from '../policy.js';

export const BCBSNC_2023: PolicyFile = {
  id: 'bcbsnc-2023',
  title: 'Blue Cross NC: lower back pain imaging, 2023',
  document:
    'Blue Cross and Blue Shield of North Carolina, provider notice "Lower Back Pain Imaging, Policy Update Effective June 18, 2023" with its update of 20 September 2023 (https://www.bluecrossnc.com/providers/provider-news/2023/lower-back-pain-policy-update). Reading: the start of an episode follows 180 days without low back pain; the notices name no such span. Reading: the claim of the image has low back pain as its principal diagnosis; the notices do not say of which claim they speak. Reading: red flags on claims count for nothing without the modifier; the notices ask for the modifier and not for the diagnosis. Reading: members who seek care in other states are judged too, because claims do not show them.',
  version: '2023-06-18',
  effective: { from: '2023-06-18', to: null },
  claim_types: ['professional', 'institutional'],
  episode: { clean_days: 180 },
  imaging: { days: 28, claim_diagnosis: 'principal' },
  attestation_modifiers: ['KX'],
  attestation_means:
    'the record shows a red flag, or low back pain of more than 28 days whenever it was first diagnosed',
  flags: [],
};
