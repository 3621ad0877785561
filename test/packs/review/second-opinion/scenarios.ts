/*
 * The scenarios of the rules page again, for the second opinion: written as functions from the page, not from
 * the product's guidelines. A part is a function, so that its leaves are evaluated and numbered again at each
 * place that names it.
 */
import type { Answer, Ask } from './ask.js';

const EVER = Number.NEGATIVE_INFINITY;
const OLDEST = Number.POSITIVE_INFINITY;

type Part = (q: Ask) => Answer;

const NOBETTER: Part = (q) => q.chart();
const FILMS: Part = (q) => q.all(q.rec('xray@', -180, 0), q.chart());
const EMG: Part = (q) => q.all(q.rec('emg', -180, 0), q.chart());
const SIGNS: Part = (q) =>
  q.atLeast(
    2,
    q.rec('fever', -42, 0),
    q.any(q.rec('immunosuppression diabetes', -365, 0), q.rec('steroid_fills', -180, 0, { dates: 3 })),
    q.rec('iv_drug_use', -365, 0),
    q.rec('bacteraemia', -42, 0),
    q.rec('esr_crp', -42, 0),
  );
const RF_A: Part = (q) => q.all(q.rec('motor_deficit', -42, 0), q.chart());
const RF_B: Part = (q) =>
  q.any(
    q.rec('cauda_equina', -42, 0),
    q.all(
      q.any(
        q.rec('cauda_signs', -42, 0),
        q.all(q.rec('sciatica_right', -42, 0), q.rec('sciatica_left', -42, 0)),
      ),
      q.chart(),
    ),
  );
const RF_C: Part = (q) =>
  q.any(q.all(q.rec('spine_infection', -42, 0), q.any(SIGNS(q), q.chart())), q.all(SIGNS(q), q.chart()));
const CA2: Part = (q) => q.atLeast(2, q.rec('weight_loss', -180, 0), q.chart(), q.age(51, OLDEST));
const RF_D: Part = (q) =>
  q.any(
    q.all(q.rec('cancer cancer_history', EVER, 0), FILMS(q), CA2(q)),
    q.all(q.rec('weight_loss', -180, 0), q.chart(), FILMS(q), CA2(q)),
  );
const RF_E: Part = (q) =>
  q.all(
    q.any(q.rec('vertebral_fracture', -90, 0), q.chart()),
    FILMS(q),
    q.any(
      q.rec('low_trauma', -90, 0),
      q.all(q.rec('vertebral_fracture back_injury', -90, 0), q.chart()),
      q.rec('osteoporosis', EVER, 0),
      q.all(q.age(71, OLDEST), q.rec('other_fracture', -42, 0)),
    ),
  );
const RF_ANY: Part = (q) => q.any(RF_A(q), RF_B(q), RF_C(q), RF_D(q), RF_E(q));
const RADIC: Part = (q) =>
  q.all(q.rec('radiculopathy_lumbar', -180, 0), q.chart(), q.any(q.chart(), q.chart(), EMG(q)));
const STEN: Part = (q) =>
  q.any(q.rec('claudication', -180, 0), q.all(q.rec('stenosis_lumbar', -180, 0), q.chart()));
