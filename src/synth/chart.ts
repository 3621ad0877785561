/** A person's chart while it is being filled: the facts so far, and the claims written into it. */
import type { Day, PlanPeriod } from './calendar.js';
import { diagnosisOn } from './codes/routine.js';
import type { Service } from './codes/service.js';
import type { Setting } from './codes/setting.js';
import { CLAIMS, PEOPLE } from './mix.js';
import type {
  Claim,
  ClaimStatus,
  ClaimType,
  Coverage,
  Fill,
  Gender,
  Product,
  ServiceLine,
  Span,
  StayProcedure,
} from './person.js';
import { organization, practiceOf } from './provider.js';
import { between, chance, type Random, unit } from './random.js';

export interface Chart {
  readonly number: number;
  readonly gender: Gender;
  /** On 31 December of the plan's year. */
  readonly age: number;
  readonly product: Product;
  readonly period: PlanPeriod;
  /** The days on which the person can receive care: within the period, between birth and death. */
  readonly first: Day;
  readonly last: Day;
  readonly spans: readonly Span[];
  /** Long-term conditions, stated as secondary diagnoses. */
  readonly conditions: readonly string[];
  /** The family doctor. */
  readonly doctor: string;
  readonly claims: Claim[];
  readonly fills: Fill[];
}

export interface Encounter {
  readonly day: Day;
  readonly setting: Setting;
  /** The first is the principal one; a repeated code is stated once. */
  readonly diagnoses: readonly string[];
  readonly services: readonly Service[];
  /** Who treats; the family doctor by default. */
  readonly clinician?: string;
  /** Who referred the person, if not the one who treats. */
  readonly ordering?: string;
  /** The chance of a denial, if not the usual one. */
  readonly denied?: number;
  /** Added to every service. */
  readonly modifiers?: readonly string[];
  /** For stays: the last day, and what was done. */
  readonly discharge?: Day;
  readonly procedures?: readonly StayProcedure[];
}

const NOTHING: readonly never[] = [];

/** The number that the claim forms have room for. */
const MOST_DIAGNOSES: Readonly<Record<ClaimType, number>> = { professional: 12, institutional: 25 };

/** The medical coverage on a day, the primary payer's first; undefined on a day without coverage. */
export function coverageOn(spans: readonly Span[], day: Day): Coverage | undefined {
  for (const span of spans) if (span.medical && span.start <= day && day <= span.end) return span.coverage;
  return undefined;
}

/** Writes a claim into the chart, if the plan would receive it on that day. */
export function bill(chart: Chart, random: Random, encounter: Encounter): void {
  const { day } = encounter;
  if (day < chart.first || day > chart.last) return;
  let payer = coverageOn(chart.spans, day);
  if (payer === undefined) {
    if (!chance(random, CLAIMS.afterCoverage)) return;
    payer = chart.spans[0]?.coverage;
    if (payer === undefined) return;
  }
  const claim = claimOf(chart, random, encounter, payer);
  chart.claims.push(claim);
  if (payer.product === 'medicare') crossOver(chart, random, claim);
}

/** A Medicare and Medicaid member's claim that Medicaid also receives. */
function crossOver(chart: Chart, random: Random, claim: Claim): void {
  const second = chart.spans.find(
    (span) =>
      span.coverage.product === 'medicaid' &&
      span.medical &&
      span.start <= claim.start &&
      claim.start <= span.end,
  );
  if (second === undefined || !chance(random, PEOPLE.crossoverClaim)) return;
  // Medicaid receives it once, in its final version.
  chart.claims.push({
    ...claim,
    id: nextId(chart),
    coverage: second.coverage,
    billType: claim.replaced === undefined ? claim.billType : withFrequency(claim.billType, '1'),
    replaced: undefined,
  });
}

/** A bill type with another frequency; none on a professional claim. */
function withFrequency(billType: string, frequency: string): string {
  return billType === '' ? '' : billType.slice(0, 2) + frequency;
}

function nextId(chart: Chart): string {
  return `${chart.number}C${chart.claims.length + 1}`;
}

function claimOf(chart: Chart, random: Random, encounter: Encounter, coverage: Coverage): Claim {
  const { day, setting } = encounter;
  const id = nextId(chart);
  const facility = setting.type === 'institutional';
  const rendering = encounter.clinician ?? chart.doctor;
  const end = Math.min(encounter.discharge ?? day, chart.last);
  const stay = encounter.discharge !== undefined && facility;
  const status = statusOf(random, encounter.denied ?? CLAIMS.denied);
  const diagnoses = codedOn(day, encounter.diagnoses).slice(0, MOST_DIAGNOSES[setting.type]);
  const replaces = chance(random, CLAIMS.replacement);

  const lines: ServiceLine[] = [];
  for (const service of encounter.services) {
    lines.push(lineOf(random, lines.length + 1, service, encounter, stay, rendering, status));
  }
  return {
    id,
    type: setting.type,
    coverage,
    start: day,
    end,
    admission: stay ? day : undefined,
    discharge: stay ? end : undefined,
    billType: replaces ? withFrequency(setting.bill, '7') : setting.bill,
    status,
    adjudicated: end + between(random, 9, 45),
    diagnoses,
    procedures: encounter.procedures ?? NOTHING,
    billingNpi: facility ? organization(random) : practiceOf(rendering),
    attendingNpi: facility ? rendering : '',
    orderingNpi: encounter.ordering ?? '',
    lines,
    // A replacement most often corrects a missing diagnosis.
    replaced: replaces ? { id: `${id}R`, diagnoses: diagnoses.slice(0, 1) } : undefined,
  };
}

function lineOf(
  random: Random,
  number: number,
  service: Service,
  encounter: Encounter,
  stay: boolean,
  rendering: string,
  status: ClaimStatus,
): ServiceLine {
  const facility = encounter.setting.type === 'institutional';
  const price = service.cents * (facility && service.code !== '' ? 2.4 : 1);
  const allowed = Math.round(price * (0.8 + 0.45 * unit(random)));
  const rejected = status === 'denied' || status === 'voided';
  return {
    number,
    date: stay ? undefined : encounter.day,
    placeOfService: encounter.setting.place,
    revenue: facility ? service.revenue : '',
    procedure: service.code,
    modifiers: encounter.modifiers ?? service.modifiers,
    units: service.units,
    renderingNpi: facility && stay ? '' : rendering,
    charge: Math.round(allowed * (1.5 + unit(random))),
    allowed: rejected ? 0 : allowed,
    paid: status === 'paid' ? Math.round(allowed * 0.8) : 0,
  };
}

function statusOf(random: Random, denied: number): ClaimStatus {
  const draw = unit(random);
  if (draw < denied) return 'denied';
  if (draw < denied + CLAIMS.pending) return 'pending';
  if (draw < denied + CLAIMS.pending + CLAIMS.suspended) return 'suspended';
  return draw > 1 - CLAIMS.voided ? 'voided' : 'paid';
}

/** The diagnoses in the codes of the day, each stated once. */
function codedOn(day: Day, diagnoses: readonly string[]): string[] {
  const coded: string[] = [];
  for (const diagnosis of diagnoses) {
    const code = diagnosisOn(day, diagnosis);
    if (!coded.includes(code)) coded.push(code);
  }
  return coded;
}

/** A diagnosis followed by some of the long-term conditions. */
export function withConditions(chart: Chart, random: Random, principal: string): string[] {
  const diagnoses = [principal];
  for (const condition of chart.conditions) if (chance(random, 0.6)) diagnoses.push(condition);
  return diagnoses;
}
