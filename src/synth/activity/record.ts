/** Records of hospital activity, before any extract writes them. */
import { type Day, dayOf } from '../calendar.js';
import { between, chance, oneOf, pick, type Random, randomFor, times, unit, weighted } from '../random.js';
import { AT_ATTENDANCE, DURING_STAY, FURTHER, MAIN } from './codes.js';

export interface Episode {
  readonly start: Day;
  readonly procedures: readonly string[];
  readonly diagnoses: readonly string[];
}

/** An outpatient attendance, or a spell in hospital. */
export interface Activity {
  readonly number: number;
  readonly provider: string;
  readonly commissioner: string;
  readonly start: Day;
  /** Whole years; null if not recorded. */
  readonly age: number | null;
  /** For a child under one year. */
  readonly ageInDays: number;
  /** Empty if not recorded. */
  readonly category: string;
  readonly sex: '1' | '2';
  /** One for an attendance, at least one for a spell. */
  readonly episodes: readonly Episode[];
}

export type Setting = 'outpatient' | 'inpatient';

/** Providers, the larger ones more often; and the commissioners around each. */
const PROVIDERS = [
  ...[
    'RAX',
    'RBD',
    'RCB',
    'RDE',
    'REF',
    'RGT',
    'RHQ',
    'RJ1',
    'RK9',
    'RLT',
    'RM3',
    'RNA',
    'RP5',
    'RQM',
    'RR8',
  ],
  ...['RTE', 'RVJ', 'RWD', 'RXN', 'RYR'],
];
const COMMISSIONERS = [
  '00L',
  '01A',
  '02P',
  '03N',
  '05Q',
  '06H',
  '07K',
  '10Q',
  '11X',
  '15N',
  '26A',
  '36J',
  '42D',
  '52R',
];

const CATEGORY = weighted([
  ['01', 960],
  ['02', 12],
  ['03', 1],
  ['04', 1],
  ['98', 4],
  ['99', 4],
  ['', 18],
]);

/** The first year of each age group, and how often it is in the hospital. */
const AGE_GROUPS = weighted<readonly [from: number, to: number]>([
  [[0, 0], 4],
  [[1, 18], 11],
  [[19, 39], 19],
  [[40, 59], 25],
  [[60, 79], 30],
  [[80, 96], 11],
]);

/** The shares of attendances and of episodes of a stay that have these codes; the others have none. */
const CODED = { outpatientProcedure: 0.3, outpatientDiagnosis: 0.05, inpatientProcedure: 0.7 };

/**
 * A record, by its number.
 *
 * @param year the year in which the financial year begins
 */
export function activity(seed: number, number: number, setting: Setting, year: number): Activity {
  const random = randomFor(seed, number * 2 + (setting === 'inpatient' ? 1 : 0), 'activity');
  const first = dayOf(year, 4, 1);
  const start = between(random, first, dayOf(year + 1, 3, 31));
  const [from, to] = pick(random, AGE_GROUPS);
  const place = Math.floor(unit(random) ** 1.6 * PROVIDERS.length);
  return {
    number,
    provider: PROVIDERS[place] ?? '',
    commissioner: COMMISSIONERS[(place * 7 + Math.floor(unit(random) ** 2 * 5)) % COMMISSIONERS.length] ?? '',
    start,
    age: chance(random, 0.002) ? null : between(random, from, to),
    ageInDays: between(random, 0, 364),
    category: pick(random, CATEGORY),
    sex: oneOf(random, ['1', '2'] as const),
    episodes: setting === 'outpatient' ? [attendance(random, start)] : stay(random, start),
  };
}

function attendance(random: Random, start: Day): Episode {
  const hasProcedure = chance(random, CODED.outpatientProcedure);
  return {
    start,
    procedures: hasProcedure ? pick(random, AT_ATTENDANCE) : [],
    diagnoses: chance(random, CODED.outpatientDiagnosis) ? [pick(random, MAIN)] : [],
  };
}

function stay(random: Random, start: Day): Episode[] {
  const count = 1 + times(random, 0.18);
  let day = start;
  return Array.from({ length: count }, () => {
    const interventions = chance(random, CODED.inpatientProcedure) ? 1 + times(random, 0.5) : 0;
    const episode: Episode = {
      start: day,
      procedures: Array.from({ length: interventions }, () => pick(random, DURING_STAY)).flat(),
      diagnoses: [
        pick(random, MAIN),
        ...Array.from({ length: times(random, 3) }, () => pick(random, FURTHER)),
      ],
    };
    day += between(random, 0, 4);
    return episode;
  });
}