const CHRONIC: Part = (q) => q.all(q.phase('chronic'), q.care('K6'), NOBETTER(q));
const INSTEAD: Part = (q) => q.any(q.rec('mri_barrier', EVER, 0), q.chart());
const INSTEAD_X: Part = (q) => q.any(q.rec('mri_barrier', EVER, 0), q.chart());
const INSTEAD_M: Part = (q) => q.any(q.rec('mri_barrier', EVER, 0), q.rec('myelography', 0, 0), q.chart());
const NODISC: Part = (q) => q.none('discography', 0, 0);
const IMPACT: Part = (q) => q.chart();
const CAND: Part = (q) => q.chart();
const FAILED: Part = (q) => q.chart();
const SECOND: Part = (q) => q.any(q.rec('complementary', -180, -1, { spine: true }), q.chart());
const CARE6: Part = (q) => q.any(q.care('A6'), q.all(q.care('E6'), q.chart()));
const CARE12: Part = (q) => q.any(q.care('A12'), q.all(q.care('E12'), q.chart()));
const CARE0: Part = (q) => q.any(q.care('A0'), q.all(q.care('E6'), q.chart()));
const NEWIMG: Part = (q) => q.any(q.noPrior('mri@ ct@', EVER, -4), q.chart());
const NOTDONE: Part = (q) => q.any(q.noPrior('bone_density', -729, -4), q.chart());
const TRAUMA: Part = (q) => q.any(q.rec('trauma@', -30, 0), q.claim('accident'));
const GATE: Part = (q) => q.all(q.none('spine_infection', -180, 0), q.none('cancer', -365, 0));
const INFECT: Part = (q) =>
  q.all(
    q.any(q.rec('spine_infection', -42, 0), q.all(q.rec('pain@ neuro_findings@', -42, 0), q.chart())),
    q.any(
      q.rec('fever esr_crp bacteraemia', -42, 0),
      q.rec('diabetes iv_drug_use cancer dialysis', -365, 0),
      q.rec('hiv', EVER, 0),
      q.rec('spinal_procedure spine_surgery', -90, -1),
      q.rec('spine_wound', -90, 0),
    ),
  );
const POORRESP: Part = (q) => q.all(q.rec('spine_infection', -365, 0), q.chart());
const NERVE: Part = (q) => q.any(q.rec('radiculopathy@ claudication', -180, 0), q.chart());
const HIGHRISK: Part = (q) =>
  q.any(
    q.age(61, OLDEST),
    q.rec('high_energy altered_state other_fracture', -30, 0),
    q.rec('ankylosing dish', EVER, 0),
    q.chart(),
  );
const NECKMGMT: Part = (q) =>
  q.all(
    q.rec('neck_injury', -365, 0),
    q.any(
      q.rec('neuro_findings@', -90, 0),
      q.chart(),
      q.chart(),
      q.all(q.prior('ct_cervical', -365, 0), q.chart()),
      q.chart(),
    ),
  );

