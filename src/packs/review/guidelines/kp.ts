import type { GuidelineFile } from '../guideline/schema.js';

/**
 * Kaiser Permanente Washington, Clinical Review Criteria for lumbar spine MRI, in our words and readings
 * (docs/review.md). `kp-I.late` is our addition: a red flag newer than the pain can only be open.
 */
export const KP: GuidelineFile = {
  id: 'kp',
  title: 'Lumbar spine MRI, Kaiser Permanente Washington',
  document: 'Clinical Review Criteria, Lumbar Spine MRI, revised 2023-10-03',
  versions: [
    {
      id: 'kp-1',
      from: '2020-09-01',
      to: '2023-12-31',
      notes: [{ to: '2023-04-03', text: 'older text may have differed' }],
    },
    { id: 'kp-2', from: '2024-01-01', to: '2024-02-29' },
    { id: 'kp-3', from: '2024-03-01' },
  ],
  scope: {
    without_product_lines: ['medicare'],
    codes: [
      { codes: ['72148'], region: 'lumbar', modality: 'mri', contrast: 'without', earlier: 'mri_lumbar' },
      { codes: ['72149'], region: 'lumbar', modality: 'mri', contrast: 'with', earlier: 'mri_lumbar' },
      { codes: ['72158'], region: 'lumbar', modality: 'mri', contrast: 'both', earlier: 'mri_lumbar' },
    ],
  },
  care: {
    K3: { window: '-90..-1', diagnosis: 'back_episode', within: 'episode', needs: 'follow_up', days: 28 },
    K6: { window: '-180..-1', diagnosis: 'back_episode', within: 'episode', needs: 'follow_up', days: 28 },
  },
  care_shown: 'K6',
  parts: {
    NOBETTER: "chart('no real improvement after six weeks of treatment')",
    FILMS: "all(rec(xray@, -180..0); chart('films not diagnostic'))",
    EMG: "all(rec(emg, -180..0); chart('test confirms a new or acute root lesion'))",
    SIGNS: `n2(
      rec(fever, -42..0);
      any(rec(immunosuppression+diabetes, -365..0); rec(steroid_fills, -180..0, x3));
      rec(iv_drug_use, -365..0);
      rec(bacteraemia, -42..0);
      rec(esr_crp, -42..0)
    )`,
    RF_A: "all(rec(motor_deficit, -42..0); chart('deficit worse on a repeat examination in person'))",
    RF_B: `any(
      rec(cauda_equina, -42..0);
      all(
        any(rec(cauda_signs, -42..0); all(rec(sciatica_right, -42..0); rec(sciatica_left, -42..0)));
        chart('signs new, on both sides, fit cauda equina')
      )
    )`,
    RF_C: `any(
      all(rec(spine_infection, -42..0); any(SIGNS; chart('two of the five signs')));
      all(SIGNS; chart('strong suspicion of spine infection'))
    )`,
    CA2: "n2(rec(weight_loss, -180..0); chart('no better one month after onset'); age(>=51))",
    RF_D: `any(
      all(rec(cancer+cancer_history, ever..0); FILMS; CA2);
      all(rec(weight_loss, -180..0); chart('strong suspicion of cancer, pain new'); FILMS; CA2)
    )`,
    RF_E: `all(
      any(rec(vertebral_fracture, -90..0); chart('vertebral fracture suspected'));
      FILMS;
      any(
        rec(low_trauma, -90..0);
        all(rec(vertebral_fracture+back_injury, -90..0); chart('low-velocity trauma'));
        rec(osteoporosis, ever..0);
        all(age(>=71); rec(other_fracture, -42..0))
      )
    )`,
    RF_ANY: 'any(RF_A; RF_B; RF_C; RF_D; RF_E)',
    RADIC: `all(
      rec(radiculopathy_lumbar, -180..0);
      chart('leg pain worse than back pain, along one root');
      any(chart('straight-leg raise positive'); chart('weakness or numbness of that root'); EMG)
    )`,
    STEN: `any(
      rec(claudication, -180..0);
      all(rec(stenosis_lumbar, -180..0); chart('leg pain on standing, eased by sitting or bending'))
    )`,
    CHRONIC: 'all(phase(chronic); care(K6); NOBETTER)',
  },
  scenarios: [
    {
      id: 'kp-I.A',
      title: 'progressive motor signs (I.A)',
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['without'],
      tree: 'all(phase(acute,none); RF_A)',
    },
    {
      id: 'kp-I.B',
      title: 'cauda equina (I.B)',
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['without'],
      tree: 'all(phase(acute,none); RF_B)',
    },
    {
      id: 'kp-I.C',
      title: 'spine infection (I.C)',
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['both'],
      tree: 'all(phase(acute,none); RF_C)',
    },
    {
      id: 'kp-I.D',
      title: 'cancer, with a trace in claims (I.D)',
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['both'],
      tree: 'all(phase(acute,none); RF_D)',
    },
    {
      id: 'kp-I.D2',
      title: 'cancer suspected, nothing in claims (I.D)',
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['both'],
      tree: `all(
        phase(acute,none);
        chart('strong suspicion of cancer, pain new');
        chart('films not diagnostic');
        n2(chart('weight loss without cause'); chart('no better one month after onset'); age(>=51))
      )`,
    },
    {
      id: 'kp-I.E',
      title: 'vertebral fracture (I.E)',
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['without'],
      tree: 'all(phase(acute,none); RF_E)',
    },
    {
      id: 'kp-I.late',
      title: 'ours, R: red flag newer than the pain',
      regions: ['lumbar'],
      modalities: ['mri'],
      tree: "all(phase(subacute,chronic); RF_ANY; chart('red flag began within six weeks of the image'))",
    },
    {
      id: 'kp-II.redflag',
      title: 'subacute with care and a red flag (II)',
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['without', 'both'],
      tree: 'all(phase(subacute); care(K3); NOBETTER; RF_ANY)',
    },
    {
      id: 'kp-II.radic',
      title: 'subacute with care and radiculopathy (II)',
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['without'],
      tree: 'all(phase(subacute); care(K3); NOBETTER; RADIC)',
    },
    {
      id: 'kp-II.stenosis',
      title: 'subacute with care and claudication (II)',
      versions: ['kp-2', 'kp-3'],
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['without'],
      tree: 'all(phase(subacute); care(K3); NOBETTER; STEN)',
    },
    {
      id: 'kp-II.urgent',
      title: 'urgent surgery or procedure, no care asked (II)',
      versions: ['kp-2', 'kp-3'],
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['without'],
      tree: `all(
        phase(subacute,chronic);
        any(rec(cauda_equina+motor_deficit, -42..0); chart('findings that call for it'));
        chart('surgeon or interventionalist says urgent')
      )`,
    },
    {
      id: 'kp-III.A.redflag',
      title: 'chronic, first MRI, red flag (III.A)',
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['without', 'both'],
      tree: 'all(CHRONIC; noprior(mri_lumbar, ever..-4); RF_ANY)',
    },
    {
      id: 'kp-III.A.radic',
      title: 'chronic, first MRI, radiculopathy (III.A)',
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['without'],
      tree: 'all(CHRONIC; noprior(mri_lumbar, ever..-4); RADIC)',
    },
    {
      id: 'kp-III.A.stenosis',
      title: 'chronic, first MRI, claudication (III.A; kp-1: III.A.2)',
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['without'],
      tree: 'all(CHRONIC; noprior(mri_lumbar, ever..-4); STEN)',
    },
    {
      id: 'kp-III.A.impaired',
      title: 'chronic, first MRI, severe limits (III.A)',
      versions: ['kp-2', 'kp-3'],
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['without'],
      tree: "all(CHRONIC; noprior(mri_lumbar, ever..-4); chart('severe loss of function'))",
    },
    {
      id: 'kp-III.A.surgery',
      title: 'chronic, first MRI, surgery needed (III.A)',
      versions: ['kp-2', 'kp-3'],
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['without'],
      tree: `all(
        CHRONIC;
        noprior(mri_lumbar, ever..-4);
        chart('surgeon or interventionalist says surgery or procedure needed')
      )`,
    },
    {
      id: 'kp-III.B.1',
      title: 'chronic, earlier MRI, not a surgical candidate (III.B.1)',
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['without'],
      tree: `all(
        CHRONIC;
        prior(mri_lumbar, ever..-4);
        none(lumbar_surgery+postlaminectomy, ever..0);
        chart('never judged a surgical candidate');
        any(chart('objective worsening on examination'); EMG)
      )`,
    },
    {
      id: 'kp-III.B.2a',
      title: 'earlier MRI, candidate, findings progress (III.B.2)',
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['without'],
      tree: `all(
        CHRONIC;
        prior(mri_lumbar, ever..-4);
        chart('definite candidate, by a spine surgeon');
        chart('objective findings progress')
      )`,
    },
    {
      id: 'kp-III.B.2b',
      title: 'earlier MRI a year old, candidate, no findings (III.B.2)',
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['without'],
      tree: `all(
        CHRONIC;
        prior(mri_lumbar, ever..-4);
        noprior(mri_lumbar, -364..-4);
        chart('definite candidate, by a spine surgeon');
        chart('no objective findings; surgeon asks for a new MRI')
      )`,
    },
    {
      id: 'kp-III.B.3',
      title: 'earlier MRI, after lumbar surgery (III.B.3)',
      regions: ['lumbar'],
      modalities: ['mri'],
      contrast: ['both'],
      tree: `all(
        CHRONIC;
        prior(mri_lumbar, ever..-4);
        rec(lumbar_surgery, ever..-1) or rec(postlaminectomy, ever..0);
        any(
          chart('new or worse neurological signs');
          any(rec(hardware, -180..0); chart('films or findings suggest harm from the surgery'));
          EMG
        )
      )`,
    },
    {
      id: 'kp-III.C',
      title: 'chronic, indication not listed (III.C)',
      regions: ['lumbar'],
      modalities: ['mri'],
      tree: "all(phase(chronic); chart('justified in the notes'))",
    },
    {
      id: 'kp-IV',
      title: 'multiple sclerosis: never an indication (IV)',
      regions: ['lumbar'],
      modalities: ['mri'],
      tree: 'all(claim(ms); any())',
    },
    {
      id: 'kp-V',
      title: 'ankylosing spondylitis: a physician reviews each case (V)',
      versions: ['kp-1', 'kp-2'],
      regions: ['lumbar'],
      modalities: ['mri'],
      physician_review: true,
      tree: "all(rec(m45, -365..0); chart('send to physician review'))",
    },
    {
      id: 'kp-V.A',
      title: 'AS suspected (V.A)',
      versions: ['kp-3'],
      regions: ['lumbar'],
      modalities: ['mri'],
      tree: `all(
        rec(suspected_spa, -365..0);
        FILMS;
        any(phase(chronic); chart('inflammatory pain for three months'));
        n4(
          age(<=39);
          chart('gradual onset');
          chart('better with exercise');
          chart('no better with rest');
          chart('night pain, eased by getting up')
        );
        chart('ordered by or with a rheumatologist')
      )`,
    },
    {
      id: 'kp-V.B',
      title: 'AS confirmed (V.B)',
      versions: ['kp-3'],
      regions: ['lumbar'],
      modalities: ['mri'],
      tree: `all(
        rec(ankylosing, -365..0);
        chart('ordered by the managing rheumatologist');
        chart('activity unclear after examination and laboratory');
        any(rec(biologic, -365..0); chart('on a biologic'));
        chart('progression would change or stop the biologic')
      )`,
    },
  ],
  notes: [{ claim: 'ms', text: 'MS: KP sees no indication for lumbar MRI' }],
  sets: {
    steroid_fills: { medication_lists: ['Corticosteroid Medications'] },
  },
};
