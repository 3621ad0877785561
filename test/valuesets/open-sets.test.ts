import { describe, expect, test } from 'vitest';
import type { CodeSystem } from '../../src/timeline/person.js';
import { loadDirectory } from '../../src/valuesets/directory.js';

// Every code here is written by hand from the rules page, not taken from the definitions that made the files.

const directory = await loadDirectory();
const setsByCode = new Map(directory.codes.map(({ system, code, sets }) => [`${system} ${code}`, sets]));

function setsOf(system: CodeSystem, code: string): readonly string[] {
  return setsByCode.get(`${system} ${code.replaceAll('.', '')}`) ?? [];
}

const LBP = 'Uncomplicated Low Back Pain';

describe('members', () => {
  const members: [string, CodeSystem, string][] = [
    [
      LBP,
      'ICD10CM',
      `M47.26 M47.27 M47.28 M47.816 M47.817 M47.818 M47.896 M47.897 M47.898 M48.06 M48.061 M48.07 M48.08 M51.16 M51.17
       M51.26 M51.27 M51.36 M51.360 M51.361 M51.362 M51.369 M51.37 M51.370 M51.371 M51.372 M51.379 M51.86 M51.87
       M53.2X6 M53.2X7 M53.2X8 M53.3 M53.86 M53.87 M53.88 M54.16 M54.17 M54.18 M54.30 M54.31 M54.32 M54.40 M54.41
       M54.42 M54.5 M54.50 M54.51 M54.59 M54.89 M54.9 M99.03 M99.04 M99.23 M99.33 M99.43 M99.53 M99.63 M99.73 M99.83
       M99.84 S33.100A S33.100D S33.100S S33.110A S33.120D S33.130S S33.140A S33.140S S33.5XXA S33.6XXA S33.8XXA
       S33.9XXA S39.002A S39.012A S39.012D S39.012S S39.092A S39.82XA S39.82XD S39.82XS S39.92XA S39.92XS`,
    ],
    [
      'Imaging Study',
      'CPT',
      `72020 72052 72081 72082 72083 72084 72100 72110 72114 72120 72131 72132 72133 72141 72142 72146 72147 72148 72149
       72156 72157 72158 72200 72202 72220`,
    ],
    [
      'Outpatient',
      'CPT',
      '99202 99205 99211 99213 99215 99241 99245 99341 99350 99381 99397 99401 99404 99411 99412 99429 99455 99456 99483',
    ],
    ['Outpatient', 'HCPCS', 'G0402 G0438 G0439 G0463 T1015'],
    ['Outpatient', 'UBREV', '0510 0513 0517 0519 0520 0523 0526 0529 0982 0983'],
    ['Observation', 'CPT', '99217 99218 99219 99220'],
    ['ED', 'CPT', '99281 99282 99283 99284 99285'],
    ['ED', 'UBREV', '0450 0451 0452 0456 0459 0981'],
    ['Telephone Visits', 'CPT', '98966 98967 98968 99441 99442 99443'],
    ['Online Assessments', 'CPT', '98970 98971 98972 98980 98981 99421 99422 99423 99457 99458'],
    ['Online Assessments', 'HCPCS', 'G0071 G2010 G2012 G2250 G2251 G2252'],
    [
      'Osteopathic and Chiropractic Manipulative Treatment',
      'CPT',
      '98925 98926 98927 98928 98929 98940 98941 98942',
    ],
    ['Physical Therapy', 'CPT', '97110 97112 97113 97124 97140 97161 97162 97163 97164'],
    [
      'Inpatient Stay',
      'UBREV',
      '0100 0101 0110 0114 0116 0120 0160 0164 0167 0169 0174 0179 0190 0204 0214 0219 1002',
    ],
    [
      'Nonacute Inpatient Stay',
      'UBREV',
      '0022 0024 0118 0158 0190 0194 0199 0524 0525 0550 0552 0663 0669 1000 1002',
    ],
    [
      'Malignant Neoplasms',
      'ICD10CM',
      'C00.0 C43.9 C4A.9 C50.911 C77.9 C79.51 C7A.00 C7A.8 C7B.01 C80.1 C90.00 C96.9',
    ],
    ['Other Malignant Neoplasm of Skin', 'ICD10CM', 'C44.00 C44.91 C44.99'],
    ['Other Neoplasms', 'ICD10CM', 'D00.00 D03.9 D09.9 D37.01 D45 D46.9 D47.2 D48.9 D49.9'],
    ['History of Malignant Neoplasm', 'ICD10CM', 'Z85.00 Z85.3 Z85.46 Z85.820 Z85.9'],
    ['HIV', 'ICD10CM', 'B20 B97.35 Z21 O98.711 O98.712 O98.713 O98.719 O98.72 O98.73'],
    ['Kidney Transplant', 'CPT', '50360 50365 50380'],
    ['Kidney Transplant', 'HCPCS', 'S2065'],
    ['Kidney Transplant', 'ICD10PCS', '0TY00Z0 0TY00Z1 0TY00Z2 0TY10Z0 0TY10Z1 0TY10Z2'],
    ['History of Kidney Transplant', 'ICD10CM', 'Z94.0'],
    [
      'Organ Transplant Other Than Kidney',
      'ICD10PCS',
      '02YA0Z0 0BYC0Z0 0BYK0Z1 0BYM0Z2 0FY00Z0 0FYG0Z0 0DY80Z0 0DYE0Z1 0DY60Z2 0DY50Z0 07YP0Z0 07YM0Z1',
    ],
    [
      'Organ Transplant Other Than Kidney',
      'CPT',
      '32850 32851 32852 32853 32854 32855 32856 33935 33945 44135 44136 47135 48554',
    ],
    ['Osteoporosis', 'ICD10CM', 'M80.00XA M80.08XA M80.88XS M81.0 M81.6 M81.8'],
    ['Osteoporosis Medication Therapy', 'HCPCS', 'J0897 J1740 J3110 J3111 J3489'],
    ['Spondylopathy', 'ICD10CM', 'M45.0 M45.9 M45.A0 M45.AB M48.10 M48.19'],
    [
      'Spinal Infection',
      'ICD10CM',
      'A17.81 G06.1 M46.25 M46.26 M46.27 M46.28 M46.35 M46.38 M46.46 M46.47 M46.48',
    ],
    [
      'IV Drug Abuse',
      'ICD10CM',
      'F11.10 F11.11 F11.120 F11.20 F11.29 F13.10 F13.239 F14.10 F14.20 F15.10 F15.29',
    ],
    ['Neurologic Impairment', 'ICD10CM', 'G83.4 K59.2 M48.062 R26.2 R29.2'],
    [
      'Trauma',
      'ICD10CM',
      'G89.11 S00.00XA S32.000A S32.019S S33.0XXA S33.101A S39.81XA S39.83XA S39.93XA S72.001A S99.929S',
    ],
    [
      'Fragility Fractures',
      'ICD10CM',
      `M48.40XA M48.46XG M48.48XS M80.08XA M80.08XK M80.88XP M84.359A M84.359S M97.01XA M97.02XS`,
    ],
    [
      'Lumbar Surgery',
      'CPT',
      `22114 22207 22214 22224 22511 22512 22514 22515 22533 22534 22558 22612 22630 22632 22633 22634 22857 22860 22862
       22865 22867 22868 22869 22870 62287 62380 63005 63012 63017 63030 63035 63042 63044 63047 63048 63052 63053 63056
       63057 63087 63088 63090 63091 63102 63103 63170 63200 63252 63267 63272 63277 63282 63287`,
    ],
    ['Lumbar Surgery', 'HCPCS', 'S2348 S2350'],
    ['Palliative Care Encounter', 'HCPCS', 'G9054 M1017'],
    ['Palliative Care Encounter', 'ICD10CM', 'Z51.5'],
    ['Hospice Encounter', 'HCPCS', 'G9473 G9479 Q5003 Q5008 Q5010 S9126 T2042 T2046'],
    ['Hospice Encounter', 'UBREV', '0115 0125 0135 0145 0155 0235 0650 0652 0655 0659'],
    ['Hospice Intervention', 'CPT', '99377 99378'],
    ['Hospice Intervention', 'HCPCS', 'G0182'],
    ['Frailty Device', 'HCPCS', 'E0100 E0149 E0163 E0171 E0250 E0304 E0424 E0444 E1130 E1298'],
    ['Frailty Diagnosis', 'ICD10CM', 'Z73.6 Z99.3 W19.XXXA'],
    ['Frailty Encounter', 'CPT', '99504 99509'],
    ['Frailty Encounter', 'HCPCS', 'G0162 S0271 T1031'],
    ['Frailty Symptom', 'ICD10CM', 'R54 R26.2'],
    ['Advanced Illness', 'ICD10CM', 'A81.00 C71.0 N18.6'],
    ['Dementia Medications', 'NDC', '00054009021 00378514405'],
    ['Dementia Medications', 'RXNORM', '997223 310436'],
    ['Corticosteroid Medications', 'RXNORM', '312617 197782 197545 105392 762675 578803'],
    ['Osteoporosis Medications', 'RXNORM', '904431 904492 904932 905024 705875 993456 2123190 2123191'],
  ];
  test.each(members)('%s holds its %s codes', (set, system, codes) => {
    for (const code of codes.split(/\s+/)) expect(setsOf(system, code), code).toContain(set);
  });
});