/** id, versions as the page has them, contrast advised, tree */
export const KP: readonly (readonly [id: string, versions: string, contrast: string, tree: Part])[] = [
  ['kp-I.A', '1 2 3', 'w/o', (q) => q.all(q.phase('acute', 'none'), RF_A(q))],
  ['kp-I.B', '1 2 3', 'w/o', (q) => q.all(q.phase('acute', 'none'), RF_B(q))],
  ['kp-I.C', '1 2 3', 'both', (q) => q.all(q.phase('acute', 'none'), RF_C(q))],
  ['kp-I.D', '1 2 3', 'both', (q) => q.all(q.phase('acute', 'none'), RF_D(q))],
  [
    'kp-I.D2',
    '1 2 3',
    'both',
    (q) =>
      q.all(
        q.phase('acute', 'none'),
        q.chart(),
        q.chart(),
        q.atLeast(2, q.chart(), q.chart(), q.age(51, OLDEST)),
      ),
  ],
  ['kp-I.E', '1 2 3', 'w/o', (q) => q.all(q.phase('acute', 'none'), RF_E(q))],
  ['kp-I.late', '1 2 3', '-', (q) => q.all(q.phase('subacute', 'chronic'), RF_ANY(q), q.chart())],
  [
    'kp-II.redflag',
    '1 2 3',
    'w/o or both',
    (q) => q.all(q.phase('subacute'), q.care('K3'), NOBETTER(q), RF_ANY(q)),
  ],
  ['kp-II.radic', '1 2 3', 'w/o', (q) => q.all(q.phase('subacute'), q.care('K3'), NOBETTER(q), RADIC(q))],
  ['kp-II.stenosis', '2 3', 'w/o', (q) => q.all(q.phase('subacute'), q.care('K3'), NOBETTER(q), STEN(q))],
  [
    'kp-II.urgent',
    '2 3',
    'w/o',
    (q) =>
      q.all(
        q.phase('subacute', 'chronic'),
        q.any(q.rec('cauda_equina motor_deficit', -42, 0), q.chart()),
        q.chart(),
      ),
  ],
  [
    'kp-III.A.redflag',
    '1 2 3',
    'w/o or both',
    (q) => q.all(CHRONIC(q), q.noPrior('mri_lumbar', EVER, -4), RF_ANY(q)),
  ],
  ['kp-III.A.radic', '1 2 3', 'w/o', (q) => q.all(CHRONIC(q), q.noPrior('mri_lumbar', EVER, -4), RADIC(q))],
  ['kp-III.A.stenosis', '1 2 3', 'w/o', (q) => q.all(CHRONIC(q), q.noPrior('mri_lumbar', EVER, -4), STEN(q))],
  ['kp-III.A.impaired', '2 3', 'w/o', (q) => q.all(CHRONIC(q), q.noPrior('mri_lumbar', EVER, -4), q.chart())],
  ['kp-III.A.surgery', '2 3', 'w/o', (q) => q.all(CHRONIC(q), q.noPrior('mri_lumbar', EVER, -4), q.chart())],
  [
    'kp-III.B.1',
    '1 2 3',
    'w/o',
    (q) =>
      q.all(
        CHRONIC(q),
        q.prior('mri_lumbar', EVER, -4),
        q.none('lumbar_surgery postlaminectomy', EVER, 0),
        q.chart(),
        q.any(q.chart(), EMG(q)),
      ),
  ],
  [
    'kp-III.B.2a',
    '1 2 3',
    'w/o',
    (q) => q.all(CHRONIC(q), q.prior('mri_lumbar', EVER, -4), q.chart(), q.chart()),
  ],
  [
    'kp-III.B.2b',
    '1 2 3',
    'w/o',
    (q) =>
      q.all(
        CHRONIC(q),
        q.prior('mri_lumbar', EVER, -4),
        q.noPrior('mri_lumbar', -364, -4),
        q.chart(),
        q.chart(),
      ),
  ],
  [
    'kp-III.B.3',
    '1 2 3',
    'both',
    (q) =>
      q.all(
        CHRONIC(q),
        q.prior('mri_lumbar', EVER, -4),
        q.surgery(),
        q.any(q.chart(), q.any(q.rec('hardware', -180, 0), q.chart()), EMG(q)),
      ),
  ],
  ['kp-III.C', '1 2 3', '-', (q) => q.all(q.phase('chronic'), q.chart())],
  ['kp-IV', '1 2 3', '-', (q) => q.all(q.claim('ms'), q.any())],
  ['kp-V', '1 2', '-', (q) => q.all(q.rec('m45', -365, 0), q.chart())],
  [
    'kp-V.A',
    '3',
    '-',
    (q) =>
      q.all(
        q.rec('suspected_spa', -365, 0),
        FILMS(q),
        q.any(q.phase('chronic'), q.chart()),
        q.atLeast(4, q.age(0, 39), q.chart(), q.chart(), q.chart(), q.chart()),
        q.chart(),
      ),
  ],
  [
    'kp-V.B',
    '3',
    '-',
    (q) =>
      q.all(
        q.rec('ankylosing', -365, 0),
        q.chart(),
        q.chart(),
        q.any(q.rec('biologic', -365, 0), q.chart()),
        q.chart(),
      ),
  ],
];

