import type { Day } from '../../../src/timeline/day.js';
import type {
  Claim,
  ClaimLine,
  CodeSystem,
  EnrollmentSpan,
  Fill,
  LineCode,
  ListedCode,
  Person,
} from '../../../src/timeline/person.js';

/** 2024-02-29 as days since 1970-01-01, by the platform's calendar instead of the product's. */
export function day(iso: string): Day {
  const millis = Date.parse(`${iso}T00:00:00Z`);
  if (Number.isNaN(millis)) throw new Error(`not a date: ${iso}`);
  return millis / 86_400_000;
}

export function listed(system: CodeSystem, code: string, ...sets: readonly string[]): ListedCode {
  return { system, code, sets };
}

export const BACK_PAIN = listed('ICD10CM', 'M5450', 'Uncomplicated Low Back Pain');
export const VISIT = listed('CPT', '99213', 'Outpatient');
export const RADIOGRAPH = listed('CPT', '72100', 'Imaging Study');
export const BED = listed('UBREV', '0120', 'Inpatient Stay');

export function principal(code: ListedCode): LineCode {
  return { listed: code, position: 1, ownDate: null };
}

export function further(code: ListedCode): LineCode {
  return { listed: code, position: 2, ownDate: null };
}

export function other(code: ListedCode, ownDate: Day | null = null): LineCode {
  return { listed: code, position: 0, ownDate };
}

/** A code as it would stand on a line: a diagnosis in second place, anything else without a place. */
export function stated(code: ListedCode): LineCode {
  return code.system === 'ICD10CM' ? further(code) : other(code);
}

export function line(serviceDate: Day, codes: readonly LineCode[], rest: Partial<ClaimLine> = {}): ClaimLine {
  return {
    number: '1',
    serviceDate,
    placeOfService: '11',
    status: 'paid',
    codes,
    procedureCode: codes.find(({ listed: { system } }) => system === 'CPT')?.listed.code ?? '',
    revenueCode: codes.find(({ listed: { system } }) => system === 'UBREV')?.listed.code ?? '',
    source: 'claims.csv',
    locator: '',
    facts: null,
    ...rest,
  };
}

export function claim(id: string, lines: readonly ClaimLine[], rest: Partial<Claim> = {}): Claim {
  const dates = lines.map(({ serviceDate }) => serviceDate);
  return {
    id,
    start: dates.length === 0 ? null : Math.min(...dates),
    end: dates.length === 0 ? null : Math.max(...dates),
    admission: null,
    discharge: null,
    lines,
    ...rest,
  };
}

/** An office visit for low back pain. */
export function visit(date: Day, id = 'V'): Claim {
  return claim(id, [line(date, [principal(BACK_PAIN), other(VISIT)])]);
}

/** A claim of one line that carries a code and nothing else. */
export function record(date: Day, code: ListedCode, id = 'R'): Claim {
  return claim(id, [line(date, [stated(code)])]);
}

export function fill(dispensed: Day, drug: ListedCode, daysSupply: number | null, id = 'F'): Fill {
  return { claimId: id, lineNumber: '1', dispensed, drug, daysSupply, source: 'rx.csv', locator: '' };
}

export function span(start: Day, end: Day, rest: Partial<EnrollmentSpan> = {}): EnrollmentSpan {
  return {
    start,
    end,
    productLine: 'commercial',
    medicalBenefit: true,
    plan: '',
    further: [],
    source: 'e.csv',
    locator: '',
    ...rest,
  };
}

export const EMPTY: Person = {
  id: 'P',
  sex: '',
  birth: null,
  deaths: [],
  hospice: [],
  spans: [],
  claims: [],
  fills: [],
};

/** Someone of forty with commercial cover for years and one visit, who is in the denominator of any year. */
export function member(iesd: string, rest: Partial<Person> = {}): Person {
  const index = day(iesd);
  const year = Number(iesd.slice(0, 4));
  const { claims = [], ...others } = rest;
  return {
    ...EMPTY,
    birth: day(`${year - 40}-06-15`),
    spans: [span(index - 1000, index + 1000)],
    ...others,
    claims: [visit(index), ...claims],
  };
}
