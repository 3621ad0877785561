/**
 * A second opinion on one person, written only from the rules page (docs/measure-logic.md).
 *
 * It shares only the types of its input and output with the product: no helper, no constant, no value set
 * name. It is slow and obvious on purpose: windows are sets of days or comparisons of ISO dates, and
 * enrollment and drug supply are checked day by day. Do not reuse product code here: the agreement of two
 * programs means something only if they are independent.
 */

import type { AgeBand, Reason, Status, UnreportedReason } from '../../src/packs/lbp/decision.js';
import type { Day } from '../../src/timeline/day.js';
import type { Claim, ClaimLine, ListedCode, Person, ProductLine } from '../../src/timeline/person.js';

export interface IndexOpinion {
  readonly date: Day;
  readonly claimId: string;
  readonly lineNumber: string;
  readonly diagnosis: string;
}

export interface ImagingOpinion {
  readonly date: Day;
  readonly days: number;
  readonly code: string;
  readonly claimId: string;
  readonly lineNumber: string;
}

export interface UnreportedOpinion {
  readonly kind: 'unreported';
  readonly reason: UnreportedReason;
  readonly index: IndexOpinion | null;
}

export interface DecidedOpinion {
  readonly kind: 'decided';
  readonly index: IndexOpinion;
  readonly productLines: readonly ProductLine[];
  readonly age: number;
  readonly ageBand: AgeBand;
  readonly status: Status;
  readonly reasons: readonly Reason[];
  readonly imaging: ImagingOpinion | null;
}

export type Opinion = UnreportedOpinion | DecidedOpinion;

// ---------------------------------------------------------------------------------------------------------------
// Calendar
// ---------------------------------------------------------------------------------------------------------------

const MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000;

const isoDates = new Map<Day, string>();

/** 2024-02-29 for 19782. */
export function isoDate(day: Day): string {
  let text = isoDates.get(day);
  if (text === undefined) {
    text = new Date(day * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
    isoDates.set(day, text);
  }
  return text;
}

/** 19782 for 2024-02-29. */
export function dayOfDate(iso: string): Day {
  const [year, month, day] = iso.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) throw new Error(`not a date: ${iso}`);
  return Date.UTC(year, month - 1, day) / MILLISECONDS_A_DAY;
}

function inYear(day: Day, year: number): boolean {
  return isoDate(day).startsWith(`${year}-`);
}

/** Every day from the first to the last, both included. */
function everyDay(first: Day, last: Day): Set<Day> {
  const days = new Set<Day>();
  for (let day = first; day <= last; day++) days.add(day);
  return days;
}

/** Whole years lived on a date. */
function ageOn(birth: Day, onIso: string): number {
  const birthIso = isoDate(birth);
  const years = Number(onIso.slice(0, 4)) - Number(birthIso.slice(0, 4));
  const hadBirthday = onIso.slice(5) >= birthIso.slice(5);
  return hadBirthday ? years : years - 1;
}

// ---------------------------------------------------------------------------------------------------------------
// Codes, lines, claims
// ---------------------------------------------------------------------------------------------------------------

function isIn(listed: ListedCode, ...sets: readonly string[]): boolean {
  return sets.some((set) => listed.sets.includes(set));
}

function isDiagnosis(listed: ListedCode): boolean {
  return listed.system === 'ICD10CM';
}

function isLowBackPain(listed: ListedCode): boolean {
  return isDiagnosis(listed) && isIn(listed, 'Uncomplicated Low Back Pain');
}

/** From 2023 on a line with place of service 81 carries no diagnosis (3.1). */
function isIgnoredLab(line: ClaimLine, year: number): boolean {
  return year >= 2023 && line.placeOfService === '81';
}

function isInpatient(claim: Claim): boolean {
  return claim.lines.some((line) => line.codes.some((code) => isIn(code.listed, 'Inpatient Stay')));
}

function isAcuteInpatient(claim: Claim): boolean {
  const nonacute = claim.lines.some((line) =>
    line.codes.some((code) => isIn(code.listed, 'Nonacute Inpatient Stay')),
  );
  return isInpatient(claim) && !nonacute;
}

function serviceDates(claim: Claim): Day[] {
  return claim.lines.map((line) => line.serviceDate);
}

function stayFirstDay(claim: Claim): Day {
  return claim.admission ?? claim.start ?? Math.min(...serviceDates(claim));
}

function stayLastDay(claim: Claim): Day {
  return claim.discharge ?? claim.end ?? Math.max(...serviceDates(claim));
}

/** A code with a date on which it holds. */
interface DatedCode {
  readonly listed: ListedCode;
  readonly date: Day;
}

