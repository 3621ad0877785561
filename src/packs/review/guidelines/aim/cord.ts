import type { GuidelineFile } from '../../guideline/schema.js';

/** Other disease of spine and cord, operations, and compression of the cord. */
export const CORD: GuidelineFile['scenarios'] = [
  {
    id: 'aim-paget',
    title: 'Paget disease, malignant change',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri', 'ct'],
    tree: "all(rec(paget, ever..0); chart('malignant change is the question'))",
  },
  {
    id: 'aim-cord-infarct',
    title: 'spinal cord infarction',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD'] }],
    tree: 'all(rec(cord_infarction, -365..0); IMPACT)',
  },
  {
    id: 'aim-spondylolysis',
    title: 'pars defect',
    regions: ['lumbar'],
    modalities: ['mri', 'ct'],
    tree: 'all(rec(spondylolysis, -365..0); FILMS)',
  },
  {
    id: 'aim-sih-first',
    title: 'intracranial hypotension, before a first patch',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD'] }],
    tree: "all(rec(sih, -365..0); none(blood_patch, -365..-1); chart('leak sought before a blood patch'))",
  },
  {
    id: 'aim-sih-repeat',
    title: 'same, repeat patch or surgery',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD'] }],
    tree: `all(
      rec(sih, -365..0);
      any(rec(blood_patch, -365..-1); chart('refractory symptoms'));
      chart('repeat patch or surgery planned')
    )`,
  },
  {
    id: 'aim-syrinx',
    title: 'syringomyelia',
    regions: ['cervical', 'thoracic'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD'] }],
    tree: `all(
      claim(syrinx);
      any(noprior(mri@, ever..-4); chart('diagnosis, management, or the one stability study'))
    )`,
  },
  {
    id: 'aim-periop',
    title: 'around an operation or procedure',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['NODISC'] }],
    tree: `all(
      any(rec(spine_surgery, ever..-1); rec(spinal_procedure, -90..-1); rec(hardware, -365..0));
      FILMS;
      chart('question is about that operation or procedure')
    )`,
  },
  {
    id: 'aim-cauda',
    title: 'cauda equina',
    regions: ['lumbar'],
    modalities: ['mri', 'ct'],
    tree: `all(
      any(
        rec(cauda_equina, -42..0);
        all(
          rec(pain_lumbar, -42..0);
          any(rec(cauda_signs, -42..0); all(rec(sciatica_right, -42..0); rec(sciatica_left, -42..0)));
          chart('signs new or worse')
        )
      );
      IMPACT
    )`,
  },
  {
    id: 'aim-myelopathy',
    title: 'myelopathy',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri'],
    tree: `any(
      claim(myelopathy@);
      all(rec(myelopathy@+myelopathy_signs, -90..0); chart('myelopathy is the question'))
    )`,
  },
  {
    id: 'aim-myelopathy-child',
    title: 'myelopathy, CT',
    ages: { to: 18 },
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['ct'],
    tree: `any(
      claim(myelopathy@);
      all(rec(myelopathy@+myelopathy_signs, -90..0); chart('myelopathy is the question'))
    )`,
  },
  {
    id: 'aim-myelopathy-adult',
    title: 'myelopathy, CT',
    ages: { from: 19 },
    regions: ['cervical', 'thoracic', 'lumbar'],
    also: [{ modality: 'ct', and: ['INSTEAD_X'] }],
    tree: `any(
      claim(myelopathy@);
      all(rec(myelopathy@+myelopathy_signs, -90..0); chart('myelopathy is the question'))
    )`,
  },
];
