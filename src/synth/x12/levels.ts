/** The tree of an 837: billing provider (HL 20), subscriber (HL 22), patient who is not the subscriber (HL 23). */
import type { Coverage, Product } from '../person.js';
import { capitals, date } from './element.js';
import type { Patient, Submission } from './submission.js';

/**
 * The writer's position in the tree: a claim opens only the levels that differ from those of the previous
 * claim.
 */
export interface Levels {
  /** HL01 of the last level. */
  last: number;
  billingHl: number;
  billingNpi: string;
  subscriberHl: number;
  subscriber: string;
  patient: number | undefined;
}

export function newLevels(): Levels {
  return { last: 0, billingHl: 0, billingNpi: '', subscriberHl: 0, subscriber: '', patient: undefined };
}

const FILING_CODES: Readonly<Record<Product, string>> = { commercial: 'CI', medicaid: 'MC', medicare: '16' };

/** Adds the levels above a claim. */
export function addLevels(segments: string[], levels: Levels, { claim, patient }: Submission): void {
  const { coverage, billingNpi } = claim;
  if (levels.billingNpi !== billingNpi) {
    levels.billingNpi = billingNpi;
    levels.billingHl = ++levels.last;
    levels.subscriber = '';
    addBillingProvider(segments, levels.last, billingNpi);
  }
  const dependent = coverage.relation !== 'self';
  // A subscriber who is the patient has a level without children, so a dependent's claim needs another.
  const subscriber = `${coverage.subscriberId}/${coverage.plan}/${dependent}`;
  if (levels.subscriber !== subscriber) {
    levels.subscriber = subscriber;
    levels.subscriberHl = ++levels.last;
    levels.patient = undefined;
    segments.push(`HL*${levels.last}*${levels.billingHl}*22*${dependent ? 1 : 0}`);
    addSubscriber(segments, coverage, patient, dependent);
  }
  if (dependent && levels.patient !== patient.number) {
    levels.patient = patient.number;
    segments.push(`HL*${++levels.last}*${levels.subscriberHl}*23*0`);
    segments.push(coverage.relation === 'spouse' ? 'PAT*01' : 'PAT*19');
    segments.push(`NM1*QC*1*${capitals(patient.lastName)}*${capitals(patient.firstName)}`);
    addPersonFacts(segments, patient);
  }
}

function addBillingProvider(segments: string[], hl: number, npi: string): void {
  segments.push(
    `HL*${hl}**20*1`,
    `NM1*85*2*EXAMPLE PROVIDER ${npi.slice(1, 9)}*****XX*${npi}`,
    'N3*1 EXAMPLE PLAZA',
    'N4*EXAMPLE CITY*NY*100010001',
    `REF*EI*99${npi.slice(2, 9)}`,
  );
}

function addSubscriber(segments: string[], coverage: Coverage, patient: Patient, dependent: boolean): void {
  const firstName = dependent ? patient.subscriberFirstName : patient.firstName;
  const name = `${capitals(patient.lastName)}*${capitals(firstName)}`;
  segments.push(
    `SBR*P*${dependent ? '' : '18'}**${capitals(coverage.plan)}*****${FILING_CODES[coverage.product]}`,
    `NM1*IL*1*${name}****MI*${coverage.subscriberId}`,
  );
  if (!dependent) addPersonFacts(segments, patient);
  segments.push(`NM1*PR*2*${capitals(coverage.payer)}*****PI*EXAMPLE`);
}

function addPersonFacts(segments: string[], patient: Patient): void {
  segments.push(
    'N3*1 EXAMPLE STREET',
    'N4*EXAMPLE CITY*NY*10001',
    `DMG*D8*${date(patient.birth)}*${patient.gender === 'female' ? 'F' : 'M'}`,
  );
}
