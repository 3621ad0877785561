import type { Period } from './dates.js';
import type { HealthCode } from './diagnoses.js';
import type { ClaimWarning } from './findings.js';

/** Loop 2000A and 2010AA. */
export interface Billing {
  readonly hl: string;
  npi: string;
  taxId: string;
  /** The entity of the last NM1: what follows an NM1 belongs to it. */
  entity: string;
}

/** Loop 2000B and 2010BA. */
export interface Subscriber {
  readonly hl: string;
  id: string;
  firstName: string;
  birthDate: number;
  gender: string;
  responsibility: string;
  relationship: string;
}

/** Loop 2000C and 2010CA. */
export interface Patient {
  /** False when HL02 names another subscriber than the one above. */
  readonly underItsSubscriber: boolean;
  firstName: string;
  birthDate: number;
  gender: string;
}

export interface DraftLine {
  readonly lx: string;
  readonly segment: number;
  raw: string;
  service: '' | 'SV1' | 'SV2';
  revenueCode: string;
  code: string;
  modifiers: readonly string[];
  charge: string;
  units: string;
  placeOfService: string;
  pointers: string;
  period: Period | undefined;
  badDate: boolean;
  renderingNpi: string;
  orderingNpi: string;
}

/** A claim while its segments come in: what they say, before any rule is applied. */
export interface Draft {
  readonly segment: number;
  readonly raw: string;
  readonly id: string;
  readonly charge: string;
  readonly facilityCode: string;
  readonly frequency: string;
  readonly separator: string;
  readonly billing: Billing | undefined;
  readonly subscriber: Subscriber | undefined;
  readonly patient: Patient | undefined;
  payerClaimNumber: string;
  clearinghouseNumber: string;
  medicalRecordNumber: string;
  otherPayers: number;
  statement: Period | undefined;
  /** DTP*472 on the claim: a habit from 4010, used where 434 is absent. */
  service: Period | undefined;
  admission: Period | undefined;
  dischargeHour: boolean;
  admitType: string;
  admitSource: string;
  dischargeStatus: string;
  renderingNpi: string;
  referringNpi: string;
  attendingNpi: string;
  facilityNpi: string;
  readonly codes: HealthCode[];
  readonly lines: DraftLine[];
  readonly warnings: Set<ClaimWarning>;
}

export function newLine(lx: string, segment: number): DraftLine {
  return {
    lx,
    segment,
    raw: '',
    service: '',
    revenueCode: '',
    code: '',
    modifiers: [],
    charge: '',
    units: '',
    placeOfService: '',
    pointers: '',
    period: undefined,
    badDate: false,
    renderingNpi: '',
    orderingNpi: '',
  };
}
