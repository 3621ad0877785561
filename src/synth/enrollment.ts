/** Enrollment: a person's membership spans, with the gaps, changes and splits of a real feed. */
import { type Day, dayOf, monthEnd, monthStart, type PlanPeriod, type Stretch } from './calendar.js';
import type { Household, Role } from './household.js';
import { ENROLLMENT, type EnrollmentPattern, PEOPLE, SPANS } from './mix.js';
import type { Coverage, Product, Span } from './person.js';
import { between, chance, pick, type Random, randomFor, type Weighted, weighted } from './random.js';

const PATTERNS: Record<Product, Weighted<EnrollmentPattern>> = {
  commercial: weighted(ENROLLMENT.commercial),
  medicaid: weighted(ENROLLMENT.medicaid),
  medicare: weighted(ENROLLMENT.medicare),
};

const PLANS: Record<Product, Weighted<string>> = {
  commercial: weighted([
    ['Example HMO', 45],
    ['Example PPO', 45],
    ['Example EPO', 10],
  ]),
  medicaid: weighted([
    ['Example Family Care', 70],
    ['Example Community Care', 30],
  ]),
  medicare: weighted([
    ['Example Senior HMO', 60],
    ['Example Senior PPO', 40],
  ]),
};
const PAYERS: Record<Product, string> = {
  commercial: 'Example Health Plan',
  medicaid: 'Example State Medicaid',
  medicare: 'Example Medicare Advantage',
};
const ID_LETTERS: Record<Product, string> = { commercial: 'C', medicaid: 'D', medicare: 'R' };

interface Life {
  readonly number: number;
  readonly role: Role;
  readonly birth: Day;
  readonly death: Day | undefined;
}

/** The spans of a person, the primary payer's first, each payer's in chronological order. */
export function spansOf(seed: number, period: PlanPeriod, life: Life): Span[] {
  const { household } = life.role;
  // A family joins and leaves together.
  const owner = household.product === 'commercial' ? household.first : life.number;
  const random = randomFor(seed, owner, 'enrollment');
  const spans = spansInLine(random, period, life, household.product);
  const also = alsoMedicaid(household, life, seed);
  if (also !== undefined) spans.push(...spansInLine(also, period, life, 'medicaid'));
  return spans;
}

/** For a member of two product lines, the stream of the second; else undefined. */
function alsoMedicaid(household: Household, life: Life, seed: number): Random | undefined {
  if (household.product === 'medicaid') return undefined;
  const random = randomFor(seed, life.number + 2 ** 40, 'enrollment');
  const share =
    household.product === 'medicare' ? PEOPLE.medicareAlsoMedicaid : PEOPLE.commercialAlsoMedicaid;
  return chance(random, share) ? random : undefined;
}

function coverage(random: Random, product: Product, life: Life): Coverage {
  const subscriber = product === 'commercial' ? life.role.household.first : life.number;
  return {
    product,
    payer: PAYERS[product],
    plan: pick(random, PLANS[product]),
    memberId: memberId(product, life.number),
    subscriberId: memberId(product, subscriber),
    relation: product === 'commercial' ? life.role.relation : 'self',
  };
}

function memberId(product: Product, number: number): string {
  return ID_LETTERS[product] + String(number).padStart(9, '0');
}

function spansInLine(random: Random, period: PlanPeriod, life: Life, product: Product): Span[] {
  const pattern = pick(random, PATTERNS[product]);
  const stretches = stretchesOf(random, period, pattern);
  const before = coverage(random, product, life);
  const turn = monthStart(between(random, period.start + 120, period.end - 120));
  const changesPlan = pattern === 'changesPlan';
  const changesLine = product === 'commercial' && chance(random, SPANS.changesLine);
  const after = changesPlan ? coverage(random, product, life) : before;
  const first = changesLine ? coverage(random, 'medicaid', life) : before;
  const split = chance(random, SPANS.splitByYear[product]);
  const withoutMedical = chance(random, SPANS.withoutMedical);
  // Half of these people never had it, half lost it at the turn.
  const medicalUntil = withoutMedical
    ? chance(random, 0.5)
      ? period.start
      : turn
    : Number.POSITIVE_INFINITY;

  const turns = changesPlan || changesLine || withoutMedical;
  const lived = stretches.some(
    (stretch) => stretch.end >= life.birth && stretch.start <= lastDay(life, period),
  );
  // A child born after the family left, or a death before it joined: still a member, so for all of life.
  const enrolled = lived ? stretches : [{ start: period.start, end: period.end }];
  return enrolled
    .flatMap((whole) => pieces(whole, turns ? turn : undefined, split ? period.year : undefined))
    .map(({ start, end }) => ({
      start: Math.max(start, life.birth),
      end: Math.min(end, life.death ?? end),
      coverage: start >= turn ? after : first,
      medical: start < medicalUntil,
    }))
    .filter(({ start, end }) => start <= end);
}

function lastDay(life: Life, period: PlanPeriod): Day {
  return life.death ?? period.end;
}

function stretchesOf(random: Random, period: PlanPeriod, pattern: EnrollmentPattern): Stretch[] {
  // Members of long standing began years before the period.
  const start = dayOf(period.year - between(random, 2, 7), 1, 1);
  const end = period.end;
  const day = between(random, period.start + 60, end - 40);
  switch (pattern) {
    case 'whole':
    case 'changesPlan':
      return [{ start, end }];
    case 'joins': {
      // Half on 1 January, the others on the first of a month or, occasionally, on any day.
      if (chance(random, 0.5)) return [{ start: dayOf(period.year - between(random, 0, 1), 1, 1), end }];
      return [{ start: chance(random, 0.8) ? monthStart(day) : day, end }];
    }
    case 'leaves':
      return [{ start, end: chance(random, 0.85) ? monthEnd(day) : day }];
    case 'gapOfADay':
      return [
        { start, end: day - 1 },
        { start: day + 1, end },
      ];
    case 'gapOfAMonth':
      return gap(start, end, monthStart(day), monthEnd(day));
    case 'longGap':
      return gap(start, end, monthStart(day), monthEnd(day + 30 * between(random, 1, 7)));
    case 'overlaps':
      return [
        { start, end: day + 20 },
        { start: day, end },
      ];
  }
}

function gap(start: Day, end: Day, from: Day, to: Day): Stretch[] {
  const stretches = [{ start, end: from - 1 }];
  if (to < end) stretches.push({ start: to + 1, end });
  return stretches;
}

/** Cuts a stretch at a turn and at year ends; the pieces touch. */
function pieces(whole: Stretch, turn: Day | undefined, splitYear: number | undefined): Stretch[] {
  const cuts: Day[] = [];
  if (turn !== undefined) cuts.push(turn);
  if (splitYear !== undefined) cuts.push(dayOf(splitYear - 1, 1, 1), dayOf(splitYear, 1, 1));
  cuts.sort((a, b) => a - b);
  const parts: Stretch[] = [];
  let { start } = whole;
  for (const cut of cuts) {
    if (cut <= start || cut > whole.end) continue;
    parts.push({ start, end: cut - 1 });
    start = cut;
  }
  parts.push({ start, end: whole.end });
  return parts;
}
