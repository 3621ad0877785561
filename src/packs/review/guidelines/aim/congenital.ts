import type { GuidelineFile } from '../../guideline/schema.js';

/** Congenital disease, scoliosis and juvenile arthritis. */
export const CONGENITAL: GuidelineFile['scenarios'] = [
  {
    id: 'aim-cord-anomaly',
    title: 'congenital cord anomaly',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri', 'ct'],
    tree: 'all(rec(cord_anomaly, ever..0); IMPACT)',
  },
  {
    id: 'aim-vertebral-defect',
    title: 'congenital vertebral defect',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri', 'ct'],
    tree: 'all(rec(vertebral_defect, ever..0); FILMS; IMPACT)',
  },
  {
    id: 'aim-ccj',
    title: 'craniocervical junction',
    regions: ['cervical'],
    modalities: ['mri', 'ct'],
    tree: `all(
      rec(down+grisel+skeletal_dysplasia+ra, ever..0);
      FILMS;
      chart('craniocervical junction is the question')
    )`,
  },
  {
    id: 'aim-scoliosis-type',
    title: 'scoliosis: congenital, juvenile, neuromuscular',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri', 'ct'],
    tree: 'claim(scoliosis_high)',
  },
  {
    id: 'aim-scoliosis-ais-risk',
    title: 'adolescent idiopathic, high-risk feature',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri', 'ct'],
    tree: `all(
      rec(scoliosis_ais, ever..0);
      any(
        age(<=9);
        chart('onset before age 10');
        chart('left thoracic or right lumbar curve');
        rec(neuro_findings@, -180..0);
        chart('neurological signs')
      )
    )`,
  },
  {
    id: 'aim-scoliosis-ais-surgery',
    title: 'adolescent idiopathic, before surgery',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri', 'ct'],
    tree: "all(rec(scoliosis_ais, ever..0); chart('surgery planned, Cobb angle at least 40 degrees'))",
  },
  {
    id: 'aim-scoliosis-ais-nerve',
    title: 'adolescent idiopathic, nerve symptoms after three months of care',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri', 'ct'],
    tree: "all(rec(scoliosis_ais, ever..0); NERVE; CARE12; SECOND; chart('function limited'); FAILED)",
  },
  {
    id: 'aim-scoliosis-degen-axial',
    title: 'degenerative, progressing, axial pain',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri', 'ct'],
    tree: `all(
      rec(scoliosis_degen, ever..0);
      chart('surgery planned; Cobb at least 30 degrees or sagittal axis over 5 cm');
      chart('deformity progresses, axial pain limits function');
      CARE12;
      SECOND;
      FAILED
    )`,
  },
  {
    id: 'aim-scoliosis-degen-nerve',
    title: 'degenerative, nerve symptoms',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri', 'ct'],
    tree: `all(
      rec(scoliosis_degen, ever..0);
      chart('surgery planned; Cobb at least 30 degrees or sagittal axis over 5 cm');
      NERVE;
      chart('function limited');
      CARE12;
      SECOND;
      FAILED
    )`,
  },
  {
    id: 'aim-scoliosis-postop',
    title: 'scoliosis, after surgery',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri', 'ct'],
    tree: `all(
      rec(scoliosis_any, ever..0);
      rec(spine_surgery, ever..-1);
      FILMS;
      chart('symptoms new or progressing')
    )`,
  },
  {
    id: 'aim-dysraphism',
    title: 'dysraphism or tethered cord, over 5 months',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD_X'] }],
    tree: 'all(claim(dysraphism); months(>=6))',
  },
  {
    id: 'aim-dysraphism-infant',
    title: 'same or sacral dimple, 5 months or younger',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD_X'] }],
    tree: `all(
      any(
        claim(dysraphism);
        all(claim(sacral_dimple); chart('closed dysraphism or tethered cord is the question'))
      );
      months(<=5);
      rec(us_spine, -180..0);
      chart('ultrasound not diagnostic')
    )`,
  },
  {
    id: 'aim-jia',
    title: 'juvenile idiopathic arthritis',
    ages: { to: 18 },
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD'] }],
    tree: "all(rec(jia, ever..0); rec(xray@, -180..0); chart('films do not settle therapy'))",
  },
];
