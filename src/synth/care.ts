/** Routine care: the nine in ten claim lines of any plan that have nothing to do with back pain. */
import type { Day } from './calendar.js';
import { bill, type Chart, withConditions } from './chart.js';
import { BACK_DIAGNOSES } from './codes/back.js';
import {
  ADULT_COMPLAINTS,
  CHILD_COMPLAINTS,
  OLDER_COMPLAINTS,
  STAY_REASONS,
  SYMPTOMS_OF_EMERGENCY,
} from './codes/routine.js';
import {
  BEHAVIORAL,
  DAY_SURGERY,
  EMERGENCY_VISIT,
  EQUIPMENT,
  LAB,
  OFFICE_VISIT,
  OTHER_IMAGING,
  OUTPATIENT_HOSPITAL,
  PREVENTIVE_ADULT,
  PREVENTIVE_CHILD,
  PREVENTIVE_OLDER,
  type Service,
  SPECIALIST_PROCEDURE,
  VACCINE,
} from './codes/service.js';
import { SETTINGS } from './codes/setting.js';
import { CARE, CLAIMS } from './mix.js';
import { clinician } from './provider.js';
import {
  between,
  chance,
  oneOf,
  pick,
  type Random,
  randomFor,
  times,
  type Weighted,
  weighted,
} from './random.js';
import { acuteStay, nursingStay } from './stay.js';

type Kind =
  | 'office'
  | 'preventive'
  | 'lab'
  | 'hospitalClinic'
  | 'emergency'
  | 'imaging'
  | 'behavioral'
  | 'specialist'
  | 'vaccine'
  | 'equipment'
  | 'daySurgery';

const CHILD_CARE = weighted<Kind>([
  ['office', 46],
  ['preventive', 22],
  ['lab', 5],
  ['emergency', 8],
  ['imaging', 3],
  ['behavioral', 6],
  ['specialist', 5],
  ['vaccine', 5],
]);
const ADULT_CARE = weighted<Kind>([
  ['office', 44],
  ['preventive', 9],
  ['lab', 11],
  ['hospitalClinic', 4],
  ['emergency', 5.5],
  ['imaging', 6],
  ['behavioral', 8],
  ['specialist', 7],
  ['vaccine', 3],
  ['equipment', 1.5],
  ['daySurgery', 1],
]);
const OLDER_CARE = weighted<Kind>([
  ['office', 45],
  ['preventive', 6],
  ['lab', 14],
  ['hospitalClinic', 6],
  ['emergency', 4],
  ['imaging', 7],
  ['behavioral', 1],
  ['specialist', 9],
  ['vaccine', 3],
  ['equipment', 3.5],
  ['daySurgery', 1.5],
]);

const level = weighted<number>(CARE.level);

/** Fills a chart with a person's routine care. */
export function routineCare(seed: number, chart: Chart): void {
  const random = randomFor(seed, chart.number, 'care');
  const years = (chart.last - chart.first + 1) / 365.25;
  const visits = times(random, pick(random, level) * byAge(CARE.visits, chart.age) * years);
  const kinds = chart.age < 18 ? CHILD_CARE : chart.age < 65 ? ADULT_CARE : OLDER_CARE;
  for (let visit = 0; visit < visits; visit++) {
    ENCOUNTERS[pick(random, kinds)](chart, random, between(random, chart.first, chart.last));
  }
  const stays = times(random, stayRate(chart.age) * years);
  for (let stay = 0; stay < stays; stay++) hospitalStay(chart, random);
}

function byAge(rates: typeof CARE.visits, age: number): number {
  if (age < 5) return rates.under5;
  if (age < 18) return rates.under18;
  if (age < 45) return rates.under45;
  if (age < 65) return rates.under65;
  return age < 75 ? rates.under75 : rates.older;
}

function stayRate(age: number): number {
  const rates = CARE.staysPerYear;
  if (age < 18) return rates.under18;
  if (age < 45) return rates.under45;
  if (age < 65) return rates.under65;
  return age < 75 ? rates.under75 : rates.older;
}

function complaints(age: number): Weighted<string> {
  if (age < 18) return CHILD_COMPLAINTS;
  return age < 65 ? ADULT_COMPLAINTS : OLDER_COMPLAINTS;
}

const ENCOUNTERS: Record<Kind, (chart: Chart, random: Random, day: Day) => void> = {
  office: officeVisit,
  preventive,
  lab: outsideLab,
  imaging,
  emergency,
  hospitalClinic,
  behavioral: (chart, random, day) =>
    single(chart, random, day, pick(random, BEHAVIORAL), oneOf(random, ['F411', 'F331', 'F4323'])),
  specialist,
  vaccine: (chart, random, day) => single(chart, random, day, pick(random, VACCINE), 'Z23'),
  equipment,
  daySurgery,
};

function several(random: Random, table: Weighted<Service>, low: number, high: number): Service[] {
  const services: Service[] = [];
  for (let count = between(random, low, high); count > 0; count--) services.push(pick(random, table));
  return services;
}

function single(chart: Chart, random: Random, day: Day, done: Service, diagnosis: string): void {
  bill(chart, random, {
    day,
    setting: SETTINGS.office,
    diagnoses: [diagnosis],
    services: [done],
    clinician: clinician(random),
  });
}

