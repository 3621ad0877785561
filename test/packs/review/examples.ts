import { type Case, span } from './people.js';

/** SUP, REV, NOT as the page has them; OUT for a line of which nothing is suggested. */
type Result = 'SUP' | 'REV' | 'NOT' | 'OUT';

/** What a worked example must give. Scenarios that are not named are not shown. */
export interface Example {
  readonly no: string;
  readonly guideline: 'kp' | 'aim';
  readonly of: Case;
  /** `acute 42`, or `none`. */
  readonly phase: string;
  readonly met?: string;
  readonly open?: string;
  readonly chartOnly?: string;
  readonly result: Result;
}

/** The same with changes, as the page writes rows that name another one. */
function as(example: Example, no: string, of: Case, rest: Partial<Example> = {}): Example {
  return { ...example, no, of: { ...example.of, ...of }, ...rest };
}

const KP = 'kp';
const AIM = 'aim';
const D2 = 'kp-I.D2';
const URGENT = 'kp-II.urgent';
const URGENT_AND_C = 'kp-II.urgent kp-III.C';
const FIRST_CHRONIC = 'kp-III.A.impaired kp-III.A.surgery';

function kp(no: string, of: Case, phase: string, result: Result, rest: Partial<Example> = {}): Example {
  return { no, guideline: KP, of, phase, result, ...rest };
}

function aim(no: string, of: Case, phase: string, result: Result, rest: Partial<Example> = {}): Example {
  return { no, guideline: AIM, of, phase, result, ...rest };
}

// ---- 1 to 5: phase, care -----------------------------------------------------------------------------------------

const e1a = kp('1a', { lbp: [-42], claim: 'M54.50 M21.371' }, 'acute 42', 'REV', {
  open: 'kp-I.A',
  chartOnly: D2,
});
const e1c = as(e1a, '1c', { claim: 'M54.50 M21.331' }, { open: '', result: 'NOT' });
const e2a = kp('2a', { lbp: [-260, -80], claim: 'M54.50' }, 'chronic 260', 'NOT', {
  chartOnly: URGENT_AND_C,
});
const e2c = kp(
  '2c',
  {
    others: [
      ['M43.16', -200],
      ['M43.16', -120],
      ['M43.16', -30],
    ],
    claim: 'M43.16',
  },
  'chronic 200',
  'NOT',
  { chartOnly: URGENT_AND_C },
);
const e4a = kp('4a', { lbp: [-90], pt: [-60, -45, -32], claim: 'M54.50' }, 'subacute 90', 'NOT', {
  chartOnly: URGENT,
});
const e5a = kp('5a', { lbp: [-120], therapy: [['97161', -60]], claim: 'M54.16' }, 'chronic 120', 'NOT', {
  chartOnly: URGENT_AND_C,
});
const e5b = as(e5a, '5b', {
  therapy: [
    ['97161', -60],
    ['97110', -95],
  ],
});
const e5c = as(
  e5b,
  '5c',
  {
    therapy: [
      ['97161', -60],
      ['97110', -95],
      ['97110', -59],
    ],
  },
  { open: `kp-III.A.radic ${FIRST_CHRONIC}`, result: 'REV' },
);

