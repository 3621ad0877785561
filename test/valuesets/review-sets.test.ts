import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { CodeSystem } from '../../src/timeline/person.js';
import { loadDirectory } from '../../src/valuesets/directory.js';
import { REVIEW_SETS } from '../../valuesets/assemble/review/definitions/index.js';

// Every code here is written by hand from the page of criteria, not taken from the definitions that made the files.

const directory = await loadDirectory({ either: ['valuesets/review'] });
const setsByCode = new Map(directory.codes.map(({ system, code, sets }) => [`${system} ${code}`, sets]));

function isIn(set: string, system: CodeSystem, code: string): boolean {
  return setsByCode.get(`${system} ${code.replaceAll('.', '')}`)?.includes(set) === true;
}

describe.each<[string, CodeSystem, string, string]>([
  ['lbp', 'ICD10CM', 'M54.50 M54.5 M48.06 M48.062 S33.5XXA', 'M54.2 M54.6 S33.5XXD M51.9'],
  ['pain_lumbar', 'ICD10CM', 'M54.50 M48.062', 'M54.2'],
  [
    'back_episode',
    'ICD10CM',
    'M54.50 M43.06 M43.16 M96.1 Q76.2 S33.5XXD S33.9XXD',
    'M43.04 M43.08 S33.5XXS S33.4XXD',
  ],
  [
    'pain_cervical',
    'ICD10CM',
    'M54.2 M50.20 M47.812 M48.03 S13.4XXA S16.1XXD',
    'M47.814 M48.04 M54.14 S13.5XXA',
  ],
  ['pain_thoracic', 'ICD10CM', 'M54.6 M51.34 M48.05 S23.3XXA S29.012A', 'M51.36 M48.06 S29.011A'],
  [
    'spine_dx',
    'ICD10CM',
    'M40.00 M45.A0 M54.9 S33.0XXA S29.011A S39.002A M99.03',
    'M39.0 M55 M99.05 S32.000A',
  ],
  ['radiculopathy_lumbar', 'ICD10CM', 'M54.16 M54.18 M51.17 M54.31 M54.42', 'M54.15 M51.15 M54.50'],
  ['radiculopathy_cervical', 'ICD10CM', 'M54.11 M54.13 M50.10 M50.123 M47.22', 'M54.14 M50.00'],
  ['sciatica_right', 'ICD10CM', 'M54.31 M54.41', 'M54.30 M54.32'],
  ['stenosis_lumbar', 'ICD10CM', 'M48.06 M48.061 M48.08 M99.73', 'M48.062 M48.05'],
  ['motor_deficit', 'ICD10CM', 'M21.371 G82.20 G83.10 R26.1 R29.898', 'M21.331 R29.890 G82.50'],
  ['neuro_findings_lumbar', 'ICD10CM', 'M21.371 R20.0 G54.4 G95.20', 'M21.331 G54.2'],
  ['neuro_findings_thoracic', 'ICD10CM', 'M21.371 G54.3', 'G82.50'],
  ['neuro_findings_cervical', 'ICD10CM', 'M21.371 M21.331 G82.50 G83.20 G54.2', 'G54.3'],
  ['cauda_equina', 'ICD10CM', 'G83.4 S34.3XXA S34.3XXD', 'S34.3XXS G83.5'],
  ['cauda_signs', 'ICD10CM', 'R20.2 R15.9 N31.9 N52.9 N39.490 K59.2', 'R20.3 N52.1'],
  ['myelopathy_cervical', 'ICD10CM', 'G95.9 M43.3 M47.12 M50.021 M47.10', 'M51.06 M47.14'],
  ['spine_infection', 'ICD10CM', 'M46.20 M46.46 M46.59 G06.1 A18.01 G03.9', 'M46.1 M46.90'],
  ['fever', 'ICD10CM', 'R50.9 R50.81', 'R50.2 R50.83'],
  ['diabetes', 'ICD10CM', 'E08.00 E11.9 E13.9', 'E12 E14 E16.0'],
  ['immunosuppression', 'ICD10CM', 'B20 D70.0 D84.9 Z79.52 Z79.620 Z94.0 Z94.4 Z94.81', 'Z94.5 Z79.51 D86.0'],
  ['iv_drug_use', 'ICD10CM', 'F11.20 F15.10', 'F11.90'],
  ['hiv', 'ICD10CM', 'B20 Z21', 'B24'],
  ['dialysis', 'UBREV', '0820 0859', '0819 0860'],
  ['cancer', 'ICD10CM', 'C00.0 C4A.0 C50.A1 C7B.00 C81.0A C96.9 C78.31', 'C44.91 D03.9 Z85.3'],
  ['cancer_history', 'ICD10CM', 'Z85.3 Z85.4A Z85.820 Z85.831', 'Z85.828 Z86.000'],
  [
    'vertebral_fracture',
    'ICD10CM',
    'M48.50XA M80.08XD S22.000A S32.010G M84.58XA',
    'S32.010S S32.10XA M80.051A',
  ],
  ['fragility_fracture', 'ICD10CM', 'M48.40XA M80.88XK', 'M80.88XS S32.010A'],
  ['fracture_cervical', 'ICD10CM', 'S12.000A S12.9XXD', 'S12.9XXS S22.000A'],
  [
    'other_fracture',
    'ICD10CM',
    'S52.501A S52.501B S52.501C S72.001A M80.051A S99.001A',
    'S52.501D S22.000A S32.010A',
  ],
  ['any_fracture', 'ICD10CM', 'S52.501A S12.000A S32.010A M80.08XA M48.50XA', 'S32.010D'],
  ['low_trauma', 'ICD10CM', 'W00.0XXA W19.XXXD W22.01XA W52.XXXA', 'W00.0XXS W23.0XXA W53.01XA'],
  [
    'high_energy',
    'ICD10CM',
    'V01.00XA V99.XXXD W11.XXXA W20.0XXA X95.01XA X99.0XXA',
    'V99.XXXS W01.0XXA X96.0XXA',
  ],
  ['accident', 'ICD10CM', 'V43.52XA W01.0XXA X99.0XXA', 'W01.0XXD V43.52XS'],
  ['trauma_cervical', 'ICD10CM', 'S00.03XA S29.9XXA T07.XXXA T14.90XA S12.000B', 'S30.0XXA S16.1XXD'],
  [
    'trauma_lumbar',
    'ICD10CM',
    'S20.20XA S30.0XXA S30.11XA S32.010A T07.XXXA',
    'S33.5XXA S39.012A S19.9XXA S93.401A',
  ],
  ['trauma_thoracic', 'ICD10CM', 'S30.0XXA', 'S33.5XXA'],
  ['penetrating_neck', 'ICD10CM', 'S11.91XA', 'S11.91XD'],
  ['neck_injury', 'ICD10CM', 'S13.4XXD S16.1XXA S19.9XXA', 'S15.001A S13.4XXS'],
  [
    'altered_state',
    'ICD10CM',
    'R40.0 R40.2111 R40.2421 Y90.1 F10.120 R41.0',
    'R40.2412 R40.2141 Y90.0 F10.20',
  ],
  ['ankylosing', 'ICD10CM', 'M45.0 M45.9', 'M45.A0 M45.AB'],
  ['m45', 'ICD10CM', 'M45.0 M45.A0', 'M46.1'],
  ['ms', 'ICD10CM', 'G35 G35.A G35.B0 G35.D', 'G36.0 G37.9'],
  ['sih', 'ICD10CM', 'G96.00 G96.09 G96.810 G96.811', 'G96.01 G96.08 G96.819'],
  ['white_matter', 'ICD10CM', 'G36.0 G37.9 A81.2 E71.529 E75.23 E75.29', 'E75.22 E75.240'],
  ['scoliosis_high', 'ICD10CM', 'Q67.5 Q76.3 M41.00 M41.119 M41.47', 'M41.129 M41.50'],
  ['maybe_tumor', 'ICD10CM', 'C41.2 C79.51 C79.40 D49.2 R93.7', 'C79.52 D33.4'],
  ['lumbar_surgery', 'CPT', '22558 63047', '63020'],
  ['lumbar_surgery', 'HCPCS', 'S2348 S2350', 'S2351'],
  ['lumbar_surgery', 'ICD10PCS', '0SG0070 01NB0ZZ', '0RG1070'],
  ['spine_surgery', 'CPT', '22558 22551 22819 63308 22010', '22009 22016 63309'],
  ['spine_surgery', 'ICD10PCS', '0SG0070 0RG1070 0RG6070', '0RG9070'],
  ['spinal_procedure', 'HCPCS', 'G0260', 'G0259'],
  ['pt_eval', 'UBREV', '0424', '0420'],
  ['pt', 'UBREV', '0420 0424 0429', '0430'],
  ['pt', 'CPT', '97001 97163 97164 97124 97140', '98940 97165'],
  ['complementary', 'CPT', '98925 98943 97124 62323', '97140 97812'],
  ['xray_lumbar', 'CPT', '72020 72080 72100 72084', '72070 72148'],
  ['ct_cervical', 'CPT', '72125 72126 72127', '72128'],
  ['biologic', 'HCPCS', 'J0135 Q5140 Q5145', 'Q5139 Q5146'],
  ['biologic', 'ICD10CM', 'Z79.620', 'Z79.621'],
  ['op_treatment', 'HCPCS', 'J0897 J3489', 'J0896'],
  ['op_treatment', 'ICD10CM', 'Z79.83', 'Z79.52'],
  ['op_disease', 'ICD10CM', 'M80.08XA M85.80 M05.9 E05.90 E07.9 N18.6 K74.0A F10.20', 'E08.00 Z79.52 M81.0'],
  ['op_risk', 'ICD10CM', 'M80.08XA Z79.52 Z68.1 F17.210', 'Z68.20'],
])('%s, %s', (set, system, members, others) => {
  test.each(members.split(' '))('holds %s', (code) => {
    expect(isIn(set, system, code)).toBe(true);
  });
  test.each(others.split(' '))('does not hold %s', (code) => {
    expect(isIn(set, system, code)).toBe(false);
  });
});

test('every set has a file, but the one that is a medication list alone', async () => {
  const names = REVIEW_SETS.flatMap(({ name, alsoCalled }) => [
    name,
    ...(alsoCalled === undefined ? [] : [alsoCalled]),
  ]);
  expect([...directory.setNames].sort()).toEqual(names.filter((name) => name !== 'steroid_fills').sort());
  expect(await readdir('valuesets/review')).toHaveLength(names.length - 1);
  expect(names).toHaveLength(121);
});

test('every row is read', () => {
  expect(directory.warnings).toEqual([]);
  expect(directory.skipped.size).toBe(0);
});
