/**
 * How often things happen in a synthetic plan: the one file to change when a rate should look different. The
 * public figure that a number approximates is next to it; numbers without one are merely plausible. Rates are
 * shares of people unless they say `PerYear`.
 */

/** Product lines by people. Required: 55, 25, 20 %. */
export const PRODUCT_SHARE = { commercial: 55, medicaid: 25, medicare: 20 } as const;

/** How four consecutive people are divided into households; families matter in commercial plans only. */
export const HOUSEHOLDS: readonly (readonly [readonly number[], number])[] = [
  [[4], 30],
  [[3, 1], 20],
  [[2, 2], 18],
  [[2, 1, 1], 14],
  [[1, 1, 1, 1], 18],
];

export const PEOPLE = {
  /** The second of a commercial household is a spouse (else a child). */
  spouse: 0.78,
  /** Women among Medicaid adults (CMS enrollment tables: about 58 %). */
  medicaidAdultWomen: 0.58,
  /** Medicaid ages: 40 % children, 38 % 18-49, 14 % 50-64, 8 % older (about MACPAC's shares). */
  medicaidAges: [
    [[0, 17], 40],
    [[18, 49], 38],
    [[50, 64], 14],
    [[65, 92], 8],
  ],
  /** Medicare ages: 12 % entitled by disability, then falling (about the CMS enrollment dashboard's). */
  medicareAges: [
    [[24, 64], 12],
    [[65, 74], 50],
    [[75, 84], 28],
    [[85, 95], 10],
  ],
  /**
   * Medicare members who also have Medicaid (nationally about 18 %; a plan sees fewer of them in both of its
   * lines).
   */
  medicareAlsoMedicaid: 0.12,
  /** Commercial members who also have Medicaid. */
  commercialAlsoMedicaid: 0.012,
  /** Crossover: a dual's Medicare claim that Medicaid also receives, under a separate id. */
  crossoverClaim: 0.25,
} as const;

/** Deaths in the period of two and a half years, and hospice before them (CDC: 2.4 % of those of 65+ die a year). */
export const FATE = {
  death: { under45: 0.002, under65: 0.01, under75: 0.03, under85: 0.07, older: 0.2 },
  /** The share of deaths that follow hospice (Medicare: about half). */
  hospiceBeforeDeath: 0.42,
  /** Hospice without death in the period. */
  hospiceAlive: 0.002,
  /** The share of hospice members whose enrollment shows it (for the others only claims do). */
  hospiceFlag: 0.7,
} as const;

/** Enrollment over the period. About four in five commercial members stay a year; Medicaid churns more. */
export const ENROLLMENT: Record<
  'commercial' | 'medicaid' | 'medicare',
  readonly (readonly [EnrollmentPattern, number])[]
> = {
  commercial: [
    ['whole', 66],
    ['joins', 13],
    ['leaves', 11],
    ['gapOfADay', 1],
    ['gapOfAMonth', 3],
    ['longGap', 2],
    ['changesPlan', 3],
    ['overlaps', 1],
  ],
  medicaid: [
    ['whole', 55],
    ['joins', 15],
    ['leaves', 13],
    ['gapOfADay', 1.5],
    ['gapOfAMonth', 7],
    ['longGap', 4.5],
    ['changesPlan', 3],
    ['overlaps', 1],
  ],
  medicare: [
    ['whole', 80],
    ['joins', 9],
    ['leaves', 3],
    ['gapOfADay', 0.7],
    ['gapOfAMonth', 1.3],
    ['longGap', 1],
    ['changesPlan', 4],
    ['overlaps', 1],
  ],
};
export type EnrollmentPattern =
  | 'whole'
  | 'joins'
  | 'leaves'
  | 'gapOfADay'
  | 'gapOfAMonth'
  | 'longGap'
  | 'changesPlan'
  | 'overlaps';

export const SPANS = {
  /** One span per calendar year instead of one for all years: touching spans. */
  splitByYear: { commercial: 0.55, medicaid: 0.3, medicare: 0.5 },
  /** Coverage without medical benefit. */
  withoutMedical: 0.012,
  /** Commercial members who were in Medicaid before, without a gap. */
  changesLine: 0.015,
} as const;

