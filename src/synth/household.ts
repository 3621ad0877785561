/**
 * Households: consecutive person numbers, four at a time, form families. Everything comes from the
 * household's own stream, so each member can be generated alone and still agrees with the others.
 */
import { HOUSEHOLDS, PEOPLE, PRODUCT_SHARE } from './mix.js';
import type { Gender, Product, Relation } from './person.js';
import { between, chance, pick, type Random, randomFor, weighted } from './random.js';

const BLOCK = 4;

export interface Household {
  /** The number of its first person, the subscriber of a commercial family. */
  readonly first: number;
  readonly size: number;
  readonly product: Product;
}

/** A person's place in a household. Age is on 31 December of the plan's year. */
export interface Role {
  readonly household: Household;
  readonly relation: Relation;
  readonly age: number;
  readonly gender: Gender;
  /** The contract holder's gender: the person's own, except for the dependents of a commercial family. */
  readonly subscriberGender: Gender;
}

const splits = weighted(HOUSEHOLDS);
const products = weighted<Product>([
  ['commercial', PRODUCT_SHARE.commercial],
  ['medicaid', PRODUCT_SHARE.medicaid],
  ['medicare', PRODUCT_SHARE.medicare],
]);
const medicaidAges = weighted<readonly [number, number]>(PEOPLE.medicaidAges);
const medicareAges = weighted<readonly [number, number]>(PEOPLE.medicareAges);

/** The household of a person, with the stream that its members' shared facts come from. */
export function householdOf(seed: number, number: number): { household: Household; random: Random } {
  const block = Math.floor(number / BLOCK) * BLOCK;
  const sizes = pick(randomFor(seed, block, 'household'), splits);
  let first = block;
  let size = 1;
  for (const next of sizes) {
    size = next;
    if (number < first + next) break;
    first += next;
  }
  // Needs a separate stream, because the first household of a block has the block's number.
  const random = randomFor(seed, first + 2 ** 40, 'household');
  return { household: { first, size, product: pick(random, products) }, random };
}

/** Who a person is: age, sex and relation to the subscriber. `own` is the person's own stream. */
export function roleOf(household: Household, shared: Random, own: Random, number: number): Role {
  if (household.product === 'commercial') return familyRole(household, shared, own, number - household.first);
  const [low, high] = pick(own, household.product === 'medicaid' ? medicaidAges : medicareAges);
  const age = between(own, low, high);
  const women = household.product === 'medicaid' && age >= 18 ? PEOPLE.medicaidAdultWomen : ageWomen(age);
  const gender: Gender = chance(own, women) ? 'female' : 'male';
  return { household, relation: 'self', age, gender, subscriberGender: gender };
}

function familyRole(household: Household, shared: Random, own: Random, place: number): Role {
  const subscriberAge = household.size > 2 ? between(shared, 27, 54) : between(shared, 20, 66);
  const subscriberGender: Gender = chance(shared, 0.5) ? 'female' : 'male';
  const married = chance(shared, PEOPLE.spouse);
  const family = { household, subscriberGender };
  if (place === 0) return { ...family, relation: 'self', age: subscriberAge, gender: subscriberGender };
  if (place === 1 && married && subscriberAge > 21) {
    const age = Math.max(19, subscriberAge + between(own, -6, 6));
    return { ...family, relation: 'spouse', age, gender: subscriberGender === 'female' ? 'male' : 'female' };
  }
  const age = between(own, 0, Math.max(0, Math.min(25, subscriberAge - 19)));
  return { ...family, relation: 'child', age, gender: chance(own, 0.49) ? 'female' : 'male' };
}

/** Women live longer: 51 % of the young, 64 % of the oldest. */
function ageWomen(age: number): number {
  return age < 65 ? 0.51 : 0.53 + (Math.min(age, 95) - 65) * 0.0037;
}