function datedDiagnoses(claim: Claim, year: number): DatedCode[] {
  const lines = claim.lines.filter((line) => !isIgnoredLab(line, year));
  const inpatient = isInpatient(claim);
  const dated: DatedCode[] = [];
  for (const stating of lines) {
    for (const { listed } of stating.codes) {
      if (!isDiagnosis(listed)) continue;
      if (inpatient) dated.push({ listed, date: stayLastDay(claim) });
      else for (const line of lines) dated.push({ listed, date: line.serviceDate });
    }
  }
  return dated;
}

function datedOtherCodes(claim: Claim): DatedCode[] {
  const inpatient = isInpatient(claim);
  const dated: DatedCode[] = [];
  for (const line of claim.lines) {
    for (const { listed, ownDate } of line.codes) {
      if (isDiagnosis(listed)) continue;
      let date = line.serviceDate;
      if (listed.system === 'ICD10PCS') date = ownDate ?? (inpatient ? stayLastDay(claim) : line.serviceDate);
      dated.push({ listed, date });
    }
  }
  return dated;
}

// ---------------------------------------------------------------------------------------------------------------
// The index episode (2.1 to 2.5)
// ---------------------------------------------------------------------------------------------------------------

const VISIT_SETS = [
  'Outpatient',
  'Observation',
  'ED',
  'Telephone Visits',
  'Online Assessments',
  'Osteopathic and Chiropractic Manipulative Treatment',
  'Physical Therapy',
];

/** The days on which an event is part of an inpatient stay or resulted in one. */
function daysOfStays(person: Person): Set<Day> {
  const days = new Set<Day>();
  for (const claim of person.claims) {
    if (!isInpatient(claim)) continue;
    for (const day of everyDay(stayFirstDay(claim) - 1, stayLastDay(claim))) days.add(day);
  }
  return days;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compareLineNumbers(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) return Number(a) - Number(b);
  return compareText(a, b);
}

function principalLowBackPain(claim: Claim, year: number): string[] {
  const codes: string[] = [];
  for (const line of claim.lines) {
    if (isIgnoredLab(line, year)) continue;
    for (const code of line.codes) {
      if (code.position === 1 && isLowBackPain(code.listed)) codes.push(code.listed.code);
    }
  }
  return codes.sort(compareText);
}

function isQualifyingLine(line: ClaimLine, year: number, stays: ReadonlySet<Day>): boolean {
  const date = isoDate(line.serviceDate);
  if (date < `${year}-01-01` || date > `${year}-12-03`) return false;
  if (isIgnoredLab(line, year)) return false;
  if (stays.has(line.serviceDate)) return false;
  const visit = line.codes.some((code) => !isDiagnosis(code.listed) && isIn(code.listed, ...VISIT_SETS));
  return year >= 2025 || visit;
}

function indexEpisode(person: Person, year: number): IndexOpinion | null {
  const stays = daysOfStays(person);
  const candidates: IndexOpinion[] = [];
  for (const claim of person.claims) {
    const diagnosis = principalLowBackPain(claim, year)[0];
    if (diagnosis === undefined || isInpatient(claim)) continue;
    for (const line of claim.lines) {
      if (!isQualifyingLine(line, year, stays)) continue;
      candidates.push({ date: line.serviceDate, claimId: claim.id, lineNumber: line.number, diagnosis });
    }
  }
  candidates.sort(
    (a, b) =>
      a.date - b.date || compareText(a.claimId, b.claimId) || compareLineNumbers(a.lineNumber, b.lineNumber),
  );
  return candidates[0] ?? null;
}

// ---------------------------------------------------------------------------------------------------------------
// Gates (2.6 to 2.9)
// ---------------------------------------------------------------------------------------------------------------

function productLinesOn(person: Person, day: Day): Set<ProductLine | 'other'> {
  const covering = person.spans.filter((span) => span.start <= day && day <= span.end);
  const medical = covering.filter((span) => span.medicalBenefit);
  return new Set((medical.length > 0 ? medical : covering).map((span) => span.productLine));
}

function reportedLines(found: ReadonlySet<ProductLine | 'other'>, year: number): ProductLine[] {
  const lines: ProductLine[] = [];
  if (found.has('commercial')) lines.push('commercial');
  if (found.has('medicaid') && !found.has('commercial')) lines.push('medicaid');
  if (found.has('medicare') && year >= 2022) lines.push('medicare');
  return lines;
}

