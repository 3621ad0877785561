/*
 * Codes for random people: one or more for every set that a scenario names, with the sets that hold it. Sets
 * that contain each other on the page do so here.
 */
import type { CodeSystem, ListedCode } from '../../../../src/timeline/person.js';

const LBP = ['lbp', 'pain_lumbar', 'back_episode', 'spine_dx'];

/** Codes in several sets. */
const MIXED: readonly (readonly [code: string, ...sets: string[]])[] = [
  ['M5450', ...LBP],
  ['M4806', ...LBP, 'claudication'],
  ['M5416', ...LBP, 'radiculopathy_lumbar'],
  ['M5431', ...LBP, 'radiculopathy_lumbar', 'sciatica_right'],
  ['M5432', ...LBP, 'radiculopathy_lumbar', 'sciatica_left'],
  ['M4316', 'back_episode', 'spine_dx', 'spondylolisthesis_lumbar', 'spondylolysis'],
  ['M542', 'pain_cervical', 'spine_dx'],
  ['M546', 'pain_thoracic', 'spine_dx'],
  ['M4646', 'spine_infection', 'spine_dx'],
  ['R29898', 'motor_deficit', 'neuro_findings_cervical', 'neuro_findings_thoracic', 'neuro_findings_lumbar'],
  ['R292', 'myelopathy_signs', 'neuro_findings_cervical', 'neuro_findings_thoracic', 'neuro_findings_lumbar'],
  ['G834', 'cauda_equina'],
  ['M456', 'm45', 'ankylosing', 'axial_spa', 'inflammatory_arthritis', 'spine_dx'],
  ['S161', 'neck_injury', 'trauma_cervical', 'pain_cervical', 'spine_dx'],
  [
    'S320',
    'vertebral_fracture',
    'back_injury',
    'fracture_tl',
    'any_fracture',
    'trauma_thoracic',
    'trauma_lumbar',
  ],
  ['T84216', 'hardware', 'postlaminectomy'],
  ['G9511', 'cord_infarction', 'myelopathy_cervical', 'myelopathy_thoracic', 'myelopathy_lumbar'],
  ['C412', 'cancer', 'maybe_tumor'],
  ['I10'],
];

/** Procedures by their sets; a revenue code and an ICD-10-PCS procedure among them. */
const PROCEDURES: readonly (readonly [system: CodeSystem, code: string, ...sets: string[]])[] = [
  ['CPT', '97161', 'pt', 'pt_eval'],
  ['CPT', '97110', 'pt'],
  ['CPT', '97124', 'pt', 'complementary'],
  ['UBREV', '0424', 'pt', 'pt_eval'],
  ['UBREV', '0420', 'pt'],
  ['CPT', '98940', 'complementary'],
  ['CPT', '98943', 'complementary'],
  ['CPT', '97810', 'complementary'],
  ['CPT', '72100', 'xray_lumbar'],
  ['CPT', '72020', 'xray_cervical', 'xray_thoracic', 'xray_lumbar'],
  ['CPT', '72040', 'xray_cervical'],
  ['CPT', '72070', 'xray_thoracic'],
  ['CPT', '72202', 'xray_si'],
  ['CPT', '95886', 'emg'],
  ['CPT', '76800', 'us_spine'],
  ['CPT', '70551', 'mri_brain'],
  ['CPT', '72195', 'mri_pelvis'],
  ['CPT', '77080', 'bone_density'],
  ['CPT', '62273', 'spinal_procedure', 'blood_patch'],
  ['CPT', '62304', 'spinal_procedure', 'myelography'],
  ['CPT', '62290', 'spinal_procedure', 'discography'],
  ['CPT', '63030', 'lumbar_surgery', 'spine_surgery'],
  ['ICD10PCS', '0SG00ZZ', 'lumbar_surgery', 'spine_surgery'],
  ['CPT', '22551', 'cervical_surgery', 'spine_surgery'],
  ['CPT', '90937', 'dialysis'],
  ['UBREV', '0821', 'dialysis'],
  ['HCPCS', 'J2323', 'natalizumab'],
  ['HCPCS', 'J0135', 'biologic'],
  ['HCPCS', 'J0897', 'op_treatment'],
  ['UBREV', '0120', 'Inpatient Stay'],
  ['NDC', '00054001720', 'Corticosteroid Medications'],
  ['NDC', '00093517144', 'Osteoporosis Medications'],
  ...imaging('72141 72142 72156', 'mri_cervical'),
  ...imaging('72146 72147 72157', 'mri_thoracic'),
  ...imaging('72148 72149 72158', 'mri_lumbar'),
  ...imaging('72125 72126 72127', 'ct_cervical'),
  ...imaging('72128 72129 72130', 'ct_thoracic'),
  ...imaging('72131 72132 72133', 'ct_lumbar'),
  ...imaging('77078', 'bone_density'),
  ...imaging('78814 78815 78811 G0235', ''),
];

function imaging(codes: string, set: string): [CodeSystem, string, ...string[]][] {
  return codes
    .split(' ')
    .map((code) => [/^\d/.test(code) ? 'CPT' : 'HCPCS', code, ...(set === '' ? [] : [set])]);
}

const CODES: readonly ListedCode[] = [
  ...MIXED.map(([code, ...sets]): ListedCode => ({ system: 'ICD10CM', code, sets })),
  ...PROCEDURES.map(([system, code, ...sets]): ListedCode => ({ system, code, sets })),
];

const byCode = new Map(CODES.map((listed) => [listed.code, listed]));
const bySet = new Map<string, ListedCode[]>();
for (const listed of CODES)
  for (const set of listed.sets) bySet.set(set, [...(bySet.get(set) ?? []), listed]);

const LISTS: Readonly<Record<string, readonly string[]>> = {
  steroid_fills: ['Corticosteroid Medications'],
  op_treatment: ['op_treatment', 'Osteoporosis Medications'],
};

export function codeNamed(code: string): ListedCode {
  const found = byCode.get(code);
  if (found === undefined) throw new Error(`no code ${code}`);
  return found;
}

/** The codes of a set as a scenario names it. A set without a code above is one of diagnoses, and has a code of its own. */
export function codesOf(set: string): readonly ListedCode[] {
  const names = LISTS[set] ?? [set];
  const found = names.flatMap((name) => bySet.get(name) ?? []);
  if (found.length > 0) return found;
  const made: ListedCode = { system: 'ICD10CM', code: `X${set.toUpperCase()}`, sets: [set] };
  bySet.set(set, [made]);
  return [made];
}
