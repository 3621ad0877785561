/** Images for back pain: which, when, on which claims, and with which diagnoses. */
import type { Day } from './calendar.js';
import { bill, type Chart, type Encounter } from './chart.js';
import { BESIDE_BACK_PAIN, CT, MRI, OTHER_REASONS_TO_IMAGE, RADIOGRAPH } from './codes/back.js';
import type { Service } from './codes/service.js';
import { SETTINGS } from './codes/setting.js';
import { CLAIMS, IMAGING } from './mix.js';
import { clinician } from './provider.js';
import { between, chance, pick, type Random, type Weighted, weighted } from './random.js';

type Modality = 'radiograph' | 'mri' | 'ct';
const modalities = weighted<Modality>(IMAGING.modality);
const timing = weighted<readonly [number, number]>(IMAGING.timing);
const STUDIES: Record<Modality, Weighted<Service>> = { radiograph: RADIOGRAPH, mri: MRI, ct: CT };

/** The study planned for an episode. */
export interface Study {
  readonly service: Service;
  readonly day: Day;
  /** It is on the claim of the first day's visit, as a separate line. */
  readonly onVisitClaim: boolean;
}

/** Decides whether an episode is imaged. `inOffice`: the place of the first visit has its own machine. */
export function planStudy(
  chart: Chart,
  random: Random,
  start: Day,
  place: keyof typeof IMAGING.byFirstVisit,
  inOffice: boolean,
): Study | undefined {
  const share = IMAGING.within90Days[chart.product] * IMAGING.byFirstVisit[place];
  if (place !== 'radiologyOnly' && !chance(random, share)) return undefined;
  const modality = pick(random, modalities);
  const [low, high] = pick(random, timing);
  const day = start + (place === 'radiologyOnly' ? 0 : between(random, low, high));
  const service = pick(random, STUDIES[modality]);
  const onVisitClaim =
    inOffice && modality === 'radiograph' && day === start && chance(random, IMAGING.onVisitClaim);
  return { service, day, onVisitClaim };
}

/** Bills a study on separate claims: the radiologist's and, for some, the hospital's. */
export function billStudy(chart: Chart, random: Random, study: Study, diagnosis: string): void {
  const diagnoses = reasons(random, diagnosis);
  const facility = chance(random, IMAGING.facilityToo);
  const common = {
    day: study.day,
    diagnoses,
    services: [study.service],
    ordering: chart.doctor,
    denied: CLAIMS.imagingDenied,
  } satisfies Partial<Encounter>;
  bill(chart, random, {
    ...common,
    setting: facility ? SETTINGS.hospitalDoctor : SETTINGS.office,
    clinician: clinician(random),
    ...(facility ? { modifiers: ['26'] } : {}),
  });
  if (facility) bill(chart, random, { ...common, setting: SETTINGS.hospital, modifiers: ['TC'] });
}

function reasons(random: Random, diagnosis: string): string[] {
  if (chance(random, IMAGING.otherDiagnosis)) return [pick(random, OTHER_REASONS_TO_IMAGE)];
  if (chance(random, IMAGING.secondPosition)) return [pick(random, BESIDE_BACK_PAIN), diagnosis];
  return [diagnosis];
}