function failsAge(birth: Day, year: number): boolean {
  const first = ageOn(birth, `${year}-01-01`);
  const last = ageOn(birth, `${year}-12-31`);
  if (year <= 2021) return !(first >= 18 && last <= 50);
  if (year <= 2024) return !(first >= 18 && last <= 75);
  return !(last >= 18 && last <= 75);
}

function bandOf(age: number, year: number): AgeBand {
  if (year <= 2021) return age >= 18 && age <= 50 ? '18-50' : 'other';
  if (age >= 18 && age <= 64) return '18-64';
  if (age >= 65 && age <= 75) return '65-75';
  return 'other';
}

function failsEnrollment(person: Person, iesd: Day, asOf: Day | null): boolean {
  for (let day = iesd - 180; day <= iesd + 28; day++) {
    if (asOf !== null && day > asOf) break;
    const covered = person.spans.some((span) => span.medicalBenefit && span.start <= day && day <= span.end);
    if (!covered) return true;
  }
  return false;
}

// ---------------------------------------------------------------------------------------------------------------
// Exclusions (3)
// ---------------------------------------------------------------------------------------------------------------

/** At least 90 consecutive days of supply in the 366 days that end on the IESD (3.2). */
function hasProlongedCorticosteroids(person: Person, iesd: Day): boolean {
  const window = everyDay(iesd - 365, iesd);
  const fills = person.fills
    .filter((fill) => isIn(fill.drug, 'Corticosteroid Medications') && window.has(fill.dispensed))
    .sort((a, b) => a.dispensed - b.dispensed);
  const supplied = new Set<Day>();
  for (const fill of fills) {
    let day = fill.dispensed;
    for (let left = fill.daysSupply ?? 0; left > 0; left--) {
      while (supplied.has(day)) day++;
      supplied.add(day);
    }
  }
  let run = 0;
  for (const day of window) {
    run = supplied.has(day) ? run + 1 : 0;
    if (run >= 90) return true;
  }
  return false;
}

function hasFill(person: Person, list: string, when: (day: Day) => boolean): boolean {
  return person.fills.some((fill) => isIn(fill.drug, list) && when(fill.dispensed));
}

const FRAILTY_SETS = ['Frailty Device', 'Frailty Diagnosis', 'Frailty Encounter', 'Frailty Symptom'];

/** 3.4, age apart. */
function isFrailWithAdvancedIllness(
  person: Person,
  year: number,
  diagnoses: readonly DatedCode[],
  others: readonly DatedCode[],
): boolean {
  const frail = new Set<Day>();
  for (const { listed, date } of [...diagnoses, ...others]) {
    if (inYear(date, year) && isIn(listed, ...FRAILTY_SETS)) frail.add(date);
  }
  if (frail.size < 2) return false;

  const lately = (day: Day): boolean => inYear(day, year) || inYear(day, year - 1);
  if (hasFill(person, 'Dementia Medications', lately)) return true;
  const ill = new Set<Day>();
  for (const { listed, date } of diagnoses) {
    if (lately(date) && isIn(listed, 'Advanced Illness')) ill.add(date);
  }
  if (ill.size >= 2) return true;
  if (year !== 2022 && year !== 2023) return false;
  return person.claims.some(
    (claim) =>
      isAcuteInpatient(claim) &&
      datedDiagnoses(claim, year).some(
        ({ listed, date }) => lately(date) && isIn(listed, 'Advanced Illness'),
      ),
  );
}

/** The value sets of each rule that is nothing but value sets and a window, in the order of the page. */
interface CodeRule {
  readonly id: Reason;
  readonly sets: readonly string[];
  readonly window: 'ever' | 'days 365' | 'days 90';
}

