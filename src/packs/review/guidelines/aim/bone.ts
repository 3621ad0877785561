import type { GuidelineFile } from '../../guideline/schema.js';

/** Masses, fractures without an accident, and bone density. */
export const BONE: GuidelineFile['scenarios'] = [
  {
    id: 'aim-tumor',
    title: 'mass in cord, vertebra or beside',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri', 'ct'],
    tree: `any(
      claim(spine_tumor);
      all(
        claim(maybe_tumor);
        chart('mass in or beside the spine; documented malignancy: oncology guideline')
      )
    )`,
  },
  {
    id: 'aim-fracture-dx',
    title: 'compression fracture, diagnosis',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri', 'ct'],
    tree: `all(
      any(rec(vertebral_fracture, -90..0); rec(osteoporosis, ever..0));
      FILMS;
      any(
        all(rec(pain@, -180..-14); chart('no better after two weeks of care'));
        chart('worse during care')
      )
    )`,
  },
  {
    id: 'aim-fracture-mgmt',
    title: 'fragility fracture, management',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri', 'ct'],
    tree: "all(rec(fragility_fracture, -365..0); chart('directs a procedure'))",
  },
  {
    id: 'aim-op-women',
    title: 'bone density, women',
    regions: ['other'],
    modalities: ['ct'],
    tree: 'all(sex(F); age(>=65); NOTDONE)',
  },
  {
    id: 'aim-op-women-risk',
    title: 'bone density, younger women at risk',
    regions: ['other'],
    modalities: ['ct'],
    tree: `all(
      sex(F);
      age(<=64);
      any(rec(menopause, ever..0); chart('past the menopause'));
      rec(op_risk, ever..0);
      NOTDONE
    )`,
  },
  {
    id: 'aim-op-men',
    title: 'bone density, men',
    regions: ['other'],
    modalities: ['ct'],
    tree: 'all(sex(M); any(age(>=70); all(age(50..69); rec(op_risk, ever..0))); NOTDONE)',
  },
  {
    id: 'aim-op-drugs',
    title: 'bone density, medicines',
    regions: ['other'],
    modalities: ['ct'],
    tree: `all(
      any(rec(op_drug, -365..0); rec(steroid_fills, -365..0, x3); chart('on a medicine that thins bone'));
      NOTDONE
    )`,
  },
  {
    id: 'aim-op-fracture',
    title: 'bone density, fracture after 50',
    regions: ['other'],
    modalities: ['ct'],
    tree: 'all(age(>=51); rec(any_fracture, -365..0))',
  },
  {
    id: 'aim-op-disease',
    title: 'bone density, disease',
    regions: ['other'],
    modalities: ['ct'],
    tree: 'all(rec(op_disease, ever..0); NOTDONE)',
  },
  {
    id: 'aim-op-decide',
    title: 'bone density, treatment considered',
    regions: ['other'],
    modalities: ['ct'],
    tree: "chart('density would decide on treatment')",
  },
  {
    id: 'aim-op-treated',
    title: 'bone density again, treated',
    regions: ['other'],
    modalities: ['ct'],
    tree: `all(
      rec(osteoporosis+osteopenia, ever..0);
      rec(op_treatment, -1095..0);
      prior(bone_density, ever..-730);
      noprior(bone_density, -729..-4)
    )`,
  },
  {
    id: 'aim-op-untreated',
    title: 'bone density again, untreated',
    regions: ['other'],
    modalities: ['ct'],
    tree: `all(
      prior(bone_density, ever..-1095);
      noprior(bone_density, -1094..-4);
      none(op_treatment, -1095..0);
      chart('first test was indicated; no new risk')
    )`,
  },
];