describe('codes that came with a fiscal year, by family', () => {
  const families: [string, string, string][] = [
    [
      'lymphoma in remission',
      'Malignant Neoplasms',
      `C81.0A C81.1A C81.2A C81.3A C81.4A C81.7A C81.9A C82.0A C82.1A C82.2A C82.3A C82.4A C82.5A C82.6A C82.8A C82.9A
       C83.0A C83.1A C83.3A C83.5A C83.7A C83.8A C83.9A C84.0A C84.1A C84.4A C84.6A C84.7B C84.9A C84.AA C84.ZA
       C85.1A C85.2A C85.8A C85.9A`,
    ],
    ['large B-cell lymphoma by site', 'Malignant Neoplasms', 'C83.39 C83.390 C83.398'],
    [
      'the split of C86',
      'Malignant Neoplasms',
      `C86.0 C86.1 C86.2 C86.3 C86.4 C86.5 C86.6 C86.00 C86.01 C86.10 C86.11 C86.20 C86.21 C86.30 C86.31 C86.40 C86.41
       C86.50 C86.51 C86.60 C86.61`,
    ],
    [
      'the split of C88',
      'Malignant Neoplasms',
      'C88.0 C88.2 C88.9 C88.00 C88.01 C88.20 C88.21 C88.30 C88.31 C88.40 C88.41 C88.80 C88.81 C88.90 C88.91',
    ],
    ['inflammatory carcinoma of the breast', 'Malignant Neoplasms', 'C50.A0 C50.A1 C50.A2'],
    ['history of fallopian tube cancer', 'History of Malignant Neoplasm', 'Z85.4A'],
    ['multiple sclerosis', 'Advanced Illness', 'G35 G35.A G35.B0 G35.B1 G35.B2 G35.C0 G35.C1 G35.C2 G35.D'],
    ['secondary neoplasms', 'Malignant Neoplasms', 'C78.31 C78.32 C79.83'],
    ['secondary neoplasms', 'Advanced Illness', 'C78.30 C78.31 C78.32 C78.39 C79.83 C79.9'],
    [
      'dementia by severity',
      'Advanced Illness',
      'F01.51 F01.511 F01.A0 F01.C4 F02.818 F02.B3 F03.911 F03.94 F03.C0',
    ],
    ['Parkinson disease by its course', 'Advanced Illness', 'G20 G20.A1 G20.A2 G20.B1 G20.B2 G20.C'],
    [
      'bruises and wounds of groin and flank',
      'Trauma',
      `S30.1XXA S30.11XA S30.11XD S30.11XS S30.12XA S30.13XS S30.81AA S30.82AD S30.84AS S30.85AA S30.86AA S30.87AA
       S30.9AXA S30.9AXS`,
    ],
    [
      'open wounds of a flank',
      'Trauma',
      `S31.106A S31.107D S31.10AS S31.116A S31.117A S31.11AA S31.126A S31.127A S31.12AA S31.136A S31.137A S31.13AA
       S31.146A S31.147A S31.14AA S31.156A S31.157A S31.15AA S31.606A S31.607A S31.60AA S31.616A S31.61AD S31.626A
       S31.62AA S31.636A S31.63AA S31.646A S31.64AA S31.656A S31.65AS`,
    ],
    ['a deleted sprain of the chest', 'Trauma', 'S23.420A S23.420D S23.420S'],
    [
      'the splits of M51.36 and M51.37',
      LBP,
      'M51.36 M51.360 M51.361 M51.362 M51.369 M51.37 M51.370 M51.371 M51.372 M51.379',
    ],
  ];
  test.each(families)('%s: %s', (_, set, codes) => {
    for (const code of codes.split(/\s+/)) expect(setsOf('ICD10CM', code), code).toContain(set);
  });

  test.each([
    ['a dysfunction of a back muscle', 'M62.85'],
    ['flank pain', 'R10.A0 R10.A1 R10.A2 R10.A3'],
    ['tenderness at the ribs and the spine', 'R39.851 R39.852 R39.853 R39.859'],
    ['history of a neoplasm in situ', 'Z86.00A'],
    ['moderate fibrosis of the liver', 'K74.0A'],
  ])('%s is on a watch list and in no set', (_, codes) => {
    for (const code of codes.split(' ')) expect(setsOf('ICD10CM', code), code).toEqual([]);
  });
});