const PHASE_AND_CARE: readonly Example[] = [
  e1a,
  as(e1a, '1b', { lbp: [-43] }, { phase: 'subacute 43', open: 'kp-I.late kp-II.urgent', chartOnly: '' }),
  e1c,
  as(e1c, '1c with R29.898', { claim: 'M54.50 R29.898' }, { open: 'kp-I.A', result: 'REV' }),
  e2a,
  as(e2a, '2b', { lbp: [-261, -80] }, { phase: 'subacute 80', chartOnly: URGENT }),
  e2c,
  as(
    e2c,
    '2c with S33.5XXA, S33.5XXD',
    {
      others: [
        ['S33.5XXA', -260],
        ['S33.5XXD', -80],
      ],
      claim: 'I10',
    },
    { phase: 'chronic 260' },
  ),
  kp('3a', { lbp: [-180], claim: 'M62.830' }, 'chronic 180', 'NOT', { chartOnly: URGENT_AND_C }),
  kp('3b', { lbp: [-181], claim: 'M62.830' }, 'none', 'NOT', { chartOnly: D2 }),
  e4a,
  as(
    e4a,
    '4b',
    { lbp: [-91] },
    {
      ...{ phase: 'chronic 91', open: FIRST_CHRONIC, chartOnly: URGENT_AND_C, result: 'REV' },
    },
  ),
  e5a,
  e5b,
  e5c,
  as(
    e5c,
    '5c with 98941 on the claim of -59',
    {
      therapy: [
        ['97161', -60],
        ['97110', -95],
        ['97110', -59, '98941'],
      ],
    },
    { open: '', result: 'NOT' },
  ),
];

// ---- 6, 7: kp-1 and its care -------------------------------------------------------------------------------------

const e6a = kp(
  '6a',
  { on: '2023-11-20', lbp: [-70], pt: [-50, -36, -23], claim: 'M54.16' },
  'subacute 70',
  'NOT',
);
const e6b = as(e6a, '6b', { pt: [-50, -36, -22] }, { open: 'kp-II.radic', result: 'REV' });
const e7a = kp(
  '7a',
  { on: '2023-11-20', lbp: [-200], pt: [-180, -170, -140], claim: 'M54.16' },
  'chronic 200',
  'REV',
  { open: 'kp-III.A.radic', chartOnly: 'kp-III.C' },
);

const FIRST_VERSION: readonly Example[] = [
  e6a,
  e6b,
  as(e6b, '6c, knee', { therapyFor: 'M17.11' }, { open: '', result: 'NOT' }),
  as(e6b, '6c, neck', { therapyFor: 'M54.2' }, { open: '', result: 'NOT' }),
  e7a,
  as(e7a, '7b', { pt: [-181, -170, -140] }, { open: '', result: 'NOT' }),
];

// ---- 8 to 11: red flags ------------------------------------------------------------------------------------------

const e8a = kp(
  '8a',
  {
    born: '1973-05-16',
    lbp: [-20],
    others: [
      ['Z85.3', -900],
      ['72100', -5],
    ],
    claim: 'M54.50',
  },
  'acute 20',
  'NOT',
  { chartOnly: D2 },
);
const e8b = as(e8a, '8b', { born: '1973-05-15' }, { open: 'kp-I.D', result: 'REV' });
const e9a = kp('9a', { others: [['E11.9', -200]], claim: 'M54.50' }, 'acute 0', 'NOT', { chartOnly: D2 });
const e9d = as(e9a, '9d', { claim: 'M54.50 M46.46' }, { open: 'kp-I.C', result: 'REV' });
const e9e = as(
  e9d,
  '9e',
  {
    others: [
      ['E11.9', -200],
      ['R50.9', -3],
    ],
  },
  { met: 'kp-I.C', open: '', result: 'SUP' },
);
const e9f = kp(
  '9f',
  { others: [['R50.9', -3]], fills: [-180, -150, -120], claim: 'M54.50' },
  'acute 0',
  'REV',
  { open: 'kp-I.C', chartOnly: D2 },
);
/** The contrast note of this row has a test of its own. */
export const e9g = as(
  e9e,
  '9g',
  { lbp: [-60], pt: [-50, -36, -22] },
  { phase: 'subacute 60', met: '', open: 'kp-I.late kp-II.redflag', chartOnly: URGENT, result: 'REV' },
);
const e10 = aim('10', e9a.of, 'acute 0', 'REV', { open: 'aim-infection-dx' });
const e11a = kp(
  '11a',
  {
    born: '1953-05-16',
    others: [
      ['S52.501A', -10],
      ['72100', -8],
    ],
    claim: 'M54.50',
  },
  'acute 0',
  'NOT',
  { chartOnly: D2 },
);
const e11b = as(e11a, '11b', { born: '1953-05-15' }, { open: 'kp-I.E', result: 'REV' });
const e11c = kp(
  '11c',
  {
    others: [
      ['S32.010A', -3],
      ['72100', -3],
    ],
    claim: 'M54.50',
  },
  'acute 0',
  'REV',
  {
    ...{ open: 'kp-I.E', chartOnly: D2 },
  },
);

