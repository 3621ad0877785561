/** Stays in a hospital or a nursing facility: the institutional claim, and the doctors' claims within it. */
import type { Day } from './calendar.js';
import { bill, type Chart, withConditions } from './chart.js';
import {
  ACUTE_ROOM,
  ANCILLARY,
  EMERGENCY_VISIT,
  INPATIENT_VISIT,
  type Service,
  service,
} from './codes/service.js';
import { SETTINGS } from './codes/setting.js';
import { clinician } from './provider.js';
import { between, chance, pick, type Random } from './random.js';

export interface Stay {
  readonly admission: Day;
  readonly days: number;
  readonly diagnosis: string;
  /** Other diagnoses, stated before the long-term conditions. */
  readonly also?: readonly string[];
  readonly fromEmergency: boolean;
  /** ICD-10-PCS, done the day after admission. */
  readonly procedure?: string;
  /** What the surgeon bills. */
  readonly surgery?: Service;
}

const ADMISSION = service('99222', 14000);
const DISCHARGE = service('99238', 8000);

/** An acute stay. */
export function acuteStay(chart: Chart, random: Random, stay: Stay): void {
  const discharge = stay.admission + stay.days;
  const [principal, ...conditions] = withConditions(chart, random, stay.diagnosis);
  const diagnoses = [principal ?? stay.diagnosis, ...(stay.also ?? []), ...conditions];
  const room = pick(random, ACUTE_ROOM);
  const services: Service[] = [
    { ...room, units: Math.max(1, stay.days), cents: room.cents * Math.max(1, stay.days) },
  ];
  const extras = between(random, 2, 6);
  for (let item = 0; item < extras; item++) services.push(pick(random, ANCILLARY));
  if (stay.fromEmergency) services.push(pick(random, EMERGENCY_VISIT));
  const surgeryDay = Math.min(stay.admission + 1, discharge);
  bill(chart, random, {
    day: stay.admission,
    setting: SETTINGS.stay,
    diagnoses,
    services,
    discharge,
    ...(stay.procedure === undefined ? {} : { procedures: [{ code: stay.procedure, date: surgeryDay }] }),
  });

  const doctor = clinician(random);
  const visit = (day: Day, done: Service): void =>
    bill(chart, random, {
      day,
      setting: SETTINGS.inpatientDoctor,
      diagnoses: diagnoses.slice(0, 3),
      services: [done],
      clinician: doctor,
    });
  visit(stay.admission, ADMISSION);
  for (let day = stay.admission + 1; day < discharge; day++) visit(day, pick(random, INPATIENT_VISIT));
  visit(discharge, DISCHARGE);
  if (stay.surgery !== undefined) visit(surgeryDay, stay.surgery);
}

const NURSING_ROOM = service('', 45000, '0191');
const REHABILITATION = service('', 9000, '0420');

/** A skilled nursing stay, as a single claim. */
export function nursingStay(chart: Chart, random: Random, from: Day, diagnosis: string): void {
  const days = between(random, 8, 35);
  const services = [{ ...NURSING_ROOM, units: days, cents: NURSING_ROOM.cents * days }];
  if (chance(random, 0.8)) services.push(REHABILITATION);
  bill(chart, random, {
    day: from,
    setting: SETTINGS.skilledNursing,
    diagnoses: withConditions(chart, random, diagnosis),
    services,
    discharge: from + days,
  });
}
