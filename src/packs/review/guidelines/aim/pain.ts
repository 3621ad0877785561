import type { GuidelineFile } from '../../guideline/schema.js';

/** Radiculopathy, stenosis and pain. */
export const PAIN: GuidelineFile['scenarios'] = [
  {
    id: 'aim-radic-deficit',
    title: 'radiculopathy with compression signs',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri'],
    also: [
      { modality: 'ct', and: ['INSTEAD'], versions: ['aim-2022'] },
      { modality: 'ct', and: ['INSTEAD_M'], versions: ['aim-2023'] },
    ],
    tree: `all(
      rec(radiculopathy@, -180..0);
      CAND;
      any(rec(neuro_findings@, -90..0); chart('deficit that fits root or cord compression'));
      NEWIMG
    )`,
  },
  {
    id: 'aim-radic-care',
    title: 'radiculopathy after six weeks of care',
    regions: ['cervical', 'thoracic', 'lumbar'],
    modalities: ['mri'],
    also: [
      { modality: 'ct', and: ['INSTEAD'], versions: ['aim-2022'] },
      { modality: 'ct', and: ['INSTEAD_M'], versions: ['aim-2023'] },
    ],
    tree: 'all(rec(radiculopathy@, -180..0); CAND; CARE6; SECOND; FAILED)',
  },
  {
    id: 'aim-stenosis-deficit',
    title: 'stenosis with deficit',
    ages: { from: 19 },
    regions: ['lumbar'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD', 'NODISC'] }],
    tree: `all(
      rec(stenosis_lumbar+claudication, -180..0);
      CAND;
      any(rec(neuro_findings@, -90..0); chart('deficit other than claudication'));
      NEWIMG
    )`,
  },
  {
    id: 'aim-stenosis-acute',
    title: 'claudication, sudden',
    ages: { from: 19 },
    regions: ['lumbar'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD', 'NODISC'] }],
    tree: `all(
      rec(claudication, -42..0);
      none(claudication, -365..-43);
      CAND;
      chart('sudden onset, pain too severe for care')
    )`,
  },
  {
    id: 'aim-stenosis-care',
    title: 'claudication after six weeks of care',
    ages: { from: 19 },
    regions: ['lumbar'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD', 'NODISC'] }],
    tree: 'all(STEN; CAND; CARE6; SECOND; FAILED)',
  },
  {
    id: 'aim-stenosis-slip',
    title: 'spondylolisthesis, unstable',
    ages: { from: 19 },
    regions: ['lumbar'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD', 'NODISC'] }],
    tree: `all(
      rec(spondylolisthesis_lumbar, -365..0);
      CAND;
      rec(xray_lumbar, -180..0);
      chart('films show instability')
    )`,
  },
  {
    id: 'aim-neck-pain-care',
    title: 'neck pain after six weeks of care',
    ages: { from: 19 },
    regions: ['cervical'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD', 'NODISC'] }],
    tree: 'all(GATE; rec(pain_cervical, -180..0); CAND; CARE6; SECOND; FAILED; FILMS)',
  },
  {
    id: 'aim-neck-pain-deficit',
    title: 'neck pain with deficit',
    ages: { from: 19 },
    regions: ['cervical'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD', 'NODISC'] }],
    tree: 'all(GATE; rec(pain_cervical, -180..0); CAND; rec(neuro_findings@, -90..0); NEWIMG)',
  },
  {
    id: 'aim-neck-pain-child',
    title: 'neck pain',
    ages: { to: 18 },
    regions: ['cervical'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD', 'NODISC'] }],
    tree: 'all(GATE; rec(pain_cervical, -180..0); FILMS; CARE0; SECOND; FAILED)',
  },
  {
    id: 'aim-neck-pain-child-deficit',
    title: 'neck pain with compression signs',
    ages: { to: 18 },
    regions: ['cervical'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD', 'NODISC'] }],
    tree: `all(
      GATE;
      rec(pain_cervical, -180..0);
      rec(neuro_findings@, -90..0);
      chart('fits root or cord compression')
    )`,
  },
  {
    id: 'aim-mid-pain-deficit',
    title: 'mid-back pain with deficit',
    ages: { from: 19 },
    regions: ['thoracic'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD', 'NODISC'] }],
    tree: 'all(GATE; rec(pain_thoracic, -180..0); CAND; rec(neuro_findings@, -90..0); NEWIMG)',
  },
  {
    id: 'aim-mid-pain-care',
    title: 'mid-back pain after six weeks of care',
    ages: { from: 19 },
    regions: ['thoracic'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD', 'NODISC'] }],
    tree: 'all(GATE; rec(pain_thoracic, -180..0); CAND; CARE6; SECOND; FAILED)',
  },
  {
    id: 'aim-mid-pain-child',
    title: 'mid-back pain',
    ages: { to: 18 },
    regions: ['thoracic'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD', 'NODISC'] }],
    tree: 'all(GATE; rec(pain_thoracic, -180..0); FILMS; CARE0; SECOND; FAILED)',
  },
  {
    id: 'aim-mid-pain-child-deficit',
    title: 'mid-back pain with compression signs',
    ages: { to: 18 },
    regions: ['thoracic'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD', 'NODISC'] }],
    tree: `all(
      GATE;
      rec(pain_thoracic, -180..0);
      rec(neuro_findings@, -90..0);
      chart('fits root or cord compression')
    )`,
  },
  {
    id: 'aim-low-pain-deficit',
    title: 'low back pain with deficit',
    ages: { from: 19 },
    regions: ['lumbar'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD', 'NODISC'] }],
    tree: 'all(GATE; rec(pain_lumbar, -180..0); CAND; rec(neuro_findings@, -90..0); NEWIMG)',
  },
  {
    id: 'aim-low-pain-care',
    title: 'low back pain after six weeks of care',
    ages: { from: 19 },
    regions: ['lumbar'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD', 'NODISC'] }],
    tree: 'all(GATE; rec(pain_lumbar, -180..0); CAND; CARE6; SECOND; FAILED)',
  },
  {
    id: 'aim-low-pain-child',
    title: 'low back pain, films not diagnostic',
    ages: { to: 18 },
    regions: ['lumbar'],
    modalities: ['mri'],
    also: [{ modality: 'ct', and: ['INSTEAD', 'NODISC'] }],
    tree: `all(
      GATE;
      rec(pain_lumbar, -180..0);
      FILMS;
      any(
        chart('constant, night or radicular pain');
        rec(radiculopathy_lumbar, -180..0);
        all(rec(pain_lumbar, -180..-29); CARE0; SECOND; FAILED);
        all(rec(neuro_findings@, -90..0); NEWIMG)
      )
    )`,
  },
];
