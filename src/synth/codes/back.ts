/** Codes of low back pain: diagnoses, and the services of those who treat and image it. */
import { type Weighted, weighted } from '../random.js';
import { type Service, service } from './service.js';

/** What doctors write, roughly in the order of public tables of ICD-10 use. */
export const BACK_DIAGNOSES: Weighted<string> = weighted([
  ['M5450', 34],
  ['M5459', 13],
  ['M5416', 11],
  ['M5441', 5],
  ['M5442', 5],
  ['M5431', 3],
  ['M5432', 3],
  ['M5417', 2],
  ['S39012A', 7],
  ['S335XXA', 2],
  ['M51369', 2],
  ['M51360', 2],
  ['M51362', 1],
  ['M51379', 1],
  ['M5126', 2],
  ['M5116', 1.5],
  ['M5127', 1],
  ['M47816', 2.5],
  ['M47817', 1],
  ['M4726', 0.7],
  ['M48061', 1.5],
  ['M533', 1.5],
  ['M5489', 0.7],
  ['M549', 2.5],
  ['M5386', 0.5],
  ['M5451', 0.3],
]);

/** What chiropractors write first. */
export const CHIROPRACTIC_DIAGNOSES: Weighted<string> = weighted([
  ['M9903', 62],
  ['M5450', 17],
  ['M9904', 11],
  ['M5459', 6],
  ['M5416', 4],
]);

/** Diagnoses stated alongside it; none of them is low back pain. */
export const BESIDE_BACK_PAIN: Weighted<string> = weighted([
  ['M62830', 30],
  ['M542', 18],
  ['M546', 12],
  ['G8929', 15],
  ['M25551', 10],
  ['M79604', 8],
  ['R202', 7],
]);

/** Reasons for an image of the spine other than low back pain. */
export const OTHER_REASONS_TO_IMAGE: Weighted<string> = weighted([
  ['R109', 4],
  ['M25551', 3],
  ['M546', 2],
  ['Z0189', 1],
]);

export const MANIPULATION: Weighted<Service> = weighted([
  [service('98941', 4300, '0940', ['AT']), 60],
  [service('98940', 3000, '0940', ['AT']), 33],
  [service('98942', 5600, '0940', ['AT']), 7],
]);

export const OSTEOPATHIC: Service = service('98926', 4400);

export const THERAPY_EVALUATION: Weighted<Service> = weighted([
  [service('97161', 10100, '0424', ['GP']), 60],
  [service('97162', 10100, '0424', ['GP']), 35],
  [service('97163', 10100, '0424', ['GP']), 5],
]);

export const THERAPY: Weighted<Service> = weighted([
  [service('97110', 3100, '0421', ['GP'], 2), 45],
  [service('97140', 2900, '0421', ['GP']), 30],
  [service('97112', 3500, '0421', ['GP']), 15],
  [service('97124', 2900, '0421', ['GP']), 5],
  [service('97014', 1400, '0421', ['GP']), 5],
]);

export const INJECTION: Service = service('62323', 26000, '0361');

/** By telephone: codes until 2024, and the one that replaced them. */
export const TELEPHONE: Weighted<Service> = weighted([
  [service('99442', 9000), 50],
  [service('99441', 5600), 35],
  [service('99443', 12700), 15],
]);
export const TELEPHONE_SINCE_2025: Service = service('98016', 1600);

export const ONLINE: Weighted<Service> = weighted([
  [service('99421', 1500), 50],
  [service('99422', 2900), 35],
  [service('99423', 4700), 15],
]);

export const RADIOGRAPH: Weighted<Service> = weighted([
  [service('72100', 4000, '0320'), 60],
  [service('72110', 5400, '0320'), 29],
  [service('72114', 6500, '0320'), 3],
  [service('72120', 4100, '0320'), 1.5],
  [service('72220', 3200, '0320'), 3],
  [service('72020', 2500, '0320'), 2],
  [service('72082', 7400, '0320'), 1],
  [service('72202', 3900, '0320'), 0.5],
]);

export const MRI: Weighted<Service> = weighted([
  [service('72148', 22500, '0612'), 86],
  [service('72158', 37500, '0612'), 12],
  [service('72149', 32500, '0612'), 2],
]);

export const CT: Weighted<Service> = weighted([
  [service('72131', 17500, '0352'), 88],
  [service('72132', 24500, '0352'), 10],
  [service('72133', 29500, '0352'), 2],
]);
