/**
 * Services as they are billed: a code, a usual allowed amount and a revenue code for institutional claims. Bare
 * CPT and HCPCS codes, chosen from public fee tables for plausibility; amounts are of the right order only.
 */
import { type Weighted, weighted } from '../random.js';

export interface Service {
  readonly code: string;
  /** Four digits, used where the claim is institutional. */
  readonly revenue: string;
  /** A usual allowed amount, in cents. */
  readonly cents: number;
  readonly modifiers: readonly string[];
  readonly units: number;
}

const NO_MODIFIERS: readonly string[] = [];

/** A service; `revenue` defaults to a clinic visit. */
export function service(
  code: string,
  cents: number,
  revenue = '0510',
  modifiers: readonly string[] = NO_MODIFIERS,
  units = 1,
): Service {
  return { code, revenue, cents, modifiers, units };
}

export const OFFICE_VISIT: Weighted<Service> = weighted([
  [service('99213', 9200), 45],
  [service('99214', 13000), 34],
  [service('99212', 5700), 5],
  [service('99203', 11200), 7],
  [service('99204', 16800), 5],
  [service('99215', 18200), 2],
  [service('99202', 7400), 1.5],
  [service('99211', 2400), 0.5],
]);

export const PREVENTIVE_ADULT: Weighted<Service> = weighted([
  [service('99396', 13500), 40],
  [service('99395', 12500), 35],
  [service('99386', 16000), 12],
  [service('99385', 14500), 13],
]);

export const PREVENTIVE_OLDER: Weighted<Service> = weighted([
  [service('G0439', 13200), 65],
  [service('G0438', 17000), 12],
  [service('99397', 14200), 18],
  [service('G0402', 16500), 5],
]);

export const PREVENTIVE_CHILD: Weighted<Service> = weighted([
  [service('99392', 11000), 35],
  [service('99393', 11000), 30],
  [service('99394', 12000), 25],
  [service('99391', 10500), 10],
]);

export const EMERGENCY_VISIT: Weighted<Service> = weighted([
  [service('99283', 7200, '0450'), 40],
  [service('99284', 12400, '0450'), 35],
  [service('99282', 4200, '0450'), 10],
  [service('99285', 18100, '0450'), 14],
  [service('99281', 2200, '0450'), 1],
]);

export const LAB: Weighted<Service> = weighted([
  [service('80053', 1400, '0300'), 18],
  [service('85025', 1000, '0300'), 18],
  [service('80061', 1800, '0300'), 12],
  [service('83036', 1300, '0300'), 9],
  [service('84443', 2300, '0300'), 9],
  [service('36415', 400, '0300'), 14],
  [service('81001', 450, '0300'), 6],
  [service('87880', 1600, '0300'), 4],
  [service('87086', 1100, '0300'), 4],
  [service('82306', 4000, '0300'), 3],
  [service('87591', 4300, '0300'), 3],
  [service('80048', 1100, '0300'), 5],
]);

/** Imaging of anything but the lower spine: near misses for a measure of the spine. */
export const OTHER_IMAGING: Weighted<Service> = weighted([
  [service('71046', 3200, '0324'), 30],
  [service('77067', 13500, '0403'), 22],
  [service('73562', 3600, '0320'), 9],
  [service('73030', 3300, '0320'), 8],
  [service('73610', 3300, '0320'), 7],
  [service('76700', 11500, '0402'), 6],
  [service('70450', 12500, '0351'), 5],
  [service('74177', 28000, '0352'), 5],
  [service('72040', 3900, '0320'), 3],
  [service('73721', 24000, '0610'), 3],
  [service('70551', 23000, '0611'), 2],
]);

export const VACCINE: Weighted<Service> = weighted([
  [service('90471', 2100, '0771'), 40],
  [service('90686', 2200, '0636'), 25],
  [service('90715', 4000, '0636'), 8],
  [service('90460', 2300, '0771'), 15],
  [service('90707', 9100, '0636'), 6],
  [service('90662', 6900, '0636'), 6],
]);

export const BEHAVIORAL: Weighted<Service> = weighted([
  [service('90837', 14500, '0914'), 50],
  [service('90834', 9900, '0914'), 30],
  [service('90791', 16500, '0914'), 8],
  [service('90853', 2700, '0915'), 12],
]);

export const SPECIALIST_PROCEDURE: Weighted<Service> = weighted([
  [service('93000', 1700, '0730'), 22],
  [service('92014', 12500), 16],
  [service('17110', 11200), 8],
  [service('11102', 10200), 6],
  [service('20610', 6200, '0361'), 10],
  [service('94010', 2700, '0460'), 6],
  [service('69210', 4900), 7],
  [service('95117', 1300), 10],
  [service('93306', 20500, '0480'), 7],
  [service('96372', 1500), 8],
]);

export const DAY_SURGERY: Weighted<Service> = weighted([
  [service('45378', 36000, '0750'), 30],
  [service('45380', 43000, '0750'), 25],
  [service('43239', 38000, '0750'), 18],
  [service('66984', 54000, '0490'), 17],
  [service('29881', 52000, '0360'), 10],
]);

export const OUTPATIENT_HOSPITAL: Weighted<Service> = weighted([
  [service('G0463', 11500, '0510'), 60],
  [service('96365', 7000, '0260'), 10],
  [service('94060', 5800, '0460'), 10],
  [service('93017', 7100, '0482'), 10],
  [service('90999', 24000, '0821'), 10],
]);

export const EQUIPMENT: Weighted<Service> = weighted([
  [service('A4253', 2800), 35],
  [service('E0601', 4500, '0290', ['RR']), 25],
  [service('A7038', 900), 20],
  [service('L3908', 4900), 20],
]);

export const INPATIENT_VISIT: Weighted<Service> = weighted([
  [service('99232', 7900), 55],
  [service('99233', 11900), 25],
  [service('99231', 4900), 20],
]);

export const ANCILLARY: Weighted<Service> = weighted([
  [service('', 61000, '0250'), 25],
  [service('', 33000, '0300'), 25],
  [service('', 24000, '0270'), 15],
  [service('', 41000, '0320'), 10],
  [service('', 72000, '0360'), 10],
  [service('', 16000, '0730'), 8],
  [service('', 19000, '0420'), 7],
]);

/** Rooms of an acute hospital, by the day. */
export const ACUTE_ROOM: Weighted<Service> = weighted([
  [service('', 210000, '0120'), 55],
  [service('', 230000, '0110'), 20],
  [service('', 390000, '0200'), 9],
  [service('', 290000, '0206'), 8],
  [service('', 180000, '0121'), 4],
  [service('', 170000, '0124'), 4],
]);