function officeVisit(chart: Chart, random: Random, day: Day): void {
  const diagnoses = withConditions(chart, random, pick(random, complaints(chart.age)));
  if (chart.age >= 18 && chance(random, CLAIMS.backPainInPassing)) {
    diagnoses.splice(1, 0, pick(random, BACK_DIAGNOSES));
  }
  const services = [pick(random, OFFICE_VISIT)];
  if (chance(random, 0.28)) services.push(...several(random, LAB, 1, 3));
  if (chance(random, 0.06)) services.push(pick(random, SPECIALIST_PROCEDURE));
  bill(chart, random, { day, setting: SETTINGS.office, diagnoses, services });
}

function preventive(chart: Chart, random: Random, day: Day): void {
  const child = chart.age < 18;
  const table = child ? PREVENTIVE_CHILD : chart.age < 65 ? PREVENTIVE_ADULT : PREVENTIVE_OLDER;
  const services = [pick(random, table)];
  if (chance(random, 0.5)) services.push(...several(random, VACCINE, 1, 2));
  if (!child && chance(random, 0.4)) services.push(...several(random, LAB, 1, 4));
  const diagnoses = withConditions(chart, random, child ? 'Z00129' : 'Z0000');
  bill(chart, random, { day, setting: SETTINGS.office, diagnoses, services });
}

/** An independent laboratory, ordered by the family doctor. */
function outsideLab(chart: Chart, random: Random, day: Day): void {
  const diagnoses = withConditions(chart, random, pick(random, complaints(chart.age)));
  bill(chart, random, {
    day,
    setting: SETTINGS.independentLab,
    diagnoses,
    services: several(random, LAB, 1, 5),
    clinician: clinician(random),
    ordering: chart.doctor,
  });
}

function imaging(chart: Chart, random: Random, day: Day): void {
  const study = pick(random, OTHER_IMAGING);
  const diagnoses = [pick(random, complaints(chart.age))];
  const hospital = chance(random, 0.4);
  bill(chart, random, {
    day,
    setting: hospital ? SETTINGS.hospitalDoctor : SETTINGS.office,
    diagnoses,
    services: [study],
    clinician: clinician(random),
    ordering: chart.doctor,
    ...(hospital ? { modifiers: ['26'] } : {}),
  });
  if (hospital) {
    bill(chart, random, {
      day,
      setting: SETTINGS.hospital,
      diagnoses,
      services: [study],
      ordering: chart.doctor,
      modifiers: ['TC'],
    });
  }
}

function emergency(chart: Chart, random: Random, day: Day): void {
  const diagnoses = withConditions(chart, random, pick(random, SYMPTOMS_OF_EMERGENCY));
  const visit = pick(random, EMERGENCY_VISIT);
  bill(chart, random, {
    day,
    setting: SETTINGS.emergencyDoctor,
    diagnoses: diagnoses.slice(0, 4),
    services: [visit],
    clinician: clinician(random),
  });
  if (chance(random, CARE.emergencyBecameStay)) {
    acuteStay(chart, random, {
      admission: day,
      days: between(random, 1, 6),
      diagnosis: diagnoses[0] ?? 'R079',
      fromEmergency: true,
    });
    return;
  }
  const services = [visit, ...several(random, LAB, 0, 4)];
  if (chance(random, 0.3)) services.push(pick(random, OTHER_IMAGING));
  bill(chart, random, { day, setting: SETTINGS.hospital, diagnoses, services });
}

function hospitalClinic(chart: Chart, random: Random, day: Day): void {
  const diagnoses = withConditions(chart, random, pick(random, complaints(chart.age)));
  const services = [pick(random, OUTPATIENT_HOSPITAL), ...several(random, LAB, 0, 2)];
  bill(chart, random, { day, setting: SETTINGS.hospital, diagnoses, services });
}

function specialist(chart: Chart, random: Random, day: Day): void {
  const services = [pick(random, SPECIALIST_PROCEDURE)];
  if (chance(random, 0.6)) services.unshift(pick(random, OFFICE_VISIT));
  const diagnoses = withConditions(chart, random, pick(random, complaints(chart.age)));
  bill(chart, random, {
    day,
    setting: SETTINGS.office,
    diagnoses,
    services,
    clinician: clinician(random),
  });
}

function equipment(chart: Chart, random: Random, day: Day): void {
  bill(chart, random, {
    day,
    setting: SETTINGS.home,
    diagnoses: [oneOf(random, ['E119', 'G4733', 'J449'])],
    services: [pick(random, EQUIPMENT)],
    ordering: chart.doctor,
  });
}

function daySurgery(chart: Chart, random: Random, day: Day): void {
  const done = pick(random, DAY_SURGERY);
  const diagnoses = withConditions(chart, random, oneOf(random, ['Z1211', 'K219', 'H2513', 'M1711']));
  const surgeon = clinician(random);
  bill(chart, random, {
    day,
    setting: SETTINGS.surgeryCenter,
    diagnoses,
    services: [done],
    clinician: surgeon,
  });
  bill(chart, random, { day, setting: SETTINGS.hospital, diagnoses, services: [done], clinician: surgeon });
}

function hospitalStay(chart: Chart, random: Random): void {
  const admission = between(random, chart.first, chart.last);
  const days = between(random, 1, chart.age < 65 ? 6 : 9);
  const birth = chart.gender === 'female' && chart.age >= 18 && chart.age < 44 && chance(random, 0.7);
  const diagnosis = birth ? 'O80' : pick(random, STAY_REASONS);
  acuteStay(chart, random, {
    admission,
    days: birth ? 2 : days,
    diagnosis,
    fromEmergency: !birth && chance(random, 0.55),
    ...(birth ? { also: ['Z370'], procedure: '10E0XZZ' } : {}),
  });
  if (chart.age >= 75 && chance(random, CARE.nursingAfterStay)) {
    nursingStay(chart, random, admission + days, diagnosis);
  }
}
