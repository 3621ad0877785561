/** Low back pain: new episodes and what follows them, and long-lasting pain. */
import { type Day, dayOf } from './calendar.js';
import { bill, type Chart, type Encounter } from './chart.js';
import {
  BACK_DIAGNOSES,
  BESIDE_BACK_PAIN,
  CHIROPRACTIC_DIAGNOSES,
  INJECTION,
  MANIPULATION,
  ONLINE,
  OSTEOPATHIC,
  TELEPHONE,
  TELEPHONE_SINCE_2025,
  THERAPY,
  THERAPY_EVALUATION,
} from './codes/back.js';
import { EMERGENCY_VISIT, LAB, OFFICE_VISIT, type Service, service } from './codes/service.js';
import { SETTINGS, type Setting } from './codes/setting.js';
import { billStudy, planStudy, type Study } from './imaging.js';
import { BACK_PAIN } from './mix.js';
import { clinician } from './provider.js';
import { between, chance, pick, type Random, randomFor, times, weighted } from './random.js';
import { acuteStay } from './stay.js';

type Place = (typeof BACK_PAIN.firstVisit)[number][0];

const places = weighted<Place>(BACK_PAIN.firstVisit);
const TELEHEALTH_AT_HOME = dayOf(2022, 1, 1);
const TELEPHONE_CODES_END = dayOf(2025, 1, 1);
const CLINIC_VISIT = service('G0463', 11500, '0510');

/** A new episode, with the facts that other modules need. */
export interface Episode {
  readonly start: Day;
}

/** Fills a chart with a person's back pain; returns the new episodes, for what clusters around them. */
export function backPain(seed: number, chart: Chart): Episode[] {
  const random = randomFor(seed, chart.number, 'backPain');
  const episodes: Episode[] = [];
  if (chart.age >= 18 && chance(random, BACK_PAIN.chronic)) {
    chronicPain(chart, random);
    return episodes;
  }
  const days = chart.last - chart.first + 1;
  const count = times(random, (newPerYear(chart.age) * days) / 365.25);
  for (let index = 0; index < count; index++) {
    const start = between(random, chart.first, chart.last);
    newEpisode(chart, random, start);
    episodes.push({ start });
    if (chance(random, BACK_PAIN.recurs)) newEpisode(chart, random, start + between(random, 40, 200));
  }
  return episodes;
}

function newPerYear(age: number): number {
  const rates = BACK_PAIN.newPerYear;
  if (age < 10) return rates.under10;
  if (age < 18) return rates.under18;
  if (age < 45) return rates.under45;
  return age < 65 ? rates.under65 : rates.older;
}

function chronicPain(chart: Chart, random: Random): void {
  const diagnosis = pick(random, BACK_DIAGNOSES);
  const gap = 365 / BACK_PAIN.chronicVisitsPerYear;
  let day = chart.first + between(random, 0, Math.round(gap * 2));
  while (day <= chart.last) {
    visit(chart, random, pick(random, places), day, diagnosis, undefined);
    if (chance(random, BACK_PAIN.injection * 3)) inject(chart, random, day + 10, diagnosis);
    day += 1 + between(random, Math.round(gap / 4), Math.round(gap * 1.75));
  }
}

function newEpisode(chart: Chart, random: Random, start: Day): void {
  const place = pick(random, places);
  const table = place === 'chiropractor' ? CHIROPRACTIC_DIAGNOSES : BACK_DIAGNOSES;
  const diagnosis = pick(random, table);
  const inOffice = place === 'office' || place === 'chiropractor' || place === 'urgentCare';
  const study = planStudy(chart, random, start, place, inOffice);
  if (chance(random, BACK_PAIN.labBefore)) labBefore(chart, random, start, diagnosis);
  visit(chart, random, place, start, diagnosis, study);
  if (study !== undefined && !study.onVisitClaim) billStudy(chart, random, study, diagnosis);
  followUp(chart, random, place, start, diagnosis);
}

function diagnosesOf(chart: Chart, random: Random, diagnosis: string): string[] {
  const diagnoses = chance(random, BACK_PAIN.principal)
    ? [diagnosis]
    : [pick(random, BESIDE_BACK_PAIN), diagnosis];
  if (chance(random, 0.45)) diagnoses.push(pick(random, BESIDE_BACK_PAIN));
  for (const condition of chart.conditions) if (chance(random, 0.25)) diagnoses.push(condition);
  return diagnoses;
}

/** One visit for a painful back, with the image taken there if it is on the same claim. */
function visit(
  chart: Chart,
  random: Random,
  place: Place,
  day: Day,
  diagnosis: string,
  study: Study | undefined,
): void {
  if (place === 'radiologyOnly') return;
  const diagnoses = diagnosesOf(chart, random, diagnosis);
  if (place === 'emergency') {
    emergency(chart, random, day, diagnoses);
    return;
  }
  const services = servicesAt(random, place, day);
  if (study?.onVisitClaim === true) services.push(study.service);
  bill(chart, random, {
    day,
    setting: settingOf(place, day),
    diagnoses,
    services,
    ...treater(random, place),
  });
}