const RED_FLAGS: readonly Example[] = [
  e8a,
  e8b,
  as(
    e8a,
    '8c',
    {
      others: [
        ['Z85.3', -900],
        ['72100', -5],
        ['R63.4', -5],
      ],
    },
    { open: 'kp-I.D', result: 'REV' },
  ),
  as(e8b, '8d', { others: [['Z85.3', -900]] }, { open: '', result: 'NOT' }),
  e9a,
  as(e9a, '9b', {
    others: [
      ['E11.9', -200],
      ['Z79.52', -200],
    ],
  }),
  as(
    e9a,
    '9c',
    {
      others: [
        ['E11.9', -200],
        ['R50.9', -3],
      ],
    },
    { open: 'kp-I.C', result: 'REV' },
  ),
  e9d,
  e9e,
  e9f,
  as(e9f, '9f with fills -181 -150 -120', { fills: [-181, -150, -120] }, { open: '', result: 'NOT' }),
  e9g,
  e10,
  as(e10, '10 with 9d', e9d.of, { met: 'aim-infection-dx', open: 'aim-infection-mgmt', result: 'SUP' }),
  e11a,
  e11b,
  as(
    e11b,
    '11b with S52.501D',
    {
      others: [
        ['S52.501D', -10],
        ['72100', -8],
      ],
    },
    { open: '', result: 'NOT' },
  ),
  e11c,
  as(e11c, '11c without 72100', { others: [['S32.010A', -3]] }, { open: '', result: 'NOT' }),
];

// ---- 12: earlier images ------------------------------------------------------------------------------------------

const e12 = (no: string, of: Case, open: string): Example =>
  kp(no, { lbp: [-150], pt: [-100, -80, -60], claim: 'M54.50', ...of }, 'chronic 150', 'REV', {
    ...{ open, chartOnly: URGENT_AND_C },
  });

const EARLIER_IMAGES: readonly Example[] = [
  e12('12a', { others: [['72148', -364]] }, 'kp-III.B.1 kp-III.B.2a'),
  e12(
    '12a with T84.216A',
    {
      others: [
        ['72148', -364],
        ['T84.216A', -5],
      ],
    },
    'kp-III.B.3 kp-III.B.2a',
  ),
  e12('12b', { others: [['72148', -365]] }, 'kp-III.B.1 kp-III.B.2a kp-III.B.2b'),
  e12('12b on -366', { others: [['72148', -366]] }, 'kp-III.B.1 kp-III.B.2a kp-III.B.2b'),
  e12('12c', { others: [['72148', -3]] }, FIRST_CHRONIC),
  e12('12d', { others: [['72148', -4]] }, 'kp-III.B.1 kp-III.B.2a'),
];

// ---- 13, 14: cauda equina, versions ------------------------------------------------------------------------------

const e13a = kp('13a', { claim: 'G83.4' }, 'none', 'SUP', { met: 'kp-I.B', chartOnly: D2 });
const e13b = as(
  e13a,
  '13b',
  { lbp: [-60] },
  { phase: 'subacute 60', met: '', open: 'kp-I.late kp-II.urgent', chartOnly: '', result: 'REV' },
);
const TWO_LINES = [
  span('2018-01-01', '2026-12-31'),
  span('2024-05-15', '2024-05-15', { productLine: 'medicare' }),
];
const e13d = kp('13d', { lbp: [-10], claim: 'M54.41 M54.42' }, 'acute 10', 'REV', {
  ...{ open: 'kp-I.B', chartOnly: D2 },
});
const e14a = kp(
  '14a',
  { on: '2023-12-31', lbp: [-150], pt: [-100, -80, -60], claim: 'M54.50' },
  'chronic 150',
  'NOT',
  { chartOnly: 'kp-III.C' },
);
const e14c = kp('14c', { on: '2024-02-29', claim: 'M45.6' }, 'none', 'REV', {
  ...{ open: 'kp-V', chartOnly: D2 },
});
const e14d = as(e14c, '14d', { claim: 'M45.6 G83.4' }, { met: 'kp-I.B' });