describe('the demonstration lists', () => {
  test('hold exactly the invented NDCs that the synthetic plan uses', () => {
    const ndcs = (set: string) =>
      directory.codes
        .filter(({ system, sets }) => system === 'NDC' && sets.includes(set))
        .map(({ code }) => code);
    expect(ndcs('Corticosteroid Medications')).toEqual([
      '99999010101',
      '99999010102',
      '99999010103',
      '99999010104',
      '99999010105',
      '99999010106',
      '99999010107',
      '99999010108',
      '99999010109',
      '99999010110',
    ]);
    expect(ndcs('Osteoporosis Medications')).toEqual([
      '99999020101',
      '99999020102',
      '99999020103',
      '99999020104',
      '99999020105',
    ]);
    expect(ndcs('Dementia Medications').filter((ndc) => ndc.startsWith('99999'))).toEqual([]);
  });

  test('are known by their version', () => {
    const versions = new Map(directory.files.map(({ name, versions: found }) => [name, found]));
    expect(versions.get('corticosteroid-medications-demonstration.csv')).toEqual(['lbp-open-demo-2026.2']);
    expect(versions.get('osteoporosis-medications-demonstration.csv')).toEqual(['lbp-open-demo-2026.2']);
    expect(versions.get('corticosteroid-medications.csv')).toEqual(['lbp-open-2026.2']);
    expect(directory.demonstrationLists).toEqual(['Corticosteroid Medications', 'Osteoporosis Medications']);
  });
});