/** id, ages, regions, mri, ct, tree */
export const AIM: readonly (readonly [
  id: string,
  ages: string,
  regions: string,
  mri: string,
  ct: string,
  tree: Part,
])[] = [
  [
    'aim-cord-anomaly',
    'all',
    'C T L',
    'yes',
    'same',
    (q) => q.all(q.rec('cord_anomaly', EVER, 0), IMPACT(q)),
  ],
  [
    'aim-vertebral-defect',
    'all',
    'C T L',
    'yes',
    'same',
    (q) => q.all(q.rec('vertebral_defect', EVER, 0), FILMS(q), IMPACT(q)),
  ],
  [
    'aim-ccj',
    'all',
    'C',
    'yes',
    'same',
    (q) => q.all(q.rec('down grisel skeletal_dysplasia ra', EVER, 0), FILMS(q), q.chart()),
  ],
  ['aim-scoliosis-type', 'all', 'C T L', 'yes', 'same', (q) => q.claim('scoliosis_high')],
  [
    'aim-scoliosis-ais-risk',
    'all',
    'C T L',
    'yes',
    'same',
    (q) =>
      q.all(
        q.rec('scoliosis_ais', EVER, 0),
        q.any(q.age(0, 9), q.chart(), q.chart(), q.rec('neuro_findings@', -180, 0), q.chart()),
      ),
  ],
  [
    'aim-scoliosis-ais-surgery',
    'all',
    'C T L',
    'yes',
    'same',
    (q) => q.all(q.rec('scoliosis_ais', EVER, 0), q.chart()),
  ],
  [
    'aim-scoliosis-ais-nerve',
    'all',
    'C T L',
    'yes',
    'same',
    (q) => q.all(q.rec('scoliosis_ais', EVER, 0), NERVE(q), CARE12(q), SECOND(q), q.chart(), FAILED(q)),
  ],
  [
    'aim-scoliosis-degen-axial',
    'all',
    'C T L',
    'yes',
    'same',
    (q) => q.all(q.rec('scoliosis_degen', EVER, 0), q.chart(), q.chart(), CARE12(q), SECOND(q), FAILED(q)),
  ],
  [
    'aim-scoliosis-degen-nerve',
    'all',
    'C T L',
    'yes',
    'same',
    (q) =>
      q.all(
        q.rec('scoliosis_degen', EVER, 0),
        q.chart(),
        NERVE(q),
        q.chart(),
        CARE12(q),
        SECOND(q),
        FAILED(q),
      ),
  ],
  [
    'aim-scoliosis-postop',
    'all',
    'C T L',
    'yes',
    'same',
    (q) => q.all(q.rec('scoliosis_any', EVER, 0), q.rec('spine_surgery', EVER, -1), FILMS(q), q.chart()),
  ],
  [
    'aim-dysraphism',
    'all',
    'C T L',
    'yes',
    'instead-x',
    (q) => q.all(q.claim('dysraphism'), q.months(6, OLDEST)),
  ],
  [
    'aim-dysraphism-infant',
    'all',
    'C T L',
    'yes',
    'instead-x',
    (q) =>
      q.all(
        q.any(q.claim('dysraphism'), q.all(q.claim('sacral_dimple'), q.chart())),
        q.months(0, 5),
        q.rec('us_spine', -180, 0),
        q.chart(),
      ),
  ],
  [
    'aim-jia',
    'child',
    'C T L',
    'yes',
    'instead',
    (q) => q.all(q.rec('jia', EVER, 0), q.rec('xray@', -180, 0), q.chart()),
  ],
  [
    'aim-ms-dx-myelopathy',
    'all',
    'C T',
    'yes',
    'no',
    (q) => q.all(q.rec('myelopathy@ myelopathy_signs', -90, 0), q.chart()),
  ],
  [
    'aim-ms-dx-attack',
    'all',
    'C T',
    'yes',
    'no',
    (q) => q.all(q.rec('cis', -180, 0), q.none('ms', EVER, -1), q.chart()),
  ],
  [
    'aim-ms-dx-brain',
    'all',
    'C T',
    'yes',
    'no',
    (q) => q.all(q.rec('cis white_matter', -365, 0), q.prior('mri_brain', -180, 0), q.chart()),
  ],
  [
    'aim-ms-mgmt-myelopathy',
    'all',
    'C T',
    'yes',
    'no',
    (q) => q.all(q.rec('ms', EVER, 0), q.rec('myelopathy@ myelopathy_signs', -90, 0), q.chart()),
  ],
  [
    'aim-ms-mgmt-natalizumab',
    'all',
    'C T',
    'yes',
    'no',
    (q) => q.all(q.rec('ms', EVER, 0), q.rec('natalizumab', -180, 0)),
  ],
  ['aim-ms-mgmt-baseline', 'all', 'C T', 'yes', 'no', (q) => q.all(q.rec('ms', EVER, 0), q.chart())],
  ['aim-ms-mgmt-change', 'all', 'C T', 'yes', 'no', (q) => q.all(q.rec('ms', EVER, 0), q.chart())],
  ['aim-ms-mgmt-other', 'all', 'C T', 'yes', 'no', (q) => q.claim('white_matter')],
  ['aim-ms-surv-cis', 'all', 'C T', 'yes', 'no', (q) => q.all(q.rec('cis', EVER, 0), q.chart())],
  [
    'aim-ms-surv-stable',
    'all',
    'C T',
    'yes',
    'no',
    (q) => q.all(q.rec('ms', EVER, 0), q.noPrior('mri@', -364, -4), q.chart()),
  ],
  ['aim-infection-dx', 'all', 'C T L', 'yes', 'instead', (q) => INFECT(q)],
  ['aim-infection-mgmt', 'all', 'C T L', 'yes', 'instead', (q) => POORRESP(q)],
  ['aim-infection-pet', 'all', 'O', 'pet', 'no', (q) => q.all(q.any(INFECT(q), POORRESP(q)), q.chart())],
  [
    'aim-spa-dx',
    'all',
    'C T L',
    'yes',
    'same',
    (q) =>
      q.all(
        q.rec('xray_lumbar', -365, 0),
        q.rec('xray_si', -365, 0),
        q.prior('mri_pelvis', -365, 0),
        q.chart(),
        q.any(q.phase('chronic'), q.chart()),
        q.atLeast(4, q.age(0, 39), q.chart(), q.chart(), q.chart(), q.chart()),
      ),
  ],
  [
    'aim-spa-mgmt',
    'all',
    'C T L',
    'yes',
    'same',
    (q) =>
      q.all(
        q.rec('axial_spa', EVER, 0),
        q.any(q.rec('biologic', -365, 0), q.chart()),
        q.chart(),
        q.chart(),
        q.chart(),
      ),
  ],
  [
    'aim-neck-trauma-adult',
    'adult',
    'C',
    'no',
    'same',
    (q) =>
      q.all(
        TRAUMA(q),
        q.any(
          q.age(66, OLDEST),
          q.rec('altered_state neuro_findings@ high_energy other_fracture', -30, 0),
          q.rec('penetrating_neck', -30, 0),
          q.rec('inflammatory_arthritis osteoporosis cancer spine_tumor', EVER, 0),
          q.rec('cervical_surgery', EVER, -1),
          q.all(q.rec('xray_cervical', -30, 0), q.chart()),
          q.all(q.rec('trauma@', -2, 0), q.chart()),
          q.chart(),
        ),
      ),
  ],
  ['aim-neck-trauma-mgmt', 'adult', 'C', 'yes', 'same', (q) => NECKMGMT(q)],
  ['aim-neck-followup', 'adult', 'C', 'no', 'same', (q) => q.rec('fracture_cervical', -365, -1)],
  [
    'aim-neck-trauma-child',
    'child',
    'C',
    'no',
    'same',
    (q) =>
      q.all(
        TRAUMA(q),
        q.rec('xray_cervical', -30, 0),
        q.chart(),
        q.any(q.all(q.age(3, OLDEST), q.chart()), q.all(q.age(0, 2), q.chart())),
      ),
  ],
  ['aim-neck-child-mgmt', 'child', 'C', 'yes', 'same', (q) => NECKMGMT(q)],
  ['aim-neck-child-followup', 'child', 'C', 'yes', 'same', (q) => q.rec('fracture_cervical', -365, -1)],
  [
    'aim-tl-trauma',
    'all',
    'T L',
    'no',
    'same',
    (q) => q.all(TRAUMA(q), q.any(HIGHRISK(q), q.all(q.rec('xray@', -30, 0), q.chart()))),
  ],
  [
    'aim-tl-mgmt',
    'all',
    'T L',
    'yes',
    'same',
    (q) =>
      q.all(
        q.rec('back_injury', -365, 0),
        q.any(
          q.rec('neuro_findings@', -90, 0),
          q.chart(),
          q.chart(),
          q.all(HIGHRISK(q), q.prior('ct@', -365, 0), q.chart()),
          q.chart(),
        ),
      ),
  ],
  ['aim-tl-followup', 'all', 'T L', 'no', 'same', (q) => q.all(q.rec('fracture_tl', -365, -1), q.chart())],
  [
    'aim-tumor',
    'all',
    'C T L',
    'yes',
    'same',
    (q) => q.any(q.claim('spine_tumor'), q.all(q.claim('maybe_tumor'), q.chart())),
  ],
  [
    'aim-fracture-dx',
    'all',
    'C T L',
    'yes',
    'same',
    (q) =>
      q.all(
        q.any(q.rec('vertebral_fracture', -90, 0), q.rec('osteoporosis', EVER, 0)),
        FILMS(q),
        q.any(q.all(q.rec('pain@', -180, -14), q.chart()), q.chart()),
      ),
  ],
  [
    'aim-fracture-mgmt',
    'all',
    'C T L',
    'yes',
    'same',
    (q) => q.all(q.rec('fragility_fracture', -365, 0), q.chart()),
  ],
  ['aim-op-women', 'all', 'O', 'no', 'same', (q) => q.all(q.sex('F'), q.age(65, OLDEST), NOTDONE(q))],
  [
    'aim-op-women-risk',
    'all',
    'O',
    'no',
    'same',
    (q) =>
      q.all(
        q.sex('F'),
        q.age(0, 64),
        q.any(q.rec('menopause', EVER, 0), q.chart()),
        q.rec('op_risk', EVER, 0),
        NOTDONE(q),
      ),
  ],
  [
    'aim-op-men',
    'all',
    'O',
    'no',
    'same',
    (q) =>
      q.all(
        q.sex('M'),
        q.any(q.age(70, OLDEST), q.all(q.age(50, 69), q.rec('op_risk', EVER, 0))),
        NOTDONE(q),
      ),
  ],
  [
    'aim-op-drugs',
    'all',
    'O',
    'no',
    'same',
    (q) =>
      q.all(
        q.any(q.rec('op_drug', -365, 0), q.rec('steroid_fills', -365, 0, { dates: 3 }), q.chart()),
        NOTDONE(q),
      ),
  ],
  [
    'aim-op-fracture',
    'all',
    'O',
    'no',
    'same',
    (q) => q.all(q.age(51, OLDEST), q.rec('any_fracture', -365, 0)),
  ],
  ['aim-op-disease', 'all', 'O', 'no', 'same', (q) => q.all(q.rec('op_disease', EVER, 0), NOTDONE(q))],
  ['aim-op-decide', 'all', 'O', 'no', 'same', (q) => q.chart()],
  [
    'aim-op-treated',
    'all',
    'O',
    'no',
    'same',
    (q) =>
      q.all(
        q.rec('osteoporosis osteopenia', EVER, 0),
        q.rec('op_treatment', -1095, 0),
        q.prior('bone_density', EVER, -730),
        q.noPrior('bone_density', -729, -4),
      ),
  ],
  [
    'aim-op-untreated',
    'all',
    'O',
    'no',
    'same',
    (q) =>
      q.all(
        q.prior('bone_density', EVER, -1095),
        q.noPrior('bone_density', -1094, -4),
        q.none('op_treatment', -1095, 0),
        q.chart(),
      ),
  ],
  ['aim-paget', 'all', 'C T L', 'yes', 'same', (q) => q.all(q.rec('paget', EVER, 0), q.chart())],
  [
    'aim-cord-infarct',
    'all',
    'C T L',
    'yes',
    'instead',
    (q) => q.all(q.rec('cord_infarction', -365, 0), IMPACT(q)),
  ],
  ['aim-spondylolysis', 'all', 'L', 'yes', 'same', (q) => q.all(q.rec('spondylolysis', -365, 0), FILMS(q))],
  [
    'aim-sih-first',
    'all',
    'C T L',
    'yes',
    'instead',
    (q) => q.all(q.rec('sih', -365, 0), q.none('blood_patch', -365, -1), q.chart()),
  ],
  [
    'aim-sih-repeat',
    'all',
    'C T L',
    'yes',
    'instead',
    (q) => q.all(q.rec('sih', -365, 0), q.any(q.rec('blood_patch', -365, -1), q.chart()), q.chart()),
  ],
  [
    'aim-syrinx',
    'all',
    'C T',
    'yes',
    'instead',
    (q) => q.all(q.claim('syrinx'), q.any(q.noPrior('mri@', EVER, -4), q.chart())),
  ],
  [
    'aim-periop',
    'all',
    'C T L',
    'yes',
    'same-d',
    (q) =>
      q.all(
        q.any(
          q.rec('spine_surgery', EVER, -1),
          q.rec('spinal_procedure', -90, -1),
          q.rec('hardware', -365, 0),
        ),
        FILMS(q),
        q.chart(),
      ),
  ],
  [
    'aim-cauda',
    'all',
    'L',
    'yes',
    'same',
    (q) =>
      q.all(
        q.any(
          q.rec('cauda_equina', -42, 0),
          q.all(
            q.rec('pain_lumbar', -42, 0),
            q.any(
              q.rec('cauda_signs', -42, 0),
              q.all(q.rec('sciatica_right', -42, 0), q.rec('sciatica_left', -42, 0)),
            ),
            q.chart(),
          ),
        ),
        IMPACT(q),
      ),
  ],
  [
    'aim-myelopathy',
    'all',
    'C T L',
    'yes',
    'no',
    (q) => q.any(q.claim('myelopathy@'), q.all(q.rec('myelopathy@ myelopathy_signs', -90, 0), q.chart())),
  ],
  [
    'aim-myelopathy-child',
    'child',
    'C T L',
    'no',
    'same',
    (q) => q.any(q.claim('myelopathy@'), q.all(q.rec('myelopathy@ myelopathy_signs', -90, 0), q.chart())),
  ],
  [
    'aim-myelopathy-adult',
    'adult',
    'C T L',
    'no',
    'instead-x',
    (q) => q.any(q.claim('myelopathy@'), q.all(q.rec('myelopathy@ myelopathy_signs', -90, 0), q.chart())),
  ],
  [
    'aim-radic-deficit',
    'all',
    'C T L',
    'yes',
    'instead-m',
    (q) =>
      q.all(
        q.rec('radiculopathy@', -180, 0),
        CAND(q),
        q.any(q.rec('neuro_findings@', -90, 0), q.chart()),
        NEWIMG(q),
      ),
  ],
  [
    'aim-radic-care',
    'all',
    'C T L',
    'yes',
    'instead-m',
    (q) => q.all(q.rec('radiculopathy@', -180, 0), CAND(q), CARE6(q), SECOND(q), FAILED(q)),
  ],
  [
    'aim-stenosis-deficit',
    'adult',
    'L',
    'yes',
    'instead-d',
    (q) =>
      q.all(
        q.rec('stenosis_lumbar claudication', -180, 0),
        CAND(q),
        q.any(q.rec('neuro_findings@', -90, 0), q.chart()),
        NEWIMG(q),
      ),
  ],
  [
    'aim-stenosis-acute',
    'adult',
    'L',
    'yes',
    'instead-d',
    (q) => q.all(q.rec('claudication', -42, 0), q.none('claudication', -365, -43), CAND(q), q.chart()),
  ],
  [
    'aim-stenosis-care',
    'adult',
    'L',
    'yes',
    'instead-d',
    (q) => q.all(STEN(q), CAND(q), CARE6(q), SECOND(q), FAILED(q)),
  ],
  [
    'aim-stenosis-slip',
    'adult',
    'L',
    'yes',
    'instead-d',
    (q) =>
      q.all(q.rec('spondylolisthesis_lumbar', -365, 0), CAND(q), q.rec('xray_lumbar', -180, 0), q.chart()),
  ],
  [
    'aim-neck-pain-care',
    'adult',
    'C',
    'yes',
    'instead-d',
    (q) => q.all(GATE(q), q.rec('pain_cervical', -180, 0), CAND(q), CARE6(q), SECOND(q), FAILED(q), FILMS(q)),
  ],
  [
    'aim-neck-pain-deficit',
    'adult',
    'C',
    'yes',
    'instead-d',
    (q) =>
      q.all(GATE(q), q.rec('pain_cervical', -180, 0), CAND(q), q.rec('neuro_findings@', -90, 0), NEWIMG(q)),
  ],
  [
    'aim-neck-pain-child',
    'child',
    'C',
    'yes',
    'instead-d',
    (q) => q.all(GATE(q), q.rec('pain_cervical', -180, 0), FILMS(q), CARE0(q), SECOND(q), FAILED(q)),
  ],
  [
    'aim-neck-pain-child-deficit',
    'child',
    'C',
    'yes',
    'instead-d',
    (q) => q.all(GATE(q), q.rec('pain_cervical', -180, 0), q.rec('neuro_findings@', -90, 0), q.chart()),
  ],
  [
    'aim-mid-pain-deficit',
    'adult',
    'T',
    'yes',
    'instead-d',
    (q) =>
      q.all(GATE(q), q.rec('pain_thoracic', -180, 0), CAND(q), q.rec('neuro_findings@', -90, 0), NEWIMG(q)),
  ],
  [
    'aim-mid-pain-care',
    'adult',
    'T',
    'yes',
    'instead-d',
    (q) => q.all(GATE(q), q.rec('pain_thoracic', -180, 0), CAND(q), CARE6(q), SECOND(q), FAILED(q)),
  ],
  [
    'aim-mid-pain-child',
    'child',
    'T',
    'yes',
    'instead-d',
    (q) => q.all(GATE(q), q.rec('pain_thoracic', -180, 0), FILMS(q), CARE0(q), SECOND(q), FAILED(q)),
  ],
  [
    'aim-mid-pain-child-deficit',
    'child',
    'T',
    'yes',
    'instead-d',
    (q) => q.all(GATE(q), q.rec('pain_thoracic', -180, 0), q.rec('neuro_findings@', -90, 0), q.chart()),
  ],
  [
    'aim-low-pain-deficit',
    'adult',
    'L',
    'yes',
    'instead-d',
    (q) =>
      q.all(GATE(q), q.rec('pain_lumbar', -180, 0), CAND(q), q.rec('neuro_findings@', -90, 0), NEWIMG(q)),
  ],
  [
    'aim-low-pain-care',
    'adult',
    'L',
    'yes',
    'instead-d',
    (q) => q.all(GATE(q), q.rec('pain_lumbar', -180, 0), CAND(q), CARE6(q), SECOND(q), FAILED(q)),
  ],
  [
    'aim-low-pain-child',
    'child',
    'L',
    'yes',
    'instead-d',
    (q) =>
      q.all(
        GATE(q),
        q.rec('pain_lumbar', -180, 0),
        FILMS(q),
        q.any(
          q.chart(),
          q.rec('radiculopathy_lumbar', -180, 0),
          q.all(q.rec('pain_lumbar', -180, -29), CARE0(q), SECOND(q), FAILED(q)),
          q.all(q.rec('neuro_findings@', -90, 0), NEWIMG(q)),
        ),
      ),
  ],
];

/** What a CT line is asked beside the tree, by the page's word for it; undefined where CT lines have no such scenario. */
export function ctParts(word: string, version: string): readonly Part[] | undefined {
  switch (word) {
    case 'same':
      return [];
    case 'instead':
      return [INSTEAD];
    case 'instead-x':
      return [INSTEAD_X];
    case 'instead-m':
      return [version === 'aim-2023' ? INSTEAD_M : INSTEAD];
    case 'instead-d':
      return [INSTEAD, NODISC];
    case 'same-d':
      return [NODISC];
    default:
      return undefined;
  }
}