/** Adjudication. Denials: about 5-10 % of claims in public payer reports. */
export const CLAIMS = {
  denied: 0.052,
  pending: 0.012,
  suspended: 0.003,
  voided: 0.004,
  /** The claim replaced an earlier one (frequency code 7). */
  replacement: 0.01,
  /** Imaging claims are denied more often than others. */
  imagingDenied: 0.06,
  /** A claim on a day without coverage still reaches the plan (coverage was ended retroactively). */
  afterCoverage: 0.02,
  fillDenied: 0.03,
  /** A routine visit of an adult whose second diagnosis is a back code, without an episode. */
  backPainInPassing: 0.0015,
} as const;

/**
 * Routine care. `level` spreads people (many have no claim at all, some have many); `visits` is encounters
 * per year at level 1, by age. Target: 10-14 claim lines per person and year over the whole plan.
 */
export const CARE = {
  level: [
    [0, 14],
    [0.35, 22],
    [0.8, 28],
    [1.3, 20],
    [2.2, 12],
    [4, 4],
  ],
  visits: { under5: 6.2, under18: 3.2, under45: 3.8, under65: 5.7, under75: 9.4, older: 11.5 },
  /** Hospital stays a year (US: about 105 per 1,000; 65+ about 250). */
  staysPerYear: { under18: 0.02, under45: 0.055, under65: 0.075, under75: 0.15, older: 0.28 },
  /** Skilled nursing after a stay at 75 and older. */
  nursingAfterStay: 0.12,
  /** Emergency visits that became a stay. */
  emergencyBecameStay: 0.06,
  fillsPerYear: { under18: 1.3, under45: 3, under65: 7, under75: 13, older: 16 },
} as const;

/** Low back pain: about 6 % of adults have a claim for it in a year, nine people in ten none in the whole period. */
export const BACK_PAIN = {
  /** Adults with long-lasting pain and visits throughout: they fail the negative history. */
  chronic: 0.014,
  /** Their visits per year. */
  chronicVisitsPerYear: 5,
  /** New episodes a year, by age. */
  newPerYear: { under10: 0, under18: 0.006, under45: 0.041, under65: 0.05, older: 0.052 },
  /** A new episode is followed by another within the half-year look-back. */
  recurs: 0.12,
  /** The first claim of an episode has back pain as its principal diagnosis. */
  principal: 0.9,
  /** First visits by place (replications of the measure: office first, chiropractic second). */
  firstVisit: [
    ['office', 50],
    ['chiropractor', 21],
    ['physicalTherapy', 7],
    ['emergency', 8],
    ['urgentCare', 5],
    ['telephone', 2],
    ['online', 2.5],
    ['hospitalClinic', 4],
    ['radiologyOnly', 1],
  ],
  /** A lab claim with a back diagnosis in the weeks before the first visit: seen by rules that read lab claims. */
  labBefore: 0.012,
  /** A stay for back pain directly from the emergency room. */
  emergencyBecameStay: 0.03,
  officeFollowUp: 0.35,
  therapyAfter: 0.14,
  injection: 0.02,
} as const;

/**
 * Imaging of an episode. NCQA's national averages of people NOT imaged within 28 days: commercial 78.4 (HMO)
 * and 76.6 (PPO), Medicaid 74.5. These are shares imaged within 90 days on any claim, including denied ones
 * and those with another diagnosis, so about four in five of them count.
 */
