/** Codes of the conditions that justify immediate imaging for back pain: a few plausible ones for each. */
import { type Weighted, weighted } from '../random.js';
import { type Service, service } from './service.js';

export const CANCER: Weighted<string> = weighted([
  ['C50911', 13],
  ['C50912', 12],
  ['C61', 16],
  ['C3490', 7],
  ['C189', 7],
  ['C679', 4],
  ['C73', 4],
  ['C8590', 4],
  ['C44319', 7],
  ['C7951', 2],
  ['D0511', 3],
  ['D472', 3],
  ['Z853', 9],
  ['Z8546', 6],
  ['Z85038', 3],
  ['Z85828', 8],
]);

export const HIV: Weighted<string> = weighted([
  ['B20', 75],
  ['Z21', 25],
]);
/** Transplant status, and the operations themselves with the principal diagnosis of the stay. */
export const AFTER_TRANSPLANT: Weighted<string> = weighted([
  ['Z940', 70],
  ['Z944', 20],
  ['Z941', 10],
]);
export const TRANSPLANTS: Weighted<{ readonly procedure: string; readonly diagnosis: string }> = weighted([
  [{ procedure: '0TY00Z0', diagnosis: 'N186' }, 60],
  [{ procedure: '0TY10Z0', diagnosis: 'N186' }, 15],
  [{ procedure: '0FY00Z0', diagnosis: 'K7460' }, 17],
  [{ procedure: '02YA0Z0', diagnosis: 'I5022' }, 8],
]);

export const OSTEOPOROSIS: Weighted<string> = weighted([
  ['M810', 92],
  ['M818', 5],
  ['M8000XA', 3],
]);
export const OSTEOPOROSIS_INJECTION: Weighted<Service> = weighted([
  [service('J0897', 118000, '0636', [], 60), 62],
  [service('J3489', 9500, '0636', [], 5), 30],
  [service('J1740', 14500, '0636', [], 3), 4],
  [service('J3110', 9900, '0636', [], 2), 2],
  [service('J3111', 108000, '0636', [], 210), 2],
]);

export const SPONDYLOPATHY: Weighted<string> = weighted([
  ['M459', 50],
  ['M450', 10],
  ['M456', 15],
  ['M4816', 25],
]);

export const LUMBAR_SURGERY: Weighted<Service> = weighted([
  [service('63030', 101000, '0360'), 40],
  [service('63047', 117000, '0360'), 30],
  [service('22612', 168000, '0360'), 12],
  [service('22633', 199000, '0360'), 10],
  [service('22558', 156000, '0360'), 5],
  [service('62380', 92000, '0360'), 3],
]);
/** What the hospital codes for such an operation in a stay. */
export const LUMBAR_SURGERY_IN_HOSPITAL: Weighted<string> = weighted([
  ['0SB20ZZ', 50],
  ['0SB40ZZ', 20],
  ['0SG00A0', 20],
  ['0SG10A0', 10],
]);

export const DRUG_USE: Weighted<string> = weighted([
  ['F1120', 50],
  ['F1110', 12],
  ['F1420', 6],
  ['F1410', 5],
  ['F1510', 8],
  ['F1520', 10],
  ['F1320', 4],
  ['F1123', 5],
]);

export const NEUROLOGIC: Weighted<string> = weighted([
  ['R262', 62],
  ['M48062', 28],
  ['G834', 3],
  ['K592', 3],
  ['R292', 4],
]);

export const SPINAL_INFECTION: Weighted<string> = weighted([
  ['M4626', 50],
  ['M4646', 20],
  ['G061', 20],
  ['M4636', 10],
]);

export const TRAUMA: Weighted<string> = weighted([
  ['S93401A', 16],
  ['S61411A', 10],
  ['S0083XA', 6],
  ['S0990XA', 10],
  ['S060X0A', 7],
  ['S52501A', 6],
  ['S82841A', 3],
  ['S8001XA', 7],
  ['S8002XA', 5],
  ['S83511A', 3],
  ['S63501A', 8],
  ['S92001A', 2],
  ['S20219A', 6],
  ['S134XXA', 7],
  ['S43401A', 4],
]);
/** Injuries that accompany back pain. */
export const BACK_TRAUMA: Weighted<string> = weighted([
  ['S300XXA', 40],
  ['S20219A', 15],
  ['S134XXA', 25],
  ['S32010A', 10],
  ['G8911', 10],
]);

export const FRAGILITY_FRACTURE: Weighted<string> = weighted([
  ['M8008XA', 55],
  ['M8088XA', 15],
  ['M4846XA', 10],
  ['M4856XA', 10],
  ['M84359A', 10],
]);

export const HOSPICE_DAY: Weighted<Service> = weighted([
  [service('Q5001', 21000, '0651'), 60],
  [service('Q5003', 20500, '0651'), 20],
  [service('Q5004', 20500, '0651'), 12],
  [service('T2042', 20500, '0651'), 8],
]);

export const PALLIATIVE: Weighted<Service> = weighted([
  [service('99349', 13000), 60],
  [service('G9054', 4000), 25],
  [service('M1017', 1), 15],
]);

export const FRAILTY_DIAGNOSES: Weighted<string> = weighted([
  ['R531', 20],
  ['M6281', 20],
  ['R2689', 14],
  ['R5381', 12],
  ['R54', 4],
  ['R634', 6],
  ['R64', 3],
  ['Z9181', 9],
  ['W19XXXA', 6],
  ['L89153', 3],
  ['Z993', 3],
]);
export const FRAILTY_SERVICES: Weighted<Service> = weighted([
  [service('E0143', 9200, '0290'), 28],
  [service('E0163', 7900, '0290', ['RR']), 9],
  [service('E0260', 9900, '0290', ['RR']), 9],
  [service('E0431', 2300, '0290', ['RR']), 18],
  [service('G0299', 4200, '0551'), 20],
  [service('T1019', 600, '0570', [], 8), 16],
]);

export const ADVANCED_ILLNESS: Weighted<string> = weighted([
  ['I509', 24],
  ['I5032', 12],
  ['I5022', 12],
  ['I110', 8],
  ['N186', 8],
  ['J439', 9],
  ['J9611', 8],
  ['G309', 8],
  ['F0390', 5],
  ['K7460', 3],
  ['G35', 3],
]);