describe('a code is in these sets and no other', () => {
  const exact: [string, CodeSystem, string, string[]][] = [
    ['a first sprain is back pain and no trauma', 'ICD10CM', 'S33.5XXA', [LBP]],
    ['a later encounter for the sprain is neither', 'ICD10CM', 'S33.5XXD', []],
    ['S33.4 is neither', 'ICD10CM', 'S33.4XXA', []],
    ['a strain of the lower back is back pain and no trauma', 'ICD10CM', 'S39.012A', [LBP]],
    ['a strain of the abdomen is no trauma either', 'ICD10CM', 'S39.011A', []],
    ['a strain of the pelvis is no trauma either', 'ICD10CM', 'S39.013A', []],
    ['a specified injury of the lower back is back pain', 'ICD10CM', 'S39.82XA', [LBP]],
    ['a lumbar fracture is trauma', 'ICD10CM', 'S32.000A', ['Trauma']],
    ['a subluxation is back pain', 'ICD10CM', 'S33.110A', [LBP]],
    ['a dislocation is trauma', 'ICD10CM', 'S33.111A', ['Trauma']],
    ['a poisoning is no trauma', 'ICD10CM', 'T40.1X1A', []],
    ['skin cancer has its own set', 'ICD10CM', 'C44.91', ['Other Malignant Neoplasm of Skin']],
    ['a melanoma is malignant', 'ICD10CM', 'C43.9', ['Malignant Neoplasms']],
    ['a neuroendocrine tumour is malignant', 'ICD10CM', 'C7A.00', ['Malignant Neoplasms']],
    ['a benign neoplasm is nowhere', 'ICD10CM', 'D10.0', []],
    ['a benign neoplasm is nowhere', 'ICD10CM', 'D36.9', []],
    ['a benign neuroendocrine tumour is nowhere', 'ICD10CM', 'D3A.00', []],
    ['anaemia follows the neoplasms', 'ICD10CM', 'D50.9', []],
    ['history of something else than cancer', 'ICD10CM', 'Z86.010', []],
    ['ankylosing spondylitis without radiographic signs', 'ICD10CM', 'M45.A0', ['Spondylopathy']],
    ['cervical disc', 'ICD10CM', 'M50.30', []],
    ['cervicalgia', 'ICD10CM', 'M54.2', []],
    ['thoracic pain', 'ICD10CM', 'M54.6', []],
    ['thoracic radiculopathy', 'ICD10CM', 'M54.14', []],
    ['occipital neuralgia', 'ICD10CM', 'M54.81', []],
    ['claudication is impairment, not uncomplicated pain', 'ICD10CM', 'M48.062', ['Neurologic Impairment']],
    ['discitis above the lumbar spine', 'ICD10CM', 'M46.45', []],
    ['drug use without abuse', 'ICD10CM', 'F11.90', []],
    ['cannabis', 'ICD10CM', 'F12.10', []],
    ['palliative care', 'ICD10CM', 'Z51.5', ['Palliative Care Encounter']],
    ['an old vertebral collapse', 'ICD10CM', 'M48.50XA', []],
    [
      'a vertebral fragility fracture is osteoporosis too',
      'ICD10CM',
      'M80.08XA',
      ['Fragility Fractures', 'Osteoporosis'],
    ],
    ['an osteoporotic hip fracture', 'ICD10CM', 'M80.051A', ['Osteoporosis']],
    ['kidney transplantation', 'ICD10PCS', '0TY00Z0', ['Kidney Transplant']],
    ['heart transplantation', 'ICD10PCS', '02YA0Z0', ['Organ Transplant Other Than Kidney']],
    ['ovary', 'ICD10PCS', '0UY00Z0', []],
    ['face', 'ICD10PCS', '0WY20Z0', []],
    ['hand', 'ICD10PCS', '0XYJ0Z0', []],
    ['lumbar spinal cord, body part Y', 'ICD10PCS', '00BY0ZZ', []],
    ['a cervical study of the table', 'CPT', '72141', ['Imaging Study']],
    ['a cervical radiograph', 'CPT', '72040', []],
    ['a hip radiograph', 'CPT', '73502', []],
    ['an office visit', 'CPT', '99213', ['Outpatient']],
    ['hospital care, which may be observation since 2023', 'CPT', '99222', []],
    ['hospital care of one day, likewise', 'CPT', '99234', []],
    ['a visit by telephone, from 2025', 'CPT', '98012', []],
    ['a brief call, from 2025', 'CPT', '98016', []],
    ['an unused visit number', 'CPT', '99201', []],
    ['room and board, hospice', 'UBREV', '0115', ['Hospice Encounter']],
    ['rehabilitation is both', 'UBREV', '0118', ['Inpatient Stay', 'Nonacute Inpatient Stay']],
    ['a skilled nursing assessment', 'UBREV', '0022', ['Nonacute Inpatient Stay']],
    ['subacute care is both', 'UBREV', '0190', ['Inpatient Stay', 'Nonacute Inpatient Stay']],
    ['a gap in the ranges', 'UBREV', '0205', []],
    ['urgent care', 'UBREV', '0456', ['ED']],
    ['free-standing clinic', 'UBREV', '0524', ['Nonacute Inpatient Stay']],
    ['a quality code of the exclusion table that the page leaves out', 'HCPCS', 'G9709', []],
    ['a gel pad between the ranges', 'HCPCS', 'E0185', []],
    ['a mineralocorticoid', 'RXNORM', '313979', []],
    ['an anticorticosteroid', 'RXNORM', '105455', []],
    ['deflazacort', 'RXNORM', '153098', []],
    ['etidronate', 'RXNORM', '904535', []],
    ['pamidronate', 'RXNORM', '1737459', []],
    ['menatetrenone', 'RXNORM', '831107', []],
  ];
  test.each(exact)('%s: %s %s', (_, system, code, sets) => {
    expect(setsOf(system, code)).toEqual(sets);
  });
});

