import { type Weighted, weighted } from '../random.js';

/*
 * Codes of hospital activity in England as found in extracts, with approximate frequencies. OPCS-4 for
 * procedures, ICD-10 for diagnoses; bare codes.
 */

/** One intervention of an attendance or an episode: its main code, and the codes that qualify it. */
export type Intervention = readonly string[];

/** Interventions at outpatient attendances. */
export const AT_ATTENDANCE: Weighted<Intervention> = weighted<Intervention>([
  [['X621'], 18],
  [['X622'], 9],
  [['X623'], 4],
  [['X629'], 6],
  [['C872', 'Z943'], 3],
  [['C873'], 4],
  [['U191'], 3],
  [['U201', 'Y981'], 5],
  [['S571', 'Z504'], 3],
  [['M459'], 2],
  [['G451', 'Z274'], 1],
  [['D072', 'Z942'], 3],
  [['F102', 'Y736'], 1],
  [['Q018'], 1],
  [['X352'], 2],
  // Imaging, of the back and of other places.
  [['U212', 'Y981', 'Z924'], 2.4],
  [['U211', 'Y981', 'Z846', 'Z943'], 1.8],
  [['U133', 'Y981', 'Z846', 'Z942'], 1],
  [['U135', 'Y981', 'Z822', 'Z943'], 1.4],
  [['U216', 'Y981', 'Z301'], 1.6],
  [['U082', 'Y981'], 1.2],
  [['U071', 'Y981'], 0.8],
  [['U051', 'Y981'], 1],
  [['U052', 'Y981'], 0.4],
  [['U055', 'Y981'], 1.3],
  [['U054', 'Y981'], 0.3],
  [['U055', 'Y982', 'Z665'], 0.6],
  [['U133', 'Y981', 'Z665'], 0.5],
  [['U211', 'Y981', 'O162'], 0.4],
  [['U135', 'Y981', 'Z665'], 0.3],
]);

/** Interventions during a stay. */
export const DURING_STAY: Weighted<Intervention> = weighted<Intervention>([
  [['X403', 'Y981'], 5],
  [['G459', 'Z274'], 6],
  [['H229', 'Z284'], 5],
  [['C712', 'C751', 'Z942'], 5],
  [['X721'], 6],
  [['X292'], 3],
  [['W401', 'Z943'], 1.5],
  [['W371', 'Z942'], 1.5],
  [['E851', 'T124'], 0.5],
  [['R241'], 2],
  [['R178', 'Y532'], 1.5],
  [['M459', 'Y767'], 2],
  [['K633', 'Y534', 'Z941'], 1.5],
  [['V544', 'Z675', 'Y53'], 0.6],
  [['A521', 'Z675'], 0.7],
  // Imaging, of the back and of other places.
  [['U212', 'Y982', 'Z924', 'Y973'], 5],
  [['U211', 'Y981', 'Z013'], 1.5],
  [['U216', 'Y981', 'Z301'], 1.5],
  [['U071', 'Y981'], 1.5],
  [['U051', 'Y981'], 2],
  [['U055', 'Y981'], 0.4],
  [['U054', 'Y981'], 0.2],
  [['U212', 'Y981', 'Z665'], 0.2],
  [['U211', 'Y981', 'O162'], 0.15],
  [['U133', 'Y981', 'Z665'], 0.1],
  [['U135', 'Y981', 'Z846'], 0.8],
]);

/** Main diagnoses. */
export const MAIN: Weighted<string> = weighted([
  ['M545', 4],
  ['M544', 1.5],
  ['M511', 1.2],
  ['R69X', 6],
  ['I10X', 4],
  ['E119', 5],
  ['J189', 5],
  ['N390', 4],
  ['H269', 5],
  ['K219', 3],
  ['R074', 4],
  ['I500', 3],
  ['S720', 2],
  ['O800', 3],
  ['Z380', 4],
  ['M179', 3],
  ['K409', 2],
  ['G35X', 0.6],
  ['C509', 2.5],
  ['C61X', 2],
  ['C189', 1.5],
  ['C349', 1.4],
  ['C900', 1],
  ['C829', 0.6],
  ['D051', 0.4],
  ['D126', 1.5],
  ['D229', 0.6],
  ['D369', 0.2],
  ['D45X', 0.3],
  ['D469', 0.5],
  ['D649', 1],
]);

/** Further diagnoses; some followed by a dagger or asterisk mark. */
export const FURTHER: Weighted<string> = weighted([
  ['I10X', 12],
  ['E119', 6],
  ['Z864', 4],
  ['Z867', 3],
  ['N183', 3],
  ['J449', 3],
  ['I48X', 3],
  ['F329', 2],
  ['M545', 1.5],
  ['Z853', 1],
  ['C795', 0.7],
  ['C787', 0.5],
  ['C773', 0.4],
  ['E113D', 0.6],
  ['H360A', 0.6],
  ['M4950A', 0.05],
  ['D630A', 0.3],
  ['D509', 1],
  ['W190', 1.5],
]);
