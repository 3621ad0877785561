import { questionOf } from '../../../src/packs/review/question.js';
import { bindReview, needsOf, type ReviewRules } from '../../../src/packs/review/resolve.js';
import { NOTHING_LISTED } from '../../../src/packs/sets.js';
import type { Day } from '../../../src/timeline/day.js';
import type {
  Claim,
  ClaimLine,
  EnrollmentSpan,
  Fill,
  LineCode,
  ListedCode,
  Person,
} from '../../../src/timeline/person.js';
import { codeOf } from './codes.js';

/** 2024-02-29 as days since 1970-01-01, by the platform's calendar and not the product's. */
export function day(iso: string): Day {
  const millis = Date.parse(`${iso}T00:00:00Z`);
  if (Number.isNaN(millis)) throw new Error(`not a date: ${iso}`);
  return millis / 86_400_000;
}

/** The rules of a guideline, with every set that it asks for. */
export function rulesFor(guideline: unknown, settings: Readonly<Record<string, unknown>> = {}): ReviewRules {
  const question = questionOf({ guideline, from: '2000-01-01', to: '2099-12-31', ...settings });
  const names = needsOf(question.guideline).flatMap((need) => [...need.valueSets, ...need.medicationLists]);
  return bindReview(question, { names: new Set(names), listed: NOTHING_LISTED });
}

export function stated(listed: ListedCode, ownDate: Day | null = null): LineCode {
  return { listed, position: listed.system === 'ICD10CM' ? 1 : 0, ownDate };
}

export function line(serviceDate: Day, codes: readonly LineCode[], rest: Partial<ClaimLine> = {}): ClaimLine {
  return {
    number: '1',
    serviceDate,
    placeOfService: '11',
    status: 'paid',
    codes,
    procedureCode:
      codes.find(({ listed: { system } }) => system === 'CPT' || system === 'HCPCS')?.listed.code ?? '',
    revenueCode: codes.find(({ listed: { system } }) => system === 'UBREV')?.listed.code ?? '',
    facts: null,
    source: 'claims.csv',
    locator: '',
    ...rest,
  };
}

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

export function span(start: string, end: string, rest: Partial<EnrollmentSpan> = {}): EnrollmentSpan {
  const days = { start: day(start), end: day(end) };
  return {
    ...days,
    productLine: 'commercial',
    medicalBenefit: true,
    plan: '',
    source: 'e.csv',
    locator: '',
    further: [],
    ...rest,
  };
}

export function fill(dispensed: Day, drug: ListedCode, id: string): Fill {
  return { claimId: id, lineNumber: '1', dispensed, drug, daysSupply: 30, source: 'rx.csv', locator: '' };
}

/** A person around an image, as the worked examples are written: days are counted from its service date. */
export interface Case {
  readonly on?: string;
  readonly code?: string;
  readonly born?: string;
  readonly sex?: Person['sex'];
  readonly spans?: readonly EnrollmentSpan[];
  /** Diagnoses of the imaging claim. */
  readonly claim?: string;
  /** Days with a visit coded M54.50. */
  readonly lbp?: readonly number[];
  /** Therapy: an evaluation on the first day, exercise on the others; on claims coded `therapyFor`. */
  readonly pt?: readonly number[];
  readonly therapyFor?: string;
  /** Further codes on the claims of `pt`. */
  readonly withTherapy?: string;
  /** Therapy codes that `pt` does not lay out, on claims coded `therapyFor`. */
  readonly therapy?: readonly (readonly [code: string, day: number, further?: string])[];
  /** Codes that stand alone on their claims. */
  readonly others?: readonly (readonly [code: string, day: number])[];
  readonly fills?: readonly number[];
}

/** Woman born 1979-01-10, commercial since 2018, 72148 on 2024-05-15, unless the case says otherwise. */
export function personOf(one: Case): Person {
  const image = day(one.on ?? '2024-05-15');
  const diagnosis = one.therapyFor ?? 'M54.50';
  const therapy = [
    ...(one.pt ?? []).map((at, index) => [index === 0 ? '97161' : '97110', at, one.withTherapy] as const),
    ...(one.therapy ?? []),
  ];
  return {
    id: 'P',
    birth: day(one.born ?? '1979-01-10'),
    sex: one.sex ?? 'F',
    deaths: [],
    hospice: [],
    spans: one.spans ?? [span('2018-01-01', '2026-12-31')],
    claims: [
      claim('IMAGE', [line(image, [...coded(one.claim ?? ''), stated(codeOf(one.code ?? '72148'))])]),
      ...(one.lbp ?? []).map((at) => claim(`LBP${at}`, [line(image + at, coded('M54.50'))])),
      ...therapy.map(([code, at, further = ''], index) =>
        claim(`PT${index}`, [
          line(image + at, [...coded(diagnosis), stated(codeOf(code))]),
          ...further
            .split(' ')
            .filter((text) => text !== '')
            .map((text, next) => line(image + at, [stated(codeOf(text))], { number: String(next + 2) })),
        ]),
      ),
      ...(one.others ?? []).map(([code, at], index) => claim(`C${index}`, [line(image + at, coded(code))])),
    ],
    fills: (one.fills ?? []).map((at, index) => fill(image + at, codeOf('steroid'), `F${index}`)),
  };
}

function coded(codes: string): LineCode[] {
  return codes
    .split(' ')
    .filter((text) => text !== '')
    .map((text, index) => ({ ...stated(codeOf(text)), position: index + 1 }));
}