/** Family doctors see their own patients; every other visit is with a new clinician. */
function treater(random: Random, place: Place): Pick<Encounter, 'clinician'> {
  return place === 'office' && chance(random, 0.8) ? {} : { clinician: clinician(random) };
}

function settingOf(place: Place, day: Day): Setting {
  if (place === 'urgentCare') return SETTINGS.urgentCare;
  if (place === 'hospitalClinic') return SETTINGS.hospital;
  if (place !== 'telephone' && place !== 'online') return SETTINGS.office;
  return day < TELEHEALTH_AT_HOME ? SETTINGS.telehealth : SETTINGS.telehealthAtHome;
}

function servicesAt(random: Random, place: Place, day: Day): Service[] {
  switch (place) {
    case 'chiropractor': {
      const services = [pick(random, MANIPULATION)];
      if (chance(random, 0.25)) services.unshift(pick(random, OFFICE_VISIT));
      if (chance(random, 0.3)) services.push(pick(random, THERAPY));
      return services;
    }
    case 'physicalTherapy':
      return [pick(random, THERAPY_EVALUATION), pick(random, THERAPY)];
    case 'telephone':
      return [day < TELEPHONE_CODES_END ? pick(random, TELEPHONE) : TELEPHONE_SINCE_2025];
    case 'online':
      return [pick(random, ONLINE)];
    case 'hospitalClinic':
      return [CLINIC_VISIT];
    default: {
      const services = [pick(random, OFFICE_VISIT)];
      if (chance(random, 0.04)) services.push(OSTEOPATHIC);
      return services;
    }
  }
}

/** The doctor's claim and the hospital's; a few people are admitted. */
function emergency(chart: Chart, random: Random, day: Day, diagnoses: string[]): void {
  const seen = pick(random, EMERGENCY_VISIT);
  bill(chart, random, {
    day,
    setting: SETTINGS.emergencyDoctor,
    diagnoses,
    services: [seen],
    clinician: clinician(random),
  });
  if (chance(random, BACK_PAIN.emergencyBecameStay)) {
    acuteStay(chart, random, {
      admission: day + between(random, 0, 1),
      days: between(random, 1, 4),
      diagnosis: diagnoses[0] ?? 'M549',
      also: diagnoses.slice(1),
      fromEmergency: true,
    });
    return;
  }
  const services = [seen];
  if (chance(random, 0.3)) services.push(pick(random, LAB));
  bill(chart, random, { day, setting: SETTINGS.hospital, diagnoses, services });
}

function labBefore(chart: Chart, random: Random, start: Day, diagnosis: string): void {
  bill(chart, random, {
    day: start - between(random, 1, 60),
    setting: SETTINGS.independentLab,
    diagnoses: [diagnosis],
    services: [pick(random, LAB), pick(random, LAB)],
    clinician: clinician(random),
    ordering: chart.doctor,
  });
}

function inject(chart: Chart, random: Random, day: Day, diagnosis: string): void {
  bill(chart, random, {
    day,
    setting: SETTINGS.surgeryCenter,
    diagnoses: [diagnosis],
    services: [INJECTION],
    clinician: clinician(random),
  });
}

function followUp(chart: Chart, random: Random, place: Place, start: Day, diagnosis: string): void {
  // People who began a series of treatments continue it.
  if (place === 'chiropractor') {
    series(chart, random, start, diagnosis, 'manipulation', between(random, 1, 8));
    return;
  }
  if (place === 'physicalTherapy') {
    series(chart, random, start, diagnosis, 'therapy', between(random, 2, 8));
    return;
  }
  if (chance(random, BACK_PAIN.officeFollowUp)) {
    visit(chart, random, 'office', start + between(random, 7, 35), diagnosis, undefined);
  }
  if (chance(random, BACK_PAIN.therapyAfter)) {
    const first = start + between(random, 3, 21);
    visit(chart, random, 'physicalTherapy', first, diagnosis, undefined);
    series(chart, random, first, diagnosis, 'therapy', between(random, 2, 8));
  }
  if (chance(random, BACK_PAIN.injection)) inject(chart, random, start + between(random, 20, 60), diagnosis);
}

/** Treatments about twice a week, by the same provider. */
function series(
  chart: Chart,
  random: Random,
  start: Day,
  diagnosis: string,
  kind: 'manipulation' | 'therapy',
  count: number,
): void {
  const therapist = clinician(random);
  let day = start;
  for (let session = 0; session < count; session++) {
    day += between(random, 2, 7);
    const services =
      kind === 'manipulation' ? [pick(random, MANIPULATION)] : [pick(random, THERAPY), pick(random, THERAPY)];
    bill(chart, random, {
      day,
      setting: SETTINGS.office,
      diagnoses: [diagnosis],
      services,
      clinician: therapist,
    });
  }
}