export const IMAGING = {
  within90Days: { commercial: 0.302, medicaid: 0.325, medicare: 0.31 },
  /** Relative to the above: chiropractors and therapists image less, emergency rooms more. */
  byFirstVisit: {
    office: 1.08,
    chiropractor: 0.8,
    physicalTherapy: 0.5,
    emergency: 1.5,
    urgentCare: 1.2,
    telephone: 0.6,
    online: 0.5,
    hospitalClinic: 1.1,
    radiologyOnly: 1,
  },
  /** 96 in 100 radiographs, 3 MRI, 2 CT (a published audit of commercial index visits). */
  modality: [
    ['radiograph', 95],
    ['mri', 3],
    ['ct', 2],
  ],
  /** 85 in 100 images within 28 days of the first visit; most on the day itself. */
  timing: [
    [[0, 0], 55],
    [[1, 7], 17],
    [[8, 28], 13],
    [[29, 90], 15],
  ],
  /** A facility claim in addition to the professional one, for studies not on the visit's own claim. */
  facilityToo: 0.35,
  /** Radiographs taken in the office are on the visit's own claim. */
  onVisitClaim: 0.6,
  /** Back pain in second position, and no back pain at all (for studies on a separate claim). */
  secondPosition: 0.12,
  otherDiagnosis: 0.06,
} as const;

/** A chance by age: up to the given age (inclusive), the rest by the last. */
export type ByAge = readonly (readonly [age: number, chance: number])[];

/** Red flags: shares of people over the whole period of two and a half years. */
export const RED_FLAGS = {
  /** Malignant neoplasm or its history (65+: 10-15 %). */
  cancer: [
    [17, 0.0008],
    [44, 0.008],
    [64, 0.045],
    [120, 0.14],
  ],
  /** CDC: about 0.4 % of adults; more in Medicaid. */
  hiv: [
    [17, 0.0001],
    [64, 0.004],
    [120, 0.002],
  ],
  transplant: [
    [17, 0.0003],
    [64, 0.0012],
    [120, 0.0015],
  ],
  /** Women; men a fifth of it (CDC: 20 % of women and 4 % of men of 50+; claims show about half). */
  osteoporosis: [
    [49, 0.001],
    [64, 0.04],
    [120, 0.15],
  ],
  spondylopathy: [
    [17, 0.0001],
    [120, 0.0022],
  ],
  lumbarSurgery: [
    [17, 0.0001],
    [44, 0.0012],
    [120, 0.0045],
  ],
  /** Opioid, sedative, cocaine or stimulant use; three times as common in Medicaid adults. */
  ivDrugUse: [
    [17, 0.0005],
    [64, 0.011],
    [120, 0.006],
  ],
  neurologicImpairment: [
    [17, 0.001],
    [64, 0.006],
    [120, 0.05],
  ],
  spinalInfection: [
    [17, 0.00008],
    [64, 0.0005],
    [120, 0.001],
  ],
  fragilityFracture: [
    [49, 0.0002],
    [64, 0.0015],
    [120, 0.011],
  ],
  palliativeCare: [
    [44, 0.0004],
    [64, 0.002],
    [120, 0.014],
  ],
  frailty: [
    [49, 0.002],
    [65, 0.015],
    [120, 0.13],
  ],
  advancedIllness: [
    [49, 0.003],
    [65, 0.03],
    [120, 0.16],
  ],
  dementiaDrug: [
    [59, 0.0002],
    [74, 0.012],
    [120, 0.06],
  ],
  prolongedSteroids: [
    [17, 0.001],
    [64, 0.008],
    [120, 0.022],
  ],
} as const satisfies Record<string, ByAge>;

export const RED_FLAG_DETAIL = {
  /** Medicaid adults relative to others. */
  medicaidHiv: 2.2,
  medicaidDrugUse: 3.2,
  /** Osteoporosis: treated with a drug from the pharmacy, or with one administered by a clinic. */
  osteoporosisDrug: 0.3,
  osteoporosisInjection: 0.07,
  /** A treated person whose claims never show the diagnosis. */
  osteoporosisUncoded: 0.2,
  /** Injuries a year (an S code of any kind; CDC: about 9 % with a medically attended injury, by survey). */
  traumaPerYear: 0.055,
  /** An injury in the weeks before a new episode of back pain, or with it. */
  traumaBeforeEpisode: 0.03,
  /** Short courses a year (about 6 % of adults), of three to fourteen days. */
  shortSteroidsPerYear: 0.06,
  /** A short course prescribed for the pain itself. */
  shortSteroidsForPain: 0.09,
  /** Chains of fills with a gap in them: not consecutive. */
  chainWithGap: 0.3,
} as const;
