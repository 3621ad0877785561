import type { CodeSystem, ListedCode } from '../../../src/timeline/person.js';

/*
 * The codes of the worked examples with the sets that hold them, looked up by hand in the rules page's table
 * of sets. Codes in no set are also here, because some examples depend on that.
 */

const NEURO = 'neuro_findings_cervical neuro_findings_thoracic neuro_findings_lumbar';
const LOW_BACK = 'lbp pain_lumbar back_episode spine_dx';

const DIAGNOSES: Readonly<Record<string, string>> = {
  'M54.50': LOW_BACK,
  'M54.16': `${LOW_BACK} radiculopathy_lumbar`,
  'M54.41': `${LOW_BACK} radiculopathy_lumbar sciatica_right`,
  'M54.42': `${LOW_BACK} radiculopathy_lumbar sciatica_left`,
  'M48.061': `${LOW_BACK} stenosis_lumbar`,
  'M48.062': `${LOW_BACK} claudication`,
  'S33.5XXA': LOW_BACK,
  'S39.012A': LOW_BACK,
  'S33.5XXD': 'back_episode spine_dx',
  'M43.16': 'back_episode spine_dx spondylolisthesis_lumbar',
  'M54.2': 'pain_cervical spine_dx',
  'M50.021': 'pain_cervical spine_dx myelopathy_cervical',
  'M45.6': 'spine_dx ankylosing m45 axial_spa inflammatory_arthritis',
  'M46.46': 'spine_dx spine_infection',
  'M21.371': `motor_deficit ${NEURO}`,
  'R29.898': `motor_deficit ${NEURO}`,
  'M21.331': 'neuro_findings_cervical',
  'Z85.3': 'cancer_history',
  'C50.911': 'cancer',
  'C41.2': 'cancer maybe_tumor',
  'D33.4': 'spine_tumor',
  'R63.4': 'weight_loss',
  'E11.9': 'diabetes',
  'Z79.52': 'immunosuppression op_drug op_risk',
  'R50.9': 'fever',
  'S52.501A': 'other_fracture any_fracture',
  'S52.501D': '',
  'S32.010A':
    'vertebral_fracture fracture_tl any_fracture back_injury trauma_thoracic trauma_lumbar op_disease op_risk',
  'T84.216A': 'hardware postlaminectomy',
  'G83.4': 'cauda_equina',
  'S34.3XXA': 'cauda_equina back_injury trauma_thoracic trauma_lumbar',
  G35: 'ms',
  'G95.0': 'syrinx',
  'G95.9': 'myelopathy_general myelopathy_cervical myelopathy_thoracic myelopathy_lumbar',
  'S30.0XXA': 'trauma_thoracic trauma_lumbar',
  'W01.0XXA': 'accident low_trauma',
  'W01.0XXD': 'low_trauma',
  'S11.91XA': 'penetrating_neck neck_injury trauma_cervical',
  'S16.1XXA': 'pain_cervical spine_dx neck_injury trauma_cervical',
  'R40.2422': 'altered_state',
  'R40.2412': '',
  'Q05.7': 'dysraphism',
  'Q82.6': 'sacral_dimple',
  'Z95.0': 'mri_barrier',
  I10: '',
  'M62.830': '',
  'M17.11': '',
  'S93.401A': '',
  'S61.210A': '',
  'Z13.820': '',
};

const PROCEDURES: Readonly<Record<string, string>> = {
  '97161': 'pt pt_eval',
  '97110': 'pt',
  '98941': 'complementary',
  '72100': 'xray_lumbar',
  '72040': 'xray_cervical',
  '76800': 'us_spine',
  '77078': 'bone_density',
  '77080': 'bone_density',
  '62304': 'myelography spinal_procedure',
  '72141': 'mri_cervical',
  '72156': 'mri_cervical',
  '72148': 'mri_lumbar',
  '72149': 'mri_lumbar',
  '72158': 'mri_lumbar',
  '72125': 'ct_cervical',
  '72128': 'ct_thoracic',
  '72131': 'ct_lumbar',
  '72132': 'ct_lumbar',
  J2323: 'natalizumab',
  '78815': '',
  '78812': '',
};

const STEROID: ListedCode = { system: 'NDC', code: '00054001720', sets: ['Corticosteroid Medications'] };
const BED: ListedCode = { system: 'UBREV', code: '0120', sets: ['Inpatient Stay'] };

const known = new Map<string, ListedCode>(
  [...Object.entries(DIAGNOSES), ...Object.entries(PROCEDURES)].map(([written, sets]) => {
    const code = written.replace('.', '');
    return [written, { system: systemOf(written), code, sets: sets === '' ? [] : sets.split(' ') }];
  }),
);

function systemOf(code: string): CodeSystem {
  if (code in DIAGNOSES) return 'ICD10CM';
  return /^\d/.test(code) ? 'CPT' : 'HCPCS';
}

/** A code as the page writes it; `steroid` and `bed` are a fill and a revenue code of an inpatient stay. */
export function codeOf(written: string): ListedCode {
  const found = written === 'steroid' ? STEROID : written === 'bed' ? BED : known.get(written);
  if (found === undefined) throw new Error(`no code ${written}`);
  return found;
}