const VERSIONS: readonly Example[] = [
  e13a,
  as(e13a, '13a with S34.3XXA', { claim: 'S34.3XXA' }),
  e13b,
  as(e13b, '13b under kp-1', { on: '2023-05-15' }, { open: 'kp-I.late' }),
  aim('13c', { claim: 'G83.4', spans: TWO_LINES }, 'none', 'REV', { open: 'aim-cauda' }),
  e13d,
  as(e13d, '13d with M54.41 alone', { claim: 'M54.41' }, { open: '', result: 'NOT' }),
  e14a,
  as(e14a, '14b', { on: '2024-01-01' }, { open: FIRST_CHRONIC, chartOnly: URGENT_AND_C, result: 'REV' }),
  e14c,
  as(e14c, '14c on 2024-03-01', { on: '2024-03-01' }, { open: 'kp-V.B' }),
  e14d,
  as(e14d, '14d on 2024-03-01', { on: '2024-03-01' }, { open: 'kp-V.B', result: 'SUP' }),
];

/** Out of scope, or of no version: nothing is suggested. */
export const NOT_REVIEWED = {
  medicare: kp('13c under KP', { claim: 'G83.4', spans: TWO_LINES }, 'none', 'OUT'),
  noVersion: kp('14c on 2020-08-31', { on: '2020-08-31', claim: 'M45.6' }, '', 'OUT'),
} as const;

// ---- 15, 16: multiple sclerosis, injuries ------------------------------------------------------------------------

const MS_OPEN = 'aim-ms-mgmt-baseline aim-ms-mgmt-change aim-ms-surv-stable';
/** The note of this row has a test of its own. */
export const e15a = kp('15a', { claim: 'M54.50 G35' }, 'acute 0', 'NOT', { chartOnly: D2 });
const e15b = aim('15b', { code: '72141', claim: 'G35', others: [['J2323', -180]] }, 'none', 'SUP', {
  ...{ met: 'aim-ms-mgmt-natalizumab', open: MS_OPEN },
});
const e16a = aim('16a', { code: '72131', born: '1963-05-16', claim: 'S30.0XXA W01.0XXA' }, 'none', 'REV', {
  ...{ open: 'aim-tl-trauma' },
});
const e16b = as(e16a, '16b', { born: '1963-05-15' }, { met: 'aim-tl-trauma', open: '', result: 'SUP' });
const e16c = aim('16c', { code: '72125', born: '1958-05-15', claim: 'S93.401A' }, 'none', 'NOT');
const e16d = as(e16a, '16d', { born: '1994-05-15', claim: 'S30.0XXA W01.0XXA R40.2412' });
const e16e = aim('16e', { code: '72125', claim: 'S11.91XA' }, 'none', 'SUP', {
  ...{ met: 'aim-neck-trauma-adult', open: 'aim-neck-trauma-mgmt' },
});
/** Both mention the neck, so management is open with the strain too. */
const e16eStrain = as(
  e16e,
  '16e with S16.1XXA',
  { claim: 'S16.1XXA' },
  {
    ...{ met: '', open: 'aim-neck-trauma-adult aim-neck-trauma-mgmt', result: 'REV' },
  },
);

