/** Drugs: ordinary ones, and those that indicate bone disease, long steroid use or dementia. */
import type { Day } from './calendar.js';
import { type Chart, coverageOn } from './chart.js';
import {
  BACK_DRUGS,
  BONE_DRUGS,
  DEMENTIA_DRUGS,
  LONG_TERM_DRUGS,
  SHORT_TERM_DRUGS,
  STEROIDS,
} from './codes/drug.js';
import { CARE, CLAIMS } from './mix.js';
import { between, chance, oneOf, pick, type Random, randomFor, times, unit } from './random.js';

interface Supply {
  readonly ndc: string;
  readonly days: number;
  readonly perDay: number;
  readonly cents: number;
}

/** Writes a fill into the chart, if the person is covered on the day. */
export function dispense(chart: Chart, random: Random, day: Day, supply: Supply): void {
  if (day < chart.first || day > chart.last) return;
  const coverage = coverageOn(chart.spans, day);
  if (coverage === undefined) return;
  const denied = chance(random, CLAIMS.fillDenied);
  const allowed = denied ? 0 : Math.round(supply.cents * (0.8 + 0.4 * unit(random)));
  chart.fills.push({
    id: `${chart.number}R${chart.fills.length + 1}`,
    coverage,
    date: day,
    ndc: supply.ndc,
    quantity: supply.days * supply.perDay,
    daysSupply: supply.days,
    refills: supply.days >= 30 ? between(random, 0, 5) : 0,
    prescriberNpi: chart.doctor,
    status: denied ? 'denied' : 'paid',
    allowed,
    paid: Math.round(allowed * 0.85),
  });
}

/** A person's ordinary drugs: the usual number of fills at that age, mostly for long-term drugs. */
export function routineDrugs(seed: number, chart: Chart, episodeStarts: readonly Day[]): void {
  const random = randomFor(seed, chart.number, 'drugs');
  const years = (chart.last - chart.first + 1) / 365.25;
  const mean = fillsPerYear(chart.age) * years;
  if (chart.conditions.length > 0) {
    let left = times(random, mean * 0.8 * 1.6);
    while (left > 0) {
      const drug = pick(random, LONG_TERM_DRUGS);
      const course = Math.min(left, between(random, 3, 14));
      let day = between(random, chart.first, chart.last);
      for (let fill = 0; fill < course; fill++) {
        dispense(chart, random, day, drug);
        day += drug.days + between(random, -3, 6);
        if (day > chart.last) day = between(random, chart.first, chart.last);
      }
      left -= course;
    }
  }
  for (let fill = times(random, mean * 0.25); fill > 0; fill--) {
    dispense(chart, random, between(random, chart.first, chart.last), pick(random, SHORT_TERM_DRUGS));
  }
  for (const start of episodeStarts) {
    if (chance(random, 0.3)) dispense(chart, random, start + between(random, 0, 2), pick(random, BACK_DRUGS));
  }
}

function fillsPerYear(age: number): number {
  const rates = CARE.fillsPerYear;
  if (age < 18) return rates.under18;
  if (age < 45) return rates.under45;
  if (age < 65) return rates.under65;
  return age < 75 ? rates.under75 : rates.older;
}

/** A short course of a corticosteroid: three to fourteen days. */
export function shortSteroids(chart: Chart, random: Random, day: Day): void {
  dispense(chart, random, day, {
    ndc: oneOf(random, STEROIDS),
    days: between(random, 3, 14),
    perDay: between(random, 1, 4),
    cents: 900,
  });
}

/**
 * Months of corticosteroids, one fill after another, each a few days before the last one ends. `gap`: one of the
 * refills comes a week late, so that the days are not consecutive.
 */
export function steroidChain(chart: Chart, random: Random, start: Day, gap: boolean): void {
  const days = chance(random, 0.8) ? 30 : 90;
  const fills = days === 90 ? between(random, 1, 4) : between(random, 3, 16);
  const late = gap ? between(random, 1, Math.max(1, fills - 1)) : -1;
  let day = start;
  for (let fill = 0; fill < fills; fill++) {
    if (fill === late) day += between(random, 7, 25);
    dispense(chart, random, day, { ndc: oneOf(random, STEROIDS), days, perDay: 1, cents: 1100 });
    day += days - between(random, 0, 3);
  }
}

/** A drug for osteoporosis, filled monthly or quarterly, for a while. */
export function boneDrugs(chart: Chart, random: Random): void {
  const days = chance(random, 0.5) ? 28 : 84;
  course(chart, random, { ndc: oneOf(random, BONE_DRUGS), days, perDay: 1 / 7, cents: 2300 });
}

/** A drug for dementia. */
export function dementiaDrugs(chart: Chart, random: Random): void {
  course(chart, random, { ndc: oneOf(random, DEMENTIA_DRUGS), days: 30, perDay: 1, cents: 1700 });
}

function course(chart: Chart, random: Random, supply: Supply): void {
  let day = between(random, chart.first - 200, chart.last);
  for (let fill = between(random, 2, 18); fill > 0; fill--) {
    dispense(chart, random, day, supply);
    day += supply.days + between(random, -2, 8);
  }
}
