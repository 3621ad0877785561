import type { JudgedLine } from '../../../src/packs/policy/decision.js';
import { POLICY } from '../../../src/packs/policy/pack.js';
import type { PolicyFile } from '../../../src/packs/policy/policy.js';
import { questionOf } from '../../../src/packs/policy/question.js';
import { type PolicyRules, rulesOf } from '../../../src/packs/policy/rules.js';
import { NOTHING_LISTED } from '../../../src/packs/sets.js';
import { asRow, type OutputRow } from '../../../src/packs/table.js';
import type { Day } from '../../../src/timeline/day.js';
import type {
  Claim,
  ClaimLine,
  CodeSystem,
  EnrollmentSpan,
  LineCode,
  LineFacts,
  ListedCode,
  Person,
} from '../../../src/timeline/person.js';

/** 2024-02-29 as days since 1970-01-01, by the platform's calendar and not the product's. */
export function day(iso: string): Day {
  const millis = Date.parse(`${iso}T00:00:00Z`);
  if (Number.isNaN(millis)) throw new Error(`not a date: ${iso}`);
  return millis / 86_400_000;
}

export function listed(system: CodeSystem, code: string, ...sets: readonly string[]): ListedCode {
  return { system, code, sets };
}

export const PAIN = listed('ICD10CM', 'M5450', 'Uncomplicated Low Back Pain');
export const NO_PAIN = listed('ICD10CM', 'J069');
export const XRAY = listed('CPT', '72100', 'Imaging Study');
export const CT = listed('CPT', '72131', 'Imaging Study');
export const MRI = listed('CPT', '72148', 'Imaging Study');
export const BED = listed('UBREV', '0120', 'Inpatient Stay');
export const CANCER = listed('ICD10CM', 'C61', 'Malignant Neoplasms');
export const TRAUMA = listed('ICD10CM', 'S32010A', 'Trauma');

/** All sets that the policies ask for, by the names that the page gives. */
export const SETS: ReadonlySet<string> = new Set([
  ...['Uncomplicated Low Back Pain', 'Imaging Study', 'Inpatient Stay'],
  ...['Malignant Neoplasms', 'Other Neoplasms', 'History of Malignant Neoplasm'],
  ...['Other Malignant Neoplasm of Skin', 'Trauma', 'IV Drug Abuse', 'Neurologic Impairment'],
  ...['Spinal Infection', 'Corticosteroid Medications'],
]);

/** A code as diagnosis: the first is the principal one. */
export function diagnoses(...codes: readonly ListedCode[]): LineCode[] {
  return codes.map((code, index) => ({ listed: code, position: index + 1, ownDate: null }));
}

export function other(code: ListedCode): LineCode {
  return { listed: code, position: 0, ownDate: null };
}

export function line(date: string, codes: readonly LineCode[], rest: Partial<ClaimLine> = {}): ClaimLine {
  return {
    number: '1',
    serviceDate: day(date),
    placeOfService: '11',
    status: 'paid',
    codes,
    procedureCode: codes.find(({ listed: { system } }) => system === 'CPT')?.listed.code ?? '',
    revenueCode: codes.find(({ listed: { system } }) => system === 'UBREV')?.listed.code ?? '',
    facts: null,
    source: 'claims.csv',
    locator: '',
    ...rest,
  };
}

export function facts(rest: Partial<LineFacts> = {}): LineFacts {
  return {
    claimType: 'professional',
    billType: '',
    modifiers: [],
    units: '1',
    renderingNpi: '',
    billingNpi: '',
    orderingNpi: '',
    referringNpi: '',
    allowedAmount: '100.00',
    paidAmount: '80.00',
    ...rest,
  };
}

/** A claim of one or more lines, or of a line alone; its dates are those of its lines. */
export function claim(id: string, lines: readonly ClaimLine[], rest: Partial<Claim> = {}): Claim {
  const dates = lines.map(({ serviceDate }) => serviceDate);
  return {
    id,
    start: Math.min(...dates),
    end: Math.max(...dates),
    admission: null,
    discharge: null,
    lines,
    ...rest,
  };
}

/** A visit with these diagnoses, low back pain where none is named. */
export function visit(date: string, codes: readonly ListedCode[] = [PAIN], id = `V${date}`): Claim {
  return claim(id, [line(date, diagnoses(...codes))]);
}

/** A claim with one image, for low back pain where nothing else is named. */
export function image(date: string, rest: Partial<ImageFacts> = {}): Claim {
  const { id = `I${date}`, codes = [PAIN], study = MRI, facts: given, ...line_ } = rest;
  return claim(id, [line(date, [...diagnoses(...codes), other(study)], { facts: facts(given), ...line_ })]);
}

interface ImageFacts extends Omit<Partial<ClaimLine>, 'codes' | 'facts'> {
  readonly id: string;
  readonly codes: readonly ListedCode[];
  readonly study: ListedCode;
  readonly facts: Partial<LineFacts>;
}

export function span(start: string, end: string, rest: Partial<EnrollmentSpan> = {}): EnrollmentSpan {
  return {
    start: day(start),
    end: day(end),
    productLine: 'commercial',
    plan: '',
    further: [],
    medicalBenefit: true,
    source: 'eligibility.csv',
    locator: '',
    ...rest,
  };
}

export function person(claims: readonly Claim[], rest: Partial<Person> = {}): Person {
  return {
    id: 'P1',
    sex: '',
    birth: day('1980-06-15'),
    deaths: [],
    hospice: [],
    spans: [span('2020-01-01', '2030-12-31')],
    fills: [],
    ...rest,
    claims,
  };
}

/** The rules of a policy, for the lines of 2025 by default. */
export function rules(
  policy: string | PolicyFile,
  [from, to]: readonly [string, string] = ['2025-01-01', '2025-12-31'],
  sets: ReadonlySet<string> = SETS,
): PolicyRules {
  return rulesOf(questionOf({ policy, from, to }), { names: sets, listed: NOTHING_LISTED });
}

/** The judged lines of someone, under preferredone by default. */
export function judge(who: Person, by: PolicyRules = rules('preferredone')): readonly JudgedLine[] {
  return POLICY.evaluate(who, by);
}

/** The reasons of someone's lines, in the order of the file. */
export function reasons(claims: readonly Claim[], by?: PolicyRules): string[] {
  return judge(person(claims), by).map(({ reason }) => reason);
}

/** The rows of one of the tables of persons. */
export function rowsOf(name: string, lines: readonly JudgedLine[], by = rules('preferredone')): OutputRow[] {
  const table = POLICY.personTables.find((one) => one.name === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return lines.flatMap((one) => table.rows(one, by).map((cells) => asRow(table, cells)));
}
