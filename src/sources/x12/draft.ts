import type { Period } from './dates.js';
import type { HealthCode } from './diagnoses.js';
import type { ClaimWarning } from './findings.js';

/** Loop 2000A and 2010AA. */
export interface Billing {
  readonly hl: string;
  npi: string;
  taxId: string;
  /** The entity of the last NM1, packed: what follows an NM1 belongs to it. */
  entity: number;
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
  /** LX01, or 0 where it is no number. */
  readonly lx: number;
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
  /** The component separator of its composites, as a character code. */
  readonly separator: number;
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
  readonly warnings: ClaimWarning[];
}

const NO_MODIFIERS: readonly string[] = [];

export function newLine(lx: number, segment: number): DraftLine {
  return {
    lx,
    segment,
    raw: '',
    service: '',
    revenueCode: '',
    code: '',
    modifiers: NO_MODIFIERS,
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

/** Notes a warning, once per claim. */
export function warnOnce(draft: Draft, warning: ClaimWarning): void {
  if (!draft.warnings.includes(warning)) draft.warnings.push(warning);
}
