import type { GuidelineFile } from '../../guideline/schema.js';
import { BONE } from './bone.js';
import { CONGENITAL } from './congenital.js';
import { CORD } from './cord.js';
import { DEMYELINATION } from './demyelination.js';
import { INFLAMMATION } from './inflammation.js';
import { INJURY } from './injury.js';
import { PAIN } from './pain.js';
import { PARTS } from './parts.js';

/** MRI and CT of the region. */
const EARLIER = 'mri@+ct@';

/**
 * AIM Specialty Health, Imaging of the Spine, in our words and readings (docs/review.md). The older version
 * is the newer one without the only change in the document that affects criteria.
 */
export const AIM: GuidelineFile = {
  id: 'aim',
  title: 'Imaging of the spine, AIM Specialty Health',
  document: 'Imaging of the Spine, RBM05-0923.1, effective 2023-09-10, marked against 2022-09-11',
  versions: [
    {
      id: 'aim-2022',
      from: '2022-09-11',
      to: '2023-09-09',
      provisional: true,
      notes: [{ text: 'provisional: older text only partly known' }],
    },
    {
      id: 'aim-2023',
      from: '2023-09-10',
      notes: [{ from: '2024-10-20', text: 'guideline superseded on 2024-10-20; its criteria are not held' }],
    },
  ],
  scope: {
    codes: [
      { codes: ['72141'], region: 'cervical', modality: 'mri', contrast: 'without', earlier: EARLIER },
      { codes: ['72142'], region: 'cervical', modality: 'mri', contrast: 'with', earlier: EARLIER },
      { codes: ['72156'], region: 'cervical', modality: 'mri', contrast: 'both', earlier: EARLIER },
      { codes: ['72146'], region: 'thoracic', modality: 'mri', contrast: 'without', earlier: EARLIER },
      { codes: ['72147'], region: 'thoracic', modality: 'mri', contrast: 'with', earlier: EARLIER },
      { codes: ['72157'], region: 'thoracic', modality: 'mri', contrast: 'both', earlier: EARLIER },
      { codes: ['72148'], region: 'lumbar', modality: 'mri', contrast: 'without', earlier: EARLIER },
      { codes: ['72149'], region: 'lumbar', modality: 'mri', contrast: 'with', earlier: EARLIER },
      { codes: ['72158'], region: 'lumbar', modality: 'mri', contrast: 'both', earlier: EARLIER },
      { codes: ['72125'], region: 'cervical', modality: 'ct', contrast: 'without', earlier: EARLIER },
      { codes: ['72126'], region: 'cervical', modality: 'ct', contrast: 'with', earlier: EARLIER },
      { codes: ['72127'], region: 'cervical', modality: 'ct', contrast: 'both', earlier: EARLIER },
      { codes: ['72128'], region: 'thoracic', modality: 'ct', contrast: 'without', earlier: EARLIER },
      { codes: ['72129'], region: 'thoracic', modality: 'ct', contrast: 'with', earlier: EARLIER },
      { codes: ['72130'], region: 'thoracic', modality: 'ct', contrast: 'both', earlier: EARLIER },
      { codes: ['72131'], region: 'lumbar', modality: 'ct', contrast: 'without', earlier: EARLIER },
      { codes: ['72132'], region: 'lumbar', modality: 'ct', contrast: 'with', earlier: EARLIER },
      { codes: ['72133'], region: 'lumbar', modality: 'ct', contrast: 'both', earlier: EARLIER },
      { codes: ['77078'], region: 'other', modality: 'ct', contrast: 'without', earlier: 'bone_density' },
      {
        // PET with CT; other PET belongs to the oncology guideline.
        codes: ['78814', '78815', '78816'],
        ...{ region: 'other', modality: 'pet', contrast: 'without', earlier: EARLIER },
        only_with: 'spine_dx+spine_infection',
      },
      {
        // PET alone, which no scenario names.
        codes: ['78811', '78812', '78813', 'G0235', 'S8085'],
        ...{ region: 'other', modality: 'other', contrast: 'without', earlier: EARLIER },
        only_with: 'spine_dx+spine_infection',
      },
    ],
  },
  care: {
    A6: { window: '-180..-1', diagnosis: 'spine_dx', within: 'lumbar_episode', needs: 'follow_up', days: 42 },
    A12: {
      window: '-365..-1',
      diagnosis: 'spine_dx',
      within: 'lumbar_episode',
      needs: 'follow_up',
      days: 90,
    },
    A0: { window: '-180..-1', diagnosis: 'spine_dx', within: 'lumbar_episode', needs: 'follow_up' },
    E6: { window: '-180..-1', diagnosis: 'spine_dx', within: 'lumbar_episode', needs: 'evaluation' },
    E12: { window: '-365..-1', diagnosis: 'spine_dx', within: 'lumbar_episode', needs: 'evaluation' },
  },
  care_shown: 'A6',
  parts: PARTS,
  scenarios: [...CONGENITAL, ...DEMYELINATION, ...INFLAMMATION, ...INJURY, ...BONE, ...CORD, ...PAIN],
  notes: [
    {
      claim: 'dysraphism+sacral_dimple',
      regions: ['cervical', 'thoracic'],
      text: 'tethered cord: AIM asks for the lumbar spine only',
    },
  ],
  sets: {
    steroid_fills: { medication_lists: ['Corticosteroid Medications'] },
    op_treatment: { value_sets: ['op_treatment'], medication_lists: ['Osteoporosis Medications'] },
  },
};