function codeRules(year: number, merged: boolean): CodeRule[] {
  if (merged) {
    return [
      { id: 'diagnosis_history', window: 'ever', sets: ['Diagnosis History That May Warrant Imaging'] },
      { id: 'procedure_history', window: 'ever', sets: ['Procedure History That May Warrant Imaging'] },
      { id: 'recent_diagnosis', window: 'days 365', sets: ['Recent Diagnoses That May Warrant Imaging'] },
      { id: 'recent_injury', window: 'days 90', sets: ['Recent Injuries That May Warrant Imaging'] },
    ];
  }
  const rules: CodeRule[] = [
    {
      id: 'cancer',
      window: 'ever',
      sets: [
        'Malignant Neoplasms',
        'Other Neoplasms',
        'History of Malignant Neoplasm',
        'Other Malignant Neoplasm of Skin',
      ],
    },
    { id: 'hiv', window: 'ever', sets: ['HIV'] },
    {
      id: 'transplant',
      window: 'ever',
      sets: ['Organ Transplant Other Than Kidney', 'Kidney Transplant', 'History of Kidney Transplant'],
    },
    { id: 'iv_drug_use', window: 'days 365', sets: ['IV Drug Abuse'] },
    { id: 'neurologic_impairment', window: 'days 365', sets: ['Neurologic Impairment'] },
    { id: 'spinal_infection', window: 'days 365', sets: ['Spinal Infection'] },
    { id: 'trauma', window: 'days 90', sets: ['Trauma'] },
  ];
  if (year >= 2022) {
    rules.push(
      {
        id: 'osteoporosis',
        window: 'ever',
        sets: ['Osteoporosis Medication Therapy', 'Long-Acting Osteoporosis Medications'],
      },
      { id: 'spondylopathy', window: 'ever', sets: ['Spondylopathy'] },
      { id: 'lumbar_surgery', window: 'ever', sets: ['Lumbar Surgery'] },
      { id: 'fragility_fracture', window: 'days 90', sets: ['Fragility Fractures'] },
    );
  }
  if (year >= 2025) rules.push({ id: 'osteoporosis', window: 'ever', sets: ['Osteoporosis'] });
  return rules;
}

/** The order of reasons: gates, then the rows of the table of exclusions, each merged rule after the last it merges. */
const ORDER: readonly Reason[] = [
  'age',
  'negative_history',
  'enrollment',
  'cancer',
  'hiv',
  'transplant',
  'diagnosis_history',
  'osteoporosis',
  'spondylopathy',
  'lumbar_surgery',
  'procedure_history',
  'iv_drug_use',
  'neurologic_impairment',
  'spinal_infection',
  'recent_diagnosis',
  'trauma',
  'fragility_fracture',
  'recent_injury',
  'corticosteroids',
  'hospice',
  'palliative_care',
  'death',
  'frailty_advanced_illness',
];

function exclusions(person: Person, year: number, merged: boolean, iesd: Day, age: number): Set<Reason> {
  const diagnoses = person.claims.flatMap((claim) => datedDiagnoses(claim, year));
  const others = person.claims.flatMap((claim) => datedOtherCodes(claim));
  const all = [...diagnoses, ...others];
  const found = new Set<Reason>();

  const lastDay = isoDate(iesd + 28);
  const days365 = everyDay(iesd - 365, iesd + 28);
  const days90 = everyDay(iesd - 90, iesd + 28);
  const windows = {
    ever: (day: Day): boolean => isoDate(day) <= lastDay,
    'days 365': (day: Day): boolean => days365.has(day),
    'days 90': (day: Day): boolean => days90.has(day),
  };
  for (const rule of codeRules(year, merged)) {
    if (all.some(({ listed, date }) => isIn(listed, ...rule.sets) && windows[rule.window](date)))
      found.add(rule.id);
  }
  if (year >= 2022 && hasFill(person, 'Osteoporosis Medications', windows.ever)) found.add('osteoporosis');
  if (hasProlongedCorticosteroids(person, iesd)) found.add('corticosteroids');

  const hospice = all.some(
    ({ listed, date }) => inYear(date, year) && isIn(listed, 'Hospice Encounter', 'Hospice Intervention'),
  );
  if (hospice || person.hospice.some((fact) => inYear(fact.date, year))) found.add('hospice');

  const palliative = all.some(({ listed, date }) => {
    const named = isDiagnosis(listed) && listed.code === 'Z515';
    const inSet = isIn(
      listed,
      'Palliative Care Assessment',
      'Palliative Care Encounter',
      'Palliative Care Intervention',
    );
    return inYear(date, year) && (named || inSet);
  });
  if (year >= 2022 && palliative) found.add('palliative_care');

  if (year >= 2023 && person.deaths.some((fact) => inYear(fact.date, year))) found.add('death');
  if (year >= 2022 && age >= 66 && isFrailWithAdvancedIllness(person, year, diagnoses, others)) {
    found.add('frailty_advanced_illness');
  }
  return found;
}

// ---------------------------------------------------------------------------------------------------------------
// Numerator (4) and status (5)
// ---------------------------------------------------------------------------------------------------------------

interface Study {
  readonly line: ClaimLine;
  readonly claimId: string;
  readonly listed: ListedCode;
}

