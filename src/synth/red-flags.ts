/**
 * Conditions that make imaging reasonable, and the care at the end of life: rare, and spread over all
 * members.
 */

import type { Episode } from './back-pain.js';
import type { Day } from './calendar.js';
import { bill, type Chart } from './chart.js';
import {
  ADVANCED_ILLNESS,
  AFTER_TRANSPLANT,
  BACK_TRAUMA,
  CANCER,
  DRUG_USE,
  FRAGILITY_FRACTURE,
  FRAILTY_DIAGNOSES,
  FRAILTY_SERVICES,
  HIV,
  HOSPICE_DAY,
  LUMBAR_SURGERY,
  LUMBAR_SURGERY_IN_HOSPITAL,
  NEUROLOGIC,
  OSTEOPOROSIS,
  OSTEOPOROSIS_INJECTION,
  PALLIATIVE,
  SPINAL_INFECTION,
  SPONDYLOPATHY,
  TRANSPLANTS,
  TRAUMA,
} from './codes/red-flag.js';
import { OFFICE_VISIT, type Service, service } from './codes/service.js';
import { SETTINGS, type Setting } from './codes/setting.js';
import { type ByAge, RED_FLAG_DETAIL, RED_FLAGS } from './mix.js';
import { boneDrugs, dementiaDrugs, shortSteroids, steroidChain } from './pharmacy.js';
import { clinician } from './provider.js';
import { between, chance, pick, type Random, randomFor, times, type Weighted } from './random.js';
import { acuteStay } from './stay.js';

/** Fills a chart with a person's red flags. Hospice began on `hospice`, if at all. */
export function redFlags(
  seed: number,
  chart: Chart,
  episodes: readonly Episode[],
  hospice: Day | undefined,
): void {
  const random = randomFor(seed, chart.number, 'redFlags');
  longTerm(chart, random);
  recent(chart, random);
  bones(chart, random);
  injuries(chart, random, episodes);
  steroids(chart, random, episodes);
  lateLife(chart, random);
  if (hospice !== undefined) hospiceCare(chart, random, hospice);
}

function likely(chart: Chart, random: Random, byAge: ByAge, factor = 1): boolean {
  for (const [age, share] of byAge) if (chart.age <= age) return chance(random, share * factor);
  return false;
}

function anyDay(chart: Chart, random: Random): Day {
  return between(random, chart.first, chart.last);
}

/** Visits for one condition: the same diagnosis at each, occasionally in second position. */
function visitsFor(chart: Chart, random: Random, table: Weighted<string>, low: number, high: number): void {
  const diagnosis = pick(random, table);
  const specialist = clinician(random);
  for (let count = between(random, low, high); count > 0; count--) {
    const first = chart.conditions[0];
    const diagnoses =
      first !== undefined && chance(random, 0.3)
        ? [first, diagnosis]
        : [diagnosis, ...chart.conditions.slice(0, 2)];
    bill(chart, random, {
      day: anyDay(chart, random),
      setting: SETTINGS.office,
      diagnoses,
      services: [pick(random, OFFICE_VISIT)],
      clinician: specialist,
    });
  }
}

function longTerm(chart: Chart, random: Random): void {
  const medicaid = chart.product === 'medicaid' && chart.age >= 18;
  if (likely(chart, random, RED_FLAGS.cancer)) visitsFor(chart, random, CANCER, 1, 7);
  if (likely(chart, random, RED_FLAGS.hiv, medicaid ? RED_FLAG_DETAIL.medicaidHiv : 1)) {
    visitsFor(chart, random, HIV, 1, 6);
  }
  if (likely(chart, random, RED_FLAGS.transplant)) transplant(chart, random);
  if (likely(chart, random, RED_FLAGS.spondylopathy)) visitsFor(chart, random, SPONDYLOPATHY, 1, 4);
  if (likely(chart, random, RED_FLAGS.lumbarSurgery)) lumbarSurgery(chart, random);
  if (likely(chart, random, RED_FLAGS.ivDrugUse, medicaid ? RED_FLAG_DETAIL.medicaidDrugUse : 1)) {
    visitsFor(chart, random, DRUG_USE, 1, 8);
  }
}

