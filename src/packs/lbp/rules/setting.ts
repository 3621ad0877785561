import type { ClaimLine } from '../../../timeline/person.js';

/** Where a service was provided, as far as its line states it (docs/outputs.md, "Settings"). */
export type Setting =
  | 'office'
  | 'emergency'
  | 'urgent_care'
  | 'outpatient_hospital'
  | 'chiropractic_therapy'
  | 'telehealth'
  | 'other';

/** What the setting is derived from. */
export interface PlaceOfLine extends Pick<ClaimLine, 'placeOfService' | 'revenueCode' | 'procedureCode'> {
  /** Four digits, or empty. */
  readonly billType: string;
}

/**
 * What identifies a setting. The first match decides: therapy in an emergency department counts as emergency.
 */
interface Signs {
  readonly setting: Setting;
  readonly places: readonly string[];
  readonly revenue: RegExp | null;
  /** For chiropractic and therapy, which have no dedicated place of service. */
  readonly procedures: RegExp | null;
  /** Matches the first three of four digits, which begin with a zero. */
  readonly billTypes: RegExp | null;
}

const SIGNS: readonly Signs[] = [
  { setting: 'telehealth', places: ['02', '10'], revenue: /^0780$/, procedures: null, billTypes: null },
  {
    setting: 'urgent_care',
    places: ['20'],
    revenue: /^(0456|0516|0526)$/,
    procedures: null,
    billTypes: null,
  },
  { setting: 'emergency', places: ['23'], revenue: /^(045\d|0981)$/, procedures: null, billTypes: null },
  {
    setting: 'chiropractic_therapy',
    places: ['62'],
    revenue: /^(042\d|043\d|0977|0978)$/,
    procedures: /^(9894[0-3]|97[0-7]\d\d)$/,
    billTypes: /^07[45]/,
  },
  {
    setting: 'outpatient_hospital',
    places: ['19', '22'],
    revenue: /^051\d$/,
    procedures: null,
    billTypes: /^0(13|14|83|85)/,
  },
  {
    setting: 'office',
    places: ['11', '17', '49', '50', '71', '72'],
    revenue: /^052\d$/,
    procedures: null,
    billTypes: /^07[137]/,
  },
];

/**
 * The setting of a line by its place of service, revenue code, procedure and bill type; null if it states no
 * place, revenue code or bill type, and its procedure does not identify one. `settingOf` of place 23 is
 * `emergency`; of 72100 with bill type 0131 `outpatient_hospital`; of place 21, which has no separate
 * setting, `other`.
 */
export function settingOf(line: PlaceOfLine): Setting | null {
  const found = SIGNS.find((signs) => fits(line, signs));
  if (found !== undefined) return found.setting;
  const isStated = line.placeOfService !== '' || line.revenueCode !== '' || line.billType !== '';
  return isStated ? 'other' : null;
}

function fits(line: PlaceOfLine, { places, revenue, procedures, billTypes }: Signs): boolean {
  return (
    places.includes(line.placeOfService) ||
    revenue?.test(line.revenueCode) === true ||
    procedures?.test(line.procedureCode) === true ||
    billTypes?.test(line.billType) === true
  );
}