describe('the files', () => {
  test('every set of the page is there, and no other', () => {
    expect([...directory.setNames]).toEqual([
      'Advanced Illness',
      'Corticosteroid Medications',
      'Dementia Medications',
      'ED',
      'Fragility Fractures',
      'Frailty Device',
      'Frailty Diagnosis',
      'Frailty Encounter',
      'Frailty Symptom',
      'HIV',
      'History of Kidney Transplant',
      'History of Malignant Neoplasm',
      'Hospice Encounter',
      'Hospice Intervention',
      'IV Drug Abuse',
      'Imaging Study',
      'Inpatient Stay',
      'Kidney Transplant',
      'Lumbar Surgery',
      'Malignant Neoplasms',
      'Neurologic Impairment',
      'Nonacute Inpatient Stay',
      'Observation',
      'Online Assessments',
      'Organ Transplant Other Than Kidney',
      'Osteopathic and Chiropractic Manipulative Treatment',
      'Osteoporosis',
      'Osteoporosis Medication Therapy',
      'Osteoporosis Medications',
      'Other Malignant Neoplasm of Skin',
      'Other Neoplasms',
      'Outpatient',
      'Palliative Care Encounter',
      'Physical Therapy',
      'Spinal Infection',
      'Spondylopathy',
      'Telephone Visits',
      'Trauma',
      'Uncomplicated Low Back Pain',
    ]);
  });

  test('counts that can be counted on the page', () => {
    const count = (set: string, system: CodeSystem) =>
      directory.sets.find(({ name }) => name === set)?.counts.get(system);
    expect(count(LBP, 'ICD10CM')).toBe(95);
    expect(count('Imaging Study', 'CPT')).toBe(25);
    expect(count('Outpatient', 'CPT')).toBe(47);
    expect(count('Outpatient', 'UBREV')).toBe(19);
    expect(count('Inpatient Stay', 'UBREV')).toBe(81);
    expect(count('Nonacute Inpatient Stay', 'UBREV')).toBe(27);
    expect(count('Kidney Transplant', 'ICD10PCS')).toBe(6);
    expect(count('Lumbar Surgery', 'CPT')).toBe(53);
    expect(count('Dementia Medications', 'NDC')).toBe(1162);
    expect(count('Trauma', 'ICD10CM')).toBeGreaterThan(30_000);
    expect(count('Malignant Neoplasms', 'ICD10CM')).toBeGreaterThan(900);
  });

  test('every row is read: nothing skipped, nothing unusable', () => {
    expect(directory.skipped.size).toBe(0);
    expect(directory.warnings).toEqual([]);
  });

  test('every set is ours by OID and version', () => {
    for (const { name, oid, version } of directory.sets) {
      expect(oid, name).toMatch(/^urn:lbp-open:[a-z0-9-]+$/);
      expect(version, name).toMatch(/^lbp-open-2026\.2(; lbp-open-demo-2026\.2)?$/);
    }
  });
});