/** Most live with an organ for years; a few receive it now. */
function transplant(chart: Chart, random: Random): void {
  if (chance(random, 0.8)) {
    visitsFor(chart, random, AFTER_TRANSPLANT, 2, 6);
    return;
  }
  const { procedure, diagnosis } = pick(random, TRANSPLANTS);
  acuteStay(chart, random, {
    admission: anyDay(chart, random),
    days: between(random, 5, 14),
    diagnosis,
    fromEmergency: false,
    procedure,
  });
}

function lumbarSurgery(chart: Chart, random: Random): void {
  const surgery = pick(random, LUMBAR_SURGERY);
  const day = anyDay(chart, random);
  const diagnosis = chance(random, 0.5) ? 'M5126' : 'M48061';
  if (chance(random, 0.5)) {
    acuteStay(chart, random, {
      admission: day,
      days: between(random, 1, 4),
      diagnosis,
      fromEmergency: false,
      procedure: pick(random, LUMBAR_SURGERY_IN_HOSPITAL),
      surgery,
    });
    return;
  }
  const surgeon = clinician(random);
  const common = { day, diagnoses: [diagnosis], services: [surgery], clinician: surgeon };
  bill(chart, random, { ...common, setting: SETTINGS.surgeryCenter });
  bill(chart, random, { ...common, setting: SETTINGS.hospital });
}

function recent(chart: Chart, random: Random): void {
  if (likely(chart, random, RED_FLAGS.neurologicImpairment)) visitsFor(chart, random, NEUROLOGIC, 1, 3);
  if (likely(chart, random, RED_FLAGS.palliativeCare)) palliative(chart, random);
  if (likely(chart, random, RED_FLAGS.spinalInfection)) {
    acuteStay(chart, random, {
      admission: anyDay(chart, random),
      days: between(random, 4, 12),
      diagnosis: pick(random, SPINAL_INFECTION),
      fromEmergency: true,
    });
  }
}

function palliative(chart: Chart, random: Random): void {
  const done = pick(random, PALLIATIVE);
  const coded = done.code === '99349' || chance(random, 0.6);
  bill(chart, random, {
    day: anyDay(chart, random),
    setting: SETTINGS.home,
    diagnoses: coded ? ['R5383', 'Z515'] : ['R5383'],
    services: [done],
    clinician: clinician(random),
  });
}

function bones(chart: Chart, random: Random): void {
  if (likely(chart, random, RED_FLAGS.osteoporosis, chart.gender === 'female' ? 1 : 0.2)) {
    if (!chance(random, RED_FLAG_DETAIL.osteoporosisUncoded)) visitsFor(chart, random, OSTEOPOROSIS, 1, 3);
    if (chance(random, RED_FLAG_DETAIL.osteoporosisDrug)) boneDrugs(chart, random);
    if (chance(random, RED_FLAG_DETAIL.osteoporosisInjection)) osteoporosisInjection(chart, random);
  }
  if (likely(chart, random, RED_FLAGS.fragilityFracture)) visitsFor(chart, random, FRAGILITY_FRACTURE, 1, 2);
}

const INJECTING = service('96372', 1500);

function osteoporosisInjection(chart: Chart, random: Random): void {
  const drug = pick(random, OSTEOPOROSIS_INJECTION);
  // The diagnosis may be unrelated to bones: the drug is evidence enough.
  const diagnosis = chance(random, 0.8) ? 'M810' : 'Z79899';
  bill(chart, random, {
    day: anyDay(chart, random),
    setting: SETTINGS.office,
    diagnoses: [diagnosis],
    services: [drug, INJECTING],
  });
}

