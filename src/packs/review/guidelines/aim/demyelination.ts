import type { GuidelineFile } from '../../guideline/schema.js';

/** Multiple sclerosis and other disease of white matter. */
export const DEMYELINATION: GuidelineFile['scenarios'] = [
  {
    id: 'aim-ms-dx-myelopathy',
    title: 'MS, diagnosis: myelopathy signs',
    regions: ['cervical', 'thoracic'],
    modalities: ['mri'],
    tree: `all(
      rec(myelopathy@+myelopathy_signs, -90..0);
      chart('demyelination is the question; signs new or worse')
    )`,
  },
  {
    id: 'aim-ms-dx-attack',
    title: 'MS, diagnosis: first attack',
    regions: ['cervical', 'thoracic'],
    modalities: ['mri'],
    tree: "all(rec(cis, -180..0); none(ms, ever..-1); chart('first or new attack, MS not established'))",
  },
  {
    id: 'aim-ms-dx-brain',
    title: 'MS, diagnosis: brain MRI not sufficient',
    regions: ['cervical', 'thoracic'],
    modalities: ['mri'],
    tree: `all(
      rec(cis+white_matter, -365..0);
      prior(mri_brain, -180..0);
      chart('brain MRI neither explains nor settles it')
    )`,
  },
  {
    id: 'aim-ms-mgmt-myelopathy',
    title: 'MS, management: myelopathy signs',
    regions: ['cervical', 'thoracic'],
    modalities: ['mri'],
    tree: `all(rec(ms, ever..0); rec(myelopathy@+myelopathy_signs, -90..0); chart('signs new or recurrent'))`,
  },
  {
    id: 'aim-ms-mgmt-natalizumab',
    title: 'MS, management: natalizumab',
    regions: ['cervical', 'thoracic'],
    modalities: ['mri'],
    tree: 'all(rec(ms, ever..0); rec(natalizumab, -180..0))',
  },
  {
    id: 'aim-ms-mgmt-baseline',
    title: 'MS, management: baseline before therapy',
    regions: ['cervical', 'thoracic'],
    modalities: ['mri'],
    tree: "all(rec(ms, ever..0); chart('therapy about to start or change'))",
  },
  {
    id: 'aim-ms-mgmt-change',
    title: 'MS, management: after a change',
    regions: ['cervical', 'thoracic'],
    modalities: ['mri'],
    tree: "all(rec(ms, ever..0); chart('therapy changed; first study at 3-6, second at 6-12 months'))",
  },
  {
    id: 'aim-ms-mgmt-other',
    title: 'other white-matter disease',
    regions: ['cervical', 'thoracic'],
    modalities: ['mri'],
    tree: 'claim(white_matter)',
  },
  {
    id: 'aim-ms-surv-cis',
    title: 'isolated syndrome, surveillance',
    regions: ['cervical', 'thoracic'],
    modalities: ['mri'],
    tree: "all(rec(cis, ever..0); chart('at 3-6 months, 6-12 months, then yearly'))",
  },
  {
    id: 'aim-ms-surv-stable',
    title: 'MS, yearly surveillance',
    regions: ['cervical', 'thoracic'],
    modalities: ['mri'],
    tree: `all(rec(ms, ever..0); noprior(mri@, -364..-4); chart('known cord lesion, stable, therapy unchanged'))`,
  },
];
