import type { GuidelineFile } from '../../guideline/schema.js';

/** Spinal infection and axial spondyloarthritis. */
export const INFLAMMATION: GuidelineFile['scenarios'] = [
  {
    id: 'aim-infection-dx',
    title: 'spinal infection, diagnosis',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD'] }],
    tree: 'INFECT',
  },
  {
    id: 'aim-infection-mgmt',
    title: 'spinal infection, management',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD'] }],
    tree: 'POORRESP',
  },
  {
    id: 'aim-infection-pet',
    title: 'spinal infection, PET with CT',
    regions: ['other'],
    modalities: ['pet'],
    tree: `all(any(INFECT; POORRESP); chart('chronic osteomyelitis, or no MRI possible and CT not enough'))`,
  },
  {
    id: 'aim-spa-dx',
    title: 'axial spondyloarthritis, diagnosis',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri', 'ct'],
    tree: `all(
      rec(xray_lumbar, -365..0);
      rec(xray_si, -365..0);
      prior(mri_pelvis, -365..0);
      chart('films negative or unclear; sacroiliac MRI unclear');
      any(phase(chronic); chart('inflammatory pain for three months'));
      n4(
        age(<=39);
        chart('gradual onset');
        chart('better with exercise');
        chart('no better with rest');
        chart('night pain, eased by getting up')
      )
    )`,
  },
  {
    id: 'aim-spa-mgmt',
    title: 'axial spondyloarthritis, management',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri', 'ct'],
    tree: `all(
      rec(axial_spa, ever..0);
      any(rec(biologic, -365..0); chart('on a biologic'));
      chart('non-radiographic, activity unclear after work-up');
      chart('lumbar spine the only site');
      chart('progression would change or stop the biologic')
    )`,
  },
];