function injuries(chart: Chart, random: Random, episodes: readonly Episode[]): void {
  const years = (chart.last - chart.first + 1) / 365.25;
  for (let count = times(random, RED_FLAG_DETAIL.traumaPerYear * years); count > 0; count--) {
    injury(chart, random, anyDay(chart, random), pick(random, TRAUMA));
  }
  for (const { start } of episodes) {
    if (!chance(random, RED_FLAG_DETAIL.traumaBeforeEpisode)) continue;
    injury(chart, random, start - between(random, 0, 100), pick(random, BACK_TRAUMA));
  }
}

function injury(chart: Chart, random: Random, day: Day, diagnosis: string): void {
  const emergency = chance(random, 0.45);
  const setting: Setting = emergency ? SETTINGS.emergencyDoctor : SETTINGS.urgentCare;
  const seen = service(emergency ? '99283' : '99213', 8500, '0450');
  bill(chart, random, {
    day,
    setting,
    diagnoses: [diagnosis],
    services: [seen],
    clinician: clinician(random),
  });
  if (emergency) {
    bill(chart, random, { day, setting: SETTINGS.hospital, diagnoses: [diagnosis], services: [seen] });
  }
}

function steroids(chart: Chart, random: Random, episodes: readonly Episode[]): void {
  const years = (chart.last - chart.first + 1) / 365.25;
  if (likely(chart, random, RED_FLAGS.prolongedSteroids)) {
    const gap = chance(random, RED_FLAG_DETAIL.chainWithGap);
    steroidChain(chart, random, anyDay(chart, random), gap);
  }
  if (chart.age < 18) return;
  for (let count = times(random, RED_FLAG_DETAIL.shortSteroidsPerYear * years); count > 0; count--) {
    shortSteroids(chart, random, anyDay(chart, random));
  }
  for (const { start } of episodes) {
    if (chance(random, RED_FLAG_DETAIL.shortSteroidsForPain)) {
      shortSteroids(chart, random, start + between(random, 0, 3));
    }
  }
}

function lateLife(chart: Chart, random: Random): void {
  const ill = likely(chart, random, RED_FLAGS.advancedIllness);
  // Ill people are frail more often: a third of them, versus one in ten of the others.
  const frail = likely(chart, random, RED_FLAGS.frailty, ill ? 2.6 : 0.75);
  if (ill) visitsFor(chart, random, ADVANCED_ILLNESS, 1, 6);
  if (ill && chance(random, 0.15)) {
    const diagnosis = pick(random, ADVANCED_ILLNESS);
    acuteStay(chart, random, {
      admission: anyDay(chart, random),
      days: between(random, 2, 8),
      diagnosis,
      fromEmergency: true,
    });
  }
  if (frail) frailty(chart, random);
  if (likely(chart, random, RED_FLAGS.dementiaDrug)) dementiaDrugs(chart, random);
}

function frailty(chart: Chart, random: Random): void {
  for (let count = between(random, 1, 5); count > 0; count--) {
    const equipment = chance(random, 0.35);
    const services: Service[] = [pick(random, equipment ? FRAILTY_SERVICES : OFFICE_VISIT)];
    const diagnoses = equipment ? ['I10'] : [pick(random, FRAILTY_DIAGNOSES)];
    bill(chart, random, {
      day: anyDay(chart, random),
      setting: equipment ? SETTINGS.home : SETTINGS.office,
      diagnoses,
      services,
      ordering: chart.doctor,
    });
  }
}

/** One claim a month, until death or the end of the period. */
function hospiceCare(chart: Chart, random: Random, from: Day): void {
  const day = pick(random, HOSPICE_DAY);
  const illness = pick(random, ADVANCED_ILLNESS);
  for (let start = from; start <= chart.last; start += 30) {
    const days = Math.min(30, chart.last - start + 1);
    bill(chart, random, {
      day: start,
      setting: SETTINGS.hospice,
      diagnoses: [illness],
      services: [{ ...day, units: days, cents: day.cents * days }],
    });
  }
}
