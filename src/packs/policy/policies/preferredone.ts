import type { PolicyFile } from '../policy.js';

/** The only policy of the three that looks for red flags in claims. */
export const PREFERREDONE: PolicyFile = {
  id: 'preferredone',
  title: 'PreferredOne: imaging for low back pain',
  document:
    'PreferredOne (Minnesota), reimbursement policy on the billing of imaging for low back pain, a page without number or date. Reading: the image is not paid when its own claim has low back pain as its principal diagnosis; the policy speaks of a member with a primary diagnosis. Reading: a spinal infection from 365 days before to 28 days after the start is a red flag; the purpose of the policy names suspected osteomyelitis as one, its list of exclusions does not.',
  version: 'undated',
  claim_types: ['professional', 'institutional'],
  episode: { clean_days: 180 },
  imaging: { days: 28, claim_diagnosis: 'principal' },
  flags: [
    {
      id: 'cancer',
      value_sets: [
        'Malignant Neoplasms',
        'Other Neoplasms',
        'History of Malignant Neoplasm',
        'Other Malignant Neoplasm of Skin',
      ],
      from: null,
      to: 28,
    },
    { id: 'trauma', value_sets: ['Trauma'], from: -365, to: 28 },
    { id: 'iv_drug_use', value_sets: ['IV Drug Abuse'], from: -365, to: 28 },
    { id: 'neurologic_impairment', value_sets: ['Neurologic Impairment'], from: -365, to: 28 },
    { id: 'spinal_infection', value_sets: ['Spinal Infection'], from: -365, to: 28 },
  ],
};