const INJURIES: readonly Example[] = [
  e15a,
  as(e15a, '15a under AIM', {}, { guideline: AIM, chartOnly: '' }),
  e15b,
  as(e15b, '15b on -181', { others: [['J2323', -181]] }, { met: '', result: 'REV' }),
  e16a,
  e16b,
  as(e16b, '16b with 72148', { code: '72148' }, { met: '', result: 'NOT' }),
  as(e16b, '16b with S39.012A alone', { claim: 'S39.012A' }, { phase: 'acute 0', met: '', result: 'NOT' }),
  e16c,
  as(
    e16c,
    '16c and W01.0XXA',
    { claim: 'S93.401A W01.0XXA' },
    { met: 'aim-neck-trauma-adult', result: 'SUP' },
  ),
  as(e16c, '16c and W01.0XXD', { claim: 'S93.401A W01.0XXD' }),
  as(e16c, '16c with S61.210A on -20', { others: [['S61.210A', -20]] }),
  e16d,
  as(
    e16d,
    '16d with R40.2422',
    { claim: 'S30.0XXA W01.0XXA R40.2422' },
    {
      ...{ met: 'aim-tl-trauma', open: '', result: 'SUP' },
    },
  ),
  e16e,
  e16eStrain,
];

// ---- 17: care under AIM ------------------------------------------------------------------------------------------

const e17a = aim('17a', { lbp: [-100], pt: [-60, -40, -19], claim: 'M54.50' }, 'chronic 100', 'REV', {
  ...{ open: 'aim-low-pain-care' },
});
const e17b = as(e17a, '17b', { pt: [-60, -40, -18] });
const e17c = aim(
  '17c',
  { lbp: [-300, -150], therapy: [['97161', -180]], claim: 'M54.50' },
  'chronic 300',
  'REV',
  {
    ...{ open: 'aim-low-pain-care' },
  },
);
/** What the second treatment says in these rows has a test of its own. */
export const e17d = as(e17b, '17d', { withTherapy: '98941' }, { open: '', result: 'NOT' });
const e17e = aim(
  '17e',
  { code: '72141', born: '2006-05-15', others: [['72040', -10]], therapy: [['97161', -30]], claim: 'M54.2' },
  'acute 30',
  'REV',
  { open: 'aim-neck-pain-child' },
);

const CARE: readonly Example[] = [
  e17a,
  e17b,
  as(e17b, '17b and C50.911 on -364', { others: [['C50.911', -364]] }, { open: 'aim-infection-dx' }),
  as(e17b, '17b born 2006-05-15', { born: '2006-05-15' }, { open: '', result: 'NOT' }),
  e17c,
  as(e17c, '17c on -181', { therapy: [['97161', -181]] }, { open: '', result: 'NOT' }),
  as(e17c, '17c with 97110', { therapy: [['97110', -180]] }, { open: '', result: 'NOT' }),
  e17d,
  as(e17d, '17d on claims coded M17.11', { therapyFor: 'M17.11' }),
  as(e17b, '17d on claims coded M54.2, without 98941', { therapyFor: 'M54.2' }),
  e17e,
  as(e17e, '17e without 97161', { therapy: [] }, { phase: 'none', open: '', result: 'NOT' }),
];

// ---- 18: bone density, dysraphism --------------------------------------------------------------------------------

const OP = 'aim-op-drugs aim-op-decide';
const e18a = aim('18a', { code: '77078', born: '1959-05-16', claim: 'Z13.820' }, 'none', 'NOT', {
  chartOnly: OP,
});
const e18b = as(e18a, '18b', { born: '1959-05-15' }, { met: 'aim-op-women', result: 'SUP' });
const e18c = aim('18c', { claim: 'Q05.7', born: '2023-11-15' }, 'none', 'SUP', { met: 'aim-dysraphism' });
/** The note on a cervical line has a test of its own. */
export const e18d = aim(
  '18d',
  { claim: 'Q82.6', others: [['76800', -20]], born: '2023-11-16' },
  'none',
  'REV',
  {
    ...{ open: 'aim-dysraphism-infant' },
  },
);

