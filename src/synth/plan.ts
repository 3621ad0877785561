/** A synthetic plan, one person at a time. Each depends on (seed, person number, year) only. */
import { backPain } from './back-pain.js';
import { type Day, type PlanPeriod, planPeriod } from './calendar.js';
import { routineCare } from './care.js';
import type { Chart } from './chart.js';
import { LONG_TERM_CONDITIONS } from './codes/routine.js';
import { spansOf } from './enrollment.js';
import { householdOf, type Role, roleOf } from './household.js';
import { FATE } from './mix.js';
import { firstName, lastName } from './names.js';
import type { SyntheticPerson } from './person.js';
import { routineDrugs } from './pharmacy.js';
import { clinician } from './provider.js';
import { between, chance, pick, type Random, randomFor, unit } from './random.js';
import { redFlags } from './red-flags.js';

/** Yields the people of a plan in order of their numbers, holding one at a time. */
export function* persons(seed: number, members: number, year: number): Generator<SyntheticPerson> {
  const period = planPeriod(year);
  for (let number = 0; number < members; number++) yield personOf(seed, number, period);
}

/** Makes one person of a plan. */
export function personOf(seed: number, number: number, period: PlanPeriod): SyntheticPerson {
  const { household, random: shared } = householdOf(seed, number);
  const own = randomFor(seed, number, 'person');
  const role = roleOf(household, shared, own, number);
  const birth = period.end - Math.floor(role.age * 365.2425) - between(own, 0, 364);
  const { death, hospice } = fateOf(own, role.age, period, birth);
  const spans = spansOf(seed, period, { number, role, birth, death });

  const chart: Chart = {
    number,
    gender: role.gender,
    age: role.age,
    product: household.product,
    period,
    first: Math.max(period.start, birth),
    last: Math.min(period.end, death ?? period.end),
    spans,
    conditions: conditionsOf(own, role),
    doctor: clinician(own),
    claims: [],
    fills: [],
  };
  const flagged = chance(own, FATE.hospiceFlag);
  routineCare(seed, chart);
  const episodes = backPain(seed, chart);
  routineDrugs(
    seed,
    chart,
    episodes.map((episode) => episode.start),
  );
  redFlags(seed, chart, episodes, hospice);

  const family = household.product === 'commercial' ? household.first : number;
  return {
    number,
    id: `P${String(number).padStart(9, '0')}`,
    firstName: firstName(seed, family, number - family, role.gender),
    lastName: lastName(seed, family),
    subscriberFirstName: firstName(seed, family, 0, role.subscriberGender),
    gender: role.gender,
    birth,
    death,
    hospice: flagged ? hospice : undefined,
    spans,
    claims: chart.claims,
    fills: chart.fills,
  };
}

function fateOf(
  random: Random,
  age: number,
  period: PlanPeriod,
  birth: Day,
): { death: Day | undefined; hospice: Day | undefined } {
  const day = between(random, Math.max(period.start + 30, birth + 1), period.end);
  const dies = chance(random, deathShare(age));
  const draw = unit(random);
  if (dies) {
    const hospice = age >= 45 && draw < FATE.hospiceBeforeDeath ? day - Math.floor(draw * 200) : undefined;
    return { death: day, hospice };
  }
  return { death: undefined, hospice: age >= 65 && draw < FATE.hospiceAlive ? day : undefined };
}

function deathShare(age: number): number {
  const { death } = FATE;
  if (age < 45) return death.under45;
  if (age < 65) return death.under65;
  if (age < 75) return death.under75;
  return age < 85 ? death.under85 : death.older;
}

function conditionsOf(random: Random, role: Role): string[] {
  const most = role.age < 18 ? 0 : role.age < 45 ? 3 : role.age < 65 ? 5 : 8;
  const conditions: string[] = [];
  for (let count = between(random, 0, most); count > 0; count--) {
    const condition = pick(random, LONG_TERM_CONDITIONS);
    if (!conditions.includes(condition)) conditions.push(condition);
  }
  return conditions;
}
