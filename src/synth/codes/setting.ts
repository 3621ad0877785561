/** Where care takes place, as a claim states it: claim form, place of service, facility type. */
import type { ClaimType } from '../person.js';

export interface Setting {
  readonly type: ClaimType;
  /** Two digits; empty on an institutional claim. */
  readonly place: string;
  /** Facility type and frequency; empty on a professional claim. */
  readonly bill: string;
}

function professional(place: string): Setting {
  return { type: 'professional', place, bill: '' };
}
function institutional(bill: string): Setting {
  return { type: 'institutional', place: '', bill };
}

export const SETTINGS = {
  office: professional('11'),
  home: professional('12'),
  telehealth: professional('02'),
  telehealthAtHome: professional('10'),
  urgentCare: professional('20'),
  inpatientDoctor: professional('21'),
  hospitalDoctor: professional('22'),
  emergencyDoctor: professional('23'),
  surgeryCenter: professional('24'),
  nursingFacility: professional('31'),
  independentLab: professional('81'),
  hospital: institutional('131'),
  stay: institutional('111'),
  skilledNursing: institutional('211'),
  homeHealth: institutional('329'),
  hospice: institutional('811'),
} as const satisfies Record<string, Setting>;