const BONE_AND_CORD: readonly Example[] = [
  e18a,
  as(e18a, '18a, man', { sex: 'M', born: '1954-05-16' }),
  e18b,
  as(e18b, '18b with 77080 on -730', { others: [['77080', -730]] }),
  as(
    e18b,
    '18b with 77080 on -729',
    { others: [['77080', -729]] },
    {
      ...{ met: '', chartOnly: `aim-op-women ${OP}`, result: 'NOT' },
    },
  ),
  as(e18b, '18b, man', { sex: 'M', born: '1954-05-15' }, { met: 'aim-op-men' }),
  e18c,
  as(e18c, '18c born 2023-11-16', { born: '2023-11-16' }, { met: '', result: 'NOT' }),
  e18d,
  as(e18d, '18d born 2023-11-15', { born: '2023-11-15' }, { open: '', result: 'NOT' }),
  as(e18d, '18d with 72141', { code: '72141' }),
];

// ---- 19, 20: CT in the place of MRI, stenosis --------------------------------------------------------------------

const e19a = aim('19a', { code: '72128', claim: 'G95.9' }, 'none', 'REV', {
  open: 'aim-myelopathy-adult-ct',
});
/** The leaf on myelography has a test of its own. */
export const e19b = aim('19b', { code: '72132', claim: 'M54.16', others: [['62304', 0]] }, 'acute 0', 'REV', {
  ...{ open: 'aim-radic-deficit-ct' },
});
const e19c = aim('19c', { claim: 'M50.021' }, 'none', 'NOT');
const e19d = aim('19d', { claim: 'C41.2' }, 'none', 'REV', { open: 'aim-tumor' });
const e20a = aim('20a', { born: '1955-01-01', claim: 'M48.062' }, 'acute 0', 'REV', {
  ...{ open: 'aim-stenosis-deficit aim-stenosis-acute' },
});
const e20b = aim('20b', { code: '72141', claim: 'G95.0' }, 'none', 'SUP', { met: 'aim-syrinx' });

const CT_AND_STENOSIS: readonly Example[] = [
  e19a,
  as(
    e19a,
    '19a with Z95.0 on -300',
    { others: [['Z95.0', -300]] },
    {
      ...{ met: 'aim-myelopathy-adult-ct', open: '', result: 'SUP' },
    },
  ),
  as(
    e19a,
    '19a born 2006-05-15',
    { born: '2006-05-15' },
    {
      ...{ met: 'aim-myelopathy-child', open: '', result: 'SUP' },
    },
  ),
  e19b,
  as(e19b, '19b on 2023-09-10', { on: '2023-09-10' }),
  as(e19b, '19b on 2023-09-09', { on: '2023-09-09' }),
  e19c,
  as(
    e19c,
    '19c with 72141',
    { code: '72141' },
    {
      ...{ met: 'aim-myelopathy', open: 'aim-ms-dx-myelopathy', result: 'SUP' },
    },
  ),
  e19d,
  as(e19d, '19d with D33.4', { claim: 'D33.4' }, { met: 'aim-tumor', open: '', result: 'SUP' }),
  e20a,
  as(
    e20a,
    '20a with M48.062 on -43',
    { others: [['M48.062', -43]] },
    {
      ...{ phase: 'subacute 43', open: 'aim-stenosis-deficit' },
    },
  ),
  e20b,
  as(
    e20b,
    '20b with 72156 on -400',
    { others: [['72156', -400]] },
    {
      ...{ met: '', open: 'aim-syrinx', result: 'REV' },
    },
  ),
  aim(
    '20c',
    { born: '1955-01-01', lbp: [-100], pt: [-60, -40, -18], claim: 'M48.061' },
    'chronic 100',
    'REV',
    {
      ...{ open: 'aim-stenosis-deficit aim-stenosis-care aim-low-pain-care' },
    },
  ),
];

/** The worked examples of the rules page, by the numbers of their rows; what a row adds stands behind its number. */
export const EXAMPLES: readonly Example[] = [
  ...PHASE_AND_CARE,
  ...FIRST_VERSION,
  ...RED_FLAGS,
  ...EARLIER_IMAGES,
  ...VERSIONS,
  ...INJURIES,
  ...CARE,
  ...BONE_AND_CORD,
  ...CT_AND_STENOSIS,
];