function imagingStudy(person: Person, iesd: Day): ImagingOpinion | null {
  const window = everyDay(iesd, iesd + 28);
  const studies: Study[] = [];
  for (const claim of person.claims) {
    const lowBackPain = claim.lines.some((line) => line.codes.some((code) => isLowBackPain(code.listed)));
    if (!lowBackPain) continue;
    for (const line of claim.lines) {
      if (line.status === 'denied' || !window.has(line.serviceDate)) continue;
      for (const { listed } of line.codes) {
        if (isIn(listed, 'Imaging Study')) studies.push({ line, claimId: claim.id, listed });
      }
    }
  }
  // The page stops at the line. Which of its codes is named is a reading: by code system, then by code.
  studies.sort(
    (a, b) =>
      a.line.serviceDate - b.line.serviceDate ||
      compareText(a.claimId, b.claimId) ||
      compareLineNumbers(a.line.number, b.line.number) ||
      compareText(a.listed.system, b.listed.system) ||
      compareText(a.listed.code, b.listed.code),
  );
  const [first] = studies;
  if (first === undefined) return null;
  const { line, claimId, listed } = first;
  const date = line.serviceDate;
  return { date, days: date - iesd, code: listed.code, claimId, lineNumber: line.number };
}

function statusOf(reasons: ReadonlySet<Reason>): Status {
  if (reasons.size === 0) return 'denominator';
  const gateFailed = reasons.has('age') || reasons.has('negative_history') || reasons.has('enrollment');
  return gateFailed ? 'ineligible' : 'excluded';
}

/** The claims of a person as they are without what supplemental records state (1.5). */
/** 5.1: what has a date by then, and of stays those that have ended. */
function knownOn(person: Person, asOf: Day): Person {
  const limit = isoDate(asOf);
  const isKnown = (day: Day): boolean => isoDate(day) <= limit;
  const claims: Claim[] = [];
  for (const claim of person.claims) {
    if (claim.discharge !== null && !isKnown(claim.discharge)) continue;
    const lines = claim.lines.filter((line) => isKnown(line.serviceDate));
    const end = claim.end !== null && !isKnown(claim.end) ? asOf : claim.end;
    if (lines.length > 0) claims.push({ ...claim, lines, end });
  }
  return {
    ...person,
    claims,
    fills: person.fills.filter((fill) => isKnown(fill.dispensed)),
    deaths: person.deaths.filter((fact) => isKnown(fact.date)),
    hospice: person.hospice.filter((fact) => isKnown(fact.date)),
  };
}

function withoutSupplements(person: Person): Person {
  const claims = person.claims
    .map((claim) => ({ ...claim, lines: claim.lines.filter(({ status }) => status !== 'supplemental') }))
    .filter(({ lines }) => lines.length > 0);
  return { ...person, claims };
}

/** The supplemental records beside the claims, also where they carry a claim's id. */
function withSupplementsBeside(person: Person): Person {
  const supplements = person.claims
    .map((claim) => ({ ...claim, lines: claim.lines.filter(({ status }) => status === 'supplemental') }))
    .filter(({ lines }) => lines.length > 0);
  return { ...person, claims: [...withoutSupplements(person).claims, ...supplements] };
}

/** @param merged whether the value sets are those of a directory that merges them (2025 and later). */
export function secondOpinion(
  everything: Person,
  year: number,
  merged: boolean,
  asOf: Day | null = null,
): Opinion {
  const all = asOf === null ? everything : knownOn(everything, asOf);
  const person = withoutSupplements(all);
  const index = indexEpisode(person, year);
  if (index === null) return { kind: 'unreported', reason: 'no_index_event', index };
  const iesd = index.date;
  const { birth } = person;
  if (birth === null || person.spans.length === 0)
    return { kind: 'unreported', reason: 'no_eligibility', index };
  const found = productLinesOn(person, iesd);
  if (found.size === 0) return { kind: 'unreported', reason: 'not_enrolled_on_index_date', index };
  const productLines = reportedLines(found, year);
  if (productLines.length === 0) return { kind: 'unreported', reason: 'product_line_not_reported', index };

  const age = ageOn(birth, `${year}-12-31`);
  const reasons = exclusions(withSupplementsBeside(all), year, merged, iesd, age);
  if (failsAge(birth, year)) reasons.add('age');
  const history = everyDay(iesd - 180, iesd - 1);
  const earlier = person.claims
    .flatMap((claim) => datedDiagnoses(claim, year))
    .some(({ listed, date }) => isLowBackPain(listed) && history.has(date));
  if (earlier) reasons.add('negative_history');
  if (failsEnrollment(person, iesd, asOf)) reasons.add('enrollment');

  return {
    kind: 'decided',
    index,
    productLines,
    age,
    ageBand: bandOf(age, year),
    status: asOf !== null && everyDay(asOf + 1, asOf + 28).has(iesd + 28) ? 'open' : statusOf(reasons),
    reasons: ORDER.filter((reason) => reasons.has(reason)),
    imaging: imagingStudy(person, iesd),
  };
}
